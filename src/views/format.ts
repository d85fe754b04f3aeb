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
  if (!Number.isFinite(durationMs) || durationMs < 0) return missing;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 1) return 'less than a second';
  if (seconds < 60) return formatQuantity(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${formatQuantity(minutes, 'minute')}`;
  return minutes < 24 * 60 ? formatHours(minutes) : formatDays(minutes);
}

/** Writes the time left of a job, such as `about 4 minutes left`; says so when it cannot be known yet. */
export function formatTimeLeft(durationMs: number): string {
  if (!Number.isFinite(durationMs) || durationMs < 0) return 'working out the time left';
  return `${formatDuration(durationMs)} left`;
}

// Minutes are rounded to tens: an estimate of hours is not sharper than that.
function formatHours(minutes: number): string {
  const tens = Math.round(minutes / 10);
  const hours = Math.floor(tens / 6);
  const rest = (tens % 6) * 10;
  const text = `about ${formatQuantity(hours, 'hour')}`;
  return rest === 0 ? text : `${text} ${rest} minutes`;
}

function formatDays(minutes: number): string {
  const allHours = Math.round(minutes / 60);
  const hours = allHours % 24;
  const text = `about ${formatQuantity(Math.floor(allHours / 24), 'day')}`;
  return hours === 0 ? text : `${text} ${formatQuantity(hours, 'hour')}`;
}
