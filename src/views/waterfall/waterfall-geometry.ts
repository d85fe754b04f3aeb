import type { Size } from '../size.ts';

/** One bar, in pixels: what is left, and above it what the stage took. */
export interface WaterfallBar {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Top of the bar before: from here to `top` reaches what this stage took away. */
  readonly tookTop: number;
}

/** Space between two bars, in pixels; controls under the bars line up with it. */
export const barGapPx = 14;
// A bar that stands for something is never thinner than this.
const minBarPx = 2;

/**
 * Lays out bars side by side over the whole width, standing on `size.height`; the highest count fills it.
 *
 * @param counts In order; each bar shows how much is left of the one before.
 */
export function layoutWaterfall(counts: readonly number[], size: Size): WaterfallBar[] {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 1);
  const width = Math.max(1, (size.width - barGapPx * (counts.length - 1)) / Math.max(1, counts.length));
  const topOf = (count: number): number =>
    size.height - (count === 0 ? 0 : Math.max(minBarPx, (size.height * count) / most));
  return counts.map((count, index) => {
    const top = topOf(count);
    const tookTop = Math.min(top, topOf(counts[Math.max(0, index - 1)]));
    return { x: index * (width + barGapPx), width, top, height: size.height - top, tookTop };
  });
}

/** One bar lying down, in pixels, with its words above it. */
export interface LyingBar {
  readonly top: number;
  readonly width: number;
  /** Width of the bar before: from `width` to here reaches what this stage took away. */
  readonly tookWidth: number;
}

/** Lays bars out one below the other for narrow places; the highest count fills the width. */
export function layoutLyingBars(counts: readonly number[], size: Size): LyingBar[] {
  const most = counts.reduce((highest, count) => Math.max(highest, count), 1);
  const rowHeight = size.height / Math.max(1, counts.length);
  const widthOf = (count: number): number =>
    count === 0 ? 0 : Math.max(minBarPx, (size.width * count) / most);
  return counts.map((count, index) => {
    const width = widthOf(count);
    const tookWidth = Math.max(width, widthOf(counts[Math.max(0, index - 1)]));
    return { top: index * rowHeight, width, tookWidth };
  });
}

/** Draws a bar with rounded upper corners as the path of an SVG. */
export function roundedBar({ x, width, top, height }: Omit<WaterfallBar, 'tookTop'>): string {
  const radius = Math.min(4, height, width / 2);
  const right = x + width;
  const bottom = top + height;
  return (
    `M${x},${bottom}V${top + radius}Q${x},${top} ${x + radius},${top}` +
    `H${right - radius}Q${right},${top} ${right},${top + radius}V${bottom}Z`
  );
}
