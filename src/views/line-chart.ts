import type { ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { SvgSelection } from './chart-frame.ts';
import { addHalo, chartText, makeClickable } from './chart-frame.ts';
import { colorVariable, hueVariable } from './palette.ts';

/** A point in data units. */
export interface DataPoint {
  readonly x: number;
  readonly y: number;
}

/** One line of a chart. */
export interface LineSeries {
  readonly name: string;
  /** Index of its hue; grey when it has none. */
  readonly hue: number;
  /** In ascending x. */
  readonly points: readonly DataPoint[];
  /** Where the truth lies with 95 %, if the line is an estimate; in ascending x. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** What the mark says when pointed at. */
  readonly title: string;
}

export interface LineScales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** A direct label of a line: middle of the text vertically, its start horizontally, in pixels. */
export interface LineLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle';
}

// A line is drawn 2 px wide but answers within 7 px on either side.
const hitWidthPx = 14;

/** Draws lines with their bands; each answers to the pointer along a wider invisible line. */
export function drawLines(
  svg: SvgSelection,
  series: readonly LineSeries[],
  scales: LineScales,
  onOpen?: (index: number) => void,
): void {
  const trace = line<DataPoint>(
    (point) => scales.x(point.x),
    (point) => scales.y(point.y),
  );
  const fill = area<{ x: number; low: number; high: number }>()
    .x((point) => scales.x(point.x))
    .y0((point) => scales.y(point.low))
    .y1((point) => scales.y(point.high));
  const groups = svg
    .append('g')
    .attr('fill', 'none')
    .selectAll('g')
    .data(series.map((one, index) => ({ ...one, index })))
    .join('g');
  groups
    .append('path')
    .attr('d', ({ band }) => fill([...(band ?? [])]))
    .attr('fill', ({ hue }) => hueVariable(hue))
    .attr('fill-opacity', 0.18);
  groups
    .append('path')
    .attr('d', ({ points }) => trace([...points]))
    .attr('stroke', ({ hue }) => hueVariable(hue))
    .attr('stroke-width', 2)
    .attr('stroke-linejoin', 'round');
  groups
    .append('path')
    .attr('d', ({ points }) => trace([...points]))
    .attr('stroke', 'transparent')
    .attr('stroke-width', hitWidthPx)
    .append('title')
    .text(({ title }) => title);
  makeClickable(groups, onOpen === undefined ? undefined : ({ index }) => onOpen(index));
}

/** Draws the names of lines beside them. */
export function drawLineLabels(svg: SvgSelection, labels: readonly LineLabel[]): void {
  const texts = svg
    .append('g')
    .attr('font-size', chartText.name.sizePx)
    .attr('font-weight', chartText.name.weight)
    .attr('fill', colorVariable('ink'))
    .selectAll('text')
    .data(labels)
    .join('text')
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('text-anchor', ({ anchor }) => anchor)
    .attr('dominant-baseline', 'central')
    .attr('pointer-events', 'none')
    .text(({ text }) => text);
  addHalo(texts);
}

/** Returns the highest value that lines and bands reach; 0 without any. */
export function highestValue(series: readonly LineSeries[]): number {
  return series.reduce((highest, { points, band }) => {
    const line = points.reduce((most, { y }) => Math.max(most, y), highest);
    return (band ?? []).reduce((most, { high }) => Math.max(most, high), line);
  }, 0);
}

/** Returns the largest x of all lines; 0 without any. */
export function furthestValue(series: readonly LineSeries[]): number {
  return series.reduce((furthest, { points }) => Math.max(furthest, points.at(-1)?.x ?? 0), 0);
}

/** Interpolates a line at x; the first or last value beyond its ends, NaN without points. */
export function valueAt(points: readonly DataPoint[], x: number): number {
  const after = points.findIndex((point) => point.x >= x);
  if (after === -1) return points.at(-1)?.y ?? NaN;
  const to = points[after];
  if (after === 0 || to.x === x) return to.y;
  const from = points[after - 1];
  return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
}
