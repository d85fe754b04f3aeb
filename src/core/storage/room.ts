import type { FileFormat } from '../model/index.ts';

/** What a browser says of the storage of this site. */
export interface StorageMeter {
  readonly usageBytes: number;
  /** Infinity where the browser does not say. */
  readonly quotaBytes: number;
}

/** Whether something fits, and how the answer came about. */
export interface Room {
  readonly fits: boolean;
  /** Never below 0. */
  readonly freeBytes: number;
  /** Room that has to stay free beside it. */
  readonly marginBytes: number;
}

/** Whether something fits, in words. */
export interface RoomAnswer {
  readonly fits: boolean;
  /** What to know before going on anyway; empty when it fits. */
  readonly sentence: string;
}

const leastMarginBytes = 10_000_000;
const marginShare = 0.1;

/** From this share of the quota on a person is told while something still writes. */
const nearlyFullShare = 0.9;

/**
 * Tells whether so many bytes more fit. A tenth of them, and 10 MB at least, has to stay free: tags and results follow
 * the rows, and the browser needs room to tidy up.
 */
export function willFit({
  neededBytes,
  usageBytes,
  quotaBytes,
}: StorageMeter & { neededBytes: number }): Room {
  const freeBytes = Math.max(0, quotaBytes - usageBytes);
  const marginBytes = withMargin(neededBytes) - neededBytes;
  return { fits: neededBytes + marginBytes <= freeBytes, freeBytes, marginBytes };
}

/** So many bytes, and the room that has to stay free beside them. */
export function withMargin(neededBytes: number): number {
  return neededBytes + Math.max(leastMarginBytes, neededBytes * marginShare);
}

/** The room that is left when nine tenths of it are used; at least 1 MB, with which no work gets far. */
export function lastTenth({ usageBytes }: Pick<StorageMeter, 'usageBytes'>): number {
  return Math.max(1_000_000, (usageBytes * (1 - nearlyFullShare)) / nearlyFullShare);
}

/** Bytes stored for a byte of the file, before the browser packs them. */
const storedShares: Readonly<Record<FileFormat, number>> = Object.freeze({
  'json-array': 1.05,
  'json-lines': 1.05,
  csv: 1.15,
  parquet: 5,
});

/**
 * Estimates what the rows of a file take in the store. Measured before packing: Alpaca (JSON) 1.00, GSM8K (JSON Lines)
 * 1.01, Banking77 (CSV) 1.09; Chromium 156 packs them to 0.53, 0.54 and 0.36, other browsers may not.
 *
 * @param sizeBytes Of the unpacked file.
 */
export function estimateStoredBytes(format: FileFormat, sizeBytes: number): number {
  return Math.ceil(storedShares[format] * sizeBytes);
}

/** Writes a size as it stands elsewhere on the screen: `22.8 MB`. */
export function writeSize(bytes: number): string {
  // 999.95 would be written 1,000.0, so it moves to the next unit first.
  const [unit, size] = sizeUnits.find(([, least]) => bytes >= 0.99995 * least) ?? sizeUnits[2];
  const format = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(bytes / size).toLocaleString('en', format)} ${unit}`;
}

const sizeUnits = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;
