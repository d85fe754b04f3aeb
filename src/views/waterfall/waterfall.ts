import type { StageCount } from '../../core/model/index.ts';
import type { ChartPainter, ChartSurface } from '../chart-frame.ts';
import { makeClickable, mountChart } from '../chart-frame.ts';
import { formatCount } from '../format.ts';
import { colorVariable, hueVariable } from '../palette.ts';
import type { TextStyle } from '../text-meter.ts';
import { fitText } from '../text-meter.ts';
import { layoutWaterfall, roundedBar } from './waterfall-geometry.ts';
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
};
const textHeightPx = 72;
const styles = {
  count: { sizePx: 18, weight: 620 },
  title: { sizePx: 14, weight: 400 },
  note: { sizePx: 12, weight: 400 },
} as const satisfies Record<string, TextStyle>;

/** Draws how many tags each stage of normalisation leaves: the bar is what stays, the pale part what the stage took. */
export function drawWaterfall(host: HTMLElement, options: WaterfallOptions): ChartPainter<WaterfallData> {
  return mountChart<WaterfallData>(host, options.label, (surface, data) => render(surface, data, options));
}

function render(surface: ChartSurface, data: WaterfallData, options: WaterfallOptions): void {
  const { svg, size, measure } = surface;
  const counts = data.stages.map(({ tagCount }) => tagCount);
  const bars = layoutWaterfall(counts, {
    width: size.width,
    height: Math.max(8, size.height - textHeightPx),
  });
  const columns = data.stages.map((stage, index) => {
    return { stage, bar: bars[index], words: describeStage(stage, data.rowCount) };
  });
  const groups = svg.append('g').selectAll('g').data(columns).join('g');
  groups
    .append('title')
    .text(({ stage, words }) => `${words.title}: ${formatCount(stage.tagCount)} tags. ${words.note}`);
  groups
    .append('path')
    .attr('d', ({ bar }) =>
      roundedBar({ ...bar, top: bar.tookTop, height: bar.height + bar.top - bar.tookTop }),
    )
    .attr('fill', ({ stage }) => hueVariable(hueOfStage[stage.stage]))
    .attr('fill-opacity', 0.14);
  groups
    .append('path')
    .attr('d', ({ bar }) => roundedBar(bar))
    .attr('fill', ({ stage }) => hueVariable(hueOfStage[stage.stage]));
  const base = Math.max(8, size.height - textHeightPx);
  const lines = [
    {
      style: styles.count,
      y: base + 24,
      color: 'ink',
      textOf: (column: Column) => formatCount(column.stage.tagCount),
    },
    { style: styles.title, y: base + 45, color: 'ink', textOf: (column: Column) => column.words.title },
    { style: styles.note, y: base + 64, color: 'ink-2', textOf: (column: Column) => column.words.note },
  ] as const;
  for (const { style, y, color, textOf } of lines) {
    const text = groups
      .append('text')
      .attr('x', ({ bar }) => bar.x)
      .attr('y', y);
    text.attr('font-size', style.sizePx).attr('font-weight', style.weight).attr('fill', colorVariable(color));
    text.text((column) => fitText(textOf(column), column.bar.width, style, measure));
  }
  const { onOpen } = options;
  makeClickable(groups, onOpen === undefined ? undefined : ({ stage }) => onOpen(stage.stage));
}

interface Column {
  readonly stage: StageCount;
  readonly words: { readonly title: string; readonly note: string };
}
