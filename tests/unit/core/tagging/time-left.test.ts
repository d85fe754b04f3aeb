import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../src/core/model/index.ts';
import { estimateTimeLeft, keptDurations, RecentDurations } from '../../../../src/core/tagging/time-left.ts';

/** Durations as models have them: most near a second, some several times as long. */
function drawDuration(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return 1000 * Math.exp(0.6 * normal);
}

function drawDurations(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => drawDuration(random));
}

function widthOf(durations: readonly number[], rowsLeft: number): number {
  const range = estimateTimeLeft(durations, { rowsLeft, lanes: 1 });
  return range === undefined ? NaN : range.highMs / range.lowMs;
}

/** Works the durations off with the given number of lanes, each taking the next row when it is free. */
function workOff(durations: readonly number[], lanes: number): number {
  const freeAt = Array.from({ length: lanes }, () => 0);
  for (const duration of durations) {
    const lane = freeAt.indexOf(Math.min(...freeAt));
    freeAt[lane] += duration;
  }
  return Math.max(...freeAt);
}

describe('time left', () => {
  test('is not told from fewer than three rows', () => {
    expect(estimateTimeLeft([900, 1100], { rowsLeft: 10, lanes: 1 })).toBeUndefined();
    expect(estimateTimeLeft([900, 1000, 1100], { rowsLeft: 10, lanes: 1 })).toBeDefined();
  });

  test('is nothing without rows left', () => {
    expect(estimateTimeLeft([900, 1000, 1100], { rowsLeft: 0, lanes: 4 })).toEqual({ lowMs: 0, highMs: 0 });
  });

  test('is exact when many rows took the same', () => {
    const range = estimateTimeLeft(
      Array.from({ length: 10 }, () => 500),
      { rowsLeft: 30, lanes: 1 },
    );
    expect(range?.lowMs).toBeCloseTo(15_000, 6);
    expect(range?.highMs).toBeCloseTo(15_000, 6);
  });

  test('is uncertain by a third after three rows, even when they took the same', () => {
    const range = estimateTimeLeft([500, 500, 500], { rowsLeft: 30, lanes: 1 });
    expect(range?.lowMs).toBeCloseTo(15_000 * Math.exp(-1 / 3), 6);
    expect(range?.highMs).toBeCloseTo(15_000 * Math.exp(1 / 3), 6);
  });

  test('is shared among the lanes, but no lane takes less than a row', () => {
    const durations = Array.from({ length: 20 }, () => 600);
    expect(estimateTimeLeft(durations, { rowsLeft: 40, lanes: 4 })?.lowMs).toBeCloseTo(6000, 6);
    expect(estimateTimeLeft(durations, { rowsLeft: 2, lanes: 8 })?.lowMs).toBeCloseTo(600, 6);
  });

  test('narrows with the rows measured and with the rows left', () => {
    const durations = drawDurations(512, createRandom(3));
    expect(widthOf(durations, 1000)).toBeLessThan(widthOf(durations.slice(0, 50), 1000));
    expect(widthOf(durations.slice(0, 50), 1000)).toBeLessThan(widthOf(durations.slice(0, 5), 1000));
    expect(widthOf(durations, 1000)).toBeLessThan(widthOf(durations, 10));
  });

  test('is above 0, from low to high, and does not depend on the order of rows', () => {
    const duration = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 3, maxLength: 30 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 64 }),
        (durations, rowsLeft, lanes) => {
          const range = estimateTimeLeft(durations, { rowsLeft, lanes });
          const reversed = estimateTimeLeft(durations.toReversed(), { rowsLeft, lanes });
          expect(range?.lowMs).toBeGreaterThan(0);
          expect(range?.highMs).toBeGreaterThanOrEqual(range?.lowMs ?? NaN);
          expect((reversed?.highMs ?? NaN) / (range?.highMs ?? NaN)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test.each([
    [40, 300, 1],
    [100, 50, 1],
    [200, 5000, 1],
    [6, 100, 1],
  ])(
    'measured on %i rows, lies within the range for %i further rows in 92 to 99 of 100 runs',
    (measured, rowsLeft) => {
      const random = createRandom(measured);
      let held = 0;
      for (let run = 0; run < 400; run++) {
        const range = estimateTimeLeft(drawDurations(measured, random), { rowsLeft, lanes: 1 });
        const actual = drawDurations(rowsLeft, random).reduce((sum, value) => sum + value, 0);
        if (range !== undefined && range.lowMs <= actual && actual <= range.highMs) held++;
      }
      expect(held / 400).toBeGreaterThanOrEqual(0.92);
      expect(held / 400).toBeLessThanOrEqual(0.99);
    },
  );

  test('with eight lanes, lies within the range in at least 92 of 100 runs', () => {
    const random = createRandom(8);
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const range = estimateTimeLeft(drawDurations(60, random), { rowsLeft: 400, lanes: 8 });
      const actual = workOff(drawDurations(400, random), 8);
      if (range !== undefined && range.lowMs <= actual && actual <= range.highMs) held++;
    }
    expect(held / 400).toBeGreaterThanOrEqual(0.92);
  });
});

describe('recent durations', () => {
  test('are the last 512', () => {
    const recent = new RecentDurations();
    for (let index = 0; index < keptDurations + 88; index++) recent.add(index);
    expect(Array.from(recent.values).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: keptDurations }, (_, index) => index + 88),
    );
  });

  test('are only those that were added', () => {
    const recent = new RecentDurations();
    recent.add(5);
    recent.add(0);
    expect(Array.from(recent.values)).toEqual([5, 0]);
  });

  test.each([-1, NaN, Infinity])('take no %f', (durationMs) => {
    expect(() => {
      new RecentDurations().add(durationMs);
    }).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
