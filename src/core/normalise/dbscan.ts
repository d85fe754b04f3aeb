import { DisjointSets } from './disjoint-sets.ts';
import type { NearPairs } from './near-pairs.ts';

export interface DbscanOptions {
  /** Largest cosine distance of two neighbours. */
  readonly eps: number;
  /** Points, itself included, that a core point has within eps. */
  readonly minSamples: number;
}

/**
 * Clusters points by density.
 *
 * Source: Ester, Kriegel, Sander, Xu, "A Density-Based Algorithm for Discovering Clusters in Large Spatial Databases
 * with Noise", KDD 1996. Clusters are numbered by their lowest core point, and a border point of several clusters goes
 * to the lowest number: the labels that scikit-learn gives. With `minSamples` 2 the clusters are the connected parts
 * of the graph of near pairs.
 *
 * @param pairs All pairs at distance eps or less; looser ones are ignored.
 * @returns Per point: its cluster from 0, or -1 for noise.
 * O(pairs + points).
 */
export function dbscan(pairs: NearPairs, { eps, minSamples }: DbscanOptions): Int32Array {
  const used = countPairsWithin(pairs, eps);
  const neighbourCounts = new Uint32Array(pairs.pointCount).fill(1);
  for (let pair = 0; pair < used; pair++) {
    neighbourCounts[pairs.first[pair]] += 1;
    neighbourCounts[pairs.second[pair]] += 1;
  }
  const isCore = Uint8Array.from(neighbourCounts, (count) => (count >= minSamples ? 1 : 0));
  const sets = new DisjointSets(pairs.pointCount);
  for (let pair = 0; pair < used; pair++) {
    if (isCore[pairs.first[pair]] && isCore[pairs.second[pair]])
      sets.join(pairs.first[pair], pairs.second[pair]);
  }
  const labels = labelCores(sets, isCore);
  for (let pair = 0; pair < used; pair++) {
    addBorder(labels, isCore, pairs.first[pair], pairs.second[pair]);
    addBorder(labels, isCore, pairs.second[pair], pairs.first[pair]);
  }
  return labels;
}

/** Counts the pairs at distance eps or less; they come first. O(log pairs). */
export function countPairsWithin(pairs: NearPairs, eps: number): number {
  let low = 0;
  let high = pairs.distances.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pairs.distances[middle] <= eps) low = middle + 1;
    else high = middle;
  }
  return low;
}

function labelCores(sets: DisjointSets, isCore: Uint8Array): Int32Array {
  const labels = new Int32Array(isCore.length).fill(-1);
  let clusterCount = 0;
  for (let point = 0; point < isCore.length; point++) {
    if (!isCore[point]) continue;
    const root = sets.rootOf(point);
    labels[point] = root === point ? clusterCount++ : labels[root];
  }
  return labels;
}

function addBorder(labels: Int32Array, isCore: Uint8Array, point: number, neighbour: number): void {
  if (isCore[point] || !isCore[neighbour]) return;
  if (labels[point] < 0 || labels[neighbour] < labels[point]) labels[point] = labels[neighbour];
}
