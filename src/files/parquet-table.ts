import {
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type ColumnChunk,
  type DecodedArray,
  type FileMetaData,
  type ParquetScan,
  type SchemaTree,
} from 'hyparquet';
import { AppError } from '../core/model/index.ts';
import { damaged, fetchAgain } from './damaged.ts';
import type { ParquetBuffer } from './parquet-buffer.ts';
import { pageCodecs } from './parquet-codecs.ts';
import { checkPages } from './parquet-page-check.ts';
import { buildToJson, readBytes, readMoment, stripAnnotations, type ToJsonValue } from './parquet-values.ts';

/** One row: its JSON, or why it cannot be read. */
export type ParquetRow = { readonly json: string } | { readonly fault: string };

// Bytes of a column that are unpacked at once. Without an index the pages before a slice have to be walked again, those
// of nested columns even unpacked again; so nested columns get larger slices.
const flatSliceBytes = 16 * 1024 * 1024;
const nestedSliceBytes = 128 * 1024 * 1024;
const sliceRows = 2000;

interface Column {
  readonly name: string;
  /** The name in JSON, with its colon. */
  readonly label: string;
  readonly toJson: ToJsonValue;
  readonly isNested: boolean;
}

/** Rows of a column that are unpacked. */
interface Slice {
  readonly start: number;
  readonly end: number;
  readonly values: DecodedArray;
}

/** An open Parquet file. */
export class ParquetTable {
  private constructor(
    private readonly name: string,
    private readonly buffer: ParquetBuffer,
    private readonly scan: ParquetScan,
    private readonly columns: readonly Column[],
    /** The schema as it stands in the file: plain values only. */
    readonly schema: FileMetaData['schema'],
  ) {}

  /** @throws AppError `unsupported-format` when its index cannot be read. */
  static async open(buffer: ParquetBuffer, name: string): Promise<ParquetTable> {
    return guardParquet(name, async () => {
      const original = await parquetMetadataAsync(buffer, { parsers, geoparquet: false });
      if (original.schema.length > 5000) throw new Error('it has more than 5,000 columns');
      const metadata = { ...original, schema: original.schema.map(stripAnnotations) };
      const compressors = pageCodecs;
      const options = { file: buffer, metadata, compressors, parsers, geoparquet: false };
      // Pages are then read in the order in which they were checked.
      const scan = await parquetScan({ ...options, useOffsetIndex: false });
      const columns = parquetSchema(original).children.map(describeColumn);
      checkNames(columns, original);
      return new ParquetTable(name, buffer, scan, columns, original.schema);
    });
  }

  get rowCount(): number {
    return this.scan.ranges.reduce((total, { rowStart, rowEnd }) => total + rowEnd - rowStart, 0);
  }

  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /**
   * Reads all rows in order, up to 2,000 at once; `rowLimit` ends it sooner.
   *
   * @throws AppError `unsupported-format` when a page cannot be read.
   * Memory: a row group as packed, and of each column about 16 MB unpacked (128 MB of a nested one).
   */
  async *rows(rowLimit = Infinity): AsyncGenerator<readonly ParquetRow[], void, undefined> {
    for (const { rowStart, rowEnd } of this.scan.ranges) {
      const groupEnd = Math.min(rowEnd, rowLimit);
      const slices: (Slice | undefined)[] = this.columns.map(() => undefined);
      const lengths = this.columns.map((column) => this.#chooseLength(column, rowStart, rowEnd));
      for (let start = rowStart; start < groupEnd;) {
        let end = Math.min(start + sliceRows, groupEnd);
        for (const [index, { name }] of this.columns.entries()) {
          const kept = slices[index];
          const isKept = kept !== undefined && start < kept.end;
          if (kept === undefined) await this.#checkColumn(name, rowStart);
          const slice = isKept
            ? kept
            : await this.#readSlice(name, start, Math.min(start + lengths[index], groupEnd));
          slices[index] = slice;
          end = Math.min(end, slice.end);
        }
        yield this.#buildRows(slices, start, end);
        start = end;
      }
      this.buffer.forget();
    }
  }

  #checkColumn(column: string, rowStart: number): Promise<void> {
    return guardParquet(this.name, async () => {
      const tree = parquetSchema(this.scan.metadata);
      for (const chunk of this.#findChunks(column, rowStart)) {
        const { dictionary_page_offset: words, data_page_offset: data = 0n } = chunk.meta_data ?? {};
        const start = Number(words || data);
        const end = start + Number(chunk.meta_data?.total_compressed_size ?? 0);
        checkPages(await this.buffer.slice(start, end), chunk, tree);
      }
    });
  }

