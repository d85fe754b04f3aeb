import type { Box, LabelPlace, LabelRequest, Obstacle } from '../label-placement.ts';
import { placeLabels } from '../label-placement.ts';
import type { Size } from '../size.ts';
import type { MeasureText, TextStyle } from '../text-meter.ts';
import type { Emphasis } from './emphasis.ts';
import { emphasisLevel } from './emphasis.ts';
import type { GraphLayout, View } from './graph-geometry.ts';
import { radiusOnScreen } from './graph-geometry.ts';

/** A label with its place on screen; x and y are the middle of the text. */
export interface GraphLabel {
  readonly node: number;
  readonly text: string;
  readonly style: TextStyle;
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

export interface LabelSource {
  readonly layout: GraphLayout;
  /** Per node. */
  readonly texts: readonly string[];
  readonly emphasis: Emphasis;
  readonly pointedNode: number | null;
  readonly view: View;
  readonly size: Size;
  readonly measure: MeasureText;
}

// Sizes relative to the largest node at which a tag is set larger or bolder.
const leadingShare = 0.66;
const bigShare = 0.42;
const leading: TextStyle = { sizePx: 15, weight: 620 };
const big: TextStyle = { sizePx: 12, weight: 620 };
const plain: TextStyle = { sizePx: 11, weight: 400 };
const places: readonly LabelPlace[] = ['below', 'above', 'right', 'left'];
// One label on so many square pixels at zoom 1; deeper in there is room for more.
const areaPerLabelPx = 6500;
// Neighbours of a pointed node that are named before all others; beyond it names would bury the picture.
const maxNeighbourLabels = 40;
const obstacleRadiusPx = 5.5;

/**
 * Chooses and places the labels of what is on screen: what stands out first, then by rows. Nodes come most frequent
 * first, so their order is their rank. O(nodes).
 */
export function labelGraph(source: LabelSource): GraphLabel[] {
  const nodes = rankNodes(source);
  const { size, view } = source;
  const styles = nodes.map((node) => styleOf(source, node));
  const requests = nodes.map((node, position) => requestFor(source, node, styles[position]));
  const placed = placeLabels(requests, {
    frame: { left: 4, top: 4, right: size.width - 4, bottom: size.height - 4 },
    gapPx: 3,
    maxLabels: Math.ceil((size.width * size.height * Math.sqrt(Math.max(1, view.k))) / areaPerLabelPx),
    obstacles: findObstacles(source),
  });
  return placed.map(({ index, x, y, box }) => {
    return { node: nodes[index], text: source.texts[nodes[index]], style: styles[index], x, y, box };
  });
}

/** Returns the style of a label by the size of its node: three steps. */
export function labelStyle(radius: number, largestRadius: number): TextStyle {
  if (radius >= leadingShare * largestRadius) return leading;
  return radius >= bigShare * largestRadius ? big : plain;
}

function rankNodes(source: LabelSource): number[] {
  const { levels, restOpacity } = source.emphasis;
  const first: number[] = [];
  const rest: number[] = [];
  for (let node = 0; node < levels.length; node++) {
    if (node === source.pointedNode || !isOnScreen(source, node)) continue;
    const isStrong = restOpacity < 1 && levels[node] === emphasisLevel.strong;
    if (isStrong && first.length < maxNeighbourLabels) first.push(node);
    else rest.push(node);
  }
  const pointed = source.pointedNode === null ? [] : [source.pointedNode];
  return [...pointed, ...first, ...rest];
}

function isOnScreen({ layout, view, size }: LabelSource, node: number): boolean {
  const x = layout.xs[node] * view.k + view.x;
  const y = layout.ys[node] * view.k + view.y;
  return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
}

function styleOf({ layout, pointedNode }: LabelSource, node: number): TextStyle {
  const style = labelStyle(layout.radii[node], layout.radii[0]);
  return node === pointedNode && style === plain ? big : style;
}

function requestFor(source: LabelSource, node: number, style: TextStyle): LabelRequest {
  const { layout, view } = source;
  return {
    x: layout.xs[node] * view.k + view.x,
    y: layout.ys[node] * view.k + view.y,
    radius: radiusOnScreen(layout.radii[node], view.k),
    width: source.measure(source.texts[node], style),
    height: style.sizePx * 1.2,
    places,
    mayCover: style !== plain || node === source.pointedNode,
  };
}

function findObstacles(source: LabelSource): Obstacle[] {
  const { layout, view } = source;
  const obstacles: Obstacle[] = [];
  for (let node = 0; node < layout.radii.length; node++) {
    const radius = radiusOnScreen(layout.radii[node], view.k);
    if (radius < obstacleRadiusPx || !isOnScreen(source, node)) continue;
    obstacles.push({ x: layout.xs[node] * view.k + view.x, y: layout.ys[node] * view.k + view.y, radius });
  }
  return obstacles;
}
