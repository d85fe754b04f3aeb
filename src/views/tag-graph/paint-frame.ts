import { group } from 'd3-array';
import { hueCount } from '../palette.ts';
import { hueOfEdge } from './edge-bundles.ts';
import type { GraphFrame } from './graph-frame.ts';
import { frameOpacity, frameWidthPx, labelOpacity, orderNodes, shapeNode } from './graph-frame.ts';
import { traceEdges } from './graph-geometry.ts';

/**
 * Paints one picture of the graph on a canvas whose backing store is `pixelRatio` times its size.
 *
 * @param paths One prepared path a bundle, in layout pixels.
 */
export function paintFrame(
  context: CanvasRenderingContext2D,
  frame: GraphFrame,
  paths: readonly Path2D[],
  pixelRatio: number,
): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, frame.size.width, frame.size.height);
  paintEdges(context, frame, paths, pixelRatio);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  paintNodes(context, frame);
  paintLabels(context, frame);
  context.globalAlpha = 1;
}

/** Prepares one path for each bundle of edges; costs as much as a frame, so keep it until the layout changes. */
export function prepareEdgePaths(frame: Pick<GraphFrame, 'graph' | 'layout' | 'bundles'>): Path2D[] {
  return frame.bundles.map((bundle) => {
    const path = new Path2D();
    traceEdges(path, frame.graph, frame.layout, bundle.edges);
    return path;
  });
}

// Lines of at most one device pixel take the rasteriser's fast path: 5 ms for 2,500 curves instead of 60 to 190 ms at
// 1.2 pixels without a GPU. On dense screens more opacity makes up for the thinner line.
const hairline = 0.99;

function paintEdges(
  context: CanvasRenderingContext2D,
  frame: GraphFrame,
  paths: readonly Path2D[],
  pixelRatio: number,
): void {
  const { view, palette, emphasis } = frame;
  const scale = pixelRatio * view.k;
  context.setTransform(scale, 0, 0, scale, pixelRatio * view.x, pixelRatio * view.y);
  context.lineWidth = hairline / scale;
  const weight = Math.min(2, pixelRatio);
  frame.bundles.forEach((bundle, position) => {
    context.globalAlpha = Math.min(1, bundle.opacity * emphasis.restOpacity * weight);
    context.strokeStyle = bundle.hue === hueCount ? palette.ink3 : palette.hues[bundle.hue];
    context.stroke(paths[position]);
  });
  paintStrongEdges(context, frame);
}

function paintStrongEdges(context: CanvasRenderingContext2D, frame: GraphFrame): void {
  const { graph, emphasis, palette } = frame;
  const edgesByHue = group(emphasis.strongEdges, (edge) => hueOfEdge(graph, edge));
  context.globalAlpha = frameOpacity.strongEdge;
  for (const [hue, edges] of edgesByHue) {
    context.strokeStyle = hue === hueCount ? palette.ink3 : palette.hues[hue];
    context.beginPath();
    traceEdges(context, graph, frame.layout, edges);
    context.stroke();
  }
}

function paintNodes(context: CanvasRenderingContext2D, frame: GraphFrame): void {
  const { width, height } = frame.size;
  for (const node of orderNodes(frame)) {
    const shape = shapeNode(frame, node);
    const reach = shape.radius + shape.outlinePx;
    if (shape.x < -reach || shape.y < -reach || shape.x > width + reach || shape.y > height + reach) continue;
    context.globalAlpha = shape.opacity;
    context.beginPath();
    context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
    context.fillStyle = shape.color;
    context.fill();
    context.strokeStyle = shape.outline;
    context.lineWidth = shape.outlinePx;
    context.stroke();
  }
  if (frame.focusedNode !== null) paintFocusRing(context, frame, frame.focusedNode);
}

function paintFocusRing(context: CanvasRenderingContext2D, frame: GraphFrame, node: number): void {
  const shape = shapeNode(frame, node);
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(shape.x, shape.y, shape.radius + 3.5, 0, 2 * Math.PI);
  context.strokeStyle = frame.palette.accent;
  context.lineWidth = frameWidthPx.focusRing;
  context.stroke();
}

// Halos all come before letters: otherwise one label's halo could bite into another's text.
function paintLabels(context: CanvasRenderingContext2D, frame: GraphFrame): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = frameWidthPx.halo;
  context.strokeStyle = frame.palette.card;
  for (const label of frame.labels) {
    context.font = `${label.style.weight} ${label.style.sizePx}px ${frame.fontFamily}`;
    context.globalAlpha = labelOpacity(frame, label);
    context.strokeText(label.text, label.x, label.y);
  }
  context.fillStyle = frame.palette.ink;
  for (const label of frame.labels) {
    context.font = `${label.style.weight} ${label.style.sizePx}px ${frame.fontFamily}`;
    context.globalAlpha = labelOpacity(frame, label);
    context.fillText(label.text, label.x, label.y);
  }
}
