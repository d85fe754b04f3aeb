import { expect, test } from 'vitest';
import { layoutScatter } from '../../../src/views/source-scatter/source-scatter.ts';

const area = { left: 40, top: 20, right: 440, bottom: 320 };

function source(tagsCovered: number, tagsPerRow: number, rowCount: number) {
  return { name: 'source', hue: 0, tagsCovered, tagsPerRow, rowCount };
}

test('the area of a circle grows with the rows', () => {
  const { circles } = layoutScatter([source(0.6, 3, 40_000), source(0.2, 4, 10_000)], area);
  expect(circles[0].radius / circles[1].radius).toBeCloseTo(2, 6);
});

test('all circles lie inside the axes', () => {
  const { circles } = layoutScatter([source(1, 9, 10), source(0, 1, 5), source(0.5, 4, 8)], area);
  for (const { x, y } of circles) {
    expect(x).toBeGreaterThanOrEqual(area.left);
    expect(x).toBeLessThanOrEqual(area.right);
    expect(y).toBeGreaterThanOrEqual(area.top);
    expect(y).toBeLessThanOrEqual(area.bottom);
  }
});

test('a source without tagged rows gets no circle and does not spoil the axes', () => {
  const { circles } = layoutScatter([source(0.5, 3, 10), source(0, NaN, 4)], area);
  expect(circles[1].radius).toBe(0);
  expect(Number.isFinite(circles[0].y)).toBe(true);
});

test('a single source and no source at all lay out', () => {
  expect(layoutScatter([source(0.5, 3, 10)], area).circles).toHaveLength(1);
  expect(layoutScatter([], area).circles).toEqual([]);
});
