import type { TagGraph } from '../../../workers/contracts/graph-api.ts';
import type { ResolvedPalette } from '../palette.ts';
import { resolvedHue } from '../palette.ts';
import type { EdgeBundle } from './edge-bundles.ts';
import type { Emphasis } from './emphasis.ts';
import { emphasisLevel } from './emphasis.ts';
import type { Size } from '../size.ts';
import type { GraphLayout, View } from './graph-geometry.ts';
import { radiusOnScreen } from './graph-geometry.ts';
import type { GraphLabel } from './graph-labels.ts';

/** Everything one picture of the graph consists of; the canvas and the SVG writer draw the same. */
export interface GraphFrame {
  readonly graph: TagGraph;
  readonly layout: GraphLayout;
  readonly bundles: readonly EdgeBundle[];
  readonly emphasis: Emphasis;
  readonly labels: readonly GraphLabel[];
  readonly view: View;
  readonly size: Size;
  readonly selectedNodes: ReadonlySet<number>;
  /** Node with a ring for the keyboard's focus. */
  readonly focusedNode: number | null;
  readonly palette: ResolvedPalette;
  readonly fontFamily: string;
}

/** A node as it is drawn, in pixels of the screen. */
export interface NodeShape {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly color: string;
  readonly opacity: number;
  readonly outline: string;
  readonly outlinePx: number;
}

/** Opacities of nodes and of edges that stand out. */
export const frameOpacity = { node: 0.92, strongEdge: 0.75 };
/** Width of edges in an exported picture, of the halo around labels and of the ring, in pixels. */
export const frameWidthPx = { edge: 0.9, halo: 3, focusRing: 2 };

/**
 * Returns the order in which nodes are drawn: dimmed ones first, then plain, then strong, and within each the large
 * ones first, so that a small node is never buried.
 */
export function orderNodes(frame: GraphFrame): number[] {
  const layers: number[][] = [[], [], []];
  frame.emphasis.levels.forEach((level, node) => layers[level].push(node));
  return layers.flat();
}

/** Describes one node as it is drawn now. */
export function shapeNode(frame: GraphFrame, node: number): NodeShape {
  const { layout, view, palette, graph } = frame;
  const isDimmed = frame.emphasis.levels[node] === emphasisLevel.dimmed;
  const isSelected = frame.selectedNodes.has(node);
  const radius = radiusOnScreen(layout.radii[node], view.k);
  return {
    x: layout.xs[node] * view.k + view.x,
    y: layout.ys[node] * view.k + view.y,
    radius,
    color: resolvedHue(palette, graph.communities[node]),
    opacity: frameOpacity.node * (isDimmed ? frame.emphasis.restOpacity : 1),
    outline: isSelected ? palette.ink : palette.card,
    outlinePx: isSelected ? Math.min(2, 0.9 + radius / 6) : 0.8,
  };
}

/** Opacity of a label: dimmed with its node, but less, to stay readable. */
export function labelOpacity(frame: GraphFrame, label: GraphLabel): number {
  return frame.emphasis.levels[label.node] === emphasisLevel.dimmed
    ? Math.sqrt(frame.emphasis.restOpacity)
    : 1;
}
