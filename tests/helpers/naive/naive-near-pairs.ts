import type { UnitVectors } from '../../../src/core/normalise/unit-vectors.ts';
import { cosineDistance } from '../../../src/core/normalise/unit-vectors.ts';

/**
 * Finds near pairs by comparing every vector with every other one.
 *
 * @returns Per pair: distance, lower point, higher point, in this order of importance. O(vectors² · dimensions).
 */
export function findPairsNaively(vectors: UnitVectors, maxDistance: number): number[][] {
  const count = vectors.values.length / vectors.dimensions;
  const pairs: number[][] = [];
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      const distance = cosineDistance(vectors, first, second);
      if (distance <= maxDistance) pairs.push([distance, first, second]);
    }
  }
  return pairs.sort((left, right) => left[0] - right[0] || left[1] - right[1] || left[2] - right[2]);
}
