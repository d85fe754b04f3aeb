import { nameExportFile } from '../core/export/file-names.ts';
import type { ChosenRows } from '../core/export/row-writer.ts';
import { writeTagLines } from '../core/export/write-tags.ts';
import type { RecordBlock, SourceShape, TagRows } from '../core/model/index.ts';
import { tagsOfRow, throwIfStopped, type ReportProgress, type RunId } from '../core/model/index.ts';
import type { StoredSource } from '../store/database.ts';
import type { MadeStretch } from '../store/run-store.ts';
import type { Store } from '../store/store.ts';
import { handOver, workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** A finished file, ready to be saved. */
export interface ExportedFile {
  readonly name: string;
  /** The one source its rows come from; null for files about all of them. */
  readonly sourceName: string | null;
  readonly blob: Blob;
  readonly rowCount: number;
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string;
}

/** The tags that rows carry after joining. */
export interface RowTags {
  readonly rows: TagRows;
  readonly labels: readonly string[];
  readonly sources: readonly StoredSource[];
  readonly bounds: Uint32Array;
}

/** Which rows are written, and how. */
export interface RowChoice {
  /** Pool rows in any order. */
  readonly poolRows: Uint32Array<ArrayBuffer>;
  /** Goes into the file names, such as `selected`. */
  readonly suffix: string;
  /** In CSVs: puts an apostrophe before what a spreadsheet would run as a formula. Default true. */
  readonly guardFormulas?: boolean;
}

/** Chosen rows of one source. */
interface SourceRows {
  readonly source: StoredSource;
  /** Row numbers in the source, ascending. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly labelsOfRow: (row: number) => readonly string[];
  /** Takes the number of rows that were handed to the writer. */
  readonly onRows: (count: number) => void;
}

const extensions = { 'json-array': 'json', 'json-lines': 'jsonl', csv: 'csv', parquet: 'parquet' } as const;
/** Rows written in one go on the page: a few milliseconds. */
const rowsPerStep = 1000;

/** Writes rows and tags into files. */
export class ExportService {
  constructor(
    private readonly store: Store,
    private readonly workers: Workers,
  ) {}

  /**
   * Writes chosen rows, one file a source, each unpacked in the format its source came in, in the order of the source. No
   * two files have the same name.
   *
   * @throws AppError `aborted`, `worker-lost`, `not-found`; `invalid-input` when a row does not fit its Parquet file.
   */
  async writeRows(
    signal: AbortSignal,
    tags: RowTags,
    choice: RowChoice,
    onProgress: ReportProgress,
  ): Promise<ExportedFile[]> {
    const sorted = choice.poolRows.slice().sort();
    const files: ExportedFile[] = [];
    let done = 0;
    const onRows = (count: number): void => {
      done += count;
      onProgress({ done, total: sorted.length });
    };
    for (const [index, source] of tags.sources.entries()) {
      const [start, end] = [tags.bounds[index], tags.bounds[index + 1]];
      const rows = sorted.filter((row) => row >= start && row < end).map((row) => row - start);
      if (rows.length === 0) continue;
      const labelsOfRow = (row: number): string[] => labelsOf(tags, start + row);
      const { guardFormulas = true, suffix } = choice;
      const written = await this.#writeSource(signal, { source, rows, labelsOfRow, onRows }, guardFormulas);
      const taken = files.map(({ name }) => name);
      const name = nameExportFile(source.name, `.${suffix}.${extensionOf(source.shape)}`, taken);
      files.push({ name, sourceName: source.name, rowCount: rows.length, ...written });
    }
    return files;
  }

  /**
   * Writes the tags of every row as JSON Lines: source, row, tags; and what gave them where it was not the tagger of the
   * run: a person, the file, or another model.
   */
  async writeAllTags(
    signal: AbortSignal,
    runId: RunId,
    tags: RowTags,
    onProgress: ReportProgress,
  ): Promise<ExportedFile> {
    const total = tags.bounds[tags.sources.length];
    const parts: Blob[] = [];
    for (const [index, source] of tags.sources.entries()) {
      const [start, end] = [tags.bounds[index], tags.bounds[index + 1]];
      const makers = await this.#readMakers(runId, source);
      for (let first = start; first < end; first += rowsPerStep) {
        throwIfStopped(signal, 'The export');
        const rows = Array.from({ length: Math.min(rowsPerStep, end - first) }, (_, step) => first + step);
        const records = rows.map((row) => ({
          source: source.name,
          row: row - start,
          tags: labelsOf(tags, row),
          by: makers.of(row - start),
        }));
        parts.push(new Blob([writeTagLines(records)]));
        onProgress({ done: first + rows.length, total });
        await yieldToPage();
      }
    }
    return this.finishFile(signal, 'tags.jsonl', new Blob(parts), total);
  }

  /** Names a file that was made on the page and takes its digest in a worker, 4 MB at a time. */
  async finishFile(signal: AbortSignal, name: string, blob: Blob, rowCount: number): Promise<ExportedFile> {
    const sha256 = await this.workers.export.call(signal, (writer) => writer.hashFile(blob));
    return { name, sourceName: null, blob, rowCount, sha256 };
  }

  async #readMakers(runId: RunId, source: StoredSource): Promise<Makers> {
    const [made, corrections] = await Promise.all([
      this.store.runs.listMakers(runId, source.id),
      this.store.corrections.list(source.id),
    ]);
    return new Makers(made, new Set(corrections.map(({ row }) => row)));
  }

  async #writeSource(
    signal: AbortSignal,
    chosen: SourceRows,
    guardFormulas: boolean,
  ): Promise<Pick<ExportedFile, 'blob' | 'sha256'>> {
    const blocks = this.#readChosen(chosen);
    // Each part is a Blob of its own, which the browser may keep on the disk.
    const parts: Blob[] = [];
    const nextRows = workerCallback(async (): Promise<ChosenRows | null> => {
      const next = await blocks.next();
      if (next.done === true) return null;
      const { bytes, offsets } = next.value.block;
      return handOver(next.value, [bytes.buffer, offsets.buffer]);
    });
    const onBytes = workerCallback((bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
      parts.push(new Blob([bytes]));
      return Promise.resolve();
    });
    const { shape } = chosen.source;
    const tagsColumn = await this.#nameTagsColumn(signal, chosen.source);
    const sha256 = await this.workers.export.call(signal, (writer) =>
      writer.writeRows(shape, { guardFormulas, tagsColumn }, nextRows, onBytes),
    );
    return { blob: new Blob(parts), sha256 };
  }

  /** Asks for a name that no row of the source has, so that all its exports use one. */
  async #nameTagsColumn(signal: AbortSignal, { id, shape }: StoredSource): Promise<string> {
    const starts = (await this.store.sources.listBlockStarts(id)).values();
    const nextBlock = workerCallback(async (): Promise<RecordBlock | null> => {
      const start = starts.next();
      if (start.done === true) return null;
      const { firstRow, bytes, offsets } = await this.store.sources.readBlock(id, start.value);
      return handOver({ firstRow, bytes, offsets }, [bytes.buffer, offsets.buffer]);
    });
    return this.workers.export.call(signal, (writer) => writer.nameTagsColumn(shape, nextBlock));
  }

  async *#readChosen({ source, rows, labelsOfRow, onRows }: SourceRows): AsyncGenerator<ChosenRows> {
    for (let next = 0; next < rows.length;) {
      const { firstRow, bytes, offsets } = await this.store.sources.readBlockOfRow(source.id, rows[next]);
      const end = firstRow + offsets.length - 1;
      let last = next;
      while (last < rows.length && rows[last] < end) last++;
      const here = rows.slice(next, last);
      onRows(here.length);
      yield { block: { firstRow, bytes, offsets }, rows: here, tags: Array.from(here, labelsOfRow) };
      next = last;
    }
  }
}

/** What gave the tags of rows, asked for in their order. */
class Makers {
  #next = 0;

  constructor(
    private readonly made: readonly MadeStretch[],
    private readonly corrected: ReadonlySet<number>,
  ) {}

  /** Undefined for the tagger of the run. */
  of(row: number): string | undefined {
    while (this.#next < this.made.length && endOf(this.made[this.#next]) <= row) this.#next += 1;
    if (this.corrected.has(row)) return 'a person';
    const stretch = this.made.at(this.#next);
    return stretch !== undefined && stretch.firstRow <= row ? stretch.madeBy : undefined;
  }
}

function endOf({ firstRow, rowCount }: MadeStretch): number {
  return firstRow + rowCount;
}

function extensionOf({ format, delimiter }: SourceShape): string {
  return format === 'csv' && delimiter === '\t' ? 'tsv' : extensions[format];
}

function labelsOf({ rows, labels }: RowTags, poolRow: number): string[] {
  return Array.from(tagsOfRow(rows, poolRow), (id) => labels[id]);
}

function yieldToPage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
