import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src/core/model/random.ts';
import { mergePairs, PairSearch } from '../../../../src/core/normalise/near-pairs.ts';
import { cosineDistance } from '../../../../src/core/normalise/unit-vectors.ts';
import { findPairsNaively } from '../../../helpers/naive/naive-near-pairs.ts';
import { listPairs, makeClusteredVectors } from '../../../helpers/near-pair-cases.ts';

const tooMany = {
  code: 'invalid-input',
  message: expect.stringContaining('turn semantic aggregation off') as string,
};

describe('PairSearch', () => {
  test('finds exactly the pairs that comparing all finds, over several blocks', () => {
    const vectors = makeClusteredVectors(createRandom(5), { count: 700, dimensions: 96 });
    const found = listPairs(new PairSearch(vectors).findPairs(0.2));
    expect(found).toEqual(findPairsNaively(vectors, 0.2));
    expect(found.length).toBeGreaterThan(100);
  });

  test('the nearest distance is the smallest of all', () => {
    const vectors = makeClusteredVectors(createRandom(8), { count: 60, dimensions: 40 });
    const search = new PairSearch(vectors);
    for (let point = 0; point < 60; point++) {
      const distances = Array.from({ length: 60 }, (_, other) =>
        other === point ? 2 : cosineDistance(vectors, point, other),
      );
      expect(search.nearestDistance(point)).toBe(Math.min(...distances));
    }
  });

  test('a single vector has no pairs and no neighbour', () => {
    const search = new PairSearch({ values: Float32Array.of(1, 0), dimensions: 2 });
    expect(search.findPairs(1).first.length).toBe(0);
    expect(search.nearestDistance(0)).toBe(2);
  });

  test('more pairs than allowed are an error that says what to do', () => {
    const search = new PairSearch({ values: new Float32Array(20).fill(1), dimensions: 1 });
    expect(() => search.findPairs(0.1, 100)).toThrow(expect.objectContaining(tooMany));
    expect(search.findPairs(0.1, 190).first).toHaveLength(190);
  });
});

describe('mergePairs', () => {
  test('no parts have no pairs', () => {
    expect(listPairs(mergePairs([], 7, 10))).toEqual([]);
  });

  test('more pairs than allowed together are an error', () => {
    const pairs = new PairSearch({ values: new Float32Array(4).fill(1), dimensions: 1 }).findPairs(0.1);
    expect(() => mergePairs([pairs, pairs], 4, 11)).toThrow(expect.objectContaining(tooMany));
    expect(mergePairs([pairs, pairs], 4, 12).first).toHaveLength(12);
  });
});
