import type { Quadtree } from 'd3-quadtree';
import { quadtree } from 'd3-quadtree';
import type { TagGraph } from '../../../workers/contracts/graph-api.ts';
import type { Box } from '../label-placement.ts';
import type { Insets, Size } from '../size.ts';

/** What a graph looks like at zoom 1, in pixels of the frame. */
export interface GraphLayout {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly radii: Float32Array;
  /** Per edge: control point of its curve. */
  readonly controlXs: Float32Array;
  readonly controlYs: Float32Array;
}

/** Pan and zoom: on screen = k * layout + (x, y). */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Takes the segments of a path: a Path2D, a canvas or a d3 path. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

// A graph may be stretched this much along one side to fill its frame; more would look squashed.
const maxStretch = 1.35;
const minRadiusPx = 2;
// How far a curve leaves the straight line, as a share of the edge's length.
const bend = 0.14;

/**
 * Fits a graph into a frame: positions, radii, and the curves of the edges. Nodes that do not overlap in the graph do not
 * overlap here either, down to a radius that stays clickable.
 * O(nodes + edges).
 */
export function layOutGraph(graph: TagGraph, size: Size, insets: Insets): GraphLayout {
  const { xs, ys, scale } = fitPositions(graph, size, insets);
  const edgeTotal = graph.edgeSources.length;
  const controlXs = new Float32Array(edgeTotal);
  const controlYs = new Float32Array(edgeTotal);
  for (let edge = 0; edge < edgeTotal; edge++) {
    const source = graph.edgeSources[edge];
    const target = graph.edgeTargets[edge];
    // Both directions of a pair bend to the same side, so the order of an edge's ends does not show.
    const side = source < target ? bend : -bend;
    controlXs[edge] = (xs[source] + xs[target]) / 2 - (ys[target] - ys[source]) * side;
    controlYs[edge] = (ys[source] + ys[target]) / 2 + (xs[target] - xs[source]) * side;
  }
  return { xs, ys, radii: fitRadii(graph.radii, scale, maxRadius(size)), controlXs, controlYs };
}

/** Radius on screen: nodes grow with the square root of the zoom, so that space opens up between them. */
export function radiusOnScreen(radius: number, zoom: number): number {
  return radius * Math.sqrt(zoom);
}

/** Draws the given edges, in layout pixels, into a path. */
export function traceEdges(
  sink: PathSink,
  graph: TagGraph,
  layout: GraphLayout,
  edges: ArrayLike<number>,
): void {
  for (let position = 0; position < edges.length; position++) {
    const edge = edges[position];
    const source = graph.edgeSources[edge];
    const target = graph.edgeTargets[edge];
    sink.moveTo(layout.xs[source], layout.ys[source]);
    const { controlXs, controlYs, xs, ys } = layout;
    sink.quadraticCurveTo(controlXs[edge], controlYs[edge], xs[target], ys[target]);
  }
}

/** Builds the index that `findNodeAt` searches; O(nodes log nodes). */
export function indexNodes(layout: GraphLayout): Quadtree<number> {
  return quadtree<number>()
    .x((node) => layout.xs[node])
    .y((node) => layout.ys[node])
    .addAll(Array.from(layout.xs.keys()));
}

/**
 * Finds the node under a point of the screen, or the nearest within `slopPx` of its rim.
 *
 * @returns Node index, or null when the point is on empty ground.
 */
export function findNodeAt(
  index: Quadtree<number>,
  layout: GraphLayout,
  point: { readonly x: number; readonly y: number; readonly slopPx: number },
  view: View,
): number | null {
  const x = (point.x - view.x) / view.k;
  const y = (point.y - view.y) / view.k;
  const largest = layout.radii.reduce((highest, radius) => Math.max(highest, radius), 0);
  const reach = (radiusOnScreen(largest, view.k) + point.slopPx) / view.k;
  let nearest: number | null = null;
  let nearestRimPx = point.slopPx;
  index.visit((entry, left, top, right, bottom) => {
    if (left > x + reach || right < x - reach || top > y + reach || bottom < y - reach) return true;
    if (entry.length !== undefined) return false;
    for (let leaf: typeof entry | undefined = entry; leaf !== undefined; leaf = leaf.next) {
      const node = leaf.data;
      const distancePx = Math.hypot(layout.xs[node] - x, layout.ys[node] - y) * view.k;
      const rimPx = distancePx - radiusOnScreen(layout.radii[node], view.k);
      if (rimPx >= nearestRimPx) continue;
      nearest = node;
      nearestRimPx = rimPx;
    }
    return false;
  });
  return nearest;
}

