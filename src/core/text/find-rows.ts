import { readQueries, readRecord } from '../ingest/read-queries.ts';
import type { FieldMapping, QuerySettings, RecordBlock } from '../model/index.ts';
import { fitsSearchQuery, readSearchQuery, toSearchText, type SearchQuery } from './search-terms.ts';

/** What is needed to read queries out of a block. */
export interface QueryReading {
  readonly columns: readonly string[];
  readonly mapping: FieldMapping;
  readonly settings: QuerySettings;
}

/** A row with the queries as a tagger sees them. */
export interface FoundRow {
  /** Row number in the source, from 0. */
  readonly row: number;
  readonly queries: readonly string[];
}

type Decode = (bytes: Uint8Array) => string;

/**
 * Finds the rows whose queries fit what a person typed, as the index of rows finds them.
 *
 * @param needle As `readSearchQuery` takes it.
 * @param limit At most this many rows are returned, from 1.
 * @returns In the order of the block; empty when the needle holds no word.
 * Scans the block's text; parses only records that can match. O(bytes x words) at worst.
 */
export function findRows(
  block: RecordBlock,
  reading: QueryReading,
  needle: string,
  limit: number,
  decode: Decode,
): FoundRow[] {
  const query = readSearchQuery(needle);
  const found: FoundRow[] = [];
  if (query.wanted.length === 0) return found;
  for (const index of findCandidates(block, query, decode)) {
    if (found.length >= limit) break;
    const row = readRow(block, reading, index, decode);
    if (fitsSearchQuery(toSearchText(row.queries.join('\n')), query)) found.push(row);
  }
  return found;
}

/** Reads some rows of a block; rows that are not in it are left out. */
export function readRows(
  block: RecordBlock,
  reading: QueryReading,
  rows: Uint32Array,
  decode: Decode,
): FoundRow[] {
  const last = block.firstRow + block.offsets.length - 2;
  return Array.from(rows)
    .filter((row) => row >= block.firstRow && row <= last)
    .map((row) => readRow(block, reading, row - block.firstRow, decode));
}

function readRow(block: RecordBlock, reading: QueryReading, index: number, decode: Decode): FoundRow {
  const record = readRecord(block, index, decode);
  const queries = readQueries(record, reading.columns, reading.mapping, reading.settings);
  return { row: block.firstRow + index, queries };
}

/** Yields the positions of records whose JSON may fit, ascending, without parsing any. */
function* findCandidates(block: RecordBlock, query: SearchQuery, decode: Decode): Iterable<number> {
  const plain = query.wanted.flatMap(({ words }) =>
    words.split(' ').filter((word) => /^[a-z0-9]+$/.test(word)),
  );
  const hint = plain.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
  for (let index = 0; index < block.offsets.length - 1; index++) {
    const json = decode(block.bytes.subarray(block.offsets[index], block.offsets[index + 1])).toLowerCase();
    // An escape may stand for any character, and others fold to plain letters: é to e, ﬁ to fi.
    if (json.includes(hint) || /[\u0080-\uffff]|\\u/.test(json)) yield index;
  }
}
