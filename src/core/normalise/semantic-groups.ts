import { AppError } from '../model/errors.ts';
import { createRandom, shuffledIndices } from '../model/random.ts';
import { countPairsWithin, dbscan } from './dbscan.ts';
import { cutChains } from './chain-cut.ts';
import { identityMap, mapByKey, type MergeMap } from './merge-map.ts';
import { PairSearch, type NearPairs } from './near-pairs.ts';
import type { UnitVectors } from './unit-vectors.ts';

export interface SemanticOptions {
  /** Largest cosine distance of two neighbours; null finds the one that gives `targetMergeRate`. */
  readonly eps: number | null;
  /** Share of tags that should disappear by merging, 0 to 1. */
  readonly targetMergeRate: number;
  /** Lowest cosine that two members of one group may have. */
  readonly minSimilarity: number;
  /** Points, itself included, that a core point has within eps; 2 links every near pair. */
  readonly minSamples?: number;
}

export interface SemanticGroups {
  readonly map: MergeMap;
  /** The distance in force. */
  readonly eps: number;
  /** Chains that were cut because their ends were less alike than `minSimilarity`, as lists of points. */
  readonly cutGroups: readonly (readonly number[])[];
}

/**
 * Groups points whose vectors are near: DBSCAN on cosine distance, then every group whose least similar pair is below
 * `minSimilarity` is cut into groups in which all pairs are above it.
 *
 * The pairs are searched once at the loosest distance that can matter; the search for eps reuses them. Labels with
 * equal vectors are one group whatever eps is.
 *
 * @throws AppError `invalid-input` when the vectors are not finite, not of unit length or do not fill whole rows, or
 * when over half of them repeat another.
 */
export function groupBySimilarity(vectors: UnitVectors, options: SemanticOptions): SemanticGroups {
  if (vectors.values.length === 0) return { map: identityMap(0), eps: options.eps ?? 0, cutGroups: [] };
  checkVectors(vectors);
  const minSamples = options.minSamples ?? 2;
  const search = new PairSearch(vectors);
  const count = vectors.values.length / vectors.dimensions;
  const { pairs, eps } =
    options.eps === null
      ? searchEps(search, { ...options, count, minSamples })
      : { pairs: search.findPairs(options.eps), eps: options.eps };
  checkDiversity(pairs, count);
  const clusters = dbscan(pairs, { eps, minSamples });
  const near = countPairsWithin(pairs, eps);
  const { groups, cutGroups } = cutChains(vectors, clusters, {
    first: pairs.first.subarray(0, near),
    second: pairs.second.subarray(0, near),
    maxDistance: 1 - options.minSimilarity,
  });
  return { map: mapByKey(Array.from(groups)), eps, cutGroups };
}

function checkVectors({ values, dimensions }: UnitVectors): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || values.length % dimensions !== 0) {
    const text = `The label vectors hold ${values.length} numbers, which is no multiple of ${dimensions} dimensions. Embed the labels again.`;
    throw new AppError('invalid-input', text, { length: values.length, dimensions });
  }
  for (let row = 0; row * dimensions < values.length; row++) {
    let squares = 0;
    for (let index = row * dimensions; index < (row + 1) * dimensions; index++) squares += values[index] ** 2;
    // 1e-3 leaves room for vectors that were scaled in 16-bit floats.
    if (Math.abs(squares - 1) <= 1e-3) continue;
    const found = Number.isFinite(squares)
      ? `has length ${Math.sqrt(squares).toFixed(3)}`
      : 'holds a value that is no number';
    throw new AppError(
      'invalid-input',
      `The vector of label ${row + 1} ${found}; expected length 1. Embed the labels again or choose another embedding model.`,
      { row },
    );
  }
}

function searchEps(
  search: PairSearch,
  { count, targetMergeRate, minSimilarity, minSamples }: EpsSearch,
): { pairs: NearPairs; eps: number } {
  const loosest = 1 - minSimilarity;
  const target = targetMergeRate * count;
  let reach = Math.min(loosest, guessReach(search, count, targetMergeRate));
  let pairs = search.findPairs(reach);
  while (reach < loosest && countMerged(pairs, reach, minSamples) < target) {
    reach = Math.min(loosest, Math.max(0.02, reach * 1.2));
    pairs = search.findPairs(reach);
  }
  return { pairs, eps: bisectEps(pairs, { target, reach, minSamples }) };
}

// Equal vectors under unlike labels mean a failed or unsuited model; below four labels it may be chance.
function checkDiversity(pairs: NearPairs, count: number): void {
  const sameCount = countMerged(pairs, 1e-6, 2);
  if (count < 4 || sameCount <= count / 2) return;
  const text =
    `${sameCount} of ${count} labels have the same vector as another label, so similarity cannot tell them apart. ` +
    'Choose another embedding model, or turn semantic aggregation off.';
  throw new AppError('invalid-input', text, { sameCount, count });
}

interface EpsSearch {
  /** Number of points. */
  readonly count: number;
  readonly targetMergeRate: number;
  readonly minSimilarity: number;
  readonly minSamples: number;
}

// Merging a share r of all tags needs between r and 2r of them to have a neighbour, so the distance to the nearest
// neighbour at that share, seen on a sample, is a guess that rarely has to be widened.
function guessReach(search: PairSearch, count: number, targetMergeRate: number): number {
  const sample = shuffledIndices(count, createRandom(2)).subarray(0, sampleSize);
  const nearest = Array.from(sample, (point) => search.nearestDistance(point)).sort(
    (left, right) => left - right,
  );
  return nearest[Math.min(nearest.length - 1, Math.floor(2 * targetMergeRate * nearest.length))] ?? 0;
}

const sampleSize = 256;

function bisectEps(
  pairs: NearPairs,
  { target, reach, minSamples }: { target: number; reach: number; minSamples: number },
): number {
  let low = -1;
  let high = pairs.distances.length;
  // low: merges at most the target; high: more than the target, or past the end.
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (countMerged(pairs, pairs.distances[middle], minSamples) <= target) low = middle;
    else high = middle;
  }
  if (high === pairs.distances.length) return reach;
  const mergedBelow = low < 0 ? 0 : countMerged(pairs, pairs.distances[low], minSamples);
  const mergedAbove = countMerged(pairs, pairs.distances[high], minSamples);
  if (target - mergedBelow <= mergedAbove - target)
    return between(low < 0 ? 0 : pairs.distances[low], pairs.distances[high]);
  const next = pairs.distances[countPairsWithin(pairs, pairs.distances[high])] ?? reach;
  return between(pairs.distances[high], next);
}

// Halfway to the next pair, so that the last digits of a distance never decide.
function between(below: number, above: number): number {
  return below + (above - below) / 2;
}

function countMerged(pairs: NearPairs, eps: number, minSamples: number): number {
  const clusters = dbscan(pairs, { eps, minSamples });
  let clustered = 0;
  let clusterCount = 0;
  for (const cluster of clusters) {
    if (cluster < 0) continue;
    clustered += 1;
    clusterCount = Math.max(clusterCount, cluster + 1);
  }
  return clustered - clusterCount;
}
