import { maxRecordBytes } from '../raw-row.ts';
import type { QuarantinedRow } from '../../model/index.ts';
import { readCsvFields } from '../csv-fields.ts';
import type { TextCodec } from '../text-codec.ts';
import { checkRepairedText, type RowShape } from './check-repaired-text.ts';
import { mendJson, type Mend, type RepairKind } from './mend-json.ts';
import { readRowText } from './row-text.ts';

/** A row that was set aside, and perhaps its second half. */
export interface RepairCandidate {
  readonly row: QuarantinedRow;
  /** The row set aside after it in the same source, or null. */
  readonly next: QuarantinedRow | null;
}

/** A record made from a row that was set aside. It is an offer: nothing is changed by it. */
export interface Repair {
  /** The fault that was met first. */
  readonly kind: RepairKind;
  /** A sentence, or two, for the person who decides. */
  readonly what: string;
  /** The record as its block keeps it. */
  readonly record: Uint8Array<ArrayBuffer>;
  /** True when the row after this one is its second half and goes with it. */
  readonly usesNext: boolean;
}

/** How much of a candidate becomes a record: nothing, the row alone, or the row with the next as its second half. */
export type RepairReach = 'none' | 'row' | 'both';

/** A row's text, and what was done to get it. */
interface Draft {
  readonly text: string;
  readonly mends: readonly Mend[];
  readonly usesNext: boolean;
}

/**
 * Proposes how a row that was set aside becomes a record, where there is one obvious way; see `mendJson` for JSON. Rows
 * of a CSV get the empty fields they lack at their end, or lose those they have too many. Bytes that are not UTF-8
 * become U+FFFD each. A row that is the first half of a record is joined with the next.
 *
 * @returns Null when there is none, when the row was not kept whole, or when the mended text is no record.
 * O(bytes) time.
 */
export function proposeRepair(
  { row, next }: RepairCandidate,
  shape: RowShape,
  codec: TextCodec,
): Repair | null {
  if (!row.isWhole || row.bytes.length === 0) return null;
  const mend = shape.format === 'csv' ? mendCsvRow : mendJsonRow;
  const single = readDraft(row, codec);
  const joined =
    next !== null && isNeighbour(row, next) ? joinDrafts(row, single, readDraft(next, codec)) : null;
  // Two ragged rows that are one row together are no rows by themselves.
  const drafts = shape.format === 'csv' ? [joined, single] : [single, joined];
  for (const draft of drafts) {
    const mended = draft === null ? null : mend(draft, shape);
    const repair = mended === null ? null : finish(mended, shape, codec);
    if (repair !== null) return repair;
  }
  return null;
}

/** Tells whether there is a repair, without its bytes. As `proposeRepair`. */
export function findRepair(candidate: RepairCandidate, shape: RowShape, codec: TextCodec): RepairReach {
  const repair = proposeRepair(candidate, shape, codec);
  if (repair === null) return 'none';
  return repair.usesNext ? 'both' : 'row';
}

function finish(draft: Draft, shape: RowShape, codec: TextCodec): Repair | null {
  const { record } = checkRepairedText(draft.text, shape, codec);
  if (record === null || record.length > maxRecordBytes || draft.mends.length === 0) return null;
  const what = draft.mends.map(describe).join(' ');
  return { kind: draft.mends[0].kind, what, record, usesNext: draft.usesNext };
}

function describe({ one, many, count }: Mend): string {
  const text = count === 1 ? one : `${count.toLocaleString('en-US')} ${many}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function readDraft({ bytes }: QuarantinedRow, codec: TextCodec): Draft {
  const { text, isExact } = readRowText(bytes, codec);
  if (isExact) return { text, mends: [], usesNext: false };
  const mend: Mend = {
    kind: 'utf-8',
    one: 'bytes that are no UTF-8 became the sign �',
    many: 'places with bytes that are no UTF-8 became the sign �',
    count: countReplaced(text) - countMarks(bytes),
  };
  return { text, mends: [mend], usesNext: false };
}

function countReplaced(text: string): number {
  return text.split('\ufffd').length - 1;
}

/** Counts the replacement signs that stand in the bytes already. */
function countMarks(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  }
  return count;
}

function isNeighbour(row: QuarantinedRow, next: QuarantinedRow): boolean {
  const lineCount = row.bytes.filter((byte) => byte === 0x0a).length;
  return next.isWhole && next.bytes.length > 0 && next.line === row.line + lineCount + 1;
}

function joinDrafts(row: QuarantinedRow, first: Draft, second: Draft): Draft {
  const mend: Mend = {
    kind: 'joined-lines',
    one: `this row and the next, from line ${row.line.toLocaleString('en-US')} on, were joined with a line break`,
    many: '',
    count: 1,
  };
  const mends = [mend, ...first.mends, ...second.mends];
  return { text: `${first.text}\n${second.text}`, mends, usesNext: true };
}

function mendJsonRow(draft: Draft): Draft | null {
  const mended = mendJson(draft.text);
  if (mended === null) return null;
  // That the break was kept is said already.
  const mends = draft.usesNext ? mended.mends.filter(({ kind }) => kind !== 'joined-lines') : mended.mends;
  return { ...draft, text: mended.text, mends: [...draft.mends, ...mends] };
}

function mendCsvRow(draft: Draft, shape: RowShape): Draft | null {
  const delimiter = shape.delimiter ?? ',';
  const expected = shape.columns.length;
  if (draft.usesNext) return joinCsvRows(draft, delimiter, expected);
  const fields = readCsvFields(draft.text, delimiter);
  if (fields === null || fields.length === 0) return null;
  const surplus = fields.slice(expected);
  if (surplus.some((field) => field.trim() !== '')) return null;
  if (fields.length === expected) return draft;
  const isShort = fields.length < expected;
  const count = Math.abs(expected - fields.length);
  const mend: Mend = isShort
    ? {
        kind: 'fields',
        one: 'an empty field was added at the end',
        many: 'empty fields were added at the end',
        count,
      }
    : {
        kind: 'fields',
        one: 'an empty field was left out at the end',
        many: 'empty fields were left out at the end',
        count,
      };
  const kept = fields.slice(0, expected);
  const all = [...kept, ...Array.from({ length: expected - kept.length }, () => '')];
  return { ...draft, text: all.map((field) => quote(field)).join(delimiter), mends: [...draft.mends, mend] };
}

// A break within a field that lacks its quotes: the last field of the first row goes on in the second.
function joinCsvRows(draft: Draft, delimiter: string, expected: number): Draft | null {
  const at = draft.text.indexOf('\n');
  const first = readCsvFields(draft.text.slice(0, at), delimiter);
  const second = readCsvFields(draft.text.slice(at + 1), delimiter);
  if (first === null || second === null || first.length + second.length - 1 !== expected) return null;
  const fields = [...first.slice(0, -1), `${first.at(-1) ?? ''}\n${second[0]}`, ...second.slice(1)];
  return { ...draft, text: fields.map((field) => quote(field)).join(delimiter) };
}

function quote(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
