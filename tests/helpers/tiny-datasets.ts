import { defaultQuerySettings } from '../../src/core/model/index.ts';
import type {
  ProjectId,
  QuarantinedRow,
  RecordBlock,
  Reply,
  ReplyStatus,
  SourceId,
  SourceShape,
} from '../../src/core/model/index.ts';
import type { StoredSource } from '../../src/store/database.ts';
import type { BlockReading } from '../../workers/contracts/tagger-api.ts';

const encoder = new TextEncoder();

/** JSON Lines with one column, `instruction`, that holds the query. */
export const instructionShape: SourceShape = {
  format: 'json-lines',
  encoding: 'utf-8',
  layout: 'alpaca',
  columns: ['instruction'],
  delimiter: null,
  mapping: {
    kind: 'columns',
    queryColumns: ['instruction'],
    systemColumn: null,
    responseColumn: null,
    historyColumn: null,
  },
  isMappingSure: true,
  recordKind: 'object',
  listPath: [],
  parquetSchema: null,
  tagsColumn: null,
};

/** How the queries of `instructionShape` are read. */
export const instructionReading: BlockReading = {
  columns: instructionShape.columns,
  mapping: instructionShape.mapping,
  settings: defaultQuerySettings,
};

/** Packs values into a block, each as its JSON. */
export function packBlock(firstRow: number, records: readonly unknown[]): RecordBlock {
  const parts = records.map((record) => encoder.encode(JSON.stringify(record)));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, index) => (offsets[index + 1] = offsets[index] + part.length));
  const bytes = new Uint8Array(offsets[parts.length]);
  parts.forEach((part, index) => bytes.set(part, offsets[index]));
  return { firstRow, bytes, offsets };
}

/** Packs rows `firstRow` to `firstRow + rowCount - 1` of a source whose row r asks `Question r?`. */
export function packQuestions(firstRow: number, rowCount: number): RecordBlock {
  const rows = Array.from({ length: rowCount }, (_, index) => firstRow + index);
  return packBlock(
    firstRow,
    rows.map((row) => ({ instruction: questionOf(row) })),
  );
}

/** The query of a row of `packQuestions`. */
export function questionOf(row: number): string {
  return `Question ${row}?`;
}

/** A row set aside because it is not JSON. */
export function brokenRow(line = 1): QuarantinedRow {
  return { line, byteOffset: 0, reason: 'No JSON.', bytes: encoder.encode('{'), isWhole: true };
}

/** Reads the records of a block back. */
export function readBlock(block: RecordBlock): unknown[] {
  const decoder = new TextDecoder();
  return Array.from({ length: block.offsets.length - 1 }, (_, index): unknown =>
    JSON.parse(decoder.decode(block.bytes.subarray(block.offsets[index], block.offsets[index + 1]))),
  );
}

/** A source that is ready, with some of its fields given. */
export function tinySource(fields: Partial<Omit<StoredSource, 'id'>> = {}): Omit<StoredSource, 'id'> {
  return {
    projectId: 1 as ProjectId,
    name: 'questions.jsonl',
    hue: 0,
    sizeBytes: 0,
    contentHash: '',
    shape: instructionShape,
    recordCount: 0,
    quarantinedCount: 0,
    state: 'ready',
    revision: 0,
    usesGivenTags: false,
    addedAt: 0,
    ...fields,
  };
}

/** A source that was stored, for plans that need no store. */
export function storedSource(id: number, recordCount: number): StoredSource {
  return { ...tinySource({ recordCount }), id: id as SourceId };
}

/** A reply with some tags, each explained by its own name. */
export function replyOf(tags: readonly string[], status: ReplyStatus = 'ok'): Reply {
  return { status, tags: tags.map((tag) => ({ tag, explanation: `about ${tag}` })), rawText: '' };
}
