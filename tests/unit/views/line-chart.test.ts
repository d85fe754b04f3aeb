import { expect, test } from 'vitest';
import { valueAt } from '../../../src/views/line-chart.ts';

const points = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: 20, y: 3 },
];

test('a line is read between its points', () => {
  expect(valueAt(points, 15)).toBe(2);
  expect(valueAt(points, 10)).toBe(1);
});

test('beyond its ends a line keeps its last value', () => {
  expect(valueAt(points, 99)).toBe(3);
  expect(valueAt(points, -1)).toBe(0);
});

test('a line without points has no value', () => {
  expect(valueAt([], 1)).toBeNaN();
});
