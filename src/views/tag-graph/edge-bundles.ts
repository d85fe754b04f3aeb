import type { TagGraph } from '../../../workers/contracts/graph-api.ts';
import { hasHue, hueCount } from '../palette.ts';

/** Edges that are drawn with one stroke. */
export interface EdgeBundle {
  /** Index into the palette's hues; `hueCount` is grey. */
  readonly hue: number;
  /** 0 to 1, for a line of one pixel. */
  readonly opacity: number;
  readonly edges: readonly number[];
}

// 40 curves a stroke: measured in Chromium without a GPU, 2,500 curves take 15 ms one by one, 3 to 5 ms by 40, 9 to
// 14 ms in a single path.
const maxBundleSize = 40;
const insideOpacities = [0.16, 0.26, 0.42];
const betweenOpacities = [0.07, 0.11, 0.16];

/**
 * Groups the first `edgeCount` edges by colour and strength: inside a community in its hue, between two in grey, the
 * stronger third darker. The faint ones come first, so that the strong lie on top.
 */
export function bundleEdges(graph: TagGraph, edgeCount: number): EdgeBundle[] {
  const groups = new Map<number, number[]>();
  for (let edge = 0; edge < edgeCount; edge++) {
    const key = groupOf(graph, edge, edgeCount);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [edge]);
    else group.push(edge);
  }
  const keys = [...groups.keys()].sort((a, b) => a - b);
  return keys.flatMap((key) => {
    const edges = groups.get(key) ?? [];
    return splitGroup(edges).map((part) => describeBundle(key, part));
  });
}

/** Returns the hue of one edge: its community's inside a community with a hue, else grey (`hueCount`). */
export function hueOfEdge(graph: TagGraph, edge: number): number {
  const community = graph.communities[graph.edgeSources[edge]];
  const isInside = community === graph.communities[graph.edgeTargets[edge]];
  return isInside && hasHue(community) ? community : hueCount;
}

// A key orders the strokes: between communities first, then by third, then by hue.
function groupOf(graph: TagGraph, edge: number, edgeCount: number): number {
  const isInside = graph.communities[graph.edgeSources[edge]] === graph.communities[graph.edgeTargets[edge]];
  const third = 2 - Math.min(2, Math.floor((3 * edge) / edgeCount));
  return (isInside ? 100 : 0) + third * 10 + hueOfEdge(graph, edge);
}

function describeBundle(key: number, edges: readonly number[]): EdgeBundle {
  const isInside = key >= 100;
  const third = Math.floor((key % 100) / 10);
  const opacity = (isInside ? insideOpacities : betweenOpacities)[third];
  return { hue: key % 10, opacity, edges };
}

function splitGroup(edges: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let start = 0; start < edges.length; start += maxBundleSize) {
    parts.push(edges.slice(start, start + maxBundleSize));
  }
  return parts;
}
