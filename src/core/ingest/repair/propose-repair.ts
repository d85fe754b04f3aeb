import { maxRecordBytes } from '../raw-row.ts';
import type { QuarantinedRow } from '../../model/index.ts';
import { readCsvFields } from '../csv-fields.ts';
import type { TextCodec } from '../text-codec.ts';
import { checkRepairedText, type RowShape } from './check-repaired-text.ts';
import { mendJson } from './mend-json.ts';
import type { Mend, RepairKind } from './mend.ts';
import { readRowText } from './row-text.ts';

/** A row that was set aside, and perhaps its second half. */
export interface RepairCandidate {
  readonly row: QuarantinedRow;
  /** The row set aside after it in the same source, or null. */
  readonly next: QuarantinedRow | null;
}

/** A record made from a row that was set aside. It is an offer: nothing is changed by it. */
export interface Repair {
  /** The fault that was mended first. */
  readonly kind: RepairKind;
  /** A sentence, or two, for the person who decides. */
  readonly what: string;
  /** The record as its block keeps it. */
  readonly record: Uint8Array<ArrayBuffer>;
  /** False when something else may have been meant, or was lost: then a person looks at it first. */
  readonly isSure: boolean;
  /** True when the row after this one is its second half and goes with it. */
  readonly usesNext: boolean;
}

/** What is known of a repair without its record. */
export type RepairOutline = Pick<Repair, 'isSure' | 'usesNext'>;

// No language of Western Europe has so many letters beyond ASCII in a row; what was Cyrillic, Greek or Chinese has. Nor
// such signs behind one; what was cut out of UTF-8 has.
const unlikelyText = /[ŠŒŽšœžŸªºµÀ-ÖØ-öø-ÿ]{3}|[À-÷][€ƒ†‡ˆ‰‹•˜›]/;

/** A row's text, and what was done to get it. */
interface Draft {
  readonly text: string;
  readonly mends: readonly Mend[];
  readonly usesNext: boolean;
}

/**
 * Proposes how a row that was set aside becomes a record, where there is one obvious way; see `mendJson` for JSON. Rows
 * of a CSV get the empty fields they lack at their end, or lose those they have too many. A row with bytes that are not
 * UTF-8 is read as Windows-1252 where it can be one (see `readWindows1252`); else they become U+FFFD each. A row that is
 * the first half of a record is joined with the next.
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
  const single = readDraft(row, shape, codec);
  const joined =
    next !== null && isNeighbour(row, next) ? joinDrafts(row, single, readDraft(next, shape, codec)) : null;
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
export function findRepair(
  candidate: RepairCandidate,
  shape: RowShape,
  codec: TextCodec,
): RepairOutline | null {
  const repair = proposeRepair(candidate, shape, codec);
  return repair === null ? null : { isSure: repair.isSure, usesNext: repair.usesNext };
}

function finish(draft: Draft, shape: RowShape, codec: TextCodec): Repair | null {
  const { record } = checkRepairedText(draft.text, shape, codec);
  if (record === null || record.length > maxRecordBytes || draft.mends.length === 0) return null;
  // Doubts are said last.
  const mends = draft.mends.toSorted((one, other) => Number(isDoubt(one)) - Number(isDoubt(other)));
  const what = mends.map(describe).join(' ');
  const isSure = mends.every((mend) => !isDoubt(mend) && mend.kind !== 'utf-8');
  return { kind: mends[0].kind, what, record, isSure, usesNext: draft.usesNext };
}

function isDoubt({ kind }: Mend): boolean {
  return kind === 'doubt';
}

function describe({ one, many, count }: Mend): string {
  const text = count === 1 ? one : `${count.toLocaleString('en-US')} ${many}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function readDraft({ bytes }: QuarantinedRow, { encoding }: RowShape, codec: TextCodec): Draft {
  const { text, readAs } = readRowText(bytes, encoding, codec);
  if (readAs === 'utf-8') return { text, mends: [], usesNext: false };
  if (readAs === 'windows-1252') return { text, mends: describeWindows1252(text), usesNext: false };
  const mend: Mend = {
    kind: 'utf-8',
    one: 'bytes that are no UTF-8 became the sign �',
    many: 'places with bytes that are no UTF-8 became the sign �',
    count: countReplaced(text) - countMarks(bytes),
  };
  return { text, mends: [mend], usesNext: false };
}

function describeWindows1252(text: string): Mend[] {
  const words = new Set(text.match(/\p{L}{0,30}[^\0-\x7f]\p{L}{0,30}/gu));
  const shown = [...words].slice(0, 3).map((word) => `“${word}”`);
  const one = `the bytes that are no UTF-8 were read as Windows-1252: ${shown.join(', ')}`;
  const mend: Mend = { kind: 'windows-1252', one, many: '', count: 1 };
  if (!unlikelyText.test(text)) return [mend];
  const doubt = 'they may be of another encoding, so look first whether they read well';
  return [mend, { kind: 'doubt', one: doubt, many: '', count: 1 }];
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
