import { scaleLinear } from 'd3-scale';
import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { addHalo, chartText, drawAxes, drawNotedLine, mountChart, plotArea } from '../chart-frame.ts';
import { formatCount, formatPercent, formatQuantity, formatWholePercent } from '../format.ts';
import type { Box } from '../label-placement.ts';
import type { DataPoint, LineScales, LineSeries } from '../line-chart.ts';
import { drawLineLabels, drawLines, valueAt } from '../line-chart.ts';
import { colorVariable, hueVariable } from '../palette.ts';
import { spreadLabels } from '../spread-labels.ts';
import { fitText } from '../text-meter.ts';
import type { BudgetSlider } from './budget-slider.ts';
import { mountBudgetSlider } from './budget-slider.ts';

/** A strategy's curve. */
export interface CoverageCurve {
  readonly name: string;
  readonly hue: number;
  /** Share of all tags covered (0 to 1) against rows; see `sampleCoverage`. */
  readonly points: readonly DataPoint[];
  /** 95 % band, such as that of repeated random draws. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
}

export interface CoverageData {
  readonly curves: readonly CoverageCurve[];
  /** Rows to keep, 1 to `maxRows`. */
  readonly budget: number;
  /** Right end of the axis. */
  readonly maxRows: number;
  /** Rows after which the first pass has covered all it can; null when there is no such thing. */
  readonly firstPassRows: number | null;
}

export interface CoverageOptions {
  readonly label: string;
  /** What a screen reader calls the slider; `rows to keep` by default. */
  readonly sliderLabel?: string;
  readonly onBudget: (rows: number) => void;
  /** A line was clicked; index into the curves. */
  readonly onOpen?: (index: number) => void;
}

// Two lines of text stand above the curves: what the axis counts, and the rows to keep.
const margins = { top: 46, bottom: 44, left: 52 };
const maxLabelShare = 0.3;
const labelSpacePx = 15;
const labelGapPx = 14;

/** Draws how many of all tags each strategy covers as rows are added, with the number of rows to keep as a slider. */
export function drawCoverageCurves(host: HTMLElement, options: CoverageOptions): ChartPainter<CoverageData> {
  const label = options.sliderLabel ?? 'rows to keep';
  const slider = mountBudgetSlider(host, label, options.onBudget);
  const chart = mountChart<CoverageData>(host, options.label, (surface, data) => {
    render(surface, data, { slider, ...(options.onOpen === undefined ? {} : { onOpen: options.onOpen }) });
  });
  return {
    ...chart,
    destroy: () => {
      slider.remove();
      chart.destroy();
    },
  };
}

function render(
  surface: ChartSurface,
  data: CoverageData,
  parts: { readonly slider: BudgetSlider; readonly onOpen?: (index: number) => void },
): void {
  const { svg, size } = surface;
  const area = plotArea(size, { ...margins, right: labelWidth(surface, data.curves) + labelGapPx + 4 });
  const x = scaleLinear([0, Math.max(1, data.maxRows)], [area.left, area.right]).clamp(true);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  drawAxes(svg, area, {
    x: { scale: x, title: 'rows kept', format: formatCount },
    y: { scale: y, title: 'tags covered', format: formatWholePercent },
    titleRisePx: 32,
  });
  const series = data.curves.map((curve) => toSeries(curve, data));
  drawLines(svg, series, { x, y }, parts.onOpen);
  drawEndLabels(surface, series, { x, y }, area);
  drawBudget(surface, series, { x, y }, { area, data });
  if (data.firstPassRows !== null) {
    const words = `first pass ends at ${formatCount(data.firstPassRows)}`;
    drawNotedLine(surface, area, { x: x(data.firstPassRows), words, avoidX: x(data.budget) });
  }
  parts.slider.place({ budget: data.budget, maxRows: data.maxRows, scale: x, area });
}

// Curves are cut at the right end of the axis.
function toSeries(curve: CoverageCurve, { budget, maxRows }: CoverageData): LineSeries {
  const inside = curve.points.filter((point) => point.x <= maxRows);
  const isCut = inside.length < curve.points.length;
  const points = isCut ? [...inside, { x: maxRows, y: valueAt(curve.points, maxRows) }] : inside;
  const share = formatPercent(valueAt(curve.points, budget));
  const title = `${curve.name}: ${share} of the tags in ${formatQuantity(budget, 'row')}`;
  const band = curve.band?.filter((point) => point.x <= maxRows);
  return { name: curve.name, hue: curve.hue, points, title, ...(band === undefined ? {} : { band }) };
}

function labelWidth({ size, measure }: ChartSurface, curves: readonly CoverageCurve[]): number {
  const widest = Math.max(0, ...curves.map(({ name }) => measure(name, chartText.name)));
  return Math.min(widest, size.width * maxLabelShare);
}

function drawEndLabels(
  surface: ChartSurface,
  series: readonly LineSeries[],
  scales: LineScales,
  area: Box,
): void {
  const ends = series.map(({ points }) => points.at(-1) ?? { x: 0, y: 0 });
  const wanted = ends.map((end) => scales.y(end.y));
  const middles = spreadLabels(wanted, labelSpacePx, { low: area.top - labelSpacePx, high: area.bottom });
  const width = labelWidth(surface, series);
  const leaders = surface.svg.append('g').attr('fill', 'none');
  const labels = series.map(({ name, hue }, index) => {
    const left = scales.x(ends[index].x);
    const leader = leaders.append('path').attr('stroke', hueVariable(hue)).attr('stroke-width', 1);
    leader.attr('d', `M${left + 1},${wanted[index]}L${area.right + labelGapPx - 4},${middles[index]}`);
    const text = fitText(name, width, chartText.name, surface.measure);
    return { text, x: area.right + labelGapPx, y: middles[index], anchor: 'start' as const };
  });
  drawLineLabels(surface.svg, labels);
}

function drawBudget(
  { svg }: ChartSurface,
  series: readonly LineSeries[],
  scales: LineScales,
  { area, data }: { readonly area: Box; readonly data: CoverageData },
): void {
  const x = scales.x(data.budget);
  const accent = colorVariable('accent');
  const group = svg.append('g').attr('pointer-events', 'none');
  const line = group
    .append('line')
    .attr('x1', x)
    .attr('x2', x)
    .attr('y1', area.top - 8)
    .attr('y2', area.bottom);
  line.attr('stroke', accent).attr('stroke-width', 2);
  const middle = (area.top + area.bottom) / 2;
  const handle = group
    .append('rect')
    .attr('x', x - 4)
    .attr('y', middle - 14)
    .attr('width', 8)
    .attr('height', 28);
  handle.attr('rx', 4).attr('fill', accent).attr('stroke', colorVariable('card')).attr('stroke-width', 1.5);
  group
    .selectAll('circle')
    .data(series)
    .join('circle')
    .attr('cx', x)
    .attr('cy', ({ points }) => scales.y(valueAt(points, data.budget)))
    .attr('r', 4)
    .attr('fill', ({ hue }) => hueVariable(hue))
    .attr('stroke', colorVariable('card'))
    .attr('stroke-width', 1.5);
  const text = group
    .append('text')
    .attr('x', x)
    .attr('y', area.top - 14)
    .attr('font-size', 12);
  text.attr('font-weight', 620).attr('fill', accent).attr('text-anchor', 'middle');
  text.text(formatQuantity(data.budget, 'row'));
  addHalo(text);
}
