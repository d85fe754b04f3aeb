/** A total, and how far off it may be. */
export interface Weight {
  readonly sizeBytes: number;
  /** Two standard errors, so that nineteen of twenty estimates are nearer; 0 where everything was weighed. */
  readonly errorBytes: number;
}

/** One entry that was weighed. */
export interface WeighedEntry {
  readonly sizeBytes: number;
  /** Rows in it, or whatever its size grows with. */
  readonly rowCount: number;
}

/** Nothing at all. */
export const noWeight: Weight = Object.freeze({ sizeBytes: 0, errorBytes: 0 });

/**
 * Estimates the size of many entries from some that were weighed: bytes a row, times all rows.
 * Source: Cochran, "Sampling Techniques", 3rd ed., 1977, §6.3 (the ratio estimate and its variance).
 *
 * @param all Entries and rows in total; not fewer than were weighed.
 */
export function estimateTotal(
  weighed: readonly WeighedEntry[],
  all: { readonly count: number; readonly rowCount: number },
): Weight {
  const sizeBytes = weighed.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (weighed.length === all.count || weighed.length === 0) return { sizeBytes, errorBytes: 0 };
  const rowCount = weighed.reduce((sum, entry) => sum + entry.rowCount, 0);
  const bytesPerRow = sizeBytes / rowCount;
  const squares = weighed.reduce(
    (sum, entry) => sum + (entry.sizeBytes - bytesPerRow * entry.rowCount) ** 2,
    0,
  );
  const variance = squares / Math.max(1, weighed.length - 1);
  const unseenShare = 1 - weighed.length / all.count;
  const standardError = all.count * Math.sqrt((unseenShare * variance) / weighed.length);
  return { sizeBytes: Math.round(bytesPerRow * all.rowCount), errorBytes: Math.ceil(2 * standardError) };
}

/** Adds sizes of different things; their errors are independent. */
export function addWeights(weights: readonly Weight[]): Weight {
  return {
    sizeBytes: weights.reduce((sum, weight) => sum + weight.sizeBytes, 0),
    errorBytes: Math.ceil(Math.hypot(...weights.map((weight) => weight.errorBytes))),
  };
}

/** Places of at most `limit` of `count` entries, evenly spread. */
export function spreadPlaces(count: number, limit: number): number[] {
  const taken = Math.min(count, limit);
  return Array.from({ length: taken }, (_, index) => Math.floor(((index + 0.5) * count) / taken));
}
