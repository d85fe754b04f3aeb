import { ascii, isBlank } from './ascii.ts';

// Bytes of `{ "name"` looked at when a record start is judged; longer names count as unknown.
const maxSignBytes = 200;

/** Bytes that must stay before a position that is judged. */
export const judgedBytes = maxSignBytes;

/** The record that is broken, and what is known of good ones. */
export interface BrokenRecord {
  /** Position of its first byte. */
  readonly start: number;
  /** Blanks before it on its line, or -1 when something else stands there. */
  readonly indent: number;
  /** What the first good record starts with, as `readSign` gives it; empty while there was none. */
  readonly sign: readonly number[];
  /** Records are one a line, or elements of a list. */
  readonly isInLines: boolean;
}

/** Judges whether the bracket at a position starts a record, by its place on the line and its first name. */
export function judgeStart(
  bytes: Uint8Array,
  at: number,
  end: number,
  broken: BrokenRecord,
): 'start' | 'inside' | 'cut' {
  const indent = blanksBefore(bytes, at);
  const isOnOwnLine = indent >= 0;
  if (isOnOwnLine && broken.indent >= 0 && indent !== broken.indent) return 'inside';
  if (broken.isInLines) return isOnOwnLine ? 'start' : 'inside';
  if (!isOnOwnLine && !followsComma(bytes, at, broken.start)) return 'inside';
  if (indent > 0 && indent === broken.indent) return 'start';
  if (broken.sign.length === 0) return isOnOwnLine || broken.indent < 0 ? 'start' : 'inside';
  const sign = readSign(bytes, at, end);
  if (sign === 'cut') return 'cut';
  return sign !== 'none' && sign.join() === broken.sign.join() ? 'start' : 'inside';
}

/** Counts the blanks between a line's start and a position; -1 when something else stands there. */
export function blanksBefore(bytes: Uint8Array, at: number): number {
  let first = at;
  while (first > 0 && (bytes[first - 1] === ascii.space || bytes[first - 1] === ascii.tab)) first--;
  return first > 0 && bytes[first - 1] === ascii.lineFeed ? at - first : -1;
}

/** The bytes `{"name"` at a position; `none` when something else stands there, `cut` when the bytes end too early. */
export function readSign(bytes: Uint8Array, start: number, end: number): readonly number[] | 'none' | 'cut' {
  const sign: number[] = [];
  let quoteCount = 0;
  for (let at = start; at < start + maxSignBytes; at++) {
    if (at >= end) return 'cut';
    const byte = bytes[at];
    if (quoteCount === 0 && isBlank(byte)) continue;
    sign.push(byte);
    if (byte === ascii.quote) quoteCount++;
    else if (sign.length > 1 && quoteCount === 0) return 'none';
    if (quoteCount === 2) return sign;
  }
  return 'none';
}

function followsComma(bytes: Uint8Array, at: number, first: number): boolean {
  let before = at - 1;
  while (before > first && isBlank(bytes[before])) before--;
  return before > first && bytes[before] === ascii.comma;
}
