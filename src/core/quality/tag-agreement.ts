import { createRandom, shuffledIndices } from '../model/index.ts';
import { tagKey } from '../normalise/tag-key.ts';
import { cosineDistance, type UnitVectors } from '../normalise/unit-vectors.ts';

/**
 * What two taggers gave for one query; null where one has no usable reply. A tag that repeats counts once.
 *
 * @typeParam Tag The tag as written, or the row number of its vector.
 */
export interface TaggedTwice<Tag> {
  readonly first: readonly Tag[] | null;
  readonly second: readonly Tag[] | null;
}

/** How far two sets of tags agree, each figure from 0 to 1. */
export interface Agreement {
  /** Share of the first tagger's tags that the second has too. */
  readonly precision: number;
  /** Share of the second tagger's tags that the first has too. */
  readonly recall: number;
  /** 2m / (|A| + |B|) for m tags in common; the same when the taggers change places. */
  readonly f1: number;
}

export interface AgreementReport {
  /** Over all tags of all compared queries, so that queries with many tags weigh more; null without any query. */
  readonly micro: Agreement | null;
  /** Mean of the queries' figures, each weighing the same; null without any query. */
  readonly macro: Agreement | null;
  /** In the order given; null for a query that was left out. */
  readonly queries: readonly (Agreement | null)[];
  readonly comparedCount: number;
  /** Queries without a usable reply by one of the taggers or by both. */
  readonly leftOutCount: number;
  /** Of the compared, those that both tagged with nothing; they count as agreeing. */
  readonly bothEmptyCount: number;
}

/** Agreement by meaning, beside what unrelated queries reach. */
export interface FuzzyReport extends AgreementReport {
  /**
   * Each query's tags of the first tagger against those that the second gave to another query: phrase encoders find
   * some likeness between any tags, so a score says something only as far as it lies above this. Null below two
   * compared queries.
   */
  readonly randomPairs: { readonly micro: Agreement; readonly macro: Agreement } | null;
}

export interface FuzzyOptions {
  /** Two tags may be matched when the cosine of their vectors is above this. */
  readonly minCosine: number;
  /** Of the pairing with other queries. */
  readonly seed: number;
}

export const defaultFuzzyOptions: FuzzyOptions = Object.freeze({ minCosine: 0.8, seed: 1 });

/** Measures how often two taggers give the same tags, spelling variants counting as the same. O(tags). */
export function measureExactAgreement(queries: readonly TaggedTwice<string>[]): AgreementReport {
  return report(queries.map((query) => overlapOf(query, keysOf, countShared)));
}

/**
 * Measures how often two taggers mean the same: within a query as many tags as possible are paired off, one with one,
 * where their vectors are near enough.
 *
 * @param queries Row numbers of the tags' vectors; equal rows always match.
 * O(sum over queries of |A| |B| (dimensions + min(|A|, |B|))).
 */
export function measureFuzzyAgreement(
  queries: readonly TaggedTwice<number>[],
  vectors: UnitVectors,
  options: Partial<FuzzyOptions> = {},
): FuzzyReport {
  const { minCosine, seed } = { ...defaultFuzzyOptions, ...options };
  const isNear = (first: number, second: number): boolean =>
    first === second || 1 - cosineDistance(vectors, first, second) > minCosine;
  const matchRows: CountCommon<number> = (first, second) => matchMost([...first], [...second], isNear);
  const compare = (query: TaggedTwice<number>): Overlap | null => overlapOf(query, toSet, matchRows);
  const others = pairWithOthers(queries.filter(isComparable), seed).map(compare);
  const { micro, macro } = report(others);
  return {
    ...report(queries.map(compare)),
    randomPairs: micro === null || macro === null ? null : { micro, macro },
  };
}

/**
 * Counts the pairs of a maximum matching in a bipartite graph, by augmenting paths.
 * Source: Kuhn, "The Hungarian Method for the Assignment Problem", 1955, as used without weights.
 */
