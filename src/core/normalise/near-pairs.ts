import { AppError } from '../model/errors.ts';
import { openJsScanner, type CandidateScanner, type RowRange } from './candidate-scanner.ts';
import { cosineDistance, type UnitVectors } from './unit-vectors.ts';

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

export interface PairLimits {
  /** Largest cosine distance of a near pair. */
  readonly maxDistance: number;
  /** Largest number of pairs to return. */
  readonly maxPairs: number;
}

/** Finds near pairs of unit vectors exactly, in JavaScript alone and on one core. */
export class PairSearch {
  readonly #vectors: UnitVectors;
  readonly #pointCount: number;

  constructor(vectors: UnitVectors) {
    this.#vectors = vectors;
    this.#pointCount = vectors.values.length / vectors.dimensions;
  }

  /**
   * Finds every pair at a cosine distance of `maxDistance` or less.
   *
   * @param maxPairs Largest number of pairs to return.
   * @throws AppError `invalid-input` when more pairs are that near.
   * O(vectors² · 32) on label vectors at a distance of 0.13; nearer is cheaper.
   */
  findPairs(maxDistance: number, maxPairs = defaultMaxPairs): NearPairs {
    const rows = { from: 0, to: this.#pointCount };
    const found = new PairCollector(this.#vectors, rows, { maxDistance, maxPairs });
    openJsScanner(this.#vectors, maxDistance).scan(rows, found.visit);
    return found.sorted();
  }

  /** The cosine distance of a point to its nearest neighbour; 2 for a point alone. O(vectors · dimensions). */
  nearestDistance(point: number): number {
    let nearest = 2;
    for (let other = 0; other < this.#pointCount; other++) {
      if (other !== point) nearest = Math.min(nearest, cosineDistance(this.#vectors, point, other));
    }
    return nearest;
  }
}

/**
 * Finds the near pairs of some rows with all higher rows.
 *
 * @param scanner Opened for a distance of at least `maxDistance`.
 * @throws AppError `invalid-input` when there are more than `maxPairs`.
 */
export async function findPairsOfRows(
  scanner: CandidateScanner,
  rows: RowRange,
  limits: PairLimits,
): Promise<NearPairs> {
  const found = new PairCollector(scanner.vectors, rows, limits);
  await scanner.scan(rows, found.visit);
  return found.sorted();
}

/**
 * Merges the pairs of separate rows into what one search over all rows finds.
 *
 * @throws AppError `invalid-input` when there are more than `maxPairs` together.
 * O(pairs · log parts).
 */
export function mergePairs(parts: readonly NearPairs[], pointCount: number, maxPairs: number): NearPairs {
  const total = parts.reduce((sum, part) => sum + part.first.length, 0);
  if (total > maxPairs) throw tooManyPairs(pointCount, maxPairs);
  let left = parts.length === 0 ? [emptyPairs(pointCount)] : [...parts];
  while (left.length > 1) {
    const merged: NearPairs[] = [];
    for (let part = 0; part < left.length; part += 2) {
      merged.push(part + 1 < left.length ? mergeTwo(left[part], left[part + 1]) : left[part]);
    }
    left = merged;
  }
  return left[0];
}

/** Keeps those candidates that are near by the exact distance of their vectors. */
class PairCollector {
  #first = new Uint32Array(1024);
  #second = new Uint32Array(1024);
  #distances = new Float64Array(1024);
  #count = 0;
  readonly #pointCount: number;

  constructor(
    private readonly vectors: UnitVectors,
    private readonly rows: RowRange,
    private readonly limits: PairLimits,
  ) {
    this.#pointCount = vectors.values.length / vectors.dimensions;
  }

  readonly visit = (first: Uint32Array, second: Uint32Array, count: number): void => {
    const { from, to } = this.rows;
    for (let pair = 0; pair < count; pair++) {
      const left = first[pair];
      const right = second[pair];
      if (left < from || left >= to || right <= left || right >= this.#pointCount) continue;
      const distance = cosineDistance(this.vectors, left, right);
      if (distance <= this.limits.maxDistance) this.#add(left, right, distance);
    }
  };

  sorted(): NearPairs {
    const count = this.#count;
    const first = this.#first;
    const second = this.#second;
    const distances = this.#distances;
    const order = Uint32Array.from({ length: count }, (_, pair) => pair).sort(
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

  #add(first: number, second: number, distance: number): void {
    if (this.#count === this.limits.maxPairs) throw tooManyPairs(this.#pointCount, this.limits.maxPairs);
    if (this.#count === this.#first.length) this.#grow();
    this.#first[this.#count] = first;
    this.#second[this.#count] = second;
    this.#distances[this.#count++] = distance;
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

function mergeTwo(left: NearPairs, right: NearPairs): NearPairs {
  const leftCount = left.first.length;
  const total = leftCount + right.first.length;
  const merged = {
    pointCount: left.pointCount,
    first: new Uint32Array(total),
    second: new Uint32Array(total),
    distances: new Float64Array(total),
  };
  let one = 0;
  let two = 0;
  for (let pair = 0; pair < total; pair++) {
    const takesLeft = two === right.first.length || (one < leftCount && comesFirst(left, one, right, two));
    const source = takesLeft ? left : right;
    const place = takesLeft ? one++ : two++;
    merged.first[pair] = source.first[place];
    merged.second[pair] = source.second[place];
    merged.distances[pair] = source.distances[place];
  }
  return merged;
}

function comesFirst(left: NearPairs, one: number, right: NearPairs, two: number): boolean {
  const difference =
    left.distances[one] - right.distances[two] ||
    left.first[one] - right.first[two] ||
    left.second[one] - right.second[two];
  return difference < 0;
}

function emptyPairs(pointCount: number): NearPairs {
  return {
    pointCount,
    first: new Uint32Array(0),
    second: new Uint32Array(0),
    distances: new Float64Array(0),
  };
}

function tooManyPairs(pointCount: number, maxPairs: number): AppError {
  const text =
    `More than ${maxPairs.toLocaleString('en-US')} pairs of the ${pointCount.toLocaleString('en-US')} tags are nearly ` +
    'the same to the embedding model, so similarity cannot tell them apart. Choose a smaller distance, another ' +
    'embedding model, or turn semantic aggregation off.';
  return new AppError('invalid-input', text, { pointCount, maxPairs });
}
