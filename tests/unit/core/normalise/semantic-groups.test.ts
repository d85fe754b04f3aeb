import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src/core/model/random.ts';
import type { PointPair } from '../../../../src/core/normalise/chain-cut.ts';
import { dbscan } from '../../../../src/core/normalise/dbscan.ts';
import { PairSearch } from '../../../../src/core/normalise/near-pairs.ts';
import { findEps, findMergeDistances } from '../../../../src/core/normalise/neighbour-graph.ts';
import {
  checkVectors,
  groupBySimilarity,
  type SemanticGroups,
} from '../../../../src/core/normalise/semantic-groups.ts';
import { cosineDistance, type UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';

describe('groupBySimilarity', () => {
  test('a chain whose ends differ is cut into groups of similar points', () => {
    const degrees = [0, 10, 20, 30, 40, 50, 60];
    const { groups, cutGroups } = group(degrees, { eps: 0.02, minSimilarity: 0.9 });
    expect(cutGroups).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
    expectNoneBelow(degrees, groups, 0.9);
    expect(new Set(groups).size).toBeLessThan(degrees.length);
  });

  test('without a floor a chain is one group', () => {
    const { groups, cutGroups } = group([0, 10, 20, 30, 40, 50, 60], { eps: 0.02, minSimilarity: -1 });
    expect(cutGroups).toEqual([]);
    expect(new Set(groups).size).toBe(1);
  });

  test('no group holds a pair below the floor, on 100 random cases', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const degrees = Array.from({ length: 40 }, () => random() * 360);
      const minSimilarity = 0.7 + 0.3 * random();
      const { groups } = group(degrees, { eps: 0.05 * random(), minSimilarity });
      expectNoneBelow(degrees, groups, minSimilarity, `seed ${seed}`);
    }
  });

  test('what a decision links is one group, however far apart, and draws nothing else in', () => {
    const { groups } = group([0, 5, 90, 180, 185], { eps: 0.02, links: [[0, 3]] });
    expect(groups[0]).toBe(groups[1]);
    expect(groups[0]).toBe(groups[3]);
    expect(groups[3]).toBe(groups[4]);
    expect(groups[2]).not.toBe(groups[0]);
  });

  test('a link does not bring together what another decision keeps apart', () => {
    const { groups } = group([0, 5, 90, 95], { eps: 0.02, links: [[0, 2]], forbidden: [[1, 2]] });
    expect(groups[0]).toBe(groups[2]);
    expect(groups[2]).toBe(groups[3]);
    expect(groups[1]).not.toBe(groups[0]);
  });

  test('linked ends do not let a chain through the floor', () => {
    const degrees = [0, 90, 10, 20, 30];
    const { groups } = group(degrees, { eps: 0.02, minSimilarity: 0.97, links: [[0, 1]] });
    expect(groups[0]).toBe(groups[1]);
    expect(groups[0]).toBe(groups[2]);
    expect(groups[4]).not.toBe(groups[0]);
  });

  test('contrasted points are in one group only where a decision links them', () => {
    const isOdd = (one: number, other: number): boolean => (one + other) % 2 === 1;
    const { groups, contrasts } = group([0, 1, 2.5, 90], { eps: 0.01, areContrasted: isOdd });
    expect(contrasts).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(groups[0]).toBe(groups[2]);
    expect(groups[1]).not.toBe(groups[0]);
    const linked = group([0, 1, 2.5, 90], { eps: 0.01, areContrasted: isOdd, links: [[0, 1]] });
    expect(linked.groups[1]).toBe(linked.groups[0]);
  });

  test('what a decision keeps apart is never one group, on 100 random cases', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const degrees = Array.from({ length: 30 }, () => random() * 90);
      const draw = (): number => Math.floor(random() * 30);
      const forbidden: PointPair[] = Array.from({ length: 8 }, () => [draw(), draw()] as const).filter(
        ([one, other]) => one !== other,
      );
      const { groups } = group(degrees, { eps: 0.01, minSimilarity: 0.5, forbidden });
      for (const [one, other] of forbidden)
        expect(groups[one], `seed ${seed}: ${one}, ${other}`).not.toBe(groups[other]);
    }
  });

  test('a forbidden pair changes only the cluster it lies in', () => {
    const degrees = [0, 1, 2, 3, 100, 101, 102];
    const free = group(degrees, { eps: 0.001 }).groups;
    const { groups, cutGroups } = group(degrees, { eps: 0.001, forbidden: [[0, 3]] });
    expect(cutGroups).toEqual([]);
    expect(groups[4]).toBe(groups[6]);
    expect(free[0]).toBe(free[3]);
    expect(groups[0]).not.toBe(groups[3]);
    // Each of the two in the middle goes with the end it is nearer to.
    expect([groups[1] === groups[0], groups[2] === groups[3]]).toContain(true);
  });

  test('vectors that are nearly all the same are refused with a sentence', () => {
    expect(() => group([10, 10, 10, 10, 90], { eps: 0.1 })).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringMatching(/^3 of 5 labels have the same vector/) as string,
      }),
    );
  });
});

