import type { RecordKind, SourceShape } from '../model/index.ts';
import { guessMapping } from './guess-mapping.ts';
import { guessTagsColumn } from './guess-tags.ts';
import type { ReadingShape } from './record-reader.ts';

// A record that maps names to values has a column each; nobody maps fields among more than these.
const maxColumns = 500;

/**
 * Names the columns of some records: the objects' own fields in order of first appearance, `column 1`, `column 2`, …
 * for lists, `text` for texts. At most 500.
 *
 * @param records All of one kind.
 */
export function listColumns(records: readonly unknown[]): string[] {
  const columns = new Set<string>();
  for (const record of records) {
    for (const name of namesIn(record)) if (columns.size < maxColumns) columns.add(name);
  }
  return [...columns];
}

/** Tells where queries and tags stand in records whose columns are known; `records` are some of them, parsed. */
export function describeRecords(reading: ReadingShape, records: readonly unknown[]): SourceShape {
  const guessed = guessMapping(records, reading.columns);
  const tagsColumn = guessTagsColumn(records, reading.columns, guessed.mapping);
  return { ...reading, parquetSchema: null, tagsColumn, ...guessed };
}

/** Tells whether rows that are lists hold any text; rows of numbers are no records. */
export function hasText(recordKind: RecordKind, records: readonly unknown[]): boolean {
  if (recordKind !== 'list') return true;
  return records.some((record) => Array.isArray(record) && record.some((field) => typeof field === 'string'));
}

function namesIn(record: unknown): string[] {
  if (typeof record === 'string') return ['text'];
  if (Array.isArray(record)) return record.map((_, index) => `column ${index + 1}`);
  return typeof record === 'object' && record !== null ? Object.keys(record) : [];
}
