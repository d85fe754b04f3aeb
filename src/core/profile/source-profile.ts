/** Numbers counted by size: bin 0 holds 0, bin k holds 2^(k-1) to 2^k - 1. */
export interface SizeCounts {
  readonly bins: readonly number[];
  readonly count: number;
  readonly sum: number;
  readonly max: number;
}

/** What lies in some rows; profiles of parts add up to that of the whole. */
export interface SourceProfile {
  readonly rowCount: number;
  /** Rows without any text to tag. */
  readonly emptyRowCount: number;
  /** Rows with 1, 2, 3 to 5, 6 to 10 and more queries. */
  readonly turnCounts: readonly number[];
  /** Queries of all rows. */
  readonly queryCount: number;
  /** A number a query. */
  readonly queryChars: SizeCounts;
  readonly queryTokens: SizeCounts;
  /** A number an answer. */
  readonly answerChars: SizeCounts;
  readonly answerTokens: SizeCounts;
  /** Rows by the language of their queries, ISO 639-1; the empty code for what is not clear. */
  readonly languages: Readonly<Record<string, number>>;
}

/** What stands for a language that cannot be told. */
export const unclearLanguage = '';

/** The classes of `turnCounts`. */
export const turnClasses = ['1', '2', '3–5', '6–10', 'more'] as const;

const emptyCounts: SizeCounts = Object.freeze({ bins: [], count: 0, sum: 0, max: 0 });

/** The profile of no rows. */
export const emptyProfile: SourceProfile = Object.freeze({
  rowCount: 0,
  emptyRowCount: 0,
  turnCounts: [0, 0, 0, 0, 0],
  queryCount: 0,
  queryChars: emptyCounts,
  queryTokens: emptyCounts,
  answerChars: emptyCounts,
  answerTokens: emptyCounts,
  languages: {},
});

/** The class of a row with so many queries, from 1. */
export function turnClassOf(queryCount: number): number {
  if (queryCount <= 2) return queryCount - 1;
  if (queryCount <= 5) return 2;
  return queryCount <= 10 ? 3 : 4;
}

/** The bin of a whole number from 0. */
export function binOf(size: number): number {
  return size === 0 ? 0 : 32 - Math.clz32(size);
}

/** Counts whole numbers from 0 by size. */
export function countSizes(sizes: readonly number[]): SizeCounts {
  const bins: number[] = [];
  let sum = 0;
  let max = 0;
  for (const size of sizes) {
    const bin = binOf(size);
    while (bins.length <= bin) bins.push(0);
    bins[bin] += 1;
    sum += size;
    max = Math.max(max, size);
  }
  return { bins, count: sizes.length, sum, max };
}

/** Adds the profiles of two parts. */
export function addProfiles(one: SourceProfile, other: SourceProfile): SourceProfile {
  const languages: Record<string, number> = { ...one.languages };
  for (const [language, rows] of Object.entries(other.languages))
    languages[language] = (languages[language] ?? 0) + rows;
  return {
    rowCount: one.rowCount + other.rowCount,
    emptyRowCount: one.emptyRowCount + other.emptyRowCount,
    turnCounts: addLists(one.turnCounts, other.turnCounts),
    queryCount: one.queryCount + other.queryCount,
    queryChars: addCounts(one.queryChars, other.queryChars),
    queryTokens: addCounts(one.queryTokens, other.queryTokens),
    answerChars: addCounts(one.answerChars, other.answerChars),
    answerTokens: addCounts(one.answerTokens, other.answerTokens),
    languages,
  };
}

function addCounts(one: SizeCounts, other: SizeCounts): SizeCounts {
  return {
    bins: addLists(one.bins, other.bins),
    count: one.count + other.count,
    sum: one.sum + other.sum,
    max: Math.max(one.max, other.max),
  };
}

function addLists(one: readonly number[], other: readonly number[]): number[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, index) => (one[index] ?? 0) + (other[index] ?? 0));
}
