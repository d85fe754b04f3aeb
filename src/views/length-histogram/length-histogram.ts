import { scaleLinear } from 'd3-scale';
import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { chartText, mountChart, plotArea } from '../chart-frame.ts';
import { formatCompact, formatPercent, formatWholePercent } from '../format.ts';
import type { Box } from '../label-placement.ts';
import { colorVariable, hueVariable } from '../palette.ts';
import type { BinRange } from './length-geometry.ts';
import { findBinRange, findMaxShare, layoutLengthBars, nameBin, startOfBin } from './length-geometry.ts';

/** Lengths counted by doubling bins: bin 0 holds 0, bin k holds 2^(k-1) to 2^k - 1. */
export interface LengthData {
  /** What lengths are counted in: `tokens`. */
  readonly unit: string;
  /** At most two; the second is drawn in outline. */
  readonly series: readonly { readonly name: string; readonly bins: readonly number[] }[];
}

const margins = { top: 30, right: 12, bottom: 38, left: 44 };
const legendBoxPx = 10;

/** Draws how long texts are, as shares of each series on bins that double. */
export function drawLengthHistogram(host: HTMLElement, label: string): ChartPainter<LengthData> {
  return mountChart<LengthData>(host, label, render);
}

function render(surface: ChartSurface, data: LengthData): void {
  const { svg, size } = surface;
  const area = plotArea(size, margins);
  const counts = data.series.map(({ bins }) => bins);
  const range = findBinRange(counts);
  const maxShare = findMaxShare(counts);
  drawShares(surface, area, maxShare);
  drawBins(surface, area, range, data.unit);
  const bars = svg
    .append('g')
    .selectAll('rect')
    .data(layoutLengthBars(counts, range, area, maxShare))
    .join('rect');
  bars
    .attr('x', ({ left }) => left)
    .attr('y', ({ top }) => top)
    .attr('width', ({ left, right }) => Math.max(1, right - left - 1))
    .attr('height', ({ top, bottom }) => bottom - top)
    .attr('fill', ({ series }) => (series === 0 ? hueVariable(0) : colorVariable('card')))
    .attr('stroke', ({ series }) => (series === 0 ? hueVariable(0) : colorVariable('ink-2')));
  bars
    .append('title')
    .text(
      ({ series, bin, share }) =>
        `${data.series[series].name}: ${formatPercent(share)} have ${nameBin(bin)} ${data.unit}`,
    );
  drawLegend(surface, data);
}

function drawShares({ svg }: ChartSurface, area: Box, maxShare: number): void {
  const scale = scaleLinear([0, maxShare], [area.bottom, area.top]);
  const group = svg
    .append('g')
    .attr('font-size', chartText.caption.sizePx)
    .attr('fill', colorVariable('ink-2'));
  for (const share of scale.ticks(3)) {
    const y = scale(share);
    const line = group
      .append('line')
      .attr('x1', area.left)
      .attr('x2', area.right)
      .attr('y1', y)
      .attr('y2', y);
    line.attr('stroke', colorVariable('line')).attr('shape-rendering', 'crispEdges');
    const text = group
      .append('text')
      .attr('x', area.left - 8)
      .attr('y', y);
    text.attr('text-anchor', 'end').attr('dominant-baseline', 'central').text(formatWholePercent(share));
  }
}

function drawBins({ svg }: ChartSurface, area: Box, { first, end }: BinRange, unit: string): void {
  const group = svg
    .append('g')
    .attr('font-size', chartText.caption.sizePx)
    .attr('fill', colorVariable('ink-2'));
  const width = (area.right - area.left) / (end - first);
  // Room for a number such as 512K.
  const step = Math.max(1, Math.ceil(36 / width));
  for (let bin = first; bin < end; bin += step) {
    const text = group
      .append('text')
      .attr('x', area.left + (bin - first) * width)
      .attr('y', area.bottom + 16);
    text.text(formatCompact(startOfBin(bin)));
  }
  const title = group
    .append('text')
    .attr('x', area.right)
    .attr('y', area.bottom + 33);
  title.attr('text-anchor', 'end').text(`${unit} from →`);
}

function drawLegend({ svg, measure }: ChartSurface, { series }: LengthData): void {
  let x = margins.left;
  series.forEach(({ name }, index) => {
    const box = svg
      .append('rect')
      .attr('x', x)
      .attr('y', 6)
      .attr('width', legendBoxPx)
      .attr('height', legendBoxPx);
    box.attr('fill', index === 0 ? hueVariable(0) : colorVariable('card'));
    box.attr('stroke', index === 0 ? hueVariable(0) : colorVariable('ink-2'));
    const text = svg
      .append('text')
      .attr('x', x + legendBoxPx + 6)
      .attr('y', 15);
    text.attr('font-size', chartText.caption.sizePx).attr('fill', colorVariable('ink')).text(name);
    x += legendBoxPx + 6 + measure(name, chartText.caption) + 18;
  });
}
