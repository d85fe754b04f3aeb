import { AppError, rowCountOf, type TagRows } from '../model/index.ts';

export type SelectionStrategy = 'complexity-first-diverse' | 'random';

/** What a strategy chooses from. */
export interface SelectionPool {
  readonly rows: TagRows;
  /** Size of the vocabulary; every id in `rows` is below it. */
  readonly tagCount: number;
  /** One byte per pool row: 1 when the row has a successful reply. */
  readonly taggedRows: Uint8Array;
}

/** Rows in the order in which a strategy took them. */
export interface TakenRows {
  /** Pool row numbers. */
  readonly rows: Uint32Array;
  /** Per taken row: the pass that took it, from 1 (0 for strategies without passes). */
  readonly passes: Uint32Array;
}

/** A strategy's rows in the order in which they were taken: any smaller budget is a prefix. */
export interface SelectionOrder extends TakenRows {
  readonly strategy: SelectionStrategy;
  /** Per taken row: tags that no earlier row of the order carried. */
  readonly newTagCounts: Uint16Array;
  /** Per taken row: tags covered by the order up to and with it. */
  readonly coveredCounts: Uint32Array;
  /** Per taken row: tags of all rows up to and with it, added up (for means). */
  readonly tagTotals: Float64Array;
}

/**
 * Adds to an order of rows what each prefix of it covers.
 *
 * O(assignments of the taken rows) time, one byte per tag beside the result.
 */
export function measureOrder(
  pool: SelectionPool,
  taken: TakenRows,
  strategy: SelectionStrategy,
): SelectionOrder {
  const { offsets, ids } = pool.rows;
  const isCovered = new Uint8Array(pool.tagCount);
  const newTagCounts = new Uint16Array(taken.rows.length);
  const coveredCounts = new Uint32Array(taken.rows.length);
  const tagTotals = new Float64Array(taken.rows.length);
  let covered = 0;
  let total = 0;
  taken.rows.forEach((row, place) => {
    const coveredBefore = covered;
    for (let index = offsets[row]; index < offsets[row + 1]; index++) {
      covered += 1 - isCovered[ids[index]];
      isCovered[ids[index]] = 1;
    }
    total += offsets[row + 1] - offsets[row];
    newTagCounts[place] = covered - coveredBefore;
    coveredCounts[place] = covered;
    tagTotals[place] = total;
  });
  return { strategy, ...taken, newTagCounts, coveredCounts, tagTotals };
}

/** @throws AppError `invalid-input` when the parts of a pool do not belong together. */
export function checkSelectionPool({ rows, tagCount, taggedRows }: SelectionPool): void {
  const rowCount = rowCountOf(rows);
  if (taggedRows.length !== rowCount) {
    const text = `The selection got ${taggedRows.length} marks of tagged rows for ${rowCount} rows, expected one mark a row.`;
    throw new AppError('invalid-input', text, { rowCount, markCount: taggedRows.length });
  }
  const stray = rows.ids.findIndex((id) => id >= tagCount);
  if (stray >= 0) {
    const text = `The selection got tag id ${rows.ids[stray]}, expected ids below the vocabulary size ${tagCount}.`;
    throw new AppError('invalid-input', text, { id: rows.ids[stray], tagCount });
  }
}
