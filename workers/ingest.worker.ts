import { expose, transfer, transferHandlers } from 'comlink';
import { changeFirstLine } from '../src/core/ingest/first-line.ts';
import { listMappings } from '../src/core/ingest/list-mappings.ts';
import type { RecordBatch } from '../src/core/ingest/import-records.ts';
import { checkRepairedText } from '../src/core/ingest/repair/check-repaired-text.ts';
import { describeRow } from '../src/core/ingest/repair/describe-row.ts';
import { findRepair, proposeRepair } from '../src/core/ingest/repair/propose-repair.ts';
import { writeQuarantineLines } from '../src/core/ingest/repair/quarantine-lines.ts';
import { readQueries, readRecord } from '../src/core/ingest/read-queries.ts';
import type { RecordBlock } from '../src/core/model/index.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import { readQuestions } from '../src/core/profile/read-questions.ts';
import { listParts } from '../src/files/data-parts.ts';
import { hashPart, importPart } from '../src/files/import-part.ts';
import type { IngestApi } from './contracts/ingest-api.ts';
import { textCodec } from './text-codec.ts';

const api: IngestApi = {
  inspect: (file) => listParts(file, file.name, textCodec),
  importPart: (file, part, onBatch) =>
    importPart(file, part, textCodec, (batch) => onBatch(transfer(batch, buffersOf(batch)))),
  hashPart,
  async previewQueries(block, columns, mapping, settings) {
    return readRecords(block).map((record) => readQueries(record, columns, mapping, settings));
  },
  async listMappings(block, columns) {
    return listMappings(readRecords(block), columns);
  },
  async readQuestions(blocks, shape) {
    return readQuestions(blocks.flatMap(readRecords), shape);
  },
  async changeFirstLine(shape, block) {
    return changeFirstLine(shape, block, textCodec);
  },
  async findRepairs(candidates, shape) {
    return candidates.map((candidate) => findRepair(candidate, shape, textCodec));
  },
  async proposeRepairs(candidates, shape) {
    const repairs = candidates.map((candidate) => proposeRepair(candidate, shape, textCodec));
    return transfer(
      repairs,
      repairs.flatMap((repair) => repair?.record.buffer ?? []),
    );
  },
  async describeRows(candidates, shape) {
    return candidates.map((candidate) => describeRow(candidate, shape, textCodec));
  },
  async writeQuarantineLines(source, rows) {
    const bytes = writeQuarantineLines(source, rows, textCodec);
    return transfer(bytes, [bytes.buffer]);
  },
  async checkRepairedText(text, shape) {
    return checkRepairedText(text, shape, textCodec);
  },
};

function readRecords(block: RecordBlock): unknown[] {
  return Array.from({ length: block.offsets.length - 1 }, (_, index) =>
    readRecord(block, index, textCodec.decode),
  );
}

function buffersOf(batch: RecordBatch): Transferable[] {
  return batch.blocks.flatMap((block) => [block.bytes.buffer, block.offsets.buffer]);
}

carryAppErrors(transferHandlers);
expose(api);
