import { formatTimeRange } from './format.ts';

/** Writes how long something takes at least and at most, such as `about 4 to 6 minutes`. */
export function formatSpan(range: Readonly<{ lowMs: number; highMs: number }>): string {
  if (range.highMs < 1000) return 'less than a second';
  return formatTimeRange(range).replace(/ left$/, '');
}
