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
import { JsonRows } from './json-rows.ts';
import type { ParquetBuffer } from './parquet-buffer.ts';
import { pageCodecs } from './parquet-codecs.ts';
import { checkPages } from './parquet-page-check.ts';
import {
  buildToJson,
  isLikeBase64,
  isTextLeaf,
  isUtf8,
  readBytes,
  readMoment,
  stripAnnotations,
  type ToJsonValue,
} from './parquet-values.ts';

/** One row: its JSON in UTF-8, a view that holds until the next rows are asked for; or why it cannot be read. */
export type ParquetRow = { readonly json: Uint8Array } | { readonly fault: string };

// Bytes of a column that are unpacked at once. Without an index the pages before a slice have to be walked again, those
// of nested columns even unpacked again; so nested columns get larger slices.
const flatSliceBytes = 16 * 1024 * 1024;
const nestedSliceBytes = 128 * 1024 * 1024;
const sliceRows = 2000;
// So many bytes of rows are handed over at once, when not more than 2,000 rows.
const rowBytes = 1024 * 1024;

interface Column {
  readonly name: string;
  /** In UTF-8 what stands before a value: a brace or comma, the name in JSON, and a colon. */
  readonly label: Uint8Array;
  readonly toJson: ToJsonValue;
  readonly isNested: boolean;
  /** Bytes are texts, and nothing else. */
  readonly isText: boolean;
}

/** Rows of a column that are unpacked. */
interface Slice {
  readonly start: number;
  readonly end: number;
  readonly values: DecodedArray;
}

/** An open Parquet file. */
export class ParquetTable {
  readonly #json = new JsonRows();

  private constructor(
    private readonly name: string,
    private readonly buffer: ParquetBuffer,
    private readonly scan: ParquetScan,
    /** Leaves texts as they lie in the file. */
    private readonly byteScan: ParquetScan,
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
      // Without the index pages are read in the order in which they were checked.
      const options = { file: buffer, metadata, compressors, geoparquet: false, useOffsetIndex: false };
      const scan = await parquetScan({ ...options, parsers });
      const byteScan = await parquetScan({ ...options, parsers: byteParsers });
      const columns = parquetSchema(original).children.map(describeColumn);
      checkNames(columns, original);
      return new ParquetTable(name, buffer, scan, byteScan, columns, original.schema);
    });
  }

  get rowCount(): number {
    return this.scan.ranges.reduce((total, { rowStart, rowEnd }) => total + rowEnd - rowStart, 0);
  }

  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /**
   * Reads all rows in order, up to 2,000 or about 1 MB at once; `rowLimit` ends it sooner.
   *
   * @throws AppError `unsupported-format` when a page cannot be read.
   * Memory: a row group as packed, and of each column about 16 MB unpacked (128 MB of a nested one).
   */
  async *rows(rowLimit = Infinity): AsyncGenerator<readonly ParquetRow[], void, undefined> {
    for (const { rowStart, rowEnd } of this.scan.ranges) {
      const groupEnd = Math.min(rowEnd, rowLimit);
      const slices: (Slice | undefined)[] = this.columns.map(() => undefined);
      const longest = this.columns.map((column) => this.#chooseLength(column, rowStart, rowEnd));
      // The first are short, so that whoever takes the rows need not wait for all of them.
      const lengths = this.columns.map(({ isNested }, index) =>
        isNested ? longest[index] : Math.max(sliceRows, Math.ceil(longest[index] / 8)),
      );
      for (let start = rowStart; start < groupEnd;) {
        let end = Math.min(start + sliceRows, groupEnd);
        for (const [index, column] of this.columns.entries()) {
          const { name } = column;
          const kept = slices[index];
          if (kept === undefined) await this.#checkColumn(name, rowStart);
          let slice = kept;
          if (slice === undefined || start >= slice.end) {
            slice = await this.#readSlice(column, start, Math.min(start + lengths[index], groupEnd));
            lengths[index] = Math.min(longest[index], 2 * lengths[index]);
          }
          slices[index] = slice;
          end = Math.min(end, slice.end);
        }
        const rows = this.#buildRows(slices, start, end);
        yield rows;
        start += rows.length;
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

  #readSlice({ name, isText }: Column, start: number, end: number): Promise<Slice> {
    return guardParquet(this.name, async () => {
      const scan = isText ? this.byteScan : this.scan;
      const values = await scan.readColumn({ column: name, rowStart: start, rowEnd: end });
      if (values.length < end - start) {
        throw new Error(`its column “${name}” ends after ${start + values.length} rows`);
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

  /** Rows from `start` on, at least one; those before `end`, or fewer once they have 1 MB. */
  #buildRows(slices: readonly (Slice | undefined)[], start: number, end: number): ParquetRow[] {
    const json = this.#json;
    const rows: ({ readonly from: number; readonly to: number } | { readonly fault: string })[] = [];
    json.cut(0);
    for (let row = start; row < end && json.length < rowBytes; row++) {
      const from = json.length;
      try {
        this.#writeRow(slices, row, true);
        rows.push({ from, to: json.length });
      } catch {
        json.cut(from);
        rows.push({
          fault: 'The row holds a value, such as a date, that is beyond what can be written down.',
        });
      }
    }
    return rows.map((row) => ('fault' in row ? row : { json: json.view(row.from, row.to) }));
  }

  /** @param trustsBytes Takes the bytes of texts for UTF-8; where that turns out wrong the row is written anew without. */
  #writeRow(slices: readonly (Slice | undefined)[], row: number, trustsBytes: boolean): void {
    const json = this.#json;
    const start = json.length;
    let isSure = true;
    for (const [index, { label, toJson, isText }] of this.columns.entries()) {
      const slice = slices[index];
      const value: unknown = slice?.values[row - slice.start];
      json.addBytes(label);
      if (trustsBytes && isText && value instanceof Uint8Array && !isLikeBase64(value))
        isSure = json.addString(value) && isSure;
      else json.addText(writeJson(toJson(value)));
    }
    json.addText('}');
    if (isSure || isUtf8(json.view(start))) return;
    json.cut(start);
    this.#writeRow(slices, row, false);
  }
}

function writeJson(value: unknown): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
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

function describeColumn(tree: SchemaTree, index: number): Column {
  const { name } = tree.element;
  const isNested = tree.children.length > 0 || tree.element.repetition_type === 'REPEATED';
  const label = new TextEncoder().encode(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  return { name, label, toJson: buildToJson(tree), isNested, isText: !isNested && isTextLeaf(tree.element) };
}

// The library's own throw at damaged values, and cut times to milliseconds.
const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : readBytes(bytes)),
  timestampFromNanoseconds: (count: bigint | undefined) =>
    count === undefined ? undefined : `${readMoment(count, 9)}Z`,
};

const byteParsers = { ...parsers, stringFromBytes: (bytes: Uint8Array | undefined) => bytes };

async function guardParquet<Result>(name: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    // What the engine says of code that met damaged values tells nobody anything.
    const isPlain = thrown instanceof Error && thrown.constructor === Error;
    const said = isPlain ? thrown.message : 'what its pages hold does not add up';
    const text = `cannot be read as Parquet: ${said}. ${fetchAgain.replace(' or pack', '')}`;
    throw damaged(name, text, 'damaged', thrown);
  }
}
