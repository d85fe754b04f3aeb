import type { Quadtree } from 'd3-quadtree';
import type { TagGraph } from '../../../workers/contracts/graph-api.ts';
import { canvasToPng } from '../export-svg.ts';
import type { ResolvedPalette } from '../palette.ts';
import { readPalette } from '../palette.ts';
import { bundleEdges } from './edge-bundles.ts';
import { emphasise } from './emphasis.ts';
import type { GraphFrame } from './graph-frame.ts';
import type { Insets, Size } from '../size.ts';
import { createTextMeter } from '../text-meter.ts';
import type { Direction, GraphLayout, View } from './graph-geometry.ts';
import { findNodeAt, findNodeTowards, indexNodes, layOutGraph, radiusOnScreen } from './graph-geometry.ts';
import { listenToInput } from './graph-input.ts';
import { labelGraph } from './graph-labels.ts';
import type { GraphViewport } from './graph-viewport.ts';
import { openViewport } from './graph-viewport.ts';
import { paintFrame, prepareEdgePaths } from './paint-frame.ts';
import { writeFrame } from './write-frame.ts';

/** What the painter shows. */
export interface TagGraphData {
  readonly graph: TagGraph;
  /** Label of each vocabulary tag. */
  readonly labels: readonly string[];
  /** Vocabulary ids. */
  readonly selectedTagIds: ReadonlySet<number>;
  /** Shows only the first so many edges, the strongest; all by default. */
  readonly edgeCount?: number;
}

/** A node as callbacks see it. */
export interface GraphNode {
  readonly tagId: number;
  readonly label: string;
  readonly rowCount: number;
  readonly community: number;
  /** Tags joined to it by an edge that is shown. */
  readonly neighbourCount: number;
}

/** Where a node is on screen, in pixels of the host. */
export interface NodePosition {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface TagGraphOptions {
  /** What a screen reader calls the picture. */
  readonly label: string;
  /** Kept free on each side for what floats over the graph, in pixels; 0 by default. */
  readonly insets?: Insets;
  /** The pointer is over a node, or over none. */
  readonly onHover?: (node: GraphNode | null, position: NodePosition | null) => void;
  /** The keyboard moved to a node, or left the graph: the words for a live region and a tooltip. */
  readonly onFocus?: (node: GraphNode | null, position: NodePosition | null) => void;
  /** A node was clicked or entered; `isAdditive` with Shift, Ctrl or Command. */
  readonly onSelect?: (tagId: number, isAdditive: boolean) => void;
  /** Escape, or a click on empty ground. */
  readonly onClear?: () => void;
  /** The zoom changed; 1 shows everything. */
  readonly onZoom?: (zoom: number) => void;
}

export interface TagGraphPainter {
  /** Shows new data; keeps pan and zoom while the graph stays the same. */
  update(data: TagGraphData): void;
  /** Reads the colours again after the theme changed. */
  themeChanged(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Shows the whole graph. */
  fit(): void;
  /** Brings a tag to the middle and puts the focus ring on it; false when it is not drawn. */
  showTag(tagId: number): boolean;
  /** Renders the picture as it stands, at twice its size, on the card's colour. */
  exportPng(): Promise<Blob>;
  exportSvg(): string;
  destroy(): void;
}

/**
 * Paints a co-occurrence graph on a canvas that fills its host. It draws only when something changed. Pan by drag,
 * zoom by wheel, double click, pinch and the keys + - 0; arrow keys go to the nearest tag, Enter selects, Escape clears.
 *
 * @param host Needs a size of its own; gets a tab stop and the role of an application.
 */
export function paintTagGraph(host: HTMLElement, options: TagGraphOptions): TagGraphPainter {
  return new CanvasGraph(host, options);
}

const noInsets: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
const zoomStep = 1.6;
// Fingers are less precise than a mouse.
const slopPx = { mouse: 4, touch: 14 };
const exportScale = 2;

/** What follows from the data and the size of the host. */
interface Scene {
  readonly data: TagGraphData;
  readonly edgeCount: number;
  readonly layout: GraphLayout;
  readonly index: Quadtree<number>;
  readonly bundles: GraphFrame['bundles'];
  readonly paths: readonly Path2D[];
  readonly texts: readonly string[];
  readonly selectedNodes: ReadonlySet<number>;
}

class CanvasGraph implements TagGraphPainter {
  readonly #host: HTMLElement;
  readonly #options: TagGraphOptions;
  readonly #canvas: HTMLCanvasElement;
  readonly #viewport: GraphViewport;
  readonly #meter = createTextMeter();
  readonly #resizes: ResizeObserver;
  readonly #stopListening: () => void;
  #palette: ResolvedPalette;
  #size: Size = { width: 0, height: 0 };
  #view: View = { k: 1, x: 0, y: 0 };
  #scene: Scene | null = null;
  #hoveredNode: number | null = null;
  #focusedNode: number | null = null;
  #frameRequest = 0;

