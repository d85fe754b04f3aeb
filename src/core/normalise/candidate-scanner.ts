import type { UnitVectors } from './unit-vectors.ts';
import { chooseBasis, projectRows, type Heads } from './vector-heads.ts';

/** Some rows: `from` up to, but not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Takes the first `count` pairs; the arrays are used again once it returns. */
export type VisitCandidates = (first: Uint32Array, second: Uint32Array, count: number) => void;

/**
 * Passes over pairs that are surely further apart than a distance. What it hands out is looked at exactly by the
 * receiver, so that all scanners lead to the same pairs to the last digit.
 */
export interface CandidateScanner {
  readonly kind: 'javascript' | 'wasm' | 'webgpu';
  /** The vectors as the scanner holds them, to look at candidates with. */
  readonly vectors: UnitVectors;
  /**
   * Visits every near pair of a row of the range and a higher row, once, among pairs that are none: further ones, and
   * pairs of rows outside the range or beyond the last.
   */
  scan(rows: RowRange, visit: VisitCandidates): void | Promise<void>;
  /** Frees what it holds outside this program's memory; it cannot be used any more. */
  close(): void;
}

/** A scanner that works while its caller waits. */
export interface SyncScanner extends CandidateScanner {
  scan(rows: RowRange, visit: VisitCandidates): void;
}

// In nanoseconds, measured on the 12,000 most frequent InsTagger labels (512 dimensions, Node 20).
const costs = { axis: 0.7, candidate: 700 };

// Far above the rounding of products in double precision.
const slack = 1e-5;

// 256 rows of 32 numbers are 64 kB, which second-level caches hold.
const blockRows = 256;
const tileLimit = 16 * blockRows;

/**
 * Opens the scanner that needs nothing but JavaScript.
 *
 * Each vector is split into its coordinates along the axes that hold most of the variance (the head) and the length of
 * the rest (the tail). By Cauchy and Schwarz head·head + tail·tail is never below the cosine, so a pair under the
 * bound is passed over.
 *
 * O(vectors · dimensions · axes) at once; a scan takes O(rows · vectors · axes).
 */
export function openJsScanner(vectors: UnitVectors, maxDistance: number): SyncScanner {
  const heads = projectRows(vectors, chooseBasis(vectors, maxDistance, costs));
  const count = vectors.values.length / vectors.dimensions;
  const tile: Tile = { first: new Uint32Array(tileLimit), second: new Uint32Array(tileLimit), count: 0 };
  return {
    kind: 'javascript',
    vectors,
    scan({ from, to }, visit) {
      const flush = (): void => {
        visit(tile.first, tile.second, tile.count);
        tile.count = 0;
      };
      // An even start keeps the tiles aligned.
      const top = from & ~1;
      for (let start = top; start < count; start += blockRows) {
        const end = Math.min(start + blockRows, count);
        for (let point = top; point < Math.min(to, end); point += 2) {
          scanTiles(heads, { point, start: Math.max(start, point), end }, 1 - maxDistance - slack, tile);
          if (tile.count > tileLimit - 2 * blockRows - 1) flush();
        }
        flush();
      }
    },
    close: () => undefined,
  };
}

/** Pairs that passed the bound. */
interface Tile {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  count: number;
}

/** Scans two points against the rows from `start` (even) to `end`, two at a time: four products share eight loads. */
function scanTiles(
  { size, coordinates, tails }: Heads,
  { point, start, end }: { point: number; start: number; end: number },
  bound: number,
  tile: Tile,
): void {
  const { first, second } = tile;
  const upper = point * size;
  const lower = upper + size;
  const upperTail = tails[point];
  const lowerTail = tails[point + 1];
  let count = tile.count;
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
  tile.count = count;
}