export function matchMost<Item>(
  lefts: readonly Item[],
  rights: readonly Item[],
  isEdge: (left: Item, right: Item) => boolean,
): number {
  const edges = lefts.map((left) => rights.flatMap((right, index) => (isEdge(left, right) ? [index] : [])));
  const partnerOfRight = new Int32Array(rights.length).fill(-1);
  const findPartner = (left: number, visited: Uint8Array): boolean => {
    for (const right of edges[left]) {
      if (visited[right] === 1) continue;
      visited[right] = 1;
      if (partnerOfRight[right] >= 0 && !findPartner(partnerOfRight[right], visited)) continue;
      partnerOfRight[right] = left;
      return true;
    }
    return false;
  };
  return lefts.filter((_, left) => findPartner(left, new Uint8Array(rights.length))).length;
}

/** Sizes of two sets of tags and of what they have in common. */
interface Overlap {
  readonly firstCount: number;
  readonly secondCount: number;
  readonly commonCount: number;
}

type CountCommon<Item> = (first: ReadonlySet<Item>, second: ReadonlySet<Item>) => number;

function overlapOf<Tag, Item>(
  { first, second }: TaggedTwice<Tag>,
  distinct: (tags: readonly Tag[]) => ReadonlySet<Item>,
  countCommon: CountCommon<Item>,
): Overlap | null {
  if (first === null || second === null) return null;
  const firsts = distinct(first);
  const seconds = distinct(second);
  return {
    firstCount: firsts.size,
    secondCount: seconds.size,
    commonCount: countCommon(firsts, seconds),
  };
}

function keysOf(tags: readonly string[]): ReadonlySet<string> {
  return new Set(tags.map(tagKey).filter((key) => key !== ''));
}

function toSet(rows: readonly number[]): ReadonlySet<number> {
  return new Set(rows);
}

function countShared(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  return [...first].filter((key) => second.has(key)).length;
}

function isComparable(query: TaggedTwice<number>): boolean {
  return query.first !== null && query.second !== null;
}

/** Sets each query's first tags beside another query's second ones: every query is somebody's other once. */
function pairWithOthers(queries: readonly TaggedTwice<number>[], seed: number): TaggedTwice<number>[] {
  if (queries.length < 2) return [];
  // Along a circle in random order nobody meets himself.
  const circle = shuffledIndices(queries.length, createRandom(seed));
  return Array.from(circle, (query, place) => ({
    first: queries[query].first,
    second: queries[circle[(place + 1) % circle.length]].second,
  }));
}

function report(overlaps: readonly (Overlap | null)[]): AgreementReport {
  const compared = overlaps.filter((overlap) => overlap !== null);
  const queries = overlaps.map((overlap) => (overlap === null ? null : scoreOf(overlap)));
  return {
    micro: compared.length === 0 ? null : scoreOf(compared.reduce(addOverlaps)),
    macro: compared.length === 0 ? null : meanOf(compared.map(scoreOf)),
    queries,
    comparedCount: compared.length,
    leftOutCount: overlaps.length - compared.length,
    bothEmptyCount: compared.filter(isBothEmpty).length,
  };
}

function addOverlaps(sum: Overlap, next: Overlap): Overlap {
  return {
    firstCount: sum.firstCount + next.firstCount,
    secondCount: sum.secondCount + next.secondCount,
    commonCount: sum.commonCount + next.commonCount,
  };
}

// Where only one side has tags, the empty side's share is none of none; 0 keeps it from looking like agreement.
function scoreOf(overlap: Overlap): Agreement {
  if (isBothEmpty(overlap)) return { precision: 1, recall: 1, f1: 1 };
  const { firstCount, secondCount, commonCount } = overlap;
  return {
    precision: firstCount === 0 ? 0 : commonCount / firstCount,
    recall: secondCount === 0 ? 0 : commonCount / secondCount,
    f1: (2 * commonCount) / (firstCount + secondCount),
  };
}

function isBothEmpty({ firstCount, secondCount }: Overlap): boolean {
  return firstCount === 0 && secondCount === 0;
}

function meanOf(scores: readonly Agreement[]): Agreement {
  const mean = (figure: keyof Agreement): number =>
    scores.reduce((sum, score) => sum + score[figure], 0) / scores.length;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