describe('findEps', () => {
  test('the distance found gives the merge rate asked for, and counts as DBSCAN does', () => {
    const random = createRandom(3);
    const degrees = Array.from({ length: 500 }, () => random() * 360);
    for (const targetMergeRate of [0.04, 0.08, 0.2]) {
      const eps = findFor(degrees, targetMergeRate);
      const { groups } = group(degrees, { eps, minSimilarity: -1 });
      expect(1 - new Set(groups).size / 500).toBeCloseTo(targetMergeRate, 2);
    }
  });

  test('of the rates that can be had it takes the nearest, on 200 random cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      // Whole degrees, so that many distances are equal.
      const degrees = Array.from({ length: 20 }, () => Math.floor(random() * 360));
      const target = random() * 0.3;
      const pairs = new PairSearch(onCircle(degrees)).findPairs(0.5);
      const merged = (eps: number): number => {
        const clusters = dbscan(pairs, { eps, minSamples: 2 });
        return clusters.filter((cluster) => cluster >= 0).length - (Math.max(-1, ...clusters) + 1);
      };
      const found = merged(findFor(degrees, target));
      const possible = Array.from({ length: 400 }, (_, step) => merged((0.5 * step) / 399));
      const best = Math.min(...possible.map((count) => Math.abs(count - target * 20)));
      expect(Math.abs(found - target * 20), `seed ${seed}`).toBeLessThanOrEqual(best + 1e-9);
    }
  });

  test('where too few pairs are near, everything within the radius merges', () => {
    expect(findFor([0, 90, 180, 270], 0.9)).toBe(0.5);
  });

  test('no points and one point have a distance too', () => {
    expect(findEps(new Float64Array(0), { pointCount: 0, targetMergeRate: 0.08, radius: 0.3 })).toBe(0.3);
    expect(findEps(new Float64Array(0), { pointCount: 1, targetMergeRate: 0.08, radius: 0.3 })).toBe(0.3);
  });
});

describe('checkVectors', () => {
  test.each([
    [
      'a value that is no number',
      { values: Float32Array.of(1, 0, Number.NaN, 0), dimensions: 2 },
      /label 2 holds/,
    ],
    ['another length', { values: Float32Array.of(1, 0, 0.5, 0), dimensions: 2 }, /label 2 has length 0\.500/],
    [
      'half a row',
      { values: Float32Array.of(1, 0, 1), dimensions: 2 },
      /3 numbers, which is no multiple of 2/,
    ],
  ])('%s is refused with a sentence', (_, vectors: UnitVectors, message) => {
    expect(() => checkVectors(vectors)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) as string }),
    );
  });
});

interface GroupOptions {
  readonly eps: number;
  readonly minSimilarity?: number;
  readonly links?: readonly PointPair[];
  readonly forbidden?: readonly PointPair[];
  readonly areContrasted?: (one: number, other: number) => boolean;
}

function group(
  degrees: readonly number[],
  { eps, minSimilarity = 0.5, areContrasted, links = [], forbidden = [] }: GroupOptions,
): SemanticGroups {
  const vectors = onCircle(degrees);
  const pairs = new PairSearch(vectors).findPairs(0.5);
  return groupBySimilarity(pairs, {
    eps,
    maxDistance: 1 - minSimilarity,
    distanceOf: (one, other) => cosineDistance(vectors, one, other),
    links,
    forbidden,
    areContrasted: areContrasted ?? null,
  });
}

function findFor(degrees: readonly number[], targetMergeRate: number): number {
  const pairs = new PairSearch(onCircle(degrees)).findPairs(0.5);
  return findEps(findMergeDistances(pairs), { pointCount: degrees.length, targetMergeRate, radius: 0.5 });
}

function expectNoneBelow(
  degrees: readonly number[],
  groups: Int32Array,
  minSimilarity: number,
  message = '',
): void {
  for (let left = 0; left < degrees.length; left++) {
    for (let right = 0; right < left; right++) {
      if (groups[left] !== groups[right]) continue;
      const cosine = Math.cos(((degrees[left] - degrees[right]) * Math.PI) / 180);
      expect(cosine, message).toBeGreaterThan(minSimilarity - 1e-6);
    }
  }
}

function onCircle(degrees: readonly number[]): UnitVectors {
  const values = Float32Array.from(
    degrees.flatMap((turn) => [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]),
  );
  return { values, dimensions: 2 };
}
