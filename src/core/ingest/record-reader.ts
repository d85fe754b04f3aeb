import {
  maxQuarantinedBytes,
  type QuarantinedRow,
  type RecordKind,
  type SourceShape,
} from '../model/index.ts';
import { ContainerWalker } from './container-walker.ts';
import { readCsvFields } from './csv-fields.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { explainJson } from './explain-json.ts';
import { JsonSplitter } from './json-splitter.ts';
import type { RawRow, RowSplitter } from './raw-row.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

/** What a reader must know of a file's shape. */
export type ReadingShape = Pick<
  SourceShape,
  'format' | 'encoding' | 'hasByteOrderMark' | 'delimiter' | 'columns' | 'header' | 'recordKind' | 'listPath'
>;

/** Takes what a reader finds, in the order of the file. */
export interface RecordSink {
  /**
   * @param bytes The JSON of the record in UTF-8; a view that holds only during the call.
   * @param value The same, parsed.
   */
  addRecord(bytes: Uint8Array, value: unknown): void;
  /** @param found What kind of value stood there, when it was valid JSON but no record. */
  addFault(fault: QuarantinedRow, found: ValueKind | null): void;
}

/** Kinds of JSON values. */
export type ValueKind = RecordKind | 'number' | 'truth value' | 'null';

const expectedRecord: Readonly<Record<RecordKind, string>> = Object.freeze({
  object: 'a record, an object with named fields,',
  list: 'a record, a list of fields,',
  text: 'a record, a text in quotes,',
});

/** Reads the bytes of one file into records. */
export class RecordReader {
  readonly #input: Utf8Input;
  readonly #splitter: RowSplitter;
  readonly #codec: TextCodec;
  readonly #sink: RecordSink;
  readonly #shape: ReadingShape;
  readonly #encodingFault: string;
  #isHeaderRead: boolean;
  #isDone = false;

  constructor(shape: ReadingShape, codec: TextCodec, sink: RecordSink) {
    this.#input = new Utf8Input(shape.encoding);
    this.#codec = codec;
    this.#sink = sink;
    this.#shape = shape;
    this.#isHeaderRead = shape.header === null;
    this.#encodingFault =
      shape.encoding === 'utf-8'
        ? 'The row holds bytes that are not UTF-8 text. Save the file as UTF-8 and import it again.'
        : 'The row holds half of a UTF-16 character.';
    this.#splitter = this.#createSplitter();
  }

  /** Reads on; chunks may cut the file anywhere. Behind the end of a list in an object it does nothing. */
  push(chunk: Uint8Array): void {
    if (!this.#isDone) this.#splitter.push(this.#input.push(chunk));
  }

  /** Reads what is left at the end of the file. */
  finish(): void {
    if (this.#isDone) return;
    this.#splitter.push(this.#input.finish());
    this.#splitter.finish();
  }

  #createSplitter(): RowSplitter {
    const { format, delimiter, encoding, recordKind, listPath } = this.#shape;
    const isFromUtf16 = encoding !== 'utf-8';
    if (format === 'csv')
      return new CsvSplitter(delimiter ?? ',', (row) => this.#readCsvRow(row), { isFromUtf16 });
    const emit = (row: RawRow) => this.#readJsonRow(row);
    if (listPath.length === 0) {
      const layout = format === 'json-array' ? 'array' : 'lines';
      return new JsonSplitter(layout, emit, { recordKind, isFromUtf16 });
    }
    const close = () => (this.#isDone = true);
    return new ContainerWalker({
      openList: (path) => (!this.#isDone && isSamePath(path, listPath) ? { recordKind, emit, close } : null),
      decode: this.#codec.decode,
      isFromUtf16,
    });
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
    const kind = kindOf(value);
    if (kind === this.#shape.recordKind) this.#sink.addRecord(row.bytes, value);
    else this.#addForeign(row, kind);
  }

  #addForeign(row: RawRow, found: ValueKind): void {
    const what = found === 'null' ? found : `${found === 'object' ? 'an' : 'a'} ${found}`;
    this.#addFault(row, `Found ${what} where ${expectedRecord[this.#shape.recordKind]} was expected.`, found);
  }

  #readCsvRow(row: RawRow): void {
    if (!this.#isHeaderRead) {
      this.#isHeaderRead = true;
      return;
    }
    const text = this.#decode(row);
    if (text === null) return;
    const fields = readCsvFields(text, this.#shape.delimiter ?? ',');
    if (fields === null) {
      this.#addFault(row, 'The quotes in this row do not add up.');
    } else if (fields.length !== this.#shape.columns.length) {
      this.#addFault(row, `${explainFieldCount(fields.length, this.#shape)}.`);
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
    const isWhole = row.isWhole && row.bytes.length <= maxQuarantinedBytes;
    const bytes = Uint8Array.from(row.bytes.subarray(0, maxQuarantinedBytes));
    const byteOffset = this.#input.markBytes + row.offset;
    this.#sink.addFault({ line: row.line, byteOffset, reason, bytes, isWhole }, found);
  }
}

/** Says how many fields a row of a CSV has, and how many it should have; without the full stop. */
export function explainFieldCount(
  fieldCount: number,
  { columns, header }: Pick<SourceShape, 'columns' | 'header'>,
): string {
  const found = `${fieldCount} ${fieldCount === 1 ? 'field' : 'fields'}`;
  return `The row has ${found}, the ${header === null ? 'first row' : 'header'} has ${columns.length}`;
}

/** Names the kind of a JSON value. */
export function kindOf(value: unknown): ValueKind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'truth value';
  return value === null ? 'null' : 'object';
}

function isSamePath(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && path.every((name, index) => name === other[index]);
}