  #readSlice(column: string, start: number, end: number): Promise<Slice> {
    return guardParquet(this.name, async () => {
      const values = await this.scan.readColumn({ column, rowStart: start, rowEnd: end });
      if (values.length < end - start) {
        throw new Error(`its column “${column}” ends after ${start + values.length} rows`);
      }
      return { start, end, values };
    });
  }

  #chooseLength({ name, isNested }: Column, rowStart: number, rowEnd: number): number {
    const chunks = this.#findChunks(name, rowStart);
    const sizeBytes = chunks.reduce(
      (total, chunk) => total + Number(chunk.meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    const share = (isNested ? nestedSliceBytes : flatSliceBytes) / Math.max(1, sizeBytes);
    return Math.max(sliceRows, Math.ceil((rowEnd - rowStart) * Math.min(1, share)));
  }

  #findChunks(column: string, rowStart: number): readonly ColumnChunk[] {
    let at = 0;
    for (const { columns, num_rows: rowCount } of this.scan.metadata.row_groups) {
      at += Number(rowCount);
      if (at > rowStart) return columns.filter(({ meta_data: facts }) => facts?.path_in_schema[0] === column);
    }
    return [];
  }

  #buildRows(slices: readonly (Slice | undefined)[], start: number, end: number): ParquetRow[] {
    const rows: ParquetRow[] = [];
    for (let row = start; row < end; row++) {
      try {
        rows.push({ json: this.#buildRow(slices, row) });
      } catch {
        rows.push({
          fault: 'The row holds a value, such as a date, that is beyond what can be written down.',
        });
      }
    }
    return rows;
  }

  #buildRow(slices: readonly (Slice | undefined)[], row: number): string {
    let text = '';
    for (const [index, { label, toJson }] of this.columns.entries()) {
      const slice = slices[index];
      const value: unknown = slice?.values[row - slice.start];
      text += `${text === '' ? '{' : ','}${label}${JSON.stringify(toJson(value))}`;
    }
    return `${text}}`;
  }
}

// A record cannot hold both, and the library reads one of them.
function checkNames(columns: readonly Column[], { row_groups: groups }: FileMetaData): void {
  const twice = findTwice(columns.map(({ name }) => name));
  if (twice !== undefined) throw new Error(`two of its columns have the name “${twice}”`);
  for (const { columns: chunks } of groups) {
    const paths = chunks.map(({ meta_data: facts }) => JSON.stringify(facts?.path_in_schema));
    if (findTwice(paths) !== undefined) throw new Error('a group of its rows has a column twice');
  }
}

function findTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function describeColumn(tree: SchemaTree): Column {
  const { name } = tree.element;
  const isNested = tree.children.length > 0 || tree.element.repetition_type === 'REPEATED';
  return { name, label: `${JSON.stringify(name)}:`, toJson: buildToJson(tree), isNested };
}

// The library's own throw at damaged values, and cut times to milliseconds.
const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : readBytes(bytes)),
  jsonFromBytes: (bytes: Uint8Array | undefined) =>
    bytes === undefined ? undefined : readJson(readBytes(bytes)),
  timestampFromNanoseconds: (count: bigint | undefined) =>
    count === undefined ? undefined : `${readMoment(count, 9)}Z`,
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function guardParquet<Result>(name: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    const text = `cannot be read as Parquet: ${said}. ${fetchAgain.replace(' or pack', '')}`;
    throw damaged(name, text, 'damaged', thrown);
  }
}
