import { createRandom, shuffledIndices } from '../model/index.ts';
import type { SelectionPool, TakenRows } from './selection-order.ts';

/**
 * Draws the tagged rows in a seeded random order, the control for every other strategy. Rows whose reply was
 * successful but left no tag take part; untagged rows do not.
 *
 * O(rows) time.
 */
export function orderAtRandom({ taggedRows }: SelectionPool, seed: number): TakenRows {
  const candidates = new Uint32Array(taggedRows.length);
  let count = 0;
  taggedRows.forEach((isTagged, row) => {
    if (isTagged) candidates[count++] = row;
  });
  const rows = shuffledIndices(count, createRandom(seed)).map((place) => candidates[place]);
  return { rows, passes: new Uint32Array(count) };
}
