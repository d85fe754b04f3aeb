import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../src/core/model/random.ts';
import { PairSearch } from '../../../../src/core/normalise/near-pairs.ts';
import { cosineDistance, type UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';

describe('PairSearch', () => {
  test('finds exactly the pairs that comparing all finds, on 200 random small cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const vectors = clusteredVectors(random, {
        count: 2 + Math.floor(random() * 90),
        dimensions: 1 + Math.floor(random() * 100),
      });
      const maxDistance = random() * 0.6;
      const pairs = new PairSearch(vectors).findPairs(maxDistance);
      const found = Array.from(pairs.first, (first, pair) => `${first}-${pairs.second[pair]}`).sort();
      expect(found, `seed ${seed}`).toEqual(allPairs(vectors, maxDistance).sort());
      expect([...pairs.distances], `seed ${seed}`).toEqual([...pairs.distances].sort((a, b) => a - b));
    }
  });

  test('finds exactly the pairs that comparing all finds, over several blocks', () => {
    const vectors = clusteredVectors(createRandom(5), { count: 700, dimensions: 96 });
    const pairs = new PairSearch(vectors).findPairs(0.2);
    expect(pairs.first.length).toBe(allPairs(vectors, 0.2).length);
    expect(pairs.first.length).toBeGreaterThan(100);
  });

  test('the nearest distance is the smallest of all', () => {
    const vectors = clusteredVectors(createRandom(8), { count: 60, dimensions: 40 });
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
    expect(() => search.findPairs(0.1, 100)).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringContaining('turn semantic aggregation off') as string,
      }),
    );
  });
});

function clusteredVectors(
  random: Random,
  { count, dimensions }: { count: number; dimensions: number },
): UnitVectors {
  const centres = Array.from({ length: 1 + Math.floor(count / 4) }, () => direction(random, dimensions));
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const centre = centres[Math.floor(random() * centres.length)];
    const noise = direction(random, dimensions);
    const mixed = centre.map((value, axis) => value + 0.5 * random() * noise[axis]);
    const length = Math.hypot(...mixed);
    values.set(
      mixed.map((value) => value / length),
      row * dimensions,
    );
  }
  return { values, dimensions };
}

function direction(random: Random, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

function allPairs(vectors: UnitVectors, maxDistance: number): string[] {
  const count = vectors.values.length / vectors.dimensions;
  const pairs: string[] = [];
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      if (cosineDistance(vectors, first, second) <= maxDistance) pairs.push(`${first}-${second}`);
    }
  }
  return pairs;
}
