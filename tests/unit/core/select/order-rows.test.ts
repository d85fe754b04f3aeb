import { describe, expect, test } from 'vitest';
import { packTagRows, tagsOfRow } from '../../../../src/core/model/index.ts';
import { orderRows } from '../../../../src/core/select/order-rows.ts';
import type { SelectionPool, SelectionStrategy } from '../../../../src/core/select/selection-order.ts';
import { drawSeededPool, markAllTagged } from '../../../helpers/seeded-pool.ts';

const strategies: SelectionStrategy[] = ['complexity-first-diverse', 'random'];

function drawPool(): SelectionPool {
  const rows = drawSeededPool({ rowCount: 400, tagCount: 80, meanTags: 3, topicCount: 4, seed: 2 });
  return { rows, tagCount: 80, taggedRows: markAllTagged(rows).map((_, row) => (row % 7 === 0 ? 0 : 1)) };
}

describe('orderRows', () => {
  test.each(strategies)('the columns of %s say what each prefix covers', (strategy) => {
    const pool = drawPool();
    const order = orderRows(pool, strategy, 4);
    expect(order.strategy).toBe(strategy);
    for (const end of [1, 2, 17, 150, order.rows.length]) {
      const prefix = [...order.rows.slice(0, end)].map((row) => [...tagsOfRow(pool.rows, row)]);
      expect(order.coveredCounts[end - 1]).toBe(new Set(prefix.flat()).size);
      expect(order.tagTotals[end - 1]).toBe(prefix.flat().length);
      const before = new Set(prefix.slice(0, -1).flat());
      expect(order.newTagCounts[end - 1]).toBe(prefix[end - 1].filter((tag) => !before.has(tag)).length);
    }
  });

  test.each(strategies)('%s never takes an untagged row, and no row twice', (strategy) => {
    const pool = drawPool();
    const { rows } = orderRows(pool, strategy, 4);
    expect(rows.every((row) => pool.taggedRows[row] === 1)).toBe(true);
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('random takes every tagged row, those without tags too, and has no passes', () => {
    const pool = drawPool();
    const order = orderRows(pool, 'random', 4);
    expect(order.rows.length).toBe(pool.taggedRows.reduce((sum, mark) => sum + mark, 0));
    expect(order.passes.every((pass) => pass === 0)).toBe(true);
  });

  test('random repeats itself with the same seed and differs with another', () => {
    const pool = drawPool();
    expect(orderRows(pool, 'random', 4)).toEqual(orderRows(pool, 'random', 4));
    expect(orderRows(pool, 'random', 5).rows).not.toEqual(orderRows(pool, 'random', 4).rows);
  });

  test('random takes each row first about equally often', () => {
    const rows = packTagRows([[0], [0], [1], [1]]);
    const pool = { rows, tagCount: 2, taggedRows: markAllTagged(rows) };
    const firsts = new Uint32Array(4);
    for (let seed = 0; seed < 4000; seed++) firsts[orderRows(pool, 'random', seed).rows[0]] += 1;
    expect(Math.min(...firsts)).toBeGreaterThan(880);
  });

  test.each(strategies)('%s of an empty pool is empty', (strategy) => {
    const pool = { rows: packTagRows([]), tagCount: 0, taggedRows: new Uint8Array(0) };
    expect(orderRows(pool, strategy, 1).rows.length).toBe(0);
  });

  test('marks that do not fit the rows are refused with both numbers', () => {
    const pool = { rows: packTagRows([[0], [1]]), tagCount: 2, taggedRows: new Uint8Array(3) };
    expect(() => orderRows(pool, 'random', 1)).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { rowCount: 2, markCount: 3 } }),
    );
  });

  test('a tag id beyond the vocabulary is refused', () => {
    const pool = { rows: packTagRows([[0], [5]]), tagCount: 2, taggedRows: new Uint8Array(2) };
    expect(() => orderRows(pool, 'random', 1)).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { id: 5, tagCount: 2 } }),
    );
  });
});
