import type { TagGraph } from '../../../../src/core/graph/tag-graph.ts';

/** Builds a graph of five tags in two communities: a cross around tag 10, and tag 14 far to the right. */
export function buildTinyGraph(): TagGraph {
  return {
    tagIds: Uint32Array.of(10, 11, 12, 13, 14),
    rowCounts: Uint32Array.of(400, 100, 50, 25, 4),
    x: Float32Array.of(0, 1, -1, 0, 4),
    y: Float32Array.of(0, 0.1, 0, 1, 0),
    radii: Float32Array.of(0.4, 0.2, 0.14, 0.1, 0.04),
    communities: Uint16Array.of(0, 0, 0, 1, 1),
    communityCount: 2,
    edgeSources: Uint32Array.of(0, 0, 1, 3),
    edgeTargets: Uint32Array.of(1, 2, 4, 4),
    edgeStrengths: Float32Array.of(4, 3, 2, 1),
    edgeCounts: Uint32Array.of(40, 30, 2, 1),
    pairCount: 6,
  };
}

/** Labels by vocabulary id, for the ids of the tiny graph. */
export const tinyLabels = Object.freeze([
  ...Array.from({ length: 10 }, (_, id) => `tag ${id}`),
  'mathematics',
  'algebra',
  'geometry',
  'poem',
  'rhyme & <verse>',
]);
