import type { SourceId } from '../../core/model/index.ts';
import type { RowPlace } from '../../store/answer-store.ts';
import type { StoredRun, StoredSource } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { AskedRow } from '../model-run/row-answers.ts';
import type { Workers } from '../workers.ts';

/** What waiting rows are read with. */
export interface RowTools {
  readonly store: Pick<Store, 'sources' | 'runs'>;
  readonly workers: Pick<Workers, 'text'>;
  /** Computes the reuse key of a query. */
  readonly keyOf: (query: string) => string;
}

interface PlannedSource {
  readonly source: StoredSource;
  /** First rows of its blocks, ascending. */
  readonly blockStarts: readonly number[];
  /** One byte a row: 1 when it has an answer. */
  readonly done: Uint8Array;
}

/**
 * The rows of a run that have no answer yet, in the order of the files. One job at a time: answers that another gives
 * meanwhile are not seen. Memory: a byte a row and a number a block.
 */
export class WaitingRows {
  readonly #planned: ReadonlyMap<SourceId, PlannedSource>;
  #count: number;

  private constructor(
    private readonly tools: RowTools,
    private readonly run: StoredRun,
    planned: readonly PlannedSource[],
  ) {
    this.#planned = new Map(planned.map((one) => [one.source.id, one]));
    this.#count = planned.reduce((rows, { done }) => rows + countZeros(done), 0);
  }

  /** Finds what waits; reads keys only. */
  static async open(tools: RowTools, run: StoredRun, sources: readonly StoredSource[]): Promise<WaitingRows> {
    const { store } = tools;
    const planned = await Promise.all(
      sources.map(async (source): Promise<PlannedSource> => {
        const [blockStarts, stretches] = await Promise.all([
          store.sources.listBlockStarts(source.id),
          store.runs.listStretches(run.id, source.id),
        ]);
        const done = new Uint8Array(source.recordCount);
        for (const { firstRow, rowCount } of stretches) done.fill(1, firstRow, firstRow + rowCount);
        return { source, blockStarts, done };
      }),
    );
    return new WaitingRows(tools, run, planned);
  }

  get count(): number {
    return this.#count;
  }

  /** How a row stands; `unknown` when the run has none such. */
  stateOf({ sourceId, row }: RowPlace): 'waiting' | 'done' | 'unknown' {
    const { done } = this.#planned.get(sourceId) ?? {};
    if (done === undefined || row >= done.length) return 'unknown';
    return done[row] === 0 ? 'waiting' : 'done';
  }

  /** Takes a row out that has its answers. */
  settle(place: RowPlace): void {
    if (this.stateOf(place) !== 'waiting') return;
    this.#planned.get(place.sourceId)?.done.fill(1, place.row, place.row + 1);
    this.#count -= 1;
  }

  /** Reads all rows that wait when their block's turn comes, one block after the other. */
  async *readAll(signal: AbortSignal): AsyncGenerator<AskedRow[], void> {
    for (const { source, blockStarts, done } of this.#planned.values()) {
      for (const [index, start] of blockStarts.entries()) {
        const rows: number[] = [];
        for (let row = start; row < (blockStarts[index + 1] ?? done.length); row++) {
          if (done[row] === 0) rows.push(row);
        }
        if (rows.length > 0) yield await this.#readBlock(signal, source, start, rows);
      }
    }
  }

  /** Reads some rows of the run, given in any order and more than once: each once, each block once. */
  async *readSome(signal: AbortSignal, places: readonly RowPlace[]): AsyncGenerator<AskedRow[], void> {
    for (const { source, blockStarts } of this.#planned.values()) {
      const here = places.filter(({ sourceId }) => sourceId === source.id).map(({ row }) => row);
      const rows = [...new Set(here)].sort((one, other) => one - other);
      for (let next = 0; next < rows.length;) {
        const block = blockStarts.findLastIndex((start) => start <= rows[next]);
        const end = blockStarts[block + 1] ?? source.recordCount;
        const inBlock = rows.slice(next, firstAtLeast(rows, end, next));
        yield await this.#readBlock(signal, source, blockStarts[block], inBlock);
        next += inBlock.length;
      }
    }
  }

  async #readBlock(
    signal: AbortSignal,
    source: StoredSource,
    blockStart: number,
    rows: readonly number[],
  ): Promise<AskedRow[]> {
    const { store, workers, keyOf } = this.tools;
    const block = await store.sources.readBlock(source.id, blockStart);
    const { columns, mapping } = source.shape;
    const reading = { columns, mapping, settings: this.run.querySettings };
    const ascending = Uint32Array.from(rows);
    const shown = await workers.text.call(signal, (text) => text.readRows(block, reading, ascending));
    const byRow = new Map(shown.map((one) => [one.row, one.queries]));
    return rows.map((row) => {
      const queries = byRow.get(row) ?? [];
      return { source, row, queries, keys: queries.map(keyOf), crashes: 0 };
    });
  }
}

/** Position from `from` on of the first of ascending values that is not below a limit. */
function firstAtLeast(values: readonly number[], limit: number, from: number): number {
  let position = from;
  while (position < values.length && values[position] < limit) position++;
  return position;
}

function countZeros(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0) count += 1;
  return count;
}
