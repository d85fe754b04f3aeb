import { expect, test } from 'vitest';
import { normalQuantile, studentQuantile } from '../../../../src/core/analyse/student-quantile.ts';

test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [6, 2.447],
  [9, 2.262],
  [19, 2.093],
  [30, 2.042],
  [120, 1.98],
])('with %i degrees of freedom the 0.975 quantile is %f, as in printed tables', (freedom, quantile) => {
  expect(Math.abs(studentQuantile(freedom) - quantile)).toBeLessThan(0.0015);
});

test('the quantile falls towards the normal one', () => {
  const quantiles = Array.from({ length: 400 }, (_, index) => studentQuantile(index / 2));
  quantiles.slice(1).forEach((quantile, index) => {
    expect(quantile).toBeLessThanOrEqual(quantiles[index]);
  });
  expect(studentQuantile(1e6)).toBeCloseTo(normalQuantile, 5);
});
