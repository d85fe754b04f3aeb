import { scaleLinear, scaleSqrt } from 'd3-scale';
import type { Axis, ChartPainter, ChartSurface } from '../chart-frame.ts';
import { addHalo, chartText, drawAxes, makeClickable, mountChart, plotArea } from '../chart-frame.ts';
import { formatCount, formatDecimal, formatPercent, formatWholePercent } from '../format.ts';
import type { Box } from '../label-placement.ts';
import { placeLabels } from '../label-placement.ts';
import { colorVariable, hueVariable } from '../palette.ts';

/** A source as the scatter shows it. */
export interface ScatterSource {
  readonly name: string;
  readonly hue: number;
  /** Share of all tags that the source carries, 0 to 1. */
  readonly tagsCovered: number;
  /** Mean tags a row. */
  readonly tagsPerRow: number;
  /** 95 % interval of `tagsPerRow`, if known. */
  readonly tagsPerRowInterval?: readonly [number, number];
  readonly rowCount: number;
}

export interface SourceScatterOptions {
  readonly label: string;
  /** A circle was clicked; index into the sources. */
  readonly onOpen?: (index: number) => void;
}

/** A circle in pixels. */
export interface ScatterCircle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const margins = { top: 28, right: 24, bottom: 44, left: 40 };
const largestRadiusPx = 28;
const smallestRadiusPx = 4;

/**
 * Draws sources by how many of all tags they cover and how many tags their rows carry; the area of a circle grows
 * with the rows. Sources without tagged rows are left out.
 */
export function drawSourceScatter(
  host: HTMLElement,
  options: SourceScatterOptions,
): ChartPainter<readonly ScatterSource[]> {
  return mountChart<readonly ScatterSource[]>(host, options.label, (surface, sources) => {
    render(surface, sources, options);
  });
}

/** Lays out the axes and one circle a source; a source without numbers gets a radius of 0. */
export function layoutScatter(
  sources: readonly ScatterSource[],
  area: Box,
): { readonly x: Axis; readonly y: Axis; readonly circles: readonly ScatterCircle[] } {
  const shown = sources.filter(isShown);
  const widest = Math.max(0.1, ...shown.map((source) => source.tagsCovered));
  const heights = shown.flatMap((source) => [source.tagsPerRow, ...(source.tagsPerRowInterval ?? [])]);
  const highest = Math.max(1, ...heights);
  const lowest = Math.min(highest, ...heights);
  const spare = Math.max(0.5, (highest - lowest) * 0.2);
  const x = scaleLinear([0, Math.min(1, widest * 1.15)], [area.left, area.right]);
  const y = scaleLinear([Math.max(0, lowest - spare), highest + spare], [area.bottom, area.top]).nice(5);
  const most = Math.max(1, ...shown.map((source) => source.rowCount));
  const radius = scaleSqrt([0, most], [0, largestRadiusPx]);
  const circles = sources.map((source) => {
    if (!isShown(source)) return { x: area.left, y: area.bottom, radius: 0 };
    const size = Math.max(smallestRadiusPx, radius(source.rowCount));
    return { x: x(source.tagsCovered), y: y(source.tagsPerRow), radius: size };
  });
  return {
    x: { scale: x, title: 'tags covered', format: formatWholePercent },
    y: { scale: y, title: 'tags a row', format: (value) => String(value) },
    circles,
  };
}

function render(
  surface: ChartSurface,
  sources: readonly ScatterSource[],
  options: SourceScatterOptions,
): void {
  const { svg, size } = surface;
  const area = plotArea(size, margins);
  const { x, y, circles } = layoutScatter(sources, area);
  drawAxes(svg, area, { x, y });
  // Large circles first, so that none hides a smaller one.
  const marks = sources
    .map((source, index) => ({ source, index, circle: circles[index] }))
    .filter(({ circle }) => circle.radius > 0)
    .sort((a, b) => b.circle.radius - a.circle.radius);
  const drawn = svg
    .append('g')
    .selectAll('circle')
    .data(marks)
    .join('circle')
    .attr('cx', ({ circle }) => circle.x)
    .attr('cy', ({ circle }) => circle.y)
    .attr('r', ({ circle }) => circle.radius)
    .attr('fill', ({ source }) => hueVariable(source.hue))
    .attr('fill-opacity', 0.8)
    .attr('stroke', colorVariable('card'));
  drawn.append('title').text(({ source }) => describeSource(source));
  const { onOpen } = options;
  makeClickable(drawn, onOpen === undefined ? undefined : ({ index }) => onOpen(index));
  drawIntervals(surface, marks, y);
  drawNames(surface, marks);
}

interface Mark {
  readonly source: ScatterSource;
  readonly circle: ScatterCircle;
}

function drawIntervals({ svg }: ChartSurface, marks: readonly Mark[], y: Axis): void {
  svg
    .append('g')
    .selectAll('line')
    .data(marks.filter(({ source }) => source.tagsPerRowInterval !== undefined))
    .join('line')
    .attr('x1', ({ circle }) => circle.x)
    .attr('x2', ({ circle }) => circle.x)
    .attr('y1', ({ source }) => y.scale(source.tagsPerRowInterval?.[0] ?? source.tagsPerRow))
    .attr('y2', ({ source }) => y.scale(source.tagsPerRowInterval?.[1] ?? source.tagsPerRow))
    .attr('stroke', colorVariable('ink'))
    .attr('stroke-width', 1.5)
    .attr('pointer-events', 'none');
}

function drawNames({ svg, size, measure }: ChartSurface, marks: readonly Mark[]): void {
  const requests = marks.map(({ source, circle }) => {
    const width = measure(source.name, chartText.name);
    const places = ['above', 'right', 'left', 'below'] as const;
    return { ...circle, width, height: 15, places, mayCover: true };
  });
  const frame = { left: 2, top: 14, right: size.width - 2, bottom: size.height - margins.bottom };
  const obstacles = marks.map(({ circle }) => circle);
  const placed = placeLabels(requests, { frame, gapPx: 1, maxLabels: marks.length, obstacles });
  const texts = svg
    .append('g')
    .attr('font-size', chartText.name.sizePx)
    .attr('font-weight', chartText.name.weight)
    .attr('fill', colorVariable('ink'))
    .selectAll('text')
    .data(placed)
    .join('text')
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('text-anchor', 'middle')
    .attr('dominant-baseline', 'central')
    .attr('pointer-events', 'none')
    .text(({ index }) => marks[index].source.name);
  addHalo(texts);
}

function describeSource(source: ScatterSource): string {
  const covered = formatPercent(source.tagsCovered);
  const perRow = formatDecimal(source.tagsPerRow);
  return `${source.name}: ${covered} of the tags, ${perRow} tags a row, ${formatCount(source.rowCount)} rows`;
}

function isShown(source: ScatterSource): boolean {
  return Number.isFinite(source.tagsCovered) && Number.isFinite(source.tagsPerRow);
}
