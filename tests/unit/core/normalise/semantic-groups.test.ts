import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src/core/model/random.ts';
import type { UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';
import { groupBySimilarity } from '../../../../src/core/normalise/semantic-groups.ts';

const searched = { eps: null, targetMergeRate: 0.08, minSimilarity: 0.6 };

describe('groupBySimilarity', () => {
  test('the distance found gives the merge rate asked for', () => {
    const random = createRandom(3);
    const vectors = onCircle(Array.from({ length: 500 }, () => random() * 360));
    for (const targetMergeRate of [0.04, 0.08, 0.2]) {
      const { map } = groupBySimilarity(vectors, { ...searched, targetMergeRate });
      expect(1 - map.newCount / 500).toBeCloseTo(targetMergeRate, 2);
    }
  });

  test('the distance found gives the same groups when it is set by hand', () => {
    const random = createRandom(4);
    const vectors = onCircle(Array.from({ length: 300 }, () => random() * 360));
    const found = groupBySimilarity(vectors, searched);
    expect(groupBySimilarity(vectors, { ...searched, eps: found.eps }).map).toEqual(found.map);
  });

  test('the search stops at the lowest similarity a group may have', () => {
    const { eps } = groupBySimilarity(onCircle([0, 90, 180, 270]), { ...searched, targetMergeRate: 0.9 });
    expect(eps).toBeCloseTo(0.4, 12);
  });

  test('a chain whose ends differ is cut into groups of similar points', () => {
    const degrees = [0, 10, 20, 30, 40, 50, 60];
    const { map, cutGroups } = groupBySimilarity(onCircle(degrees), {
      eps: 0.02,
      targetMergeRate: 0,
      minSimilarity: 0.9,
    });
    expect(cutGroups).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
    for (let left = 0; left < degrees.length; left++) {
      for (let right = 0; right < left; right++) {
        if (map.newIds[left] !== map.newIds[right]) continue;
        expect(Math.cos((degrees[left] - degrees[right]) / 57.29578)).toBeGreaterThanOrEqual(0.9);
      }
    }
    expect(map.newCount).toBeLessThan(degrees.length);
  });

  test('no group holds a pair below the floor, on 100 random cases', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const degrees = Array.from({ length: 40 }, () => random() * 360);
      const minSimilarity = 0.7 + 0.3 * random();
      const { map } = groupBySimilarity(onCircle(degrees), {
        eps: 0.05 * random(),
        targetMergeRate: 0,
        minSimilarity,
      });
      for (let left = 0; left < degrees.length; left++) {
        for (let right = 0; right < left; right++) {
          if (map.newIds[left] !== map.newIds[right]) continue;
          const cosine = Math.cos(((degrees[left] - degrees[right]) * Math.PI) / 180);
          expect(cosine, `seed ${seed}`).toBeGreaterThan(minSimilarity - 1e-6);
        }
      }
    }
  });

  test('two points with equal vectors are one group even at a merge rate of 0', () => {
    const { map } = groupBySimilarity(onCircle([0, 0, 90, 180, 270]), { ...searched, targetMergeRate: 0 });
    expect([...map.newIds]).toEqual([0, 0, 1, 2, 3]);
  });

  test('vectors that are nearly all the same are refused with a sentence', () => {
    expect(() => groupBySimilarity(onCircle([10, 10, 10, 10, 90]), searched)).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringMatching(/^3 of 5 labels have the same vector/) as string,
      }),
    );
  });

  test('no points and one point are their own groups', () => {
    expect(groupBySimilarity(onCircle([]), searched).map.newCount).toBe(0);
    expect(groupBySimilarity(onCircle([0]), searched).map.newCount).toBe(1);
  });

  test.each([
    [
      'not a number',
      Float32Array.of(1, 0, Number.NaN, 0),
      2,
      /vector of label 2 holds a value that is no number/,
    ],
    ['all zeros', Float32Array.of(0, 0), 2, /has length 0\.000; expected length 1/],
    ['half a row', Float32Array.of(1, 0, 1), 2, /no multiple of 2 dimensions/],
    ['no dimensions', Float32Array.of(1), 0, /no multiple of 0 dimensions/],
  ])('vectors that are %s are refused with a sentence', (_, values, dimensions, message) => {
    expect(() => groupBySimilarity({ values, dimensions }, searched)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) as string }),
    );
  });
});

function onCircle(degrees: readonly number[]): UnitVectors {
  const values = degrees.flatMap((turn) => [
    Math.cos((turn * Math.PI) / 180),
    Math.sin((turn * Math.PI) / 180),
  ]);
  return { values: Float32Array.from(values), dimensions: 2 };
}