/**
 * Finds the nearest node in a direction: within 45 degrees of it, sideways distance counting double. Every other node
 * lies in one of the four directions, so each can be reached with arrow keys.
 *
 * @returns Node index, or null when there is none on that side.
 */
export function findNodeTowards(layout: GraphLayout, from: number, direction: Direction): number | null {
  const isHorizontal = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let nearest: number | null = null;
  let lowestCost = Infinity;
  for (let node = 0; node < layout.xs.length; node++) {
    const dx = layout.xs[node] - layout.xs[from];
    const dy = layout.ys[node] - layout.ys[from];
    const ahead = sign * (isHorizontal ? dx : dy);
    const aside = Math.abs(isHorizontal ? dy : dx);
    if (node === from || ahead <= 0 || aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost >= lowestCost) continue;
    nearest = node;
    lowestCost = cost;
  }
  return nearest;
}

/** The rectangle that holds all nodes with their radii, at zoom 1; the empty box at 0 for a graph without nodes. */
export function layoutBounds(layout: GraphLayout): Box {
  if (layout.xs.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let node = 0; node < layout.xs.length; node++) {
    left = Math.min(left, layout.xs[node] - layout.radii[node]);
    right = Math.max(right, layout.xs[node] + layout.radii[node]);
    top = Math.min(top, layout.ys[node] - layout.radii[node]);
    bottom = Math.max(bottom, layout.ys[node] + layout.radii[node]);
  }
  return { left, top, right, bottom };
}

/** Largest radius in a frame: a 45th of its shorter side, within 9 to 20 px. */
export function maxRadius(size: Size): number {
  return Math.min(20, Math.max(9, Math.min(size.width, size.height) / 45));
}

interface FittedPositions {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** Pixels a unit of the graph, along its tighter side. */
  readonly scale: number;
}

function fitPositions(graph: TagGraph, size: Size, insets: Insets): FittedPositions {
  const margin = maxRadius(size) + 12;
  const wide = Math.max(1, size.width - insets.left - insets.right - 2 * margin);
  const high = Math.max(1, size.height - insets.top - insets.bottom - 2 * margin);
  const [left, right] = rangeOf(graph.x);
  const [top, bottom] = rangeOf(graph.y);
  const scaleX = wide / Math.max(right - left, 1e-9);
  const scaleY = high / Math.max(bottom - top, 1e-9);
  // A graph of one node has no extent at all: any finite scale puts it in the middle.
  const scale = graph.x.length > 1 ? Math.min(scaleX, scaleY) : 1;
  const factorX = Math.min(scaleX, scale * maxStretch);
  const factorY = Math.min(scaleY, scale * maxStretch);
  const middleX = insets.left + margin + wide / 2;
  const middleY = insets.top + margin + high / 2;
  return {
    xs: graph.x.map((x) => middleX + (x - (left + right) / 2) * factorX),
    ys: graph.y.map((y) => middleY + (y - (top + bottom) / 2) * factorY),
    scale,
  };
}

function fitRadii(radii: Float32Array, scale: number, maxRadiusPx: number): Float32Array {
  const largest = radii.reduce((highest, radius) => Math.max(highest, radius), 1e-9);
  const factor = Math.min(scale, maxRadiusPx / largest);
  return radii.map((radius) => Math.max(minRadiusPx, radius * factor));
}

function rangeOf(values: Float32Array): [number, number] {
  if (values.length === 0) return [0, 0];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