  constructor(host: HTMLElement, options: TagGraphOptions) {
    this.#host = host;
    this.#options = options;
    this.#canvas = host.ownerDocument.createElement('canvas');
    this.#canvas.style.cssText = 'display:block;width:100%;height:100%;touch-action:none';
    host.append(this.#canvas);
    this.#palette = readPalette(host);
    this.#viewport = openViewport(this.#canvas, (view) => this.#moveTo(view));
    this.#stopListening = listenToInput(host, this.#canvas, options.label, {
      pointAt: (point) => this.#hover(point === null ? null : this.#nodeAt(point)),
      select: (point, isAdditive) => this.#selectNode(this.#nodeAt(point), isAdditive),
      selectFocused: (isAdditive) => this.#selectNode(this.#focusedNode, isAdditive),
      clear: () => this.#clear(),
      moveFocus: (direction) => this.#moveFocus(direction),
      leave: () => this.#focus(null),
      zoomIn: () => this.zoomIn(),
      zoomOut: () => this.zoomOut(),
      fit: () => this.fit(),
    });
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(host);
    this.#resize();
  }

  update(data: TagGraphData): void {
    const isSameGraph = this.#scene?.data.graph === data.graph;
    if (!isSameGraph) {
      this.#hoveredNode = null;
      this.#focusedNode = null;
      this.#viewport.reset();
    }
    this.#palette = readPalette(this.#host);
    this.#scene = this.#buildScene(data);
    this.#requestFrame();
  }

  themeChanged(): void {
    this.#palette = readPalette(this.#host);
    this.#requestFrame();
  }

  zoomIn(): void {
    this.#viewport.scaleBy(zoomStep);
  }

  zoomOut(): void {
    this.#viewport.scaleBy(1 / zoomStep);
  }

  fit(): void {
    this.#viewport.fit();
  }

  showTag(tagId: number): boolean {
    const node = this.#scene?.data.graph.tagIds.indexOf(tagId) ?? -1;
    if (node < 0) return false;
    this.#focus(node);
    this.#centre(node);
    return true;
  }

