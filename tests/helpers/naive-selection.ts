import { hashInteger, tagsOfRow } from '../../src/core/model/index.ts';
import type { SelectionPool } from '../../src/core/select/selection-order.ts';

/** Complexity-first diverse sampling as the paper writes it: walk all rows left, pass after pass. */
export function orderComplexityFirstNaively(
  pool: SelectionPool,
  seed: number,
): { row: number; pass: number }[] {
  let left = [...pool.taggedRows.keys()].filter((row) => pool.taggedRows[row] === 1);
  left = left.filter((row) => tagsOfRow(pool.rows, row).length > 0);
  left.sort(
    (a, b) =>
      tagsOfRow(pool.rows, b).length - tagsOfRow(pool.rows, a).length ||
      hashInteger(a, seed) - hashInteger(b, seed),
  );
  const taken: { row: number; pass: number }[] = [];
  for (let pass = 1; left.length > 0; pass++) {
    const seen = new Set<number>();
    const kept: number[] = [];
    for (const row of left) {
      const tags = [...tagsOfRow(pool.rows, row)];
      if (tags.every((tag) => seen.has(tag))) {
        kept.push(row);
        continue;
      }
      tags.forEach((tag) => seen.add(tag));
      taken.push({ row, pass });
    }
    left = kept;
  }
  return taken;
}
