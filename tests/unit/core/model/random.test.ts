import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, hashInteger, shuffledIndices } from '../../../../src/core/model/index.ts';

function draw(seed: number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, random);
}

describe('createRandom', () => {
  test('the same seed gives the same numbers, another one others', () => {
    expect(draw(7, 50)).toEqual(draw(7, 50));
    expect(draw(7, 50)).not.toEqual(draw(8, 50));
  });

  test('the first numbers of seed 1 are those of every machine', () => {
    expect(draw(1, 3).map((value) => value.toFixed(9))).toEqual([
      '0.627073941',
      '0.002735721',
      '0.527447040',
    ]);
  });

  test('numbers lie in [0, 1), spread evenly over ten bins and over pairs', () => {
    const values = draw(3, 100_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const bins = new Uint32Array(10);
    const pairs = new Uint32Array(100);
    for (const [index, value] of values.entries()) {
      bins[Math.floor(value * 10)] += 1;
      if (index % 2 === 1) pairs[Math.floor(values[index - 1] * 10) * 10 + Math.floor(value * 10)] += 1;
    }
    // Chi-square with 9 and 99 degrees of freedom: 1 in 1,000 draws lies above.
    expect(chiSquare(bins)).toBeLessThan(27.9);
    expect(chiSquare(pairs)).toBeLessThan(148.2);
  });
});

describe('hashInteger', () => {
  test('distinct integers have distinct hashes under one seed, and other ones under another', () => {
    const hashes = Array.from({ length: 50_000 }, (_, value) => hashInteger(value, 5));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
    const same = hashes.filter((hash, value) => hash === hashInteger(value, 6)).length;
    expect(same).toBeLessThan(3);
  });
});

describe('shuffledIndices', () => {
  test('is a permutation', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer(), (count, seed) => {
        const shuffled = shuffledIndices(count, createRandom(seed));
        expect([...shuffled].sort((one, other) => one - other)).toEqual([...Array(count).keys()]);
      }),
    );
  });

  test('every index comes to every place equally often', () => {
    const size = 6;
    const random = createRandom(11);
    const counts = new Uint32Array(size * size);
    for (let round = 0; round < 12_000; round++) {
      shuffledIndices(size, random).forEach((index, place) => (counts[place * size + index] += 1));
    }
    // 25 degrees of freedom: 1 in 1,000 lies above.
    expect(chiSquare(counts)).toBeLessThan(52.6);
  });
});

function chiSquare(counts: Uint32Array): number {
  const expected = counts.reduce((total, count) => total + count, 0) / counts.length;
  return counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
}
