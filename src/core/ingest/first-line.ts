import type { RecordBlock, SourceShape } from '../model/index.ts';
import { describeRecords } from './describe-records.ts';
import { isTextName } from './guess-mapping.ts';
import { isTagName } from './guess-tags.ts';
import { readRecord } from './read-queries.ts';
import type { TextCodec } from './text-codec.ts';

/** What the first line of a table is: a row like the others, or the names of the columns. */
export type FirstLine = 'row' | 'names';

/** A table whose first line is read the other way. */
export interface FirstLineChange {
  readonly shape: SourceShape;
  /** 1 when the first line becomes row 0 and the others move on; -1 when row 0 is none any more. */
  readonly shift: 1 | -1;
  /** The first block with the new row 0, or without it; perhaps without any row. */
  readonly start: RecordBlock;
}

// Names are shorter, even where they are whole questions of a survey. A sign of Chinese or Japanese counts three times.
const minProse = 90;
const minNumberShare = 0.9;
const minRepeats = 2;
// Not after a single word: that may be an abbreviation.
const sentenceEnds = [/\s\S.*[?]\s*$|[？]\s*$/s, /\s\S.*[.]\s*$|[。]\s*$/s];
const maxDescribed = 200;
const denseSigns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Guesses what the first line of a table is. It is taken for names unless it looks like the rows below: one of its fields
 * stands in that column again, as a class does; or none has a name that is known, and one is a number above numbers, a
 * question above questions, a sentence above sentences, or as long as several.
 *
 * @param rows Some of the others, as lists of fields.
 */
export function guessFirstLine(first: readonly string[], rows: readonly unknown[]): FirstLine {
  // Files that were put together repeat their header.
  const others = rows
    .filter(Array.isArray)
    .map((row) => row.map(String))
    .filter((row) => row.some((field, index) => field !== first[index]));
  const columns = first.map((field, index) => ({
    field: field.trim(),
    below: others.map((row) => row[index]),
  }));
  if (columns.some(({ field, below }) => isRepeated(field, below))) return 'row';
  if (first.some((field) => isTextName(field) || isTagName(field)) || isCounting(first)) return 'names';
  const isRow = columns.some(
    ({ field, below }) => isProse(field) || isNumberAmong(field, below) || isSentenceAmong(field, below),
  );
  return isRow ? 'row' : 'names';
}

/** Gives every column a name of its own: empty ones by their number, repeated ones with a number behind. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((field, index) => {
    const base = field.trim() === '' ? `column ${index + 1}` : field;
    let name = base;
    for (let copy = 2; taken.has(name) || (name !== field && header.includes(name)); copy++)
      name = `${base} ${copy}`;
    taken.add(name);
    return name;
  });
}

/** The shape of a table whose first line is a row: its columns are `column 1`, `column 2`, and so on. */
export function withoutNames<Shape extends Pick<SourceShape, 'columns' | 'header'>>(shape: Shape): Shape {
  return { ...shape, header: null, columns: nameColumns(shape.columns.map(() => '')) };
}

/**
 * Reads the first line of a stored table the other way, and guesses anew what its columns hold.
 *
 * @param block The first block of its rows, with at least one row.
 * O(bytes of the block) time.
 */
export function changeFirstLine(shape: SourceShape, block: RecordBlock, codec: TextCodec): FirstLineChange {
  const { columns, header = columns } = shape;
  const count = Math.min(maxDescribed, block.offsets.length - 1);
  const records = Array.from({ length: count }, (_, index) => readRecord(block, index, codec.decode));
  if (header !== null) {
    const start = putFirst(codec.encode(JSON.stringify(header)), block);
    return { shape: describeRecords(withoutNames(shape), [header, ...records]), shift: 1, start };
  }
  const [first, ...others] = records;
  const names = Array.isArray(first) ? first.map(String) : [];
  const named = { ...shape, header: names, columns: nameColumns(names) };
  return { shape: describeRecords(named, others), shift: -1, start: dropFirst(block) };
}

function putFirst(record: Uint8Array, { bytes, offsets }: RecordBlock): RecordBlock {
  const joined = new Uint8Array(record.length + bytes.length);
  joined.set(record);
  joined.set(bytes, record.length);
  const moved = offsets.map((offset) => offset + record.length);
  return { firstRow: 0, bytes: joined, offsets: Uint32Array.of(0, ...moved) };
}

function dropFirst({ bytes, offsets }: RecordBlock): RecordBlock {
  const from = offsets[1];
  return { firstRow: 0, bytes: bytes.slice(from), offsets: offsets.slice(1).map((offset) => offset - from) };
}

function isRepeated(field: string, below: readonly string[]): boolean {
  if (field === '' || isNumber(field)) return false;
  return below.filter((other) => other.trim() === field).length >= minRepeats;
}

function isNumberAmong(field: string, below: readonly string[]): boolean {
  const filled = below.filter((other) => other.trim() !== '');
  return (
    isNumber(field) && filled.length > 0 && filled.filter(isNumber).length >= filled.length * minNumberShare
  );
}

/** Ends as most below it end, in a question mark or a full stop; so does the header of a survey, but not its answers. */
function isSentenceAmong(field: string, below: readonly string[]): boolean {
  const end = sentenceEnds.find((pattern) => pattern.test(field));
  const filled = below.filter((other) => other.trim() !== '');
  return (
    end !== undefined &&
    filled.length >= minRepeats &&
    filled.filter((other) => end.test(other)).length * 2 > filled.length
  );
}

/** Tables of unnamed columns have 0, 1, 2 … for names. */
function isCounting(first: readonly string[]): boolean {
  return [0, 1].some((from) => first.every((field, index) => field.trim() === String(from + index)));
}

function isProse(field: string): boolean {
  const denseCount = field.match(denseSigns)?.length ?? 0;
  return field.length + 2 * denseCount >= minProse;
}

function isNumber(field: string): boolean {
  return numberPattern.test(field.trim());
}
