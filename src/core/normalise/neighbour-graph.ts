import type { NearPairs } from './near-pairs.ts';
import { countPairsWithin } from './dbscan.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { createRandom, shuffledIndices } from '../model/random.ts';
import { cosineDistance, type UnitVectors } from './unit-vectors.ts';

/** Labels with their vectors and all near pairs up to a radius, computed once; every stage setting reads from it. */
export interface NeighbourGraph {
  /** Ordered by code units. */
  readonly labels: readonly string[];
  /** One row a label. */
  readonly vectors: UnitVectors;
  /** All pairs at a distance of `radius` or less. */
  readonly pairs: NearPairs;
  readonly radius: number;
}

/** A merge rate is looked for up to this distance; labels further apart have little in common under any model. */
export const widestSearch = 0.5;

/** The largest merge rate that the graph is made for at first. */
export const usualMergeRate = 0.3;

/**
 * Guesses a radius within which a share of points merges. Merging a share r needs between r and 2r of the points to
 * have a neighbour, so it is the distance to the nearest neighbour that a share of 2r stays below, seen on a sample.
 *
 * @returns At most {@link widestSearch}.
 * O(64 · vectors) products.
 */
export function guessRadius(vectors: UnitVectors, mergeRate: number): number {
  const count = vectors.values.length / vectors.dimensions;
  const sample = shuffledIndices(count, createRandom(2)).subarray(0, 64);
  const nearest = Float64Array.from(sample, (point) => {
    let least = 2;
    for (let other = 0; other < count; other++) {
      if (other !== point) least = Math.min(least, cosineDistance(vectors, point, other));
    }
    return least;
  }).sort();
  const place = Math.min(nearest.length - 1, Math.floor(2 * mergeRate * nearest.length));
  return Math.min(widestSearch, Math.max(0.01, nearest[place] ?? 0));
}

/** The distances at which single linkage merges, ascending: the m-th is where m tags have been merged away. */
export type MergeDistances = Float64Array;

/**
 * Walks the pairs from the nearest on and notes the distance of each that joins two parts. DBSCAN with two samples
 * merges as many points at a distance as there are entries up to it, so any merge rate is found without clustering.
 *
 * O(pairs).
 */
export function findMergeDistances(pairs: NearPairs): MergeDistances {
  const sets = new DisjointSets(pairs.pointCount);
  const distances = new Float64Array(Math.max(0, pairs.pointCount - 1));
  let count = 0;
  for (let pair = 0; pair < pairs.distances.length && count < distances.length; pair++) {
    if (sets.join(pairs.first[pair], pairs.second[pair])) distances[count++] = pairs.distances[pair];
  }
  return distances.subarray(0, count);
}

/**
 * Finds the distance at which the share of merged points is nearest to a target; of two equally near, the smaller.
 *
 * @param pointCount Points that the share is of.
 * @param radius The distance up to which the pairs are known; returned when even that merges too few.
 * O(log points).
 */
export function findEps(
  mergeDistances: MergeDistances,
  { pointCount, targetMergeRate, radius }: { pointCount: number; targetMergeRate: number; radius: number },
): number {
  const target = targetMergeRate * pointCount;
  // Equal distances merge together, so the counts that can be had are where the distance changes.
  const at = Math.min(Math.floor(target), mergeDistances.length);
  const low = startOfTie(mergeDistances, at);
  const high = endOfTie(mergeDistances, at);
  const merged = at === mergeDistances.length || target - low <= high - target ? low : high;
  const isAll = merged === mergeDistances.length;
  if (at === mergeDistances.length && isAll) return radius;
  return between(merged === 0 ? 0 : mergeDistances[merged - 1], isAll ? radius : mergeDistances[merged]);
}

/**
 * Tells whether more of the pairs are needed to find eps: the distance after the one that reaches the target must be
 * known, or eps would depend on how far the pairs happen to be known.
 */
export function needsMorePairs(
  mergeDistances: MergeDistances,
  pointCount: number,
  targetMergeRate: number,
): boolean {
  return endOfTie(mergeDistances, Math.floor(targetMergeRate * pointCount)) === mergeDistances.length;
}

/** The largest count up to `count` after which the next distance is larger. */
function startOfTie(distances: MergeDistances, count: number): number {
  let low = count;
  while (low > 0 && low < distances.length && distances[low - 1] === distances[low]) low--;
  return low;
}

function endOfTie(distances: MergeDistances, count: number): number {
  if (count >= distances.length) return distances.length;
  let high = count + 1;
  while (high < distances.length && distances[high] === distances[high - 1]) high++;
  return high;
}

// Halfway to the next pair, so that the last digits of a distance never decide.
function between(below: number, above: number): number {
  return below + (above - below) / 2;
}

/**
 * The pairs among some of the points, renumbered by their place in `points`.
 *
 * @param points Ascending.
 * @param isLeftOut Per place in `points`: whether its pairs do not count.
 * O(pairs).
 */
export function restrictPairs(
  pairs: NearPairs,
  points: Uint32Array,
  isLeftOut: (place: number) => boolean,
): NearPairs {
  const placeOf = new Int32Array(pairs.pointCount).fill(-1);
  points.forEach((point, place) => {
    if (!isLeftOut(place)) placeOf[point] = place;
  });
  const first = new Uint32Array(pairs.first.length);
  const second = new Uint32Array(pairs.first.length);
  const distances = new Float64Array(pairs.first.length);
  let count = 0;
  for (let pair = 0; pair < pairs.first.length; pair++) {
    const one = placeOf[pairs.first[pair]];
    const other = placeOf[pairs.second[pair]];
    if (one < 0 || other < 0) continue;
    first[count] = one;
    second[count] = other;
    distances[count++] = pairs.distances[pair];
  }
  return {
    pointCount: points.length,
    first: first.subarray(0, count),
    second: second.subarray(0, count),
    distances: distances.subarray(0, count),
  };
}

/** The pairs at a distance of `eps` or less. O(log pairs). */
export function pairsWithin(pairs: NearPairs, eps: number): NearPairs {
  const count = countPairsWithin(pairs, eps);
  return {
    pointCount: pairs.pointCount,
    first: pairs.first.subarray(0, count),
    second: pairs.second.subarray(0, count),
    distances: pairs.distances.subarray(0, count),
  };
}
