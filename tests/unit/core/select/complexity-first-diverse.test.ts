import { describe, expect, test } from 'vitest';
import { createRandom, packTagRows, tagsOfRow } from '../../../../src/core/model/index.ts';
import { orderComplexityFirst } from '../../../../src/core/select/complexity-first-diverse.ts';
import { orderRows } from '../../../../src/core/select/order-rows.ts';
import type { SelectionPool } from '../../../../src/core/select/selection-order.ts';
import { orderComplexityFirstNaively } from '../../../helpers/naive-selection.ts';
import { drawSeededPool, markAllTagged } from '../../../helpers/seeded-pool.ts';

function poolOf(rowsOfTags: number[][], taggedRows?: number[]): SelectionPool {
  const rows = packTagRows(rowsOfTags);
  const tagCount = Math.max(0, ...rowsOfTags.flat()) + 1;
  return { rows, tagCount, taggedRows: taggedRows ? Uint8Array.from(taggedRows) : markAllTagged(rows) };
}

function drawSmallPool(seed: number): SelectionPool {
  const random = createRandom(seed);
  const shape = {
    rowCount: Math.floor(random() * 60),
    tagCount: 1 + Math.floor(random() * 12),
    meanTags: 1 + random() * 3,
  };
  const rows = drawSeededPool({ ...shape, topicCount: 1, seed });
  return {
    rows,
    tagCount: shape.tagCount,
    taggedRows: markAllTagged(rows).map(() => (random() < 0.85 ? 1 : 0)),
  };
}

const smallSeeds = Array.from({ length: 200 }, (_, index) => index + 1);

describe('orderComplexityFirst', () => {
  test('takes rows, passes and all, exactly as the walk pass after pass does, on 200 random pools', () => {
    for (const seed of smallSeeds) {
      const pool = drawSmallPool(seed);
      const { rows, passes } = orderComplexityFirst(pool, seed);
      const order = Array.from(rows, (row, place) => ({ row, pass: passes[place] }));
      expect(order, `seed ${seed}`).toEqual(orderComplexityFirstNaively(pool, seed));
    }
  });

  test('a row with more tags comes first, and a row that adds nothing waits for the next pass', () => {
    const order = orderComplexityFirst(poolOf([[0], [0, 1], [0, 1, 2], [3]]), 1);
    expect([...order.rows]).toEqual([2, 3, 1, 0]);
    expect([...order.passes]).toEqual([1, 1, 2, 3]);
  });

  test('untagged rows and rows without tags are never taken', () => {
    const order = orderComplexityFirst(poolOf([[0], [1, 2], [], [3]], [1, 0, 1, 1]), 1);
    expect([...order.rows].sort()).toEqual([0, 3]);
  });

  test('every tagged row with tags is taken once', () => {
    for (const seed of smallSeeds.slice(0, 50)) {
      const pool = drawSmallPool(seed);
      const wanted = [...pool.taggedRows.keys()].filter(
        (row) => pool.taggedRows[row] === 1 && tagsOfRow(pool.rows, row).length > 0,
      );
      const taken = [...orderComplexityFirst(pool, 3).rows].sort((a, b) => a - b);
      expect(taken, `seed ${seed}`).toEqual(wanted);
    }
  });

  test('the first pass covers every tag', () => {
    const rows = drawSeededPool({ rowCount: 2000, tagCount: 300, meanTags: 4, topicCount: 5, seed: 11 });
    const pool = { rows, tagCount: 300, taggedRows: markAllTagged(rows) };
    const order = orderRows(pool, 'complexity-first-diverse', 5);
    const firstPassSize = order.passes.filter((pass) => pass === 1).length;
    expect(order.coveredCounts[firstPassSize - 1]).toBe(new Set(rows.ids).size);
    expect(order.newTagCounts.slice(firstPassSize).every((count) => count === 0)).toBe(true);
  });

  test('the same seed gives the same order, another seed only another order of ties', () => {
    const pool = poolOf(Array.from({ length: 40 }, (_, row) => [row % 4, 4 + (row % 3)]));
    const [first, again, other] = [1, 1, 2].map((seed) => orderComplexityFirst(pool, seed));
    expect(again).toEqual(first);
    expect(other.rows).not.toEqual(first.rows);
    expect([...other.rows].sort()).toEqual([...first.rows].sort());
  });

  test('the order of the rows changes nothing where tag counts do not tie', () => {
    const rows = [[0], [0, 1], [1, 2, 3], [0, 2, 4, 5], [0, 1, 2, 3, 6]];
    const turned = [...rows].reverse();
    const order = [...orderComplexityFirst(poolOf(rows), 1).rows].map((row) => rows[row]);
    const orderOfTurned = [...orderComplexityFirst(poolOf(turned), 9).rows].map((row) => turned[row]);
    expect(orderOfTurned).toEqual(order);
  });

  test('a pool of 70,000 rows with one and the same tag takes a pass a row', () => {
    const { passes } = orderComplexityFirst(poolOf(Array.from({ length: 70_000 }, () => [0])), 1);
    expect(passes.at(-1)).toBe(70_000);
  });
});
