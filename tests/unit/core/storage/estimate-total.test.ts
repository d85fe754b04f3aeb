import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src/core/model/index.ts';
import {
  addWeights,
  estimateTotal,
  spreadPlaces,
  type WeighedEntry,
} from '../../../../src/core/storage/estimate-total.ts';

/** Entries of 1 or 200 rows whose rows differ, as those of a run that pauses in the middle. */
function drawEntries(count: number, seed: number): WeighedEntry[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const rowCount = random() < 0.5 ? 1 : 200;
    return { rowCount, sizeBytes: Math.round(rowCount * (60 + 80 * random())) };
  });
}

describe('an estimated total', () => {
  test('of entries that were all weighed is their sum, without an error', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), (count) => {
        const entries = drawEntries(count, count);
        const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
        const rowCount = entries.reduce((sum, entry) => sum + entry.rowCount, 0);
        expect(estimateTotal(entries, { count, rowCount })).toEqual({ sizeBytes, errorBytes: 0 });
      }),
    );
  });

  test('of a sample is within its error in at least nine of ten draws', () => {
    const draws = 200;
    let hits = 0;
    for (let seed = 1; seed <= draws; seed++) {
      const all = drawEntries(2000, seed);
      const sizeBytes = all.reduce((sum, entry) => sum + entry.sizeBytes, 0);
      const rowCount = all.reduce((sum, entry) => sum + entry.rowCount, 0);
      const sample = spreadPlaces(all.length, 64).map((place) => all[place]);
      const estimate = estimateTotal(sample, { count: all.length, rowCount });
      expect(estimate.errorBytes).toBeLessThan(0.2 * sizeBytes);
      if (Math.abs(estimate.sizeBytes - sizeBytes) <= estimate.errorBytes) hits += 1;
    }
    expect(hits).toBeGreaterThanOrEqual(0.9 * draws);
  });

  test('adds sizes, and errors as independent ones', () => {
    const weights = [
      { sizeBytes: 10, errorBytes: 3 },
      { sizeBytes: 20, errorBytes: 4 },
    ];
    expect(addWeights(weights)).toEqual({ sizeBytes: 30, errorBytes: 5 });
  });
});

test('spread places are different ones in order, from one end to the other', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 64 }), (count, limit) => {
      const places = spreadPlaces(count, limit);
      expect(places).toHaveLength(Math.min(count, limit));
      expect(new Set(places).size).toBe(places.length);
      expect(places.every((place) => place >= 0 && place < count)).toBe(true);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }),
  );
});
