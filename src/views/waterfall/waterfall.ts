import type { BaseType, Selection } from 'd3-selection';
import type { StageCount } from '../../core/model/index.ts';
import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { makeClickable, mountChart } from '../chart-frame.ts';
import { formatCount } from '../format.ts';
import type { ColorName } from '../palette.ts';
import { colorVariable, hueVariable } from '../palette.ts';
import type { TextStyle } from '../text-meter.ts';
import { fitText, wrapText } from '../text-meter.ts';
import { layoutLyingBars, layoutWaterfall, roundedBar } from './waterfall-geometry.ts';
import type { StageWords } from './waterfall-words.ts';
import { describeStage } from './waterfall-words.ts';

export interface WaterfallData {
  /** As written first, then the stages in order. */
  readonly stages: readonly StageCount[];
  /** Rows of the pool. */
  readonly rowCount: number;
}

export interface WaterfallOptions {
  readonly label: string;
  /** A bar was clicked. */
  readonly onOpen?: (stage: StageCount['stage']) => void;
}

// Grey for what was there before; the hues of the stages are those of the merge list.
const hueOfStage: Readonly<Record<StageCount['stage'], number>> = {
  raw: -1,
  frequency: 0,
  rules: 6,
  semantic: 2,
  association: 3,
  decisions: 4,
};
const styles = {
  count: { sizePx: 18, weight: 620 },
  title: { sizePx: 14, weight: 400 },
  note: { sizePx: 12, weight: 400 },
} as const satisfies Record<string, TextStyle>;
// Below this width five columns are too narrow for their words, so the bars lie down.
const minStandingPx = 460;
const maxLines = 3;

/** A stage with its words. */
interface Column {
  readonly stage: StageCount;
  readonly words: StageWords;
}

type Groups = Selection<BaseType, Column, SVGGElement, unknown>;

/** Draws how many tags each stage of normalisation leaves: the bar is what stays, the pale part what the stage took. */
export function drawWaterfall(host: HTMLElement, options: WaterfallOptions): ChartPainter<WaterfallData> {
  return mountChart<WaterfallData>(host, options.label, (surface, data) => render(surface, data, options));
}

function render(surface: ChartSurface, data: WaterfallData, options: WaterfallOptions): void {
  const columns = data.stages.map((stage) => ({ stage, words: describeStage(stage, data.rowCount) }));
  const groups: Groups = surface.svg.append('g').selectAll<BaseType, Column>('g').data(columns).join('g');
  groups
    .append('title')
    .text(({ stage, words }) => `${words.title}: ${formatCount(stage.tagCount)} tags. ${words.note}`);
  if (surface.size.width < minStandingPx) drawLying(groups, columns, surface);
  else drawStanding(groups, columns, surface);
  const { onOpen } = options;
  makeClickable(groups, onOpen === undefined ? undefined : ({ stage }) => onOpen(stage.stage));
}

function drawStanding(groups: Groups, columns: readonly Column[], { size, measure }: ChartSurface): void {
  const counts = columns.map(({ stage }) => stage.tagCount);
  const box = { widthPx: layoutWaterfall(counts, size)[0]?.width ?? 0, maxLines };
  const titles = columns.map(({ words }) => wrapText(words.title, box, styles.title, measure));
  const notes = columns.map(({ words }) => wrapText(words.note, box, styles.note, measure));
  const titleLines = Math.max(1, ...titles.map((lines) => lines.length));
  const noteLines = Math.max(1, ...notes.map((lines) => lines.length));
  const base = Math.max(8, size.height - 40 - 18 * titleLines - 16 * noteLines);
  const bars = layoutWaterfall(counts, { width: size.width, height: base });
  const took = bars.map((bar) => ({ ...bar, top: bar.tookTop, height: base - bar.tookTop }));
  paintBars(groups, took.map(roundedBar), bars.map(roundedBar));
  const lefts = bars.map(({ x }) => x);
  const written = columns.map(({ stage }) => [formatCount(stage.tagCount)]);
  writeLines(groups, written, { lefts, top: base + 24, stepPx: 0, style: styles.count, color: 'ink' });
  writeLines(groups, titles, { lefts, top: base + 45, stepPx: 18, style: styles.title, color: 'ink' });
  const noteTop = base + 46 + 18 * titleLines;
  writeLines(groups, notes, { lefts, top: noteTop, stepPx: 16, style: styles.note, color: 'ink-2' });
}

function drawLying(groups: Groups, columns: readonly Column[], { size, measure }: ChartSurface): void {
  const bars = layoutLyingBars(
    columns.map(({ stage }) => stage.tagCount),
    size,
  );
  const shape = (width: number, top: number): string => `M0,${top + 20}h${width}v8h${-width}Z`;
  const took = bars.map(({ tookWidth, top }) => shape(tookWidth, top));
  paintBars(
    groups,
    took,
    bars.map(({ width, top }) => shape(width, top)),
  );
  const count = groups
    .append('text')
    .attr('x', size.width)
    .attr('y', (_, index) => bars[index].top + 13);
  count.attr('text-anchor', 'end').attr('font-size', 14).attr('font-weight', styles.count.weight);
  count.attr('fill', colorVariable('ink')).text(({ stage }) => formatCount(stage.tagCount));
  const title = groups
    .append('text')
    .attr('y', (_, index) => bars[index].top + 13)
    .attr('font-size', 14);
  title.attr('fill', colorVariable('ink'));
  title.text(({ words }) => fitText(words.title, size.width - 80, styles.title, measure));
}

function paintBars(groups: Groups, took: readonly string[], left: readonly string[]): void {
  groups
    .append('path')
    .attr('d', (_, index) => took[index])
    .attr('fill', ({ stage }) => hueVariable(hueOfStage[stage.stage]))
    .attr('fill-opacity', 0.14);
  groups
    .append('path')
    .attr('d', (_, index) => left[index])
    .attr('fill', ({ stage }) => hueVariable(hueOfStage[stage.stage]));
}

interface LineOptions {
  readonly lefts: readonly number[];
  readonly top: number;
  readonly stepPx: number;
  readonly style: TextStyle;
  readonly color: ColorName;
}

function writeLines(groups: Groups, texts: readonly (readonly string[])[], options: LineOptions): void {
  const { lefts, top, stepPx, style, color } = options;
  for (let line = 0; line < maxLines; line++) {
    const text = groups
      .append('text')
      .attr('x', (_, index) => lefts[index])
      .attr('y', top + line * stepPx);
    text.attr('font-size', style.sizePx).attr('font-weight', style.weight).attr('fill', colorVariable(color));
    text.text((_, index) => texts[index][line] ?? '');
  }
}
