import { rowCountOf, tagsOfRow, type TagRows } from '../../src/core/model/index.ts';

/** Rows that carry both tags, for every pair that has any: `[lower, higher, rows]`, sorted. */
export function countPairsNaively(rows: TagRows, tagCount: number): number[][] {
  const pairs: number[][] = [];
  for (let lower = 0; lower < tagCount; lower++) {
    for (let higher = lower + 1; higher < tagCount; higher++) {
      let count = 0;
      for (let row = 0; row < rowCountOf(rows); row++) {
        const tags = tagsOfRow(rows, row);
        if (tags.includes(lower) && tags.includes(higher)) count += 1;
      }
      if (count > 0) pairs.push([lower, higher, count]);
    }
  }
  return pairs;
}
