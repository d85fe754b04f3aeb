const missing = '–';
const countFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percentFormat = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const wholePercentFormat = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const compactFormat = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** Writes a whole number with groups, such as `52,002`; a dash when there is none. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? countFormat.format(count) : missing;
}

/** Writes a large number in short, such as `2.5M`, for places without room. */
export function formatCompact(count: number): string {
  return Number.isFinite(count) ? compactFormat.format(count) : missing;
}

/**
 * Writes a share of 1 as a percentage with one decimal, such as `96.0%`. What is not quite all or not quite nothing
 * never reads `100.0%` or `0.0%`: it becomes `>99.9%` or `<0.1%`.
 */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return missing;
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  return percentFormat.format(share);
}

/** Writes a share of 1 as a whole percentage, for axis ticks and narrow cells. */
export function formatWholePercent(share: number): string {
  return Number.isFinite(share) ? wholePercentFormat.format(share) : missing;
}

/** Writes a number with a fixed number of decimals and groups, such as `6.2`. */
export function formatDecimal(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return missing;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Writes a number with its noun, such as `1 row` or `52,002 rows`; `plural` when an s is not enough. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Writes a size in decimal units, as disks are sold, such as `22.8 MB`. */
export function formatBytes(sizeBytes: number): string {
  if (!Number.isFinite(sizeBytes) || sizeBytes < 0) return missing;
  if (sizeBytes < 1000) return formatQuantity(Math.round(sizeBytes), 'byte');
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = sizeBytes / 1000;
  let unit = 0;
  // 999.95 would be written 1,000.0, so it moves to the next unit first.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatDecimal(value, 1)} ${units[unit]}`;
}

/** Writes a duration as one speaks, such as `about 4 minutes` or `3 seconds`; two units from one hour up. */
export function formatDuration(durationMs: number): string {
  if (!isDuration(durationMs)) return missing;
  const spoken = speakDuration(durationMs);
  return spoken.length === 0 ? 'less than a second' : `${about(spoken)}${writeSpoken(spoken)}`;
}

/**
 * Writes how long a job still takes at least and at most, such as `about 4 to 6 minutes left`; a single time when both
 * are spoken alike. Says so when it cannot be known yet. The upper bound may be infinite.
 */
export function formatTimeRange({ lowMs, highMs }: Readonly<{ lowMs: number; highMs: number }>): string {
  if (!isDuration(lowMs)) return 'working out the time left';
  const low = speakDuration(lowMs);
  if (!isDuration(highMs)) {
    return low.length === 0 ? 'working out the time left' : `at least ${writeSpoken(low)} left`;
  }
  const high = speakDuration(highMs);
  const upTo = writeSpoken(high);
  if (writeSpoken(low) === upTo) return `${formatDuration(highMs)} left`;
  if (low.length === 0) return `up to ${upTo} left`;
  const isOneUnit = low.length === 1 && high.length === 1 && low[0].unit === high[0].unit;
  return `${about(low)}${isOneUnit ? formatCount(low[0].count) : writeSpoken(low)} to ${upTo} left`;
}

/** A part of a spoken duration. */
interface SpokenPart {
  readonly count: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
}

function isDuration(durationMs: number): boolean {
  return Number.isFinite(durationMs) && durationMs >= 0;
}

/** Rounds a duration to the parts in which it is spoken, the larger first; none below a second. */
function speakDuration(durationMs: number): readonly SpokenPart[] {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return keepParts({ count: seconds, unit: 'second' });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return keepParts({ count: minutes, unit: 'minute' });
  if (minutes < 24 * 60) {
    // Minutes are rounded to tens: an estimate of hours is not sharper than that.
    const tens = Math.round(minutes / 10);
    return keepParts(
      { count: Math.floor(tens / 6), unit: 'hour' },
      { count: (tens % 6) * 10, unit: 'minute' },
    );
  }
  const hours = Math.round(minutes / 60);
  return keepParts({ count: Math.floor(hours / 24), unit: 'day' }, { count: hours % 24, unit: 'hour' });
}

function keepParts(...parts: readonly SpokenPart[]): readonly SpokenPart[] {
  return parts.filter(({ count }) => count > 0);
}

function writeSpoken(parts: readonly SpokenPart[]): string {
  return parts.map(({ count, unit }) => formatQuantity(count, unit)).join(' ');
}

// Seconds are counted, anything longer is an estimate.
function about([first]: readonly SpokenPart[]): string {
  return first.unit === 'second' ? '' : 'about ';
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/**
 * Writes a moment as people say it: `today, 14:05`, else `3 Nov 2026`.
 *
 * @param at Milliseconds since 1970.
 */
export function formatMoment(at: number, now: number): string {
  const day = dayFormat.format(at);
  return day === dayFormat.format(now) ? `today, ${timeFormat.format(at)}` : day;
}
