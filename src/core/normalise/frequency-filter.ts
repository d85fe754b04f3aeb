import type { Constraints } from './decisions.ts';

/**
 * The frequency below which a tag is dropped when the person sets none: 2 up to 50,000 queries, above that the rate
 * of the InsTag paper (20 occurrences in 773,511 queries, about 2.6 in 100,000).
 */
export function defaultMinOccurrences(queryCount: number): number {
  return queryCount < 50_000 ? 2 : Math.max(2, Math.round(2.6e-5 * queryCount));
}

export interface FrequencyOptions {
  /** Occurrences over all queries that a tag needs, from 1. */
  readonly minOccurrences: number;
  /** What is counted: comparison forms, so that rare spellings rescue one another, or raw tags as in the paper. */
  readonly countedOn: 'keys' | 'raw-tags';
}

export interface FrequentTags {
  /** Per raw tag: 1 when it stays, 0 when it is dropped. */
  readonly isKept: Uint8Array;
  /** Raw tags below the limit by themselves that stay because of other spellings. */
  readonly rescuedCount: number;
}

/**
 * Finds the raw tags that are frequent enough. Tags that a decision keeps stay, and tags that a decision joins are
 * counted together.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.2, "Frequency Filtering"; counting on keys is ours.
 *
 * @param occurrenceCounts Per raw tag: occurrences over all queries.
 * O(raw tags).
 */
export function findFrequentTags(
  { keys, keeps, links }: Pick<Constraints, 'keys' | 'keeps' | 'links'>,
  occurrenceCounts: Uint32Array,
  { minOccurrences, countedOn }: FrequencyOptions,
): FrequentTags {
  const totals = new Map<string, number>();
  keys.forEach((key, raw) => totals.set(key, (totals.get(key) ?? 0) + occurrenceCounts[raw]));
  const linked = new Map<string, number>();
  for (const group of groupLinks(links)) {
    const total = group.reduce((sum, key) => sum + (totals.get(key) ?? 0), 0);
    for (const key of group) linked.set(key, total);
  }
  let rescuedCount = 0;
  const isKept = Uint8Array.from(keys, (key, raw) => {
    const isFrequentAlone = occurrenceCounts[raw] >= minOccurrences;
    const isRescued = countedOn === 'keys' && (totals.get(key) ?? 0) >= minOccurrences;
    if (isRescued && !isFrequentAlone) rescuedCount++;
    const isDecided = keeps.has(key) || (linked.get(key) ?? 0) >= minOccurrences;
    return isFrequentAlone || isRescued || isDecided ? 1 : 0;
  });
  return { isKept, rescuedCount };
}

/** The keys that links join, directly or through others. */
function groupLinks(links: Constraints['links']): string[][] {
  const groupOfKey = new Map<string, string[]>();
  for (const { one, other } of links) {
    const left = groupOfKey.get(one) ?? [one];
    const right = groupOfKey.get(other) ?? [other];
    const joined = left === right ? left : [...left, ...right];
    for (const key of joined) groupOfKey.set(key, joined);
  }
  return [...new Set(groupOfKey.values())];
}
