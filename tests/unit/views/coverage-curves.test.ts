import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  budgetStep,
  moveBudget,
  sampleCoverage,
  snapBudget,
} from '../../../src/views/coverage-curves/coverage-geometry.ts';

test('a curve starts at nothing and ends at the last row', () => {
  const points = sampleCoverage(
    Uint32Array.from({ length: 5000 }, (_, row) => Math.min(800, row + 1)),
    1000,
  );
  expect(points[0]).toEqual({ x: 0, y: 0 });
  expect(points.at(-1)).toEqual({ x: 5000, y: 0.8 });
  expect(points.length).toBeLessThanOrEqual(241);
});

test('a short order keeps every row once', () => {
  const points = sampleCoverage(Uint32Array.of(3, 5, 6), 6);
  expect(points.map(({ x }) => x)).toEqual([0, 1, 2, 3]);
  expect(points.map(({ y }) => y)).toEqual([0, 0.5, 5 / 6, 1]);
});

test('an empty order and an empty vocabulary give flat curves', () => {
  expect(sampleCoverage(new Uint32Array(0), 10)).toEqual([{ x: 0, y: 0 }]);
  expect(sampleCoverage(Uint32Array.of(0), 0).at(-1)).toEqual({ x: 1, y: 0 });
});

test('steps are a power of ten near a hundredth of all rows', () => {
  expect([5, 100, 999, 1000, 16_000, 63_346].map(budgetStep)).toEqual([1, 1, 1, 10, 100, 100]);
});

test('arrow, page, home and end keys move the budget, others do not', () => {
  expect(moveBudget(6000, 'ArrowRight', 16_000)).toBe(6100);
  expect(moveBudget(6000, 'PageDown', 16_000)).toBe(5000);
  expect(moveBudget(6000, 'Home', 16_000)).toBe(1);
  expect(moveBudget(6000, 'End', 16_000)).toBe(16_000);
  expect(moveBudget(6000, 'Tab', 16_000)).toBeNull();
});

test('the budget stays a whole number within 1 and all rows', () => {
  const rows = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 100_000 }), (dragged, maxRows) => {
      const budget = snapBudget(dragged, maxRows);
      expect(Number.isInteger(budget)).toBe(true);
      expect(budget).toBeGreaterThanOrEqual(1);
      expect(budget).toBeLessThanOrEqual(maxRows);
    }),
  );
});
