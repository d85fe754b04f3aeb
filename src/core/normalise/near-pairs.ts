import { AppError } from '../model/errors.ts';
import { findHeads, type Heads } from './vector-heads.ts';

/** Unit vectors, one after another. */
export interface UnitVectors {
  /** count * dimensions numbers; each row of length 1. */
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** Pairs of points, nearest first; ties by first, then second. */
export interface NearPairs {
  readonly pointCount: number;
  /** The lower of the two points. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Cosine distance, from 0 to 2. */
  readonly distances: Float64Array;
}

/** The number of pairs above which a search stops: 80 MB, and no vocabulary of distinct tags comes near it. */
export const defaultMaxPairs = 4_000_000;

/**
 * Finds every pair of vectors at a cosine distance of `maxDistance` or less, exactly.
 *
 * Each vector is split into its part in a space of few dimensions that holds most of the variance (the head) and the
 * length of the rest (the tail). By Cauchy and Schwarz head·head + tail·tail is never below the cosine, so a pair
 * under the bound is passed over; for the others the full product decides.
 *
 * @param maxPairs Largest number of pairs to return.
 * @throws AppError `invalid-input` when more pairs are that near.
 * O(n² · 16) for n vectors, plus the full product for the pairs that pass.
 */
export function findNearPairs(
  vectors: UnitVectors,
  maxDistance: number,
  maxPairs = defaultMaxPairs,
): NearPairs {
  const pointCount = vectors.values.length / vectors.dimensions;
  const found = new PairList(pointCount, maxPairs);
  const heads = findHeads(vectors);
  // Slack for rounding in the products; the full product decides.
  const bound = 1 - maxDistance - 1e-5;
  const candidates = new Uint32Array(blockRows);
  for (let start = 0; start < pointCount; start += blockRows) {
    const end = Math.min(start + blockRows, pointCount);
    for (let point = 0; point < end; point++) {
      const count = collectCandidates(heads, point, Math.max(start, point + 1), end, bound, candidates);
      for (let index = 0; index < count; index++) {
        const distance = cosineDistance(vectors, point, candidates[index]);
        if (distance <= maxDistance) found.add(point, candidates[index], distance);
      }
    }
  }
  return found.sorted();
}

/** The cosine distance of two of the vectors: 0 for the same direction, never negative. O(dimensions). */
export function cosineDistance({ values, dimensions }: UnitVectors, first: number, second: number): number {
  let left = first * dimensions;
  let right = second * dimensions;
  const end = left + dimensions;
  const unrolledEnd = left + (dimensions & ~3);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (; left < unrolledEnd; left += 4, right += 4) {
    sum0 += values[left] * values[right];
    sum1 += values[left + 1] * values[right + 1];
    sum2 += values[left + 2] * values[right + 2];
    sum3 += values[left + 3] * values[right + 3];
  }
  for (; left < end; left++, right++) sum0 += values[left] * values[right];
  return Math.max(0, 1 - (sum0 + sum1 + sum2 + sum3));
}

// 256 rows of 16 numbers are 32 kB, the first-level cache of most machines.
const blockRows = 256;

function collectCandidates(
  heads: Heads,
  point: number,
  start: number,
  end: number,
  bound: number,
  candidates: Uint32Array,
): number {
  const { coarse, coarseTails, fine, fineTails, coarseSize, fineSize } = heads;
  const offset = point * coarseSize;
  const tail = coarseTails[point];
  const fineOffset = point * fineSize;
  let count = 0;
  for (let other = start; other < end; other++) {
    const otherOffset = other * coarseSize;
    let even = tail * coarseTails[other];
    let odd = 0;
    for (let axis = 0; axis < coarseSize; axis += 4) {
      even += coarse[offset + axis] * coarse[otherOffset + axis];
      odd += coarse[offset + axis + 1] * coarse[otherOffset + axis + 1];
      even += coarse[offset + axis + 2] * coarse[otherOffset + axis + 2];
      odd += coarse[offset + axis + 3] * coarse[otherOffset + axis + 3];
    }
    if (even + odd < bound) continue;
    let dot = fineTails[point] * fineTails[other];
    const otherFine = other * fineSize;
    for (let axis = 0; axis < fineSize; axis++) dot += fine[fineOffset + axis] * fine[otherFine + axis];
    if (dot >= bound) candidates[count++] = other;
  }
  return count;
}

/** Pairs in growing columns. */
class PairList {
  #first = new Uint32Array(4096);
  #second = new Uint32Array(4096);
  #distances = new Float64Array(4096);
  #count = 0;
  readonly #pointCount: number;
  readonly #maxPairs: number;

  constructor(pointCount: number, maxPairs: number) {
    this.#pointCount = pointCount;
    this.#maxPairs = maxPairs;
  }

  add(first: number, second: number, distance: number): void {
    if (this.#count === this.#maxPairs) throw tooManyPairs(this.#pointCount, this.#maxPairs);
    if (this.#count === this.#first.length) this.#grow();
    this.#first[this.#count] = first;
    this.#second[this.#count] = second;
    this.#distances[this.#count++] = distance;
  }

  sorted(): NearPairs {
    const { first, second, distances } = {
      first: this.#first,
      second: this.#second,
      distances: this.#distances,
    };
    const order = Uint32Array.from({ length: this.#count }, (_, pair) => pair).sort(
      (left, right) =>
        distances[left] - distances[right] || first[left] - first[right] || second[left] - second[right],
    );
    return {
      pointCount: this.#pointCount,
      first: order.map((pair) => first[pair]),
      second: order.map((pair) => second[pair]),
      distances: Float64Array.from(order, (pair) => distances[pair]),
    };
  }

  #grow(): void {
    const size = this.#first.length * 2;
    const first = new Uint32Array(size);
    const second = new Uint32Array(size);
    const distances = new Float64Array(size);
    first.set(this.#first);
    second.set(this.#second);
    distances.set(this.#distances);
    this.#first = first;
    this.#second = second;
    this.#distances = distances;
  }
}

function tooManyPairs(pointCount: number, maxPairs: number): AppError {
  const text =
    `More than ${maxPairs.toLocaleString('en-US')} pairs of the ${pointCount.toLocaleString('en-US')} tags are nearly ` +
    'the same to the embedding model, so similarity cannot tell them apart. Choose a smaller distance, another ' +
    'embedding model, or turn semantic aggregation off.';
  return new AppError('invalid-input', text, { pointCount, maxPairs });
}
