import { describe, expect, test } from 'vitest';
import {
  estimateFromPace,
  guessBuiltInTime,
  guessModelTime,
  PaceMeter,
} from '../../../../src/core/tagging/pace.ts';

const pace = { rows: 1000, durationMs: 10_000, tokensPerRow: 20, measuredAt: 0 };

describe('PaceMeter', () => {
  test('counts from the first report, so rows of an earlier time are not in it', () => {
    const meter = new PaceMeter();
    meter.note(500, 1000);
    meter.note(900, 5000);
    expect(meter.pace).toEqual({ rows: 400, durationMs: 4000 });
  });

  test.each([
    { rows: 49, ms: 5000 },
    { rows: 500, ms: 999 },
  ])('$rows rows in $ms ms are no measure', ({ rows, ms }) => {
    const meter = new PaceMeter();
    expect(meter.pace).toBeUndefined();
    meter.note(0, 0);
    meter.note(rows, ms);
    expect(meter.pace).toBeUndefined();
  });
});

describe('estimateFromPace', () => {
  test('rows like those measured take what they took, give or take a fifth', () => {
    const time = estimateFromPace({ rowCount: 2000, queryCount: 2000, tokenCount: 40_000 }, pace);
    expect(time.lowMs).toBeCloseTo(20_000 / 1.2);
    expect(time.highMs).toBeCloseTo(20_000 * 1.2);
  });

  test('longer rows take up to as much more as they have more tokens', () => {
    const time = estimateFromPace({ rowCount: 1000, queryCount: 1000, tokenCount: 60_000 }, pace);
    expect(time.lowMs).toBeCloseTo(10_000 / 1.2);
    expect(time.highMs).toBeCloseTo(30_000 * 1.2);
  });

  test('without counted tokens it goes by rows', () => {
    const time = estimateFromPace(
      { rowCount: 1000, queryCount: 1, tokenCount: 9e9 },
      { ...pace, tokensPerRow: 0 },
    );
    expect(time.highMs).toBeCloseTo(12_000);
  });
});

test('guesses are ranges that grow with the rows', () => {
  const rows = { rowCount: 3000, queryCount: 3000, tokenCount: 60_000 };
  expect(guessBuiltInTime(rows)).toEqual({ lowMs: 1000, highMs: 12_000 });
  const { lowMs, highMs } = guessModelTime(rows);
  expect(highMs / lowMs).toBeCloseTo(12.5);
  expect(guessModelTime({ ...rows, queryCount: 6000 }).lowMs).toBeGreaterThan(1.9 * lowMs);
});
