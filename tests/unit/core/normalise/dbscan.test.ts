import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src/core/model/random.ts';
import { dbscan } from '../../../../src/core/normalise/dbscan.ts';
import { PairSearch } from '../../../../src/core/normalise/near-pairs.ts';
import { naiveDbscan } from '../../../helpers/naive/naive-dbscan.ts';
import golden from '../../../golden/normalise/dbscan.json' with { type: 'json' };

test('clusters are those of the textbook algorithm on 200 random small cases', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = createRandom(seed);
    const points = Array.from({ length: 1 + Math.floor(random() * 60) }, () => {
      const angle = random() * 2 * Math.PI;
      return [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle))];
    });
    const options = { eps: random() * 0.02, minSamples: 1 + Math.floor(random() * 5) };
    const search = new PairSearch({ values: Float32Array.from(points.flat()), dimensions: 2 });
    expect([...dbscan(search.findPairs(0.05), options)], `seed ${seed}`).toEqual(
      naiveDbscan(points, options),
    );
  }
});

test('with two samples a chain of near points is one cluster', () => {
  const degrees = [0, 10, 20, 30, 90];
  const values = Float32Array.from(degrees.flatMap((turn) => [Math.cos(turn / 57.3), Math.sin(turn / 57.3)]));
  const pairs = new PairSearch({ values, dimensions: 2 }).findPairs(0.1);
  expect([...dbscan(pairs, { eps: 0.02, minSamples: 2 })]).toEqual([0, 0, 0, 0, -1]);
  expect([...dbscan(pairs, { eps: 0.001, minSamples: 2 })]).toEqual([-1, -1, -1, -1, -1]);
});

test('a border point between two clusters goes to the first', () => {
  const degrees = [0, 1, 2, 6, 10, 11, 12];
  const values = Float32Array.from(degrees.flatMap((turn) => [Math.cos(turn / 57.3), Math.sin(turn / 57.3)]));
  const eps = 1 - Math.cos(4.5 / 57.3);
  const pairs = new PairSearch({ values, dimensions: 2 }).findPairs(eps);
  expect([...dbscan(pairs, { eps, minSamples: 4 })]).toEqual([0, 0, 0, 0, 1, 1, 1]);
});

describe.each(golden.runs)(
  'golden points at eps $eps with $minSamples samples',
  ({ eps, minSamples, labels }) => {
    test(`get the labels of ${golden.oracle}`, () => {
      const values = Float32Array.from(golden.points.flatMap(toUnitLength));
      const pairs = new PairSearch({ values, dimensions: golden.points[0].length }).findPairs(eps);
      expect([...dbscan(pairs, { eps, minSamples })]).toEqual(labels);
    });
  },
);

function toUnitLength(point: readonly number[]): number[] {
  const length = Math.hypot(...point);
  return point.map((value) => value / length);
}
