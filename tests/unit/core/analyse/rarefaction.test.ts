import { describe, expect, test } from 'vitest';
import {
  buildRarefactionCurve,
  expectTagCount,
  groupByRowCount,
} from '../../../../src/core/analyse/rarefaction.ts';
import { createRandom } from '../../../../src/core/model/index.ts';
import { expectTagCountNaively } from '../../../helpers/naive-rarefaction.ts';

describe('expectTagCount', () => {
  test('agrees with whole-number arithmetic on 200 random pools', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const rowCount = 1 + Math.floor(random() * 120);
      const counts = Array.from({ length: 15 }, () => Math.floor(random() ** 3 * (rowCount + 1)));
      const sampleSize = Math.floor(random() * (rowCount + 1));
      const expected = expectTagCount(groupByRowCount(Uint32Array.from(counts)), rowCount, sampleSize);
      const exact = expectTagCountNaively(counts, rowCount, sampleSize);
      expect(Math.abs(expected - exact), `seed ${seed}`).toBeLessThan(1e-10);
    }
  });

  test('all rows give all tags, one row the mean tags a row, no row nothing', () => {
    const groups = groupByRowCount(Uint32Array.from([1, 1, 7, 0, 100]));
    expect(expectTagCount(groups, 100, 100)).toBe(4);
    expect(expectTagCount(groups, 100, 1)).toBeCloseTo(1.09, 10);
    expect(expectTagCount(groups, 100, 0)).toBeCloseTo(0, 10);
  });

  test('rounding stays far below a tag at a million rows', () => {
    const groups = groupByRowCount(new Uint32Array(4000).fill(1));
    expect(Math.abs(expectTagCount(groups, 1_000_000, 250_000) - 1000)).toBeLessThan(1e-4);
  });
});

describe('groupByRowCount', () => {
  test('tags with equal row counts share a group, tags without rows have none', () => {
    expect(groupByRowCount(Uint32Array.from([5, 2, 0, 2, 11]))).toEqual({
      rowCounts: Uint32Array.from([2, 5, 11]),
      tagCounts: Uint32Array.from([2, 1, 1]),
    });
  });
});

describe('buildRarefactionCurve', () => {
  const groups = groupByRowCount(Uint32Array.from([1, 3, 3, 40, 500]));

  test('starts at one row, ends at all rows and all tags, and never falls', () => {
    const curve = buildRarefactionCurve(groups, 1000, 24);
    expect(curve).toHaveLength(24);
    expect(curve[0].rows).toBe(1);
    expect(curve.at(-1)).toEqual({ rows: 1000, tags: 5 });
    curve.slice(1).forEach((point, index) => {
      expect(point.rows).toBeGreaterThan(curve[index].rows);
      expect(point.tags).toBeGreaterThanOrEqual(curve[index].tags);
    });
  });

  test('has a point a row when rows are few, and none without rows', () => {
    const few = buildRarefactionCurve(groupByRowCount(Uint32Array.from([1, 3])), 3, 24);
    expect(few.map(({ rows }) => rows)).toEqual([1, 2, 3]);
    expect(buildRarefactionCurve(groupByRowCount(new Uint32Array(2)), 0, 24)).toEqual([]);
  });
});
