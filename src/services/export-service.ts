import type { TagRows } from '../core/model/index.ts';
import { tagsOfRow, throwIfStopped, type ReportProgress } from '../core/model/index.ts';
import { frameRows } from '../core/export/write-rows.ts';
import { writeTagLines } from '../core/export/write-tags.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Workers } from './workers.ts';

/** A finished file, ready to be saved. */
export interface ExportedFile {
  readonly name: string;
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

const extensions = { 'json-array': 'json', 'json-lines': 'jsonl', csv: 'csv' } as const;
/** Rows written in one go on the page: a few milliseconds. */
const rowsPerStep = 1000;

/** Writes rows and tags into files. */
export class ExportService {
  constructor(
    private readonly store: Store,
    private readonly workers: Workers,
  ) {}

  /**
   * Writes chosen rows, one file a source, each in the format its source came in, in the order of the source. No two
   * files have the same name.
   *
   * @param poolRows Pool rows in any order.
   * @param suffix Goes into the file names, such as `selected`.
   */
  async writeRows(
    signal: AbortSignal,
    tags: RowTags,
    poolRows: Uint32Array,
    suffix: string,
    onProgress: ReportProgress,
  ): Promise<ExportedFile[]> {
    const sorted = poolRows.slice().sort();
    const files: ExportedFile[] = [];
    let done = 0;
    for (const [index, source] of tags.sources.entries()) {
      const [start, end] = [tags.bounds[index], tags.bounds[index + 1]];
      const rows = sorted.filter((row) => row >= start && row < end).map((row) => row - start);
      if (rows.length === 0) continue;
      const blob = await this.#writeSource(signal, source, rows, (row) => labelsOf(tags, start + row));
      done += rows.length;
      onProgress({ done, total: sorted.length });
      const ending = `.${suffix}.${extensions[source.shape.format]}`;
      const name = freeName(baseName(source.name), ending, files);
      files.push(await finishFile(name, blob, rows.length));
    }
    return files;
  }

  /** Writes the tags of every row as JSON Lines: source, row, tags. */
  async writeAllTags(signal: AbortSignal, tags: RowTags, onProgress: ReportProgress): Promise<ExportedFile> {
    const total = tags.bounds[tags.sources.length];
    const parts: Blob[] = [];
    for (const [index, source] of tags.sources.entries()) {
      const [start, end] = [tags.bounds[index], tags.bounds[index + 1]];
      for (let first = start; first < end; first += rowsPerStep) {
        throwIfStopped(signal, 'The export');
        const rows = Array.from({ length: Math.min(rowsPerStep, end - first) }, (_, step) => first + step);
        const records = rows.map((row) => ({
          source: source.name,
          row: row - start,
          tags: labelsOf(tags, row),
        }));
        parts.push(new Blob([writeTagLines(records)]));
        onProgress({ done: first + rows.length, total });
        await yieldToPage();
      }
    }
    return finishFile('tags.jsonl', new Blob(parts), total);
  }

  async #writeSource(
    signal: AbortSignal,
    source: StoredSource,
    rows: Uint32Array<ArrayBuffer>,
    labelsOfRow: (row: number) => readonly string[],
  ): Promise<Blob> {
    const { head, tail } = frameRows(source.shape);
    const parts: BlobPart[] = [head];
    for (let next = 0; next < rows.length;) {
      const block = await this.store.sources.readBlockOfRow(source.id, rows[next]);
      const end = block.firstRow + block.offsets.length - 1;
      let last = next;
      while (last < rows.length && rows[last] < end) last++;
      const here = rows.slice(next, last);
      const tags = Array.from(here, labelsOfRow);
      const isFirst = next === 0;
      const bytes = await this.workers.text.call(signal, (text) =>
        text.writeRows(block, source.shape, { rows: here, tags }, isFirst),
      );
      parts.push(new Blob([bytes]));
      next = last;
    }
    parts.push(tail);
    return new Blob(parts);
  }
}

/** Names a text file and takes its digest. */
export async function finishFile(name: string, blob: Blob, rowCount: number): Promise<ExportedFile> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name, blob, rowCount, sha256 };
}

function labelsOf({ rows, labels }: RowTags, poolRow: number): string[] {
  return Array.from(tagsOfRow(rows, poolRow), (id) => labels[id]);
}

function baseName(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}

// Data sets from different places are often all called train.jsonl.
function freeName(base: string, ending: string, files: readonly ExportedFile[]): string {
  let name = `${base}${ending}`;
  for (let copy = 2; files.some((file) => file.name === name); copy++) name = `${base}-${copy}${ending}`;
  return name;
}

function yieldToPage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
