import type { ScaleLinear } from 'd3-scale';
import type { BaseType, Selection } from 'd3-selection';
import { select } from 'd3-selection';
import { renderPng, writeSvg } from './export-svg.ts';
import type { Box } from './label-placement.ts';
import type { ResolvedPalette } from './palette.ts';
import { colorVariable, readPalette } from './palette.ts';
import type { Insets, Size } from './size.ts';
import type { MeasureText, TextStyle } from './text-meter.ts';
import { createTextMeter, fitText } from './text-meter.ts';

/** A chart on the page. */
export interface ChartPainter<Data> {
  update(data: Data): void;
  /** Draws again after the theme changed. */
  themeChanged(): void;
  /** Renders the chart as it stands, at twice its size, on the card's colour. */
  exportPng(): Promise<Blob>;
  exportSvg(): string;
  destroy(): void;
}

export type SvgSelection = Selection<SVGSVGElement, unknown, null, undefined>;

/** What a chart draws with. */
export interface ChartSurface {
  readonly svg: SvgSelection;
  readonly size: Size;
  readonly palette: ResolvedPalette;
  readonly measure: MeasureText;
}

/** One axis: its scale maps data to pixels. */
export interface Axis {
  readonly scale: ScaleLinear<number, number>;
  /** What is counted, in words. */
  readonly title: string;
  readonly format: (value: number) => string;
}

/** How text in charts is set. */
export const chartText = {
  caption: { sizePx: 12, weight: 400 },
  name: { sizePx: 12, weight: 550 },
} as const satisfies Record<string, TextStyle>;

/**
 * Puts an SVG into a host and draws it whenever the data, the size or the theme changes. The SVG is one image to
 * assistive technology; a table beside it has to say the same.
 *
 * @param label What a screen reader calls the chart.
 * @param render Draws into the empty SVG; not called while the host has no size.
 */
export function mountChart<Data>(
  host: HTMLElement,
  label: string,
  render: (surface: ChartSurface, data: Data) => void,
): ChartPainter<Data> {
  const svg = select(host).append('svg').attr('role', 'img').attr('aria-label', label);
  svg.attr('style', 'display:block;width:100%;height:100%;font-variant-numeric:tabular-nums');
  const element = svg.node() ?? document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const meter = createTextMeter();
  let current: { readonly data: Data } | null = null;
  const draw = (): void => {
    const size = { width: host.clientWidth, height: host.clientHeight };
    if (current === null || size.width === 0 || size.height === 0) return;
    svg.selectChildren().remove();
    render({ svg, size, palette: readPalette(host), measure: meter.read(host).measure }, current.data);
  };
  const resizes = new ResizeObserver(draw);
  resizes.observe(host);
  const exportSvg = (): string => writeSvg(element, readPalette(host).card);
  return {
    update: (data) => {
      current = { data };
      draw();
    },
    themeChanged: draw,
    exportSvg,
    exportPng: () => renderPng(exportSvg()),
    destroy: () => {
      resizes.disconnect();
      svg.remove();
    },
  };
}

/** Returns the part of a chart inside its margins, at least one pixel wide and high. */
export function plotArea(size: Size, margins: Insets): Box {
  const right = Math.max(margins.left + 1, size.width - margins.right);
  const bottom = Math.max(margins.top + 1, size.height - margins.bottom);
  return { left: margins.left, top: margins.top, right, bottom };
}

/**
 * Draws a light grid, the values at its lines, and what each axis counts: upwards top left, rightwards bottom right.
 *
 * @param axes.titleRisePx How far the title of the upright axis stands above the area; 12 by default.
 */
export function drawAxes(
  svg: SvgSelection,
  area: Box,
  axes: { readonly x: Axis; readonly y: Axis; readonly titleRisePx?: number },
): void {
  const frame = svg.append('g').attr('font-size', 12).attr('fill', colorVariable('ink-2'));
  drawVerticalGrid(frame, area, axes.x);
  drawHorizontalGrid(frame, area, axes.y);
  frame
    .append('text')
    .attr('x', area.left)
    .attr('y', area.top - (axes.titleRisePx ?? 12))
    .text(`↑ ${axes.y.title}`);
  frame
    .append('text')
    .attr('x', area.right)
    .attr('y', area.bottom + 34)
    .attr('text-anchor', 'end')
    .text(`${axes.x.title} →`);
}

