import type { Random } from '../../src/core/model/random.ts';
import type { NearPairs } from '../../src/core/normalise/near-pairs.ts';
import type { UnitVectors } from '../../src/core/normalise/unit-vectors.ts';

/**
 * Makes unit vectors as labels have them: a part that all share, a few hundred centres, spellings close to one
 * another; some are the same, and some lie within a few axes.
 */
export function makeClusteredVectors(
  random: Random,
  { count, dimensions }: { count: number; dimensions: number },
): UnitVectors {
  const shared = makeDirection(random, dimensions);
  const centres = Array.from({ length: 1 + Math.floor(count / 4) }, () => makeDirection(random, dimensions));
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    if (row > 0 && random() < 0.1) {
      values.copyWithin(row * dimensions, (row - 1) * dimensions, row * dimensions);
      continue;
    }
    const centre = centres[Math.floor(random() * centres.length)];
    const noise = makeDirection(random, dimensions);
    const spread = random() < 0.3 ? 0.01 : 0.6 * random();
    const mixed = centre.map((value, axis) => value + 0.4 * shared[axis] + spread * noise[axis]);
    const length = Math.hypot(...mixed) || 1;
    values.set(
      mixed.map((value) => value / length),
      row * dimensions,
    );
  }
  return { values, dimensions };
}

/** Pairs as rows of distance, lower point, higher point. */
export function listPairs({ first, second, distances }: NearPairs): number[][] {
  return Array.from(first, (point, pair) => [distances[pair], point, second[pair]]);
}

function makeDirection(random: Random, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}
