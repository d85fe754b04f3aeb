import { expose, transfer, transferHandlers } from 'comlink';
import { importRecords, type RecordBatch } from '../src/core/ingest/import-records.ts';
import { inspectSource } from '../src/core/ingest/inspect-source.ts';
import { readQueries, readRecord } from '../src/core/ingest/read-queries.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import type { IngestApi } from './contracts/ingest-api.ts';
import { textCodec } from './text-codec.ts';

const chunkBytes = 1024 * 1024;

const api: IngestApi = {
  async inspect(file) {
    const { name, size: sizeBytes } = file;
    return inspectSource(
      { name, sizeBytes, readStart: (byteCount) => readBytes(file, 0, byteCount) },
      textCodec,
    );
  },
  async importFile(file, shape, onBatch) {
    return importRecords(readChunks(file), shape, textCodec, (batch) =>
      onBatch(transfer(batch, buffersOf(batch))),
    );
  },
  async previewQueries(block, columns, mapping, settings) {
    return Array.from({ length: block.offsets.length - 1 }, (_, index) =>
      readQueries(readRecord(block, index, textCodec.decode), columns, mapping, settings),
    );
  },
};

async function* readChunks(file: File): AsyncIterable<Uint8Array> {
  for (let start = 0; start < file.size; start += chunkBytes)
    yield await readBytes(file, start, start + chunkBytes);
}

async function readBytes(file: File, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

function buffersOf(batch: RecordBatch): Transferable[] {
  return batch.blocks.flatMap((block) => [block.bytes.buffer, block.offsets.buffer]);
}

carryAppErrors(transferHandlers);
expose(api);
