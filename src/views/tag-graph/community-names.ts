import type { TagGraph } from '../../../workers/contracts/graph-api.ts';

/** A community with what a legend says about it. */
export interface CommunityName {
  readonly community: number;
  /** Its two leading tags, such as `mathematics, algebra`; one when it has only one. */
  readonly name: string;
  readonly nodeCount: number;
  /** Vocabulary ids of its tags, most rows first. */
  readonly tagIds: readonly number[];
}

/**
 * Names each community by its two tags with most rows; a tie goes to the earlier node.
 *
 * @param labels Label of each vocabulary tag.
 * @returns One entry a community, in their order; a community without nodes is left out.
 */
export function nameCommunities(graph: TagGraph, labels: readonly string[]): CommunityName[] {
  const members: number[][] = Array.from({ length: graph.communityCount }, () => []);
  graph.communities.forEach((community, node) => members[community].push(node));
  return members.flatMap((nodes, community) => {
    if (nodes.length === 0) return [];
    const ranked = nodes.toSorted((a, b) => graph.rowCounts[b] - graph.rowCounts[a] || a - b);
    const tagIds = ranked.map((node) => graph.tagIds[node]);
    const name = tagIds
      .slice(0, 2)
      .map((tagId) => labels[tagId])
      .join(', ');
    return [{ community, name, nodeCount: nodes.length, tagIds }];
  });
}
