import { countTags, mapTagRows, rowCountOf, type TagRows } from '../model/index.ts';
import { keepBackbone } from './backbone.ts';
import { countPairs, type PairCounts } from './co-occurrence.ts';
import { findCommunities, type WeightedTies } from './communities.ts';
import { measureEdgeStrengths } from './edge-strength.ts';
import { layoutGraph } from './layout.ts';
import type { GraphSettings, TagGraph } from './tag-graph.ts';

/**
 * Builds the drawable co-occurrence graph of the most frequent tags: pairs, their strength, the backbone, communities
 * and positions. Depends on how many rows share which tags only, so the order of the rows changes nothing.
 *
 * @param tagCount Size of the vocabulary; tags without rows are not drawn.
 * @throws AppError `invalid-input` when an id is not below `tagCount`.
 */
export function buildGraph(rows: TagRows, tagCount: number, settings: GraphSettings): TagGraph {
  const rowCountsOfTags = countTags(rows, tagCount);
  const tagIds = chooseTags(rowCountsOfTags, settings.maxNodes);
  const rowCounts = tagIds.map((tag) => rowCountsOfTags[tag]);
  const pairs = countPairs(mapTagRows(rows, numberNodes(tagIds, tagCount)), tagIds.length);
  const strengths = measureEdgeStrengths(pairs, rowCounts, countRowsWithTags(rows));
  const kept = keepBackbone(pairs, strengths, { nodeCount: tagIds.length, maxEdges: settings.maxEdges });
  const edges = {
    edgeSources: kept.map((pair) => pairs.sources[pair]),
    edgeTargets: kept.map((pair) => pairs.targets[pair]),
    edgeStrengths: Float32Array.from(kept, (pair) => strengths[pair]),
    edgeCounts: kept.map((pair) => pairs.counts[pair]),
  };
  const found = findCommunities(chooseTies(pairs, strengths), rowCounts, settings.seed);
  const layout = layoutGraph({ rowCounts, ...found, ...edges, seed: settings.seed });
  return { tagIds, rowCounts, ...layout, ...found, ...edges, pairCount: pairs.counts.length };
}

function chooseTags(rowCountsOfTags: Uint32Array, maxNodes: number): Uint32Array {
  return Uint32Array.from(rowCountsOfTags.keys())
    .filter((tag) => rowCountsOfTags[tag] > 0)
    .sort((a, b) => rowCountsOfTags[b] - rowCountsOfTags[a] || a - b)
    .slice(0, maxNodes);
}

function numberNodes(tagIds: Uint32Array, tagCount: number): Int32Array {
  const nodes = new Int32Array(tagCount).fill(-1);
  tagIds.forEach((tag, node) => (nodes[tag] = node));
  return nodes;
}

function countRowsWithTags(rows: TagRows): number {
  let count = 0;
  for (let row = 0; row < rowCountOf(rows); row++) if (rows.offsets[row + 1] > rows.offsets[row]) count += 1;
  return count;
}

// Communities see every pair that appears together more often than chance, not only the few that are drawn. Squared,
// because the mass of faint ties would otherwise blur them: on the words of Alpaca's instructions 5 groups become 10.
function chooseTies(pairs: PairCounts, strengths: Float32Array): WeightedTies {
  const kept = Uint32Array.from(strengths.keys()).filter((pair) => strengths[pair] > 0);
  return {
    sources: kept.map((pair) => pairs.sources[pair]),
    targets: kept.map((pair) => pairs.targets[pair]),
    weights: Float32Array.from(kept, (pair) => strengths[pair] ** 2),
  };
}
