import { scaleLinear } from 'd3-scale';
import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { chartText, drawAxes, drawNotedLine, mountChart, plotArea } from '../chart-frame.ts';
import { formatCount, formatQuantity } from '../format.ts';
import type { Box, Obstacle } from '../label-placement.ts';
import { placeLabels } from '../label-placement.ts';
import type { LineLabel, LineScales, LineSeries } from '../line-chart.ts';
import { drawLineLabels, drawLines, furthestValue, highestValue, valueAt } from '../line-chart.ts';
import type { MeasureText } from '../text-meter.ts';

/** A source's curve. */
export interface RarefactionSource {
  readonly name: string;
  readonly hue: number;
  /** Tags expected in growing random samples, in ascending rows. */
  readonly curve: readonly { readonly rows: number; readonly tags: number }[];
  /** 95 % band around the curve, if known. */
  readonly band?: readonly { readonly rows: number; readonly low: number; readonly high: number }[];
}

export interface RarefactionData {
  readonly sources: readonly RarefactionSource[];
  /** Rows at which the sources are compared, marked by a dashed line; null without. */
  readonly comparedAt: number | null;
}

export interface RarefactionOptions {
  readonly label: string;
  /** A line was clicked; index into the sources. */
  readonly onOpen?: (index: number) => void;
}

const margins = { top: 28, right: 88, bottom: 44, left: 52 };
const labelPlaces = ['right', 'above', 'below', 'left'] as const;
// Distance of the points at which a line counts as an obstacle to labels.
const obstacleStepPx = 8;

/** Draws how many different tags to expect as rows are added, a line a source with its name at the end. */
export function drawRarefactionCurves(
  host: HTMLElement,
  options: RarefactionOptions,
): ChartPainter<RarefactionData> {
  return mountChart<RarefactionData>(host, options.label, (surface, data) => render(surface, data, options));
}

function render(surface: ChartSurface, data: RarefactionData, options: RarefactionOptions): void {
  const { svg, size } = surface;
  const area = plotArea(size, margins);
  const series = data.sources.map(toSeries);
  const x = scaleLinear([0, Math.max(1, furthestValue(series))], [area.left, area.right]);
  const y = scaleLinear([0, Math.max(1, highestValue(series))], [area.bottom, area.top]).nice(5);
  drawAxes(svg, area, {
    x: { scale: x, title: 'rows', format: formatCount },
    y: { scale: y, title: 'different tags', format: formatCount },
  });
  drawLines(svg, series, { x, y }, options.onOpen);
  if (data.comparedAt !== null) {
    const words = `compared at ${formatQuantity(data.comparedAt, 'row')}`;
    drawNotedLine(surface, area, { x: x(data.comparedAt), words });
  }
  const frame = { left: area.left, top: 4, right: size.width - 2, bottom: area.bottom };
  drawLineLabels(svg, labelLineEnds(series, { x, y }, frame, surface.measure));
}

/**
 * Places the name of each line at its end: right of it, else above, below or left, not on other names and where
 * possible not on lines.
 */
export function labelLineEnds(
  series: readonly LineSeries[],
  scales: LineScales,
  frame: Box,
  measure: MeasureText,
): LineLabel[] {
  const requests = series.map(({ name, points }) => {
    const end = points.at(-1) ?? { x: 0, y: 0 };
    const width = measure(name, chartText.name);
    return {
      x: scales.x(end.x),
      y: scales.y(end.y),
      radius: 2,
      width,
      height: 15,
      places: labelPlaces,
      mayCover: true,
    };
  });
  const obstacles = series.flatMap((one) => traceObstacles(one, scales));
  const placed = placeLabels(requests, { frame, gapPx: 1, maxLabels: series.length, obstacles });
  return placed.map(({ index, x, y }) => ({ text: series[index].name, x, y, anchor: 'middle' }));
}

function toSeries({ name, hue, curve, band }: RarefactionSource): LineSeries {
  const points = [{ x: 0, y: 0 }, ...curve.map(({ rows, tags }) => ({ x: rows, y: tags }))];
  const end = curve.at(-1) ?? { rows: 0, tags: 0 };
  const title = `${name}: ${formatCount(end.tags)} different tags in ${formatCount(end.rows)} rows`;
  const edges = band?.map(({ rows, low, high }) => ({ x: rows, low, high }));
  return { name, hue, points, title, ...(edges === undefined ? {} : { band: edges }) };
}

function traceObstacles({ points }: LineSeries, scales: LineScales): Obstacle[] {
  const end = points.at(-1);
  if (end === undefined) return [];
  const obstacles: Obstacle[] = [];
  const last = scales.x(end.x);
  for (let x = scales.x(points[0].x); x < last; x += obstacleStepPx) {
    obstacles.push({ x, y: scales.y(valueAt(points, scales.x.invert(x))), radius: 4 });
  }
  return obstacles;
}
