import type { TextCodec } from '../ingest/text-codec.ts';
import { AppError, type RecordBlock, type SourceShape } from '../model/index.ts';
import { guardFormula, writeCsvRow } from './csv-text.ts';
import { nameTagsColumn } from './tags-column.ts';

/** The rows of one block to write, with their tags. */
export interface TaggedRows {
  /** Row numbers in the source, ascending, all within the block. */
  readonly rows: Uint32Array;
  /** Per row: its tags. */
  readonly tags: readonly (readonly string[])[];
}

/** What stands before the first and behind the last row of an export. */
export interface ExportFrame {
  readonly head: string;
  readonly tail: string;
}

/**
 * Gives the frame for rows written by `writeTaggedRows`: the brackets of a JSON array, the header of a CSV, nothing
 * for JSON Lines.
 */
export function frameRows(shape: SourceShape): ExportFrame {
  if (shape.format === 'json-array') return { head: '[', tail: '\n]\n' };
  if (shape.format === 'json-lines') return { head: '', tail: '' };
  const header = [...shape.columns, nameTagsColumn(shape.columns)];
  return { head: writeCsvRow(header, shape.delimiter ?? ','), tail: '' };
}

/**
 * Writes rows in the format their source came in, with the tags as a further field behind the others: in JSON a list,
 * in CSV one text with `; ` between the tags. The fields that came in are given back unchanged; in JSON byte for byte.
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
  const column = nameTagsColumn(shape.columns);
  const parts: string[] = [];
  for (let index = 0; index < chosen.rows.length; index++) {
    const text = codec.decode(recordBytes(block, chosen.rows[index]));
    const tags = chosen.tags[index];
    if (shape.format === 'csv') parts.push(writeCsvRecord(text, tags, shape.delimiter ?? ','));
    else if (shape.format === 'json-lines') parts.push(`${oneLine(addTags(text, column, tags))}\n`);
    else parts.push(`${isFirst && index === 0 ? '' : ','}${indentOf(text)}${addTags(text, column, tags)}`);
  }
  return codec.encode(parts.join(''));
}

function recordBytes(block: RecordBlock, row: number): Uint8Array {
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

function writeCsvRecord(json: string, tags: readonly string[], delimiter: string): string {
  const fields = JSON.parse(json) as readonly string[];
  return writeCsvRow([...fields, guardFormula(tags.join('; '))], delimiter);
}

/** Puts the tags before the closing brace, set out like the record's own fields. */
function addTags(json: string, column: string, tags: readonly string[]): string {
  const body = json.slice(0, -1).trimEnd();
  const end = json.slice(body.length);
  const gap = /^\{(\s*)/.exec(json)?.[1] ?? '';
  const isEmpty = body === '{';
  const separator = isEmpty ? '' : gap === '' ? ', ' : `,${gap}`;
  const name = freeName(json, column);
  return `${body}${separator}${JSON.stringify(name)}: ${JSON.stringify(tags)}${end}`;
}

// A record may have a field that the file's first ones lacked; an escaped name shows by its backslash.
function freeName(json: string, column: string): string {
  if (!json.includes(`"${column}"`) && !json.includes('\\u')) return column;
  const names = Object.keys(JSON.parse(json) as object);
  return names.includes(column) ? nameTagsColumn([...names, 'tags']) : column;
}

// Blanks before the closing brace of a record that spans lines are the blanks before the record.
function indentOf(json: string): string {
  return /(\r?\n[ \t]*)\}$/.exec(json)?.[1] ?? '\n';
}

// JSON allows line breaks between its signs only, never inside a text in quotes.
function oneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? json.replaceAll(/[\r\n]+[ \t]*/g, ' ') : json;
}
