import { readQueries, readRecord } from '../ingest/read-queries.ts';
import type { FieldMapping, QuerySettings, RecordBlock } from '../model/index.ts';

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
 * Finds the rows whose queries contain every word of a text, ignoring case. Words are parts of the text between white
 * space and may match inside longer words.
 *
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
  const words = needle
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: FoundRow[] = [];
  if (words.length === 0) return found;
  for (const index of findCandidates(block, words, decode)) {
    if (found.length >= limit) break;
    const row = readRow(block, reading, index, decode);
    const text = row.queries.join('\n').toLowerCase();
    if (words.every((word) => text.includes(word))) found.push(row);
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

/** Yields the positions of records whose JSON may hold all words, ascending, without parsing any. */
function* findCandidates(block: RecordBlock, words: readonly string[], decode: Decode): Iterable<number> {
  const text = decode(block.bytes).toLowerCase();
  const rowCount = block.offsets.length - 1;
  const ends = measureRecords(block);
  // Lower case of a few letters (İ) is longer than the letter, which moves everything behind it.
  const isAligned = text.length === (ends.at(-1) ?? 0);
  const plain = words.filter((word) => /^[a-z0-9]+$/.test(word));
  const hint = plain.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
  // Letters and digits are never escaped in JSON; any other word may be written in many ways.
  if (hint === '' || !isAligned) {
    for (let index = 0; index < rowCount; index++) yield index;
    return;
  }
  let index = 0;
  for (let at = text.indexOf(hint); at >= 0; at = text.indexOf(hint, ends[index - 1])) {
    while (ends[index] <= at) index++;
    yield index++;
  }
}

/** Counts the UTF-16 units up to the end of each record. */
function measureRecords(block: RecordBlock): Uint32Array {
  const { bytes, offsets } = block;
  const ends = new Uint32Array(offsets.length - 1);
  let units = 0;
  for (let index = 0; index < ends.length; index++) {
    for (let at = offsets[index]; at < offsets[index + 1]; at++) {
      // One for the first byte of a character, two where it has four bytes.
      if ((bytes[at] & 0xc0) !== 0x80) units += bytes[at] >= 0xf0 ? 2 : 1;
    }
    ends[index] = units;
  }
  return ends;
}