  async exportPng(): Promise<Blob> {
    const canvas = this.#host.ownerDocument.createElement('canvas');
    canvas.width = this.#size.width * exportScale;
    canvas.height = this.#size.height * exportScale;
    const context = canvas.getContext('2d');
    const frame = this.#buildFrame(null);
    if (context !== null && frame !== null && this.#scene !== null) {
      paintFrame(context, frame, this.#scene.paths, exportScale);
      context.globalCompositeOperation = 'destination-over';
      context.fillStyle = this.#palette.card;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    return canvasToPng(canvas);
  }

  exportSvg(): string {
    const frame = this.#buildFrame(null);
    return frame === null ? '' : writeFrame(frame, this.#scene?.texts ?? []);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frameRequest);
    this.#resizes.disconnect();
    this.#stopListening();
    this.#viewport.stop();
    this.#canvas.remove();
  }

  #buildScene(data: TagGraphData): Scene {
    const { graph } = data;
    const edgeCount = Math.min(data.edgeCount ?? Infinity, graph.edgeSources.length);
    const layout = layOutGraph(graph, this.#size, this.#options.insets ?? noInsets);
    const bundles = bundleEdges(graph, edgeCount);
    const selectedNodes = new Set<number>();
    graph.tagIds.forEach((tagId, node) => {
      if (data.selectedTagIds.has(tagId)) selectedNodes.add(node);
    });
    return {
      data,
      edgeCount,
      layout,
      index: indexNodes(layout),
      bundles,
      paths: prepareEdgePaths({ graph, layout, bundles }),
      texts: Array.from(graph.tagIds, (tagId) => data.labels[tagId]),
      selectedNodes,
    };
  }

  #buildFrame(pointedNode: number | null): GraphFrame | null {
    const scene = this.#scene;
    if (scene === null || this.#size.width === 0) return null;
    const { graph } = scene.data;
    const { selectedNodes, edgeCount, layout, texts, bundles } = scene;
    const emphasis = emphasise(graph, { pointedNode, selectedNodes, edgeCount });
    const view = this.#view;
    const size = this.#size;
    const { measure, fontFamily } = this.#meter.read(this.#host);
    return {
      graph,
      layout,
      bundles,
      emphasis,
      labels: labelGraph({ layout, texts, emphasis, pointedNode, view, size, measure }),
      view,
      size,
      selectedNodes,
      focusedNode: pointedNode === null ? null : this.#focusedNode,
      palette: this.#palette,
      fontFamily,
    };
  }

  #requestFrame(): void {
    if (this.#frameRequest !== 0) return;
    this.#frameRequest = requestAnimationFrame(() => {
      this.#frameRequest = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const frame = this.#buildFrame(this.#hoveredNode ?? this.#focusedNode);
    const context = this.#canvas.getContext('2d');
    if (frame === null || context === null || this.#scene === null) return;
    const ratio = devicePixelRatio;
    const width = Math.round(this.#size.width * ratio);
    const height = Math.round(this.#size.height * ratio);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    paintFrame(context, frame, this.#scene.paths, ratio);
  }

  #resize(): void {
    const size = { width: this.#host.clientWidth, height: this.#host.clientHeight };
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.#viewport.resize(size);
    if (this.#scene !== null) this.#scene = this.#buildScene(this.#scene.data);
    this.#paint();
  }

  #moveTo(view: View): void {
    const isZoomed = view.k !== this.#view.k;
    this.#view = view;
    if (isZoomed) this.#options.onZoom?.(view.k);
    this.#requestFrame();
  }

  #centre(node: number): void {
    const layout = this.#scene?.layout;
    if (layout !== undefined) this.#viewport.centre(layout.xs[node], layout.ys[node]);
  }

  #nodeAt(point: { x: number; y: number; isTouch: boolean }): number | null {
    if (this.#scene === null) return null;
    const target = { x: point.x, y: point.y, slopPx: point.isTouch ? slopPx.touch : slopPx.mouse };
    return findNodeAt(this.#scene.index, this.#scene.layout, target, this.#view);
  }

  #hover(node: number | null): void {
    this.#canvas.style.cursor = node === null ? 'grab' : 'pointer';
    if (node === this.#hoveredNode) return;
    this.#hoveredNode = node;
    this.#options.onHover?.(this.#describe(node), this.#positionOf(node));
    this.#requestFrame();
  }

  #focus(node: number | null): void {
    if (node === this.#focusedNode) return;
    this.#focusedNode = node;
    this.#options.onFocus?.(this.#describe(node), this.#positionOf(node));
    this.#requestFrame();
  }

  #moveFocus(direction: Direction | 'first'): void {
    const scene = this.#scene;
    if (scene === null || scene.texts.length === 0) return;
    const from = this.#focusedNode;
    const isFirst = direction === 'first' || from === null;
    const node = isFirst ? 0 : findNodeTowards(scene.layout, from, direction);
    if (node === null) return;
    this.#hoveredNode = null;
    this.#focus(node);
    const { x, y } = this.#positionOf(node) ?? { x: 0, y: 0 };
    const isInside = x >= 16 && y >= 16 && x <= this.#size.width - 16 && y <= this.#size.height - 16;
    if (!isInside) this.#centre(node);
  }

  #selectNode(node: number | null, isAdditive: boolean): void {
    if (this.#scene === null) return;
    if (node !== null) this.#options.onSelect?.(this.#scene.data.graph.tagIds[node], isAdditive);
    else if (!isAdditive) this.#options.onClear?.();
  }

  #clear(): void {
    this.#focus(null);
    this.#options.onClear?.();
  }

  #describe(node: number | null): GraphNode | null {
    if (node === null || this.#scene === null) return null;
    const { data, edgeCount, texts } = this.#scene;
    const { edgeSources, edgeTargets, tagIds, rowCounts, communities } = data.graph;
    let neighbourCount = 0;
    for (let edge = 0; edge < edgeCount; edge++) {
      if (edgeSources[edge] === node || edgeTargets[edge] === node) neighbourCount++;
    }
    const label = texts[node];
    return {
      tagId: tagIds[node],
      label,
      rowCount: rowCounts[node],
      community: communities[node],
      neighbourCount,
    };
  }

  #positionOf(node: number | null): NodePosition | null {
    if (node === null || this.#scene === null) return null;
    const { xs, ys, radii } = this.#scene.layout;
    const { k, x, y } = this.#view;
    return { x: xs[node] * k + x, y: ys[node] * k + y, radius: radiusOnScreen(radii[node], k) };
  }
}
