import { path } from 'd3-path';
import { hueCount } from '../palette.ts';
import { hueOfEdge } from './edge-bundles.ts';
import type { GraphFrame } from './graph-frame.ts';
import { frameOpacity, frameWidthPx, labelOpacity, orderNodes, shapeNode } from './graph-frame.ts';
import type { PathSink, View } from './graph-geometry.ts';
import { traceEdges } from './graph-geometry.ts';

/**
 * Writes one picture of the graph as a standalone SVG document: the card as background, edges, nodes with their tag
 * and row count as title, labels with halo.
 *
 * @param texts Per node: its tag.
 */
export function writeFrame(frame: GraphFrame, texts: readonly string[]): string {
  const { width, height } = frame.size;
  const fontFamily = escapeMarkup(frame.fontFamily);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">`,
    `<rect width="${width}" height="${height}" fill="${frame.palette.card}"/>`,
    `<g fill="none">${writeEdges(frame)}</g>`,
    `<g>${orderNodes(frame)
      .map((node) => writeNode(frame, node, texts))
      .join('')}</g>`,
    `<g text-anchor="middle" dominant-baseline="central" paint-order="stroke" stroke-linejoin="round" stroke="${frame.palette.card}" stroke-width="${frameWidthPx.halo}" fill="${frame.palette.ink}">${writeLabels(frame)}</g>`,
    '</svg>',
  ].join('\n');
}

/** Escapes text for an attribute or the content of an XML element. */
export function escapeMarkup(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

function writeEdges(frame: GraphFrame): string {
  const { palette, emphasis } = frame;
  const colorOf = (hue: number): string => (hue === hueCount ? palette.ink3 : palette.hues[hue]);
  const base = frame.bundles.map((bundle) => {
    const opacity = bundle.opacity * emphasis.restOpacity;
    return writePath(frame, bundle.edges, { color: colorOf(bundle.hue), opacity });
  });
  const strong = emphasis.strongEdges.map((edge) => {
    const color = colorOf(hueOfEdge(frame.graph, edge));
    return writePath(frame, [edge], { color, opacity: frameOpacity.strongEdge });
  });
  return [...base, ...strong].join('');
}

interface Stroke {
  readonly color: string;
  readonly opacity: number;
}

function writePath(frame: GraphFrame, edges: readonly number[], stroke: Stroke): string {
  const trace = path();
  traceEdges(zoomed(roundedTo(trace), frame.view), frame.graph, frame.layout, edges);
  return `<path d="${trace.toString()}" stroke="${stroke.color}" stroke-width="${frameWidthPx.edge}" stroke-opacity="${round(stroke.opacity)}"/>`;
}

function writeNode(frame: GraphFrame, node: number, texts: readonly string[]): string {
  const shape = shapeNode(frame, node);
  const title = `${texts[node]}: ${frame.graph.rowCounts[node].toLocaleString('en')} rows`;
  return (
    `<circle cx="${round(shape.x)}" cy="${round(shape.y)}" r="${round(shape.radius)}" fill="${shape.color}"` +
    ` opacity="${round(shape.opacity)}" stroke="${shape.outline}" stroke-width="${round(shape.outlinePx)}">` +
    `<title>${escapeMarkup(title)}</title></circle>`
  );
}

function writeLabels(frame: GraphFrame): string {
  return frame.labels
    .map((label) => {
      const { sizePx, weight } = label.style;
      const opacity = labelOpacity(frame, label);
      return `<text x="${round(label.x)}" y="${round(label.y)}" font-size="${sizePx}" font-weight="${weight}" opacity="${round(opacity)}">${escapeMarkup(label.text)}</text>`;
    })
    .join('');
}

function zoomed(sink: PathSink, view: View): PathSink {
  const x = (value: number): number => value * view.k + view.x;
  const y = (value: number): number => value * view.k + view.y;
  return {
    moveTo: (toX, toY) => sink.moveTo(x(toX), y(toY)),
    quadraticCurveTo: (cx, cy, toX, toY) => sink.quadraticCurveTo(x(cx), y(cy), x(toX), y(toY)),
  };
}

function roundedTo(sink: PathSink): PathSink {
  return {
    moveTo: (x, y) => sink.moveTo(round(x), round(y)),
    quadraticCurveTo: (cx, cy, x, y) => sink.quadraticCurveTo(round(cx), round(cy), round(x), round(y)),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
