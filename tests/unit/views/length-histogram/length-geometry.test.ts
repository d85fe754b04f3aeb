import { describe, expect, test } from 'vitest';
import {
  findBinRange,
  findMaxShare,
  layoutLengthBars,
  nameBin,
} from '../../../../src/views/length-histogram/length-geometry.ts';

const series = [
  [0, 0, 1, 3],
  [0, 0, 0, 0, 2, 2],
];
const area = { left: 10, top: 0, right: 110, bottom: 50 };

describe('layoutLengthBars', () => {
  const range = findBinRange(series);
  const bars = layoutLengthBars(series, range, area, findMaxShare(series));

  test('shows the bins from the first to the last that hold something', () => {
    expect(range).toEqual({ first: 2, end: 6 });
    expect(bars).toHaveLength(8);
  });

  test('the largest share fills the height and bars of a bin stand side by side', () => {
    expect(bars.filter(({ top }) => top === 0)).toMatchObject([{ series: 0, bin: 3, share: 0.75 }]);
    for (const bin of [2, 3, 4, 5]) {
      const [one, other] = bars.filter((bar) => bar.bin === bin);
      expect(one.right).toBeCloseTo(other.left);
      expect(other.right).toBeLessThan(area.right);
    }
  });

  test('nothing at all is one bin without height', () => {
    expect(findBinRange([[]])).toEqual({ first: 0, end: 1 });
    expect(layoutLengthBars([[]], { first: 0, end: 1 }, area, findMaxShare([[]]))).toMatchObject([
      { top: 50, bottom: 50 },
    ]);
  });
});

test('bins are named by their sizes', () => {
  expect([0, 1, 2, 7, 11].map(nameBin)).toEqual(['0', '1', '2 to 3', '64 to 127', '1,024 to 2,047']);
});