/**
 * Draws a dashed upright line with words at its foot: on the right, or on the left where the right is taken.
 *
 * @param mark.avoidX Another upright line that the words should not cross.
 */
export function drawNotedLine(
  { svg, size, measure }: ChartSurface,
  area: Box,
  mark: { readonly x: number; readonly words: string; readonly avoidX?: number },
): void {
  const { x, words, avoidX = -Infinity } = mark;
  const width = measure(words, chartText.caption) + 8;
  const isFreeRight = x + width <= area.right && (avoidX <= x || avoidX >= x + width);
  const isLeft = !isFreeRight && x - width >= area.left;
  const line = svg.append('line').attr('x1', x).attr('x2', x).attr('y1', area.top).attr('y2', area.bottom);
  line.attr('stroke', colorVariable('ink-2')).attr('stroke-dasharray', '2 3').attr('pointer-events', 'none');
  const text = svg
    .append('text')
    .attr('x', isLeft ? x - 6 : x + 6)
    .attr('y', area.bottom - 8);
  text.attr('text-anchor', isLeft ? 'end' : 'start').attr('font-size', chartText.caption.sizePx);
  text.attr('fill', colorVariable('ink-2')).attr('pointer-events', 'none');
  const roomPx = isLeft ? x : size.width - x - 8;
  text.text(fitText(words, roomPx, chartText.caption, measure));
  addHalo(text);
}

/** Makes marks open what stands behind them; without a listener they stay as they are. */
export function makeClickable<Mark extends BaseType, Datum, Parent extends BaseType>(
  marks: Selection<Mark, Datum, Parent, unknown>,
  onOpen: ((datum: Datum) => void) | undefined,
): void {
  if (onOpen === undefined) return;
  marks.style('cursor', 'pointer').on('click', (_, datum) => onOpen(datum));
}

/** Sets texts with a halo in the card's colour, so that lines behind them do not disturb them. */
export function addHalo<Text extends BaseType, Datum, Parent extends BaseType>(
  texts: Selection<Text, Datum, Parent, unknown>,
): void {
  texts
    .attr('paint-order', 'stroke')
    .attr('stroke', colorVariable('card'))
    .attr('stroke-width', 3)
    .attr('stroke-linejoin', 'round');
}

type Group = Selection<SVGGElement, unknown, null, undefined>;

// Room for one value: wide enough for 100,000 with space on both sides.
const tickSpacePx = { x: 80, y: 44 };

function drawVerticalGrid(frame: Group, area: Box, axis: Axis): void {
  const values = axis.scale.ticks(Math.max(2, Math.floor((area.right - area.left) / tickSpacePx.x)));
  for (const value of values) {
    const x = axis.scale(value);
    drawLine(frame, { left: x, right: x, top: area.top, bottom: area.bottom });
    const text = frame
      .append('text')
      .attr('x', x)
      .attr('y', area.bottom + 17);
    text.attr('text-anchor', 'middle').text(axis.format(value));
  }
}

function drawHorizontalGrid(frame: Group, area: Box, axis: Axis): void {
  const values = axis.scale.ticks(Math.max(2, Math.floor((area.bottom - area.top) / tickSpacePx.y)));
  for (const value of values) {
    const y = axis.scale(value);
    drawLine(frame, { left: area.left, right: area.right, top: y, bottom: y });
    const text = frame
      .append('text')
      .attr('x', area.left - 8)
      .attr('y', y);
    text.attr('text-anchor', 'end').attr('dominant-baseline', 'central').text(axis.format(value));
  }
}

function drawLine(frame: Group, { left, top, right, bottom }: Box): void {
  const line = frame.append('line').attr('x1', left).attr('x2', right).attr('y1', top).attr('y2', bottom);
  line.attr('stroke', colorVariable('line')).attr('shape-rendering', 'crispEdges');
}
