import type { QuarantinedRow, SourceShape } from '../model/index.ts';
import { readCsvFields } from './csv-fields.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { explainJson } from './explain-json.ts';
import { JsonSplitter } from './json-splitter.ts';
import type { RawRow, RowSplitter } from './raw-row.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

const maxShownCharacters = 2000;
// 2,000 characters of 4 bytes
const maxShownBytes = 8000;

/** What a reader must know of a file's shape. */
export type ReadingShape = Pick<SourceShape, 'format' | 'encoding' | 'delimiter' | 'columns'>;

/** Takes what a reader finds, in the order of the file. */
export interface RecordSink {
  /**
   * @param bytes The JSON of the record in UTF-8; a view that holds only during the call.
   * @param value The same, parsed.
   */
  addRecord(bytes: Uint8Array, value: object): void;
  /** @param found What kind of value stood there, when it was valid JSON but no record. */
  addFault(fault: QuarantinedRow, found: ValueKind | null): void;
}

/** Kinds of JSON values that are no records. */
export type ValueKind = 'list' | 'number' | 'text' | 'truth value' | 'null';

/** Reads the bytes of one file into records. */
export class RecordReader {
  readonly #input: Utf8Input;
  readonly #splitter: RowSplitter;
  readonly #codec: TextCodec;
  readonly #sink: RecordSink;
  readonly #columnCount: number;
  readonly #delimiter: string;
  readonly #encodingFault: string;
  #isHeaderRead = false;

  constructor(shape: ReadingShape, codec: TextCodec, sink: RecordSink) {
    this.#input = new Utf8Input(shape.encoding);
    this.#codec = codec;
    this.#sink = sink;
    this.#columnCount = shape.columns.length;
    this.#delimiter = shape.delimiter ?? ',';
    this.#encodingFault =
      shape.encoding === 'utf-8'
        ? 'The row holds bytes that are not UTF-8 text. Save the file as UTF-8 and import it again.'
        : 'The row holds half of a UTF-16 character.';
    if (shape.format === 'csv') {
      this.#splitter = new CsvSplitter(this.#delimiter, (row) => this.#readCsvRow(row));
    } else {
      const layout = shape.format === 'json-array' ? 'array' : 'lines';
      this.#splitter = new JsonSplitter(layout, (row) => this.#readJsonRow(row));
    }
  }

  /** Reads on; chunks may cut the file anywhere. */
  push(chunk: Uint8Array): void {
    this.#splitter.push(this.#input.push(chunk));
  }

  /** Reads what is left at the end of the file. */
  finish(): void {
    this.#splitter.push(this.#input.finish());
    this.#splitter.finish();
  }

  #readJsonRow(row: RawRow): void {
    const text = this.#decode(row);
    if (text === null) return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#addFault(row, explainJson(text));
      return;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      this.#sink.addRecord(row.bytes, value);
    else this.#addForeign(row, kindOf(value));
  }

  #addForeign(row: RawRow, found: ValueKind): void {
    const what = found === 'null' ? found : `a ${found}`;
    this.#addFault(row, `Found ${what} where a record, an object with named fields, was expected.`, found);
  }

  #readCsvRow(row: RawRow): void {
    if (!this.#isHeaderRead) {
      this.#isHeaderRead = true;
      return;
    }
    const text = this.#decode(row);
    if (text === null) return;
    const fields = readCsvFields(text, this.#delimiter);
    if (fields === null) {
      this.#addFault(row, 'The quotes in this row do not add up.');
    } else if (fields.length !== this.#columnCount) {
      const found = `${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`;
      this.#addFault(row, `The row has ${found}, the header has ${this.#columnCount}.`);
    } else {
      this.#sink.addRecord(this.#codec.encode(JSON.stringify(fields)), fields);
    }
  }

  #decode(row: RawRow): string | null {
    if (row.problem !== null) {
      this.#addFault(row, row.problem);
      return null;
    }
    try {
      return this.#codec.decode(row.bytes);
    } catch {
      this.#addFault(row, this.#encodingFault);
      return null;
    }
  }

  #addFault(row: RawRow, reason: string, found: ValueKind | null = null): void {
    const text = this.#codec.decodeLoosely(row.bytes.subarray(0, maxShownBytes)).slice(0, maxShownCharacters);
    this.#sink.addFault({ line: row.line, reason, text }, found);
  }
}

function kindOf(value: unknown): ValueKind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? 'truth value' : 'null';
}
