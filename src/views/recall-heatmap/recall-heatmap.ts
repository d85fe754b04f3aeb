import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { chartText, makeClickable, mountChart } from '../chart-frame.ts';
import { formatPercent, formatWholePercent } from '../format.ts';
import type { Box } from '../label-placement.ts';
import type { ResolvedPalette } from '../palette.ts';
import { colorVariable, mixColors, readableInk } from '../palette.ts';
import { fitText } from '../text-meter.ts';

export interface RecallData {
  /** Names of the sources. */
  readonly names: readonly string[];
  /** recall[a * names.length + b]: share of b's tags that a has; NaN when b has none. */
  readonly recall: Float64Array;
}

export interface RecallHeatmapOptions {
  readonly label: string;
  /** A cell was clicked: row `holder`, column `other`. */
  readonly onOpen?: (holder: number, other: number) => void;
}

/** A cell in pixels, with the sources it compares. */
export interface HeatCell extends Box {
  readonly holder: number;
  readonly other: number;
}

const headerHeightPx = 28;
const namePaddingPx = 10;
const maxNameShare = 0.3;
const cellGapPx = 3;
// Cells narrower than this show whole percentages, and below the second number none: the tooltip still has them.
const exactCellPx = 52;
const wholeCellPx = 34;
// The full colour is the hue with a quarter of ink: further from the card in both themes, so text on it reads well.
const fullTint = 0.25;

/** Draws which share of the column's tags the row has; a source against itself is grey, since it says nothing. */
export function drawRecallHeatmap(
  host: HTMLElement,
  options: RecallHeatmapOptions,
): ChartPainter<RecallData> {
  return mountChart<RecallData>(host, options.label, (surface, data) => render(surface, data, options));
}

/** Lays out a square matrix of cells, row by row, with a gap between them. */
export function layoutCells(sourceCount: number, area: Box): HeatCell[] {
  const width = (area.right - area.left) / Math.max(1, sourceCount);
  const height = (area.bottom - area.top) / Math.max(1, sourceCount);
  return Array.from({ length: sourceCount * sourceCount }, (_, index) => {
    const holder = Math.floor(index / sourceCount);
    const other = index % sourceCount;
    const left = area.left + other * width;
    const top = area.top + holder * height;
    return { holder, other, left, top, right: left + width - cellGapPx, bottom: top + height - cellGapPx };
  });
}

/** Chooses background and text of a cell; the text has a contrast of at least 4.5. */
export function colorCell(
  share: number,
  isSelf: boolean,
  palette: Pick<ResolvedPalette, 'hues' | 'ink' | 'ink3' | 'card'>,
): { readonly background: string; readonly ink: string } {
  const isGrey = isSelf || !Number.isFinite(share);
  const background = isGrey
    ? mixColors(palette.card, palette.ink3, 0.16)
    : mixColors(palette.card, mixColors(palette.hues[0], palette.ink, fullTint), 0.08 + 0.92 * share);
  return { background, ink: readableInk(background, [palette.ink, palette.card]) };
}

function render(surface: ChartSurface, data: RecallData, options: RecallHeatmapOptions): void {
  const { svg, size, palette } = surface;
  const count = data.names.length;
  const nameWidth = rowNameWidth(surface, data.names);
  const area = { left: nameWidth, top: headerHeightPx, right: size.width, bottom: size.height };
  const cells = layoutCells(count, area).map((cell) => {
    const share = data.recall[cell.holder * count + cell.other];
    return { cell, share, colors: colorCell(share, cell.holder === cell.other, palette) };
  });
  const groups = svg.append('g').selectAll('g').data(cells).join('g');
  groups.append('title').text(({ cell, share }) => describeCell(cell, share, data.names));
  groups
    .append('rect')
    .attr('x', ({ cell }) => cell.left)
    .attr('y', ({ cell }) => cell.top)
    .attr('width', ({ cell }) => Math.max(1, cell.right - cell.left))
    .attr('height', ({ cell }) => Math.max(1, cell.bottom - cell.top))
    .attr('rx', 3)
    .attr('fill', ({ colors }) => colors.background);
  groups
    .append('text')
    .attr('x', ({ cell }) => (cell.left + cell.right) / 2)
    .attr('y', ({ cell }) => (cell.top + cell.bottom) / 2)
    .attr('text-anchor', 'middle')
    .attr('dominant-baseline', 'central')
    .attr('font-size', 13)
    .attr('font-weight', 550)
    .attr('fill', ({ colors }) => colors.ink)
    .text(({ cell, share }) => writeShare(share, cell));
  const { onOpen } = options;
  makeClickable(groups, onOpen === undefined ? undefined : ({ cell }) => onOpen(cell.holder, cell.other));
  drawNames(surface, data.names, area);
}

function drawNames({ svg, measure }: ChartSurface, names: readonly string[], area: Box): void {
  const width = (area.right - area.left) / Math.max(1, names.length);
  const height = (area.bottom - area.top) / Math.max(1, names.length);
  const group = svg.append('g').attr('font-size', chartText.name.sizePx);
  names.forEach((name, index) => {
    const column = group.append('text').attr('fill', colorVariable('ink-2')).attr('text-anchor', 'middle');
    column.attr('x', area.left + (index + 0.5) * width - cellGapPx / 2).attr('y', area.top - 10);
    column
      .text(fitText(name, width - cellGapPx, chartText.name, measure))
      .append('title')
      .text(name);
    const row = group.append('text').attr('fill', colorVariable('ink')).attr('text-anchor', 'end');
    row.attr('x', area.left - namePaddingPx).attr('y', area.top + (index + 0.5) * height - cellGapPx / 2);
    row.attr('font-weight', chartText.name.weight).attr('dominant-baseline', 'central');
    const rowWidth = area.left - namePaddingPx;
    row
      .text(fitText(name, rowWidth, chartText.name, measure))
      .append('title')
      .text(name);
  });
}

function rowNameWidth({ size, measure }: ChartSurface, names: readonly string[]): number {
  const widest = Math.max(0, ...names.map((name) => measure(name, chartText.name)));
  return Math.min(Math.ceil(widest) + namePaddingPx + 1, size.width * maxNameShare);
}

function writeShare(share: number, cell: Box): string {
  const width = cell.right - cell.left;
  if (width < wholeCellPx || cell.bottom - cell.top < 16) return '';
  return width < exactCellPx ? formatWholePercent(share) : formatPercent(share);
}

function describeCell(cell: HeatCell, share: number, names: readonly string[]): string {
  const [holder, other] = [names[cell.holder], names[cell.other]];
  if (!Number.isFinite(share)) return `${other} has no tags`;
  return `${holder} has ${formatPercent(share)} of the tags of ${other}`;
}
