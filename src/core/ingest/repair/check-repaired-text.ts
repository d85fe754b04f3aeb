import { maxDepth, JsonNesting } from '../json-nesting.ts';
import { ascii } from '../ascii.ts';
import type { SourceShape } from '../../model/index.ts';
import { readCsvFields } from '../csv-fields.ts';
import { explainJson } from '../explain-json.ts';
import { maxRecordBytes } from '../raw-row.ts';
import { explainFieldCount, kindOf, type ValueKind } from '../record-reader.ts';
import type { TextCodec } from '../text-codec.ts';

/** What a reader must know to judge a row by itself. */
export type RowShape = Pick<
  SourceShape,
  'format' | 'encoding' | 'delimiter' | 'columns' | 'header' | 'recordKind'
>;

/** The bytes of a record as its block keeps them, or why there is none. */
export type CheckedText =
  | { readonly record: Uint8Array<ArrayBuffer>; readonly problem: null }
  | { readonly record: null; readonly problem: string };

const nameOfKind: Readonly<Record<ValueKind, string>> = Object.freeze({
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
  'truth value': 'a truth value',
  null: 'null',
});

/**
 * Judges a row that a person has mended by hand, just as an import would: one record of its source, in JSON, or one row
 * of its CSV. White space around it does not count.
 */
export function checkRepairedText(text: string, shape: RowShape, codec: TextCodec): CheckedText {
  const bare = text.trim();
  if (bare === '') return failed('There is no text. Type the row, or leave it out.');
  return shape.format === 'csv'
    ? checkCsv(text.replace(/[\r\n]+$/, ''), shape, codec)
    : checkJson(bare, shape, codec);
}

function checkJson(text: string, shape: RowShape, codec: TextCodec): CheckedText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed(explainJson(text));
  }
  const record = codec.encode(text);
  const kind = kindOf(value);
  if (kind !== shape.recordKind) {
    return failed(`This is ${nameOfKind[kind]}; a record of this source is ${nameOfKind[shape.recordKind]}.`);
  }
  if (record.length > maxRecordBytes)
    return failed('The record is larger than 16 MB, the most one may have.');
  return isTooDeep(record)
    ? failed(`The record is nested more than ${maxDepth} levels deep.`)
    : { record, problem: null };
}

function checkCsv(text: string, shape: RowShape, codec: TextCodec): CheckedText {
  const delimiter = shape.delimiter ?? ',';
  const fields = readCsvFields(text, delimiter);
  if (fields === null) {
    return failed('The quotes do not add up: a quote within a quoted field is written twice.');
  }
  if (fields.length !== shape.columns.length) {
    const mark = delimiter === '\t' ? 'a tab' : `“${delimiter}”`;
    const found = explainFieldCount(fields.length, shape);
    return failed(`${found}. Put quotes around a field with ${mark} in it.`);
  }
  return { record: codec.encode(JSON.stringify(fields)), problem: null };
}

function isTooDeep(record: Uint8Array): boolean {
  if (record[0] !== ascii.openBrace && record[0] !== ascii.openBracket) return false;
  const nesting = new JsonNesting();
  for (let at = 0; at < record.length && nesting.fault === null && !nesting.isClosed;) {
    at = nesting.advance(record, at, record.length);
    if (record[at] === ascii.lineFeed) at++;
  }
  return nesting.fault !== null;
}

function failed(problem: string): CheckedText {
  return { record: null, problem };
}
