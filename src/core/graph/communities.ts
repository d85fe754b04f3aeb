import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import { createRandom } from '../model/index.ts';

const MIN_NODES = 4;

/** Weighted ties between nodes, as columns; each pair of nodes at most once. */
export interface WeightedTies {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Above 0. */
  readonly weights: Float32Array;
}

/** Which community each node belongs to. */
export interface Communities {
  /** Per node: 0 = the community with most rows. */
  readonly communities: Uint16Array;
  readonly communityCount: number;
}

/**
 * Splits the nodes into communities by Louvain's method. A community of fewer than four nodes joins the one it is tied
 * to most; nodes without any tie, and small communities tied to nothing else, stand together in the last.
 * Source: Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech. P10008, 2008.
 *
 * @param rowCountsOfNodes Rows per node; a community's size is the sum over its nodes.
 * @param seed Decides the order in which nodes are visited.
 */
export function findCommunities(
  ties: WeightedTies,
  rowCountsOfNodes: Uint32Array,
  seed: number,
): Communities {
  const labels = runLouvain(ties, rowCountsOfNodes.length, seed);
  mergeSmall(labels, ties);
  return rankByRows(labels, rowCountsOfNodes);
}

const UNTIED = -1;

function runLouvain(ties: WeightedTies, nodeCount: number, seed: number): Int32Array {
  const graph = new UndirectedGraph();
  for (let node = 0; node < nodeCount; node++) graph.addNode(node);
  ties.weights.forEach((weight, tie) => graph.addEdge(ties.sources[tie], ties.targets[tie], { weight }));
  const found = louvain(graph, { rng: createRandom(seed) });
  return Int32Array.from({ length: nodeCount }, (_, node) => found[node]);
}

// The smallest goes first, and its new home grows, so that a chain of small ones can add up to a community.
function mergeSmall(labels: Int32Array, ties: WeightedTies): void {
  for (;;) {
    const smallest = findSmallest(labels);
    if (smallest === null) return;
    const home = findBestNeighbour(labels, ties, smallest) ?? UNTIED;
    labels.forEach((label, node) => {
      if (label === smallest) labels[node] = home;
    });
  }
}

function findSmallest(labels: Int32Array): number | null {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label !== UNTIED) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const small = [...sizes].filter(([, size]) => size < MIN_NODES);
  small.sort(([labelA, sizeA], [labelB, sizeB]) => sizeA - sizeB || labelA - labelB);
  return small.length === 0 ? null : small[0][0];
}

function findBestNeighbour(labels: Int32Array, ties: WeightedTies, label: number): number | null {
  const weights = new Map<number, number>();
  ties.weights.forEach((weight, tie) => {
    const ends = [labels[ties.sources[tie]], labels[ties.targets[tie]]];
    if (!ends.includes(label) || ends[0] === ends[1]) return;
    const other = ends[0] === label ? ends[1] : ends[0];
    if (other !== UNTIED) weights.set(other, (weights.get(other) ?? 0) + weight);
  });
  const ranked = [...weights].sort(
    ([labelA, weightA], [labelB, weightB]) => weightB - weightA || labelA - labelB,
  );
  return ranked.length === 0 ? null : ranked[0][0];
}

function rankByRows(labels: Int32Array, rowCountsOfNodes: Uint32Array): Communities {
  const rowCounts = new Map<number, number>();
  labels.forEach((label, node) => rowCounts.set(label, (rowCounts.get(label) ?? 0) + rowCountsOfNodes[node]));
  const ranked = [...rowCounts].sort(([labelA, rowsA], [labelB, rowsB]) => {
    const isUntiedLast = Number(labelA === UNTIED) - Number(labelB === UNTIED);
    return isUntiedLast || rowsB - rowsA || labelA - labelB;
  });
  const ranks = new Map(ranked.map(([label], rank) => [label, rank]));
  return {
    communities: Uint16Array.from(labels, (label) => ranks.get(label) ?? 0),
    communityCount: ranked.length,
  };
}
