import { AppError } from '../model/errors.ts';
import { cosineDistance, type UnitVectors } from './unit-vectors.ts';
import { findHeads, type HeadLevel } from './vector-heads.ts';

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
 * Finds near pairs of unit vectors, exactly and without looking at most pairs in full.
 *
 * Each vector is split into its coordinates along a few axes that hold most of the variance (the head) and the length
 * of the rest (the tail). By Cauchy and Schwarz head·head + tail·tail is never below the cosine, so a pair under the
 * bound is passed over; three levels of 16, 32 and 64 axes do so, and the full product decides about what is left.
 */
export class PairSearch {
  readonly #vectors: UnitVectors;
  readonly #pointCount: number;
  readonly #levels: readonly HeadLevel[];

  /** O(vectors · dimensions · 64). */
  constructor(vectors: UnitVectors) {
    this.#vectors = vectors;
    this.#pointCount = vectors.values.length / vectors.dimensions;
    this.#levels = findHeads(vectors);
  }

  /**
   * Finds every pair at a cosine distance of `maxDistance` or less.
   *
   * @param maxPairs Largest number of pairs to return.
   * @throws AppError `invalid-input` when more pairs are that near.
   * O(vectors² · 19) on label vectors at a distance of 0.13; nearer is cheaper.
   */
  findPairs(maxDistance: number, maxPairs = defaultMaxPairs): NearPairs {
    const found = new PairList(this.#pointCount, maxPairs);
    const bound = boundOf(maxDistance);
    const tile: TileSink = {
      first: new Uint32Array(tileLimit),
      second: new Uint32Array(tileLimit),
      count: 0,
    };
    const flush = (): void => {
      for (let pair = 0; pair < tile.count; pair++) {
        this.#addIfNear(tile.first[pair], tile.second[pair], { maxDistance, bound, found });
      }
      tile.count = 0;
    };
    for (let start = 0; start < this.#pointCount; start += blockRows) {
      const end = Math.min(start + blockRows, this.#pointCount);
      for (let point = 0; point < end; point += 2) {
        // An even start keeps the tiles aligned; pairs seen twice are dropped when they are added.
        scanTiles(this.#levels[0], { point, start: Math.max(start, point), end }, bound, tile);
        if (tile.count > tileLimit - 2 * blockRows - 1) flush();
      }
      flush();
    }
    return found.sorted();
  }

  /** The cosine distance of a point to its nearest neighbour; 2 for a point alone. O(vectors · 20). */
  nearestDistance(point: number): number {
    let nearest = 2;
    for (let other = 0; other < this.#pointCount; other++) {
      if (other === point || this.#isSurelyFar(point, other, boundOf(nearest))) continue;
      nearest = Math.min(nearest, cosineDistance(this.#vectors, point, other));
    }
    return nearest;
  }

  #addIfNear(first: number, second: number, { maxDistance, bound, found }: Acceptance): void {
    // The tiles hold a row of padding at the end and both halves of the diagonal.
    if (first >= second || second >= this.#pointCount) return;
    if (this.#isSurelyFar(first, second, bound)) return;
    const distance = cosineDistance(this.#vectors, first, second);
    if (distance <= maxDistance) found.add(first, second, distance);
  }

  #isSurelyFar(first: number, second: number, bound: number): boolean {
    let dot = 0;
    for (const { size, coordinates, tails } of this.#levels) {
      const left = first * size;
      const right = second * size;
      for (let axis = 0; axis < size; axis++) dot += coordinates[left + axis] * coordinates[right + axis];
      if (dot + tails[first] * tails[second] < bound) return true;
    }
    return false;
  }
}

interface Acceptance {
  readonly maxDistance: number;
  readonly bound: number;
  readonly found: PairList;
}

// Slack for rounding in the products; the full product decides.
function boundOf(maxDistance: number): number {
  return 1 - maxDistance - 1e-5;
}

// 256 rows of 16 numbers are 32 kB, the first-level cache of most machines.
const blockRows = 256;
const tileLimit = 16 * blockRows;

/** Pairs that passed the first level. */
interface TileSink {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  count: number;
}

/**
 * Scans two points against the rows from `start` (even) to `end`, two at a time: four products share eight loads.
 * A row past the last point is padding, which the caller drops.
 */
function scanTiles(
  { size, coordinates, tails }: HeadLevel,
  { point, start, end }: { point: number; start: number; end: number },
  bound: number,
  sink: TileSink,
): void {
  const { first, second } = sink;
  const upper = point * size;
  const lower = upper + size;
  const upperTail = tails[point];
  const lowerTail = tails[point + 1];
  let count = sink.count;
  for (let other = start; other < end; other += 2) {
    const left = other * size;
    const right = left + size;
    let upperLeft = upperTail * tails[other];
    let upperRight = upperTail * tails[other + 1];
    let lowerLeft = lowerTail * tails[other];
    let lowerRight = lowerTail * tails[other + 1];
    for (let axis = 0; axis < size; axis++) {
      const above = coordinates[upper + axis];
      const below = coordinates[lower + axis];
      const one = coordinates[left + axis];
      const two = coordinates[right + axis];
      upperLeft += above * one;
      upperRight += above * two;
      lowerLeft += below * one;
      lowerRight += below * two;
    }
    // Written before the test: a store that is overwritten next costs less than a branch around it.
    first[count] = point;
    second[count] = other;
    if (upperLeft >= bound) count++;
    first[count] = point;
    second[count] = other + 1;
    if (upperRight >= bound) count++;
    first[count] = point + 1;
    second[count] = other;
    if (lowerLeft >= bound) count++;
    first[count] = point + 1;
    second[count] = other + 1;
    if (lowerRight >= bound) count++;
  }
  sink.count = count;
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
