import type { TagGraph } from '../../../workers/contracts/graph-api.ts';

/** How a node is drawn beside the others. */
export const emphasisLevel = { dimmed: 0, plain: 1, strong: 2 } as const;

/** Which nodes and edges stand out. */
export interface Emphasis {
  /** Per node: a value of `emphasisLevel`. */
  readonly levels: Uint8Array;
  /** Edges drawn again on top. */
  readonly strongEdges: readonly number[];
  /** What is left of the opacity of everything else, 0 to 1; 1 when nothing stands out. */
  readonly restOpacity: number;
}

export interface Attention {
  /** Node under the pointer or with the keyboard's focus. */
  readonly pointedNode: number | null;
  readonly selectedNodes: ReadonlySet<number>;
  /** Only the first so many edges are shown. */
  readonly edgeCount: number;
}

// A glance at one tag's neighbours needs a sharper contrast than a selection that stays for minutes.
const restOpacityPointed = 0.32;
const restOpacitySelected = 0.5;

/**
 * Decides what stands out: the pointed node with its neighbours, else the selection, else nothing. The rest is dimmed,
 * never hidden. O(nodes + edges).
 */
export function emphasise(graph: TagGraph, attention: Attention): Emphasis {
  const { pointedNode, selectedNodes } = attention;
  if (pointedNode !== null) return emphasiseNeighbours(graph, pointedNode, attention.edgeCount);
  if (selectedNodes.size > 0) return emphasiseSelection(graph, selectedNodes, attention.edgeCount);
  const levels = new Uint8Array(graph.tagIds.length).fill(emphasisLevel.plain);
  return { levels, strongEdges: [], restOpacity: 1 };
}

function emphasiseNeighbours(graph: TagGraph, node: number, edgeCount: number): Emphasis {
  const levels = new Uint8Array(graph.tagIds.length);
  const strongEdges: number[] = [];
  levels[node] = emphasisLevel.strong;
  for (let edge = 0; edge < edgeCount; edge++) {
    const source = graph.edgeSources[edge];
    const target = graph.edgeTargets[edge];
    if (source !== node && target !== node) continue;
    levels[source] = emphasisLevel.strong;
    levels[target] = emphasisLevel.strong;
    strongEdges.push(edge);
  }
  return { levels, strongEdges, restOpacity: restOpacityPointed };
}

function emphasiseSelection(graph: TagGraph, selected: ReadonlySet<number>, edgeCount: number): Emphasis {
  const levels = new Uint8Array(graph.tagIds.length);
  for (const node of selected) levels[node] = emphasisLevel.strong;
  const strongEdges: number[] = [];
  for (let edge = 0; edge < edgeCount; edge++) {
    if (selected.has(graph.edgeSources[edge]) && selected.has(graph.edgeTargets[edge]))
      strongEdges.push(edge);
  }
  return { levels, strongEdges, restOpacity: restOpacitySelected };
}
