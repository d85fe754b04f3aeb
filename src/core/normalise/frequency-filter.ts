/**
 * The frequency below which a tag is dropped when the person sets none: 2 up to 50,000 queries, above that the rate
 * of the InsTag paper (20 occurrences in 773,511 queries, about 2.6 in 100,000).
 */
export function defaultMinOccurrences(queryCount: number): number {
  return queryCount < 50_000 ? 2 : Math.max(2, Math.round(2.6e-5 * queryCount));
}

/**
 * Finds the raw tags that are frequent enough. Occurrences are counted on keys, so that spelling variants, each rare,
 * rescue one another.
 *
 * @param keys Per raw tag: its comparison form.
 * @param occurrenceCounts Per raw tag: occurrences over all queries.
 * @returns Per raw tag: 1 when it stays, 0 when it is dropped.
 */
export function findFrequentTags(
  keys: readonly string[],
  occurrenceCounts: Uint32Array,
  minOccurrences: number,
): Uint8Array {
  const totals = new Map<string, number>();
  keys.forEach((key, tag) => totals.set(key, (totals.get(key) ?? 0) + occurrenceCounts[tag]));
  return Uint8Array.from(keys, (key) => ((totals.get(key) ?? 0) >= minOccurrences ? 1 : 0));
}
