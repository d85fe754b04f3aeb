import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from '../../../src/views/spread-labels.ts';

const span = { low: 0, high: 300 };

test('labels with room stay where they want to be', () => {
  expect(spreadLabels([50, 200, 100], 15, span)).toEqual([50, 200, 100]);
});

test('two labels at one height move apart evenly', () => {
  expect(spreadLabels([100, 100], 20, span)).toEqual([90, 110]);
});

test('labels keep their order, their distance and the span', () => {
  const heights = fc.array(fc.double({ min: -20, max: 320, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(heights, (wanted) => {
      const space = Math.min(15, 300 / wanted.length);
      const middles = spreadLabels(wanted, 15, span);
      const order = [...wanted.keys()].sort((a, b) => wanted[a] - wanted[b] || a - b);
      order.forEach((label, rank) => {
        expect(middles[label]).toBeGreaterThanOrEqual(span.low + space / 2 - 0.01);
        expect(middles[label]).toBeLessThanOrEqual(span.high - space / 2 + 0.01);
        if (rank > 0) expect(middles[label] - middles[order[rank - 1]]).toBeGreaterThanOrEqual(space - 0.01);
      });
    }),
  );
});
