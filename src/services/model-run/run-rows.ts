import type { StoredRun, StoredSource } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { Workers } from '../workers.ts';

/** What the rows of a run are read with. */
export interface RowTools {
  readonly store: Pick<Store, 'sources' | 'runs'>;
  readonly workers: Pick<Workers, 'text'>;
  /** Computes the reuse key of a query. */
  readonly keyOf: (query: string) => string;
}

/** A row that wants tags. */
export interface AskedRow {
  readonly source: StoredSource;
  readonly row: number;
  readonly queries: readonly string[];
  /** Reuse key of each query. */
  readonly keys: readonly string[];
  /** How often the engine broke down over it, one time after the other. */
  readonly crashes: number;
}

/** One source of a run, and how far it is. */
export interface PlannedSource {
  readonly source: StoredSource;
  /** First rows of its blocks, ascending. */
  readonly blockStarts: readonly number[];
  /** One byte a row: 1 when it has an answer. */
  readonly done: Uint8Array;
}

/** Finds which rows of a run have answers. Reads keys only; takes a byte a row and a number a block. */
export function planSources(
  { store }: Pick<RowTools, 'store'>,
  run: StoredRun,
  sources: readonly StoredSource[],
): Promise<PlannedSource[]> {
  return Promise.all(
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
}

/** Rows of some sources that have an answer. */
export function countDone(planned: readonly PlannedSource[]): number {
  let count = 0;
  for (const { done } of planned) for (const byte of done) count += byte;
  return count;
}

/**
 * Reads rows of one block with their queries and keys, in the order given.
 *
 * @throws AppError `aborted`; of the store.
 */
export async function readBlockRows(
  signal: AbortSignal,
  { store, workers, keyOf }: RowTools,
  run: StoredRun,
  { source, blockStart, rows }: { source: StoredSource; blockStart: number; rows: readonly number[] },
): Promise<AskedRow[]> {
  const block = await store.sources.readBlock(source.id, blockStart);
  const { columns, mapping } = source.shape;
  const reading = { columns, mapping, settings: run.querySettings };
  const ascending = Uint32Array.from(rows).sort();
  const shown = await workers.text.call(signal, (text) => text.readRows(block, reading, ascending));
  const byRow = new Map(shown.map((one) => [one.row, one.queries]));
  return rows.map((row) => {
    const queries = byRow.get(row) ?? [];
    return { source, row, queries, keys: queries.map(keyOf), crashes: 0 };
  });
}
