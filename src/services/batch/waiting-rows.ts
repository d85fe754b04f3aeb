import type { SourceId } from '../../core/model/index.ts';
import type { RowPlace } from '../../store/answer-store.ts';
import type { StoredRun, StoredSource } from '../../store/database.ts';
import {
  countDone,
  planSources,
  readBlockRows,
  type AskedRow,
  type PlannedSource,
  type RowTools,
} from '../model-run/run-rows.ts';

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
    const total = planned.reduce((rows, { done }) => rows + done.length, 0);
    this.#count = total - countDone(planned);
  }

  /** Finds what waits; reads keys only. */
  static async open(tools: RowTools, run: StoredRun, sources: readonly StoredSource[]): Promise<WaitingRows> {
    return new WaitingRows(tools, run, await planSources(tools, run, sources));
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

  #readBlock(
    signal: AbortSignal,
    source: StoredSource,
    blockStart: number,
    rows: readonly number[],
  ): Promise<AskedRow[]> {
    return readBlockRows(signal, this.tools, this.run, { source, blockStart, rows });
  }
}

/** Position from `from` on of the first of ascending values that is not below a limit. */
function firstAtLeast(values: readonly number[], limit: number, from: number): number {
  let position = from;
  while (position < values.length && values[position] < limit) position++;
  return position;
}
