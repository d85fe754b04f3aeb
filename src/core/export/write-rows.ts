import type { TextCodec } from '../ingest/text-codec.ts';
import { AppError, type RecordBlock, type RecordKind, type SourceShape } from '../model/index.ts';
import { guardFormula, writeCsvRow } from './csv-text.ts';
import { nameTagsColumn } from './tags-column.ts';

/** How rows are written. */
export interface RowWriting {
  /**
   * True, the default: in a CSV, fields and column names that a spreadsheet would run as a formula get an apostrophe in
   * front (see `guardFormula`). False gives back every field exactly as it came. JSON is never changed.
   */
  readonly guardFormulas?: boolean;
  /** Name of the field for the tags, one for all rows; by default what `nameTagsColumn` gives for the source's columns. */
  readonly tagsColumn?: string;
}

/** The rows of one block to write, with their tags. */
export interface TaggedRows extends RowWriting {
  /** Row numbers in the source, ascending, all within the block. */
  readonly rows: Uint32Array;
  /** Per row: its tags. Null writes the records as they came. */
  readonly tags: readonly (readonly string[])[] | null;
}

/** What stands before the first and behind the last row of an export. */
export interface ExportFrame {
  readonly head: string;
  readonly tail: string;
}

/**
 * Gives the frame for rows written by `writeTaggedRows`: the brackets of a JSON array, the header of a CSV that has one,
 * nothing for JSON Lines. A CSV that had a byte order mark gets one, and so does one that was UTF-16, which spreadsheets
 * know by its mark; JSON has none (RFC 8259, section 8.1).
 *
 * @param writing The same as for the rows; `hasTags` is false when they are written without tags.
 */
export function frameRows(
  shape: SourceShape,
  writing: RowWriting & { readonly hasTags?: boolean } = {},
): ExportFrame {
  if (shape.format === 'json-array') return { head: '[', tail: '\n]\n' };
  if (shape.format !== 'csv') return { head: '', tail: '' };
  const { columns, header = columns, encoding, hasByteOrderMark = false } = shape;
  const { guardFormulas = true, hasTags = true, tagsColumn = nameTagsColumn(columns) } = writing;
  const mark = hasByteOrderMark || encoding !== 'utf-8' ? '\ufeff' : '';
  if (header === null) return { head: mark, tail: '' };
  const names = [...header, ...(hasTags ? [tagsColumn] : [])];
  return { head: `${mark}${writeFields(names, shape, guardFormulas)}`, tail: '' };
}

/**
 * Writes rows in the format their source came in, with the tags behind the other fields: in objects a further field
 * that holds a list, in lists a further element that is one; a text becomes an object of `text` and `tags`; in a CSV one
 * text with `; ` between the tags. A list from within a JSON object becomes a JSON array; records of Parquet are written
 * as JSON Lines here. The fields that came in are given back unchanged, but for formulas in a CSV (see
 * `guardFormulas`); in JSON byte for byte.
 *
 * No record may have a field of the name for the tags; see `TagsColumnNamer`.
 *
 * @param isFirst True until a row of this export has been written.
 * @throws AppError `invalid-input` when a row is not in the block.
 * O(bytes of the rows) time.
 */
export function writeTaggedRows(
  block: RecordBlock,
  shape: SourceShape,
  chosen: TaggedRows,
  isFirst: boolean,
  codec: TextCodec,
): Uint8Array<ArrayBuffer> {
  const { tagsColumn = nameTagsColumn(shape.columns) } = chosen;
  const parts: string[] = [];
  for (let index = 0; index < chosen.rows.length; index++) {
    const text = codec.decode(recordBytes(block, chosen.rows[index]));
    const tags = chosen.tags?.[index] ?? null;
    if (shape.format === 'csv') {
      parts.push(writeCsvRecord(text, tags, shape, chosen.guardFormulas ?? true));
      continue;
    }
    const record = tags === null ? text : addTags(text, shape.recordKind, tagsColumn, tags);
    const isLine = shape.format !== 'json-array';
    parts.push(
      isLine ? `${oneLine(record)}\n` : `${isFirst && index === 0 ? '' : ','}${indentOf(text)}${record}`,
    );
  }
  return codec.encode(parts.join(''));
}

/**
 * The JSON of one record, as a view on the block.
 *
 * @param row Row number in the source.
 * @throws AppError `invalid-input` when it is not in the block.
 */
export function recordBytes(block: RecordBlock, row: number): Uint8Array {
  const index = row - block.firstRow;
  if (index < 0 || index + 1 >= block.offsets.length) {
    const last = block.firstRow + block.offsets.length - 2;
    throw new AppError(
      'invalid-input',
      `Row ${row} is not in the block of rows ${block.firstRow} to ${last}.`,
      { row },
    );
  }
  return block.bytes.subarray(block.offsets[index], block.offsets[index + 1]);
}

function writeCsvRecord(
  json: string,
  tags: readonly string[] | null,
  shape: SourceShape,
  guardFormulas: boolean,
): string {
  const parsed: unknown = JSON.parse(json);
  const fields = Array.isArray(parsed) ? parsed.map(String) : [];
  const guarded = tags === null ? [] : [guardFormula(tags.join('; '))];
  return writeFields([...fields, ...guarded], shape, guardFormulas);
}

function writeFields(fields: readonly string[], shape: SourceShape, guardFormulas: boolean): string {
  return writeCsvRow(guardFormulas ? fields.map(guardFormula) : fields, shape.delimiter ?? ',');
}

/** Puts the tags behind what the record has, set out like its own fields. */
function addTags(json: string, kind: RecordKind, column: string, tags: readonly string[]): string {
  const list = JSON.stringify(tags);
  if (kind === 'text') return `{"text": ${json}, "tags": ${list}}`;
  const addition = kind === 'list' ? list : `${JSON.stringify(column)}: ${list}`;
  const body = json.slice(0, -1).trimEnd();
  const end = json.slice(body.length);
  const gap = /^[{[](\s*)/.exec(json)?.[1] ?? '';
  const isEmpty = body.length === 1;
  const separator = isEmpty ? '' : gap === '' ? ', ' : `,${gap}`;
  return `${body}${separator}${addition}${end}`;
}

// Blanks before the closing bracket of a record that spans lines are the blanks before the record.
function indentOf(json: string): string {
  return /(\r?\n[ \t]*)[}\]]$/.exec(json)?.[1] ?? '\n';
}

// JSON allows line breaks between its signs only, never inside a text in quotes.
function oneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? json.replaceAll(/[\r\n]+[ \t]*/g, ' ') : json;
}
