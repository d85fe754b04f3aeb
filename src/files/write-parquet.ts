import { parquetSchema, type SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { AppError } from '../core/model/index.ts';
import { joinBytes } from './data-file.ts';
import { buildFromJson, writableElement, type FromJsonValue } from './parquet-fields.ts';

// A row group is written, and later read, as one.
const maxGroupRows = 10_000;
const maxGroupBytes = 32 * 1024 * 1024;

/** One record to be written. */
export interface ParquetRecord {
  /** As the importer made it: an object with the columns of the schema; a column that is missing is null. */
  readonly value: object;
  /** Size of its JSON; keeps row groups small. */
  readonly sizeBytes: number;
  /** Goes into the column of tags. */
  readonly tags?: readonly string[];
}

/**
 * Writes records as a Parquet file with the types of the file they came from, packed by Snappy, in row groups of up to
 * 10,000 rows or 32 MB.
 */
export class ParquetRecordWriter {
  readonly #writer: PartWriter;
  readonly #parquet: ParquetWriter;
  readonly #columns: readonly { readonly name: string; readonly fromJson: FromJsonValue }[];
  readonly #tagsColumn: string | null;
  #group: ParquetRecord[] = [];
  #groupBytes = 0;
  #rowCount = 0;

  /**
   * @param schema `parquetSchema` of the source's shape.
   * @param tagsColumn Name of a column to be added, a list of texts; null for none.
   * @throws AppError `invalid-input` when `schema` is none, or has that column already.
   */
  constructor(schema: unknown, tagsColumn: string | null) {
    const elements = readSchema(schema).map((element) => writableElement(element));
    const columns = parquetSchema({ ...emptyFile, schema: elements }).children;
    if (columns.some(({ element }) => element.name === tagsColumn)) {
      throw new AppError(
        'invalid-input',
        `The file has a column “${tagsColumn}” already. Choose another name.`,
      );
    }
    this.#columns = columns.map((tree) => ({ name: tree.element.name, fromJson: buildFromJson(tree) }));
    this.#tagsColumn = tagsColumn;
    this.#writer = new PartWriter();
    const written = tagsColumn === null ? elements : addTagsColumn(elements, tagsColumn);
    this.#parquet = new ParquetWriter({
      writer: this.#writer,
      schema: relaxColumns(written),
      createdBy: 'TagScape',
      statistics: false,
    });
  }

  /** @throws AppError `invalid-input` naming row and column when a value does not fit the column's type. */
  add(record: ParquetRecord): void {
    this.#group.push(record);
    this.#groupBytes += record.sizeBytes;
    if (this.#group.length >= maxGroupRows || this.#groupBytes >= maxGroupBytes) this.#writeGroup();
  }

  /** The bytes that are ready, to be written to the file; each call gives those since the last. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#writer.take();
  }

  /** Ends the file; returns the bytes since the last `take`. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#group.length > 0) this.#writeGroup();
    // It waits only for writers that do; ours does not.
    void this.#parquet.finish();
    return this.#writer.take();
  }

  #writeGroup(): void {
    const records = this.#group.map(({ value }) => new Map(Object.entries(value)));
    const columnData = this.#columns.map(({ name, fromJson }) => ({
      name,
      data: records.map((record, index) => this.#convert(record.get(name), fromJson, name, index)),
    }));
    if (this.#tagsColumn !== null) {
      columnData.push({ name: this.#tagsColumn, data: this.#group.map(({ tags }) => tags ?? []) });
    }
    void this.#parquet.write({ columnData, rowGroupSize: maxGroupRows });
    this.#rowCount += this.#group.length;
    this.#group = [];
    this.#groupBytes = 0;
  }

  #convert(value: unknown, fromJson: FromJsonValue, column: string, index: number): unknown {
    try {
      return fromJson(value);
    } catch (cause) {
      const row = (this.#rowCount + index + 1).toLocaleString('en-US');
      const said = cause instanceof Error ? cause.message : String(cause);
      const text = `Row ${row} does not fit the types of its Parquet file: in column “${column}” ${said}. Export as JSON Lines instead.`;
      throw new AppError('invalid-input', text, { column, row: this.#rowCount + index }, { cause });
    }
  }
}

const emptyFile = { version: 2, num_rows: 0n, row_groups: [], metadata_length: 0 };

function readSchema(schema: unknown): readonly SchemaElement[] {
  if (Array.isArray(schema) && schema.every(isElement) && schema.length > 1) return schema;
  const text =
    'The types of the Parquet file are not known, so it cannot be written. Export as JSON Lines instead.';
  throw new AppError('invalid-input', text);
}

function isElement(value: unknown): value is SchemaElement {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function addTagsColumn(elements: readonly SchemaElement[], name: string): SchemaElement[] {
  const [root, ...rest] = elements;
  return [
    { ...root, num_children: (root.num_children ?? 0) + 1 },
    ...rest,
    {
      name,
      repetition_type: 'OPTIONAL',
      num_children: 1,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    {
      name: 'element',
      repetition_type: 'OPTIONAL',
      type: 'BYTE_ARRAY',
      converted_type: 'UTF8',
      logical_type: { type: 'STRING' },
    },
  ];
}

// A row that a person repaired may lack a column that had no nulls before.
function relaxColumns(elements: readonly SchemaElement[]): SchemaElement[] {
  let leftOfColumn = 0;
  return elements.map((element, index) => {
    if (index === 0) return element;
    const isColumn = leftOfColumn === 0;
    leftOfColumn = (isColumn ? 0 : leftOfColumn - 1) + (element.num_children ?? 0);
    const isRequired = isColumn && element.repetition_type === 'REQUIRED';
    return isRequired ? { ...element, repetition_type: 'OPTIONAL' } : element;
  });
}

/** Gives its bytes away while the file goes on. */
class PartWriter extends ByteWriter {
  #parts: Uint8Array[] = [];

  flush(): void {
    this.#parts.push(this.getBytes().slice());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }

  take(): Uint8Array<ArrayBuffer> {
    const parts = this.#parts;
    this.#parts = [];
    return joinBytes(
      parts,
      parts.reduce((total, part) => total + part.length, 0),
    );
  }
}
