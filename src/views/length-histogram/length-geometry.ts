import type { Box } from '../label-placement.ts';

/** A bar in pixels, with what it stands for. */
export interface LengthBar extends Box {
  readonly series: number;
  readonly bin: number;
  /** Share of the series, from 0 to 1. */
  readonly share: number;
}

/** The bins that are shown: from the first that holds something in any series to the last. */
export interface BinRange {
  readonly first: number;
  /** Not in it any more. */
  readonly end: number;
}

/** Part of a bin's width that stays free, so that bins are told apart. */
const gapShare = 0.25;

/** The range of bins that hold something; one empty bin where none does. */
export function findBinRange(series: readonly (readonly number[])[]): BinRange {
  const used = series.flatMap((bins) => bins.flatMap((count, bin) => (count > 0 ? [bin] : [])));
  if (used.length === 0) return { first: 0, end: 1 };
  return { first: Math.min(...used), end: Math.max(...used) + 1 };
}

/**
 * Lays out the bars of several series side by side in each bin, standing on the area's bottom.
 *
 * @param series Counts by bin.
 * @param maxShare The share that fills the height, above 0.
 */
export function layoutLengthBars(
  series: readonly (readonly number[])[],
  { first, end }: BinRange,
  area: Box,
  maxShare: number,
): LengthBar[] {
  const binWidth = (area.right - area.left) / (end - first);
  const barWidth = (binWidth * (1 - gapShare)) / Math.max(1, series.length);
  const height = area.bottom - area.top;
  return series.flatMap((bins, index) => {
    const total = bins.reduce((sum, count) => sum + count, 0);
    return Array.from({ length: end - first }, (_, place) => {
      const share = total === 0 ? 0 : (bins[first + place] ?? 0) / total;
      const left = area.left + binWidth * (place + gapShare / 2) + barWidth * index;
      const top = area.bottom - (height * share) / maxShare;
      return {
        series: index,
        bin: first + place,
        share,
        left,
        right: left + barWidth,
        top,
        bottom: area.bottom,
      };
    });
  });
}

/** The largest share of a bin in any series; a tenth where nothing is counted. */
export function findMaxShare(series: readonly (readonly number[])[]): number {
  const shares = series.flatMap((bins) => {
    const total = bins.reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [Math.max(...bins) / total];
  });
  return shares.length === 0 ? 0.1 : Math.max(...shares);
}

/** The least size in a bin: 0, 1, 2, 4, 8 and so on. */
export function startOfBin(bin: number): number {
  return bin === 0 ? 0 : 2 ** (bin - 1);
}

/** The sizes of a bin in words, such as `64 to 127`. */
export function nameBin(bin: number): string {
  const start = startOfBin(bin);
  const end = bin === 0 ? 0 : 2 ** bin - 1;
  const write = (size: number): string => size.toLocaleString('en');
  return start === end ? write(start) : `${write(start)} to ${write(end)}`;
}
