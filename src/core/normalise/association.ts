import { AppError } from '../model/errors.ts';
import type { TagRows } from '../model/tag-rows.ts';
import { findFrequentSets, type FrequentSets } from './fp-growth.ts';
import { linkSetParts, type SetParts } from './set-parts.ts';

/**
 * The support that rules need when the person sets none: the rate of the InsTag paper (40 of 773,511 queries), but
 * at least 5.
 */
export function defaultMinSupport(queryCount: number): number {
  return Math.max(5, Math.round(5.2e-5 * queryCount));
}

/** "Rows with all of `antecedent` carry `consequent`". */
export interface Rule {
  /** Tag ids, ascending. */
  readonly antecedent: readonly number[];
  readonly consequent: number;
  /** Rows that carry all of them. */
  readonly supportCount: number;
  readonly antecedentCount: number;
  readonly confidence: number;
  /** How many times as often as chance they come together, over the rows that carry any tag. */
  readonly lift: number;
  /** True when the consequent is over 50 times as common as the antecedent, so that the rule says little. */
  readonly isHub: boolean;
}

export interface MiningOptions {
  readonly tagCount: number;
  /** Rows that must carry antecedent and consequent, from 1. */
  readonly minSupport: number;
  /** Most tags in an antecedent; 3 unless told. */
  readonly maxAntecedent?: number;
  /** Frequent sets after which shorter antecedents are tried. */
  readonly maxSets?: number;
}

/** What a rule must reach. */
export interface RuleLimits {
  /** Rows that must carry antecedent and consequent. */
  readonly minSupport: number;
  /** Share of the antecedent's rows that must carry the consequent, above 0 up to 1. */
  readonly minConfidence: number;
}

export interface RuleOptions extends MiningOptions, RuleLimits {}

/** The sets that rules are derived from, for any confidence, and for any support from that of the mining. */
export interface MinedSets extends FrequentSets {
  readonly parts: SetParts;
  readonly minSupport: number;
  /** Most tags in an antecedent that the search came to look at. */
  readonly maxAntecedent: number;
  /** Rows that carry any tag. */
  readonly taggedRowCount: number;
}

export interface MinedRules {
  /** Most rows first; then by antecedent, then by consequent. */
  readonly rules: readonly Rule[];
  /** Most tags in an antecedent that the search came to look at. */
  readonly maxAntecedent: number;
}

/** Consequents that are this many times as common as their antecedent are hubs. */
export const hubRatio = 50;

/**
 * Mines the rules X -> B that hold in nearly all rows with X, the minimal ones only: X -> B is left out when a part of
 * X implies B already. It is {@link mineFrequentSets} and then {@link deriveRules}, and throws as the first does.
 */
export function mineRules(rows: TagRows, options: RuleOptions): MinedRules {
  const mined = mineFrequentSets(rows, options);
  return { rules: deriveRules(mined, options), maxAntecedent: mined.maxAntecedent };
}

/**
 * Finds the tag sets that rules are made of.
 *
 * Rows that repeat each other with many tags have millions of frequent sets; then the search falls back to shorter
 * antecedents and says so in `maxAntecedent`.
 *
 * @throws AppError `invalid-input` when even pairs of tags are too many.
 */
export function mineFrequentSets(rows: TagRows, options: MiningOptions): MinedSets {
  // 1.5 million sets take 75 MB and a third of a second.
  const { maxAntecedent: longest = 3, maxSets = 1_500_000, minSupport, tagCount } = options;
  for (let maxAntecedent = longest; maxAntecedent >= 1; maxAntecedent--) {
    const frequent = findFrequentSets(rows, { tagCount, minSupport, maxSets, maxSize: maxAntecedent + 1 });
    if (frequent === null) continue;
    const taggedRowCount = countTaggedRows(rows);
    return { ...frequent, parts: linkSetParts(frequent.sets), minSupport, maxAntecedent, taggedRowCount };
  }
  const text =
    `More than ${maxSets.toLocaleString('en-US')} pairs of tags occur together in ${minSupport} rows or more. ` +
    'Raise the support, or turn association off.';
  throw new AppError('invalid-input', text, { minSupport, maxSets });
}

/**
 * Derives the minimal rules from mined sets; the same as mining afresh at that support, with the same `maxAntecedent`.
 *
 * @returns Most rows first; then by antecedent, then by consequent.
 * @throws AppError `invalid-input` when the support is below that of the mining.
 * O(items of all sets · maxAntecedent): some 20 ms for 234,000 sets, 135 ms for 1.4 million.
 */
export function deriveRules(mined: MinedSets, { minSupport, minConfidence }: RuleLimits): Rule[] {
  if (minSupport < mined.minSupport) {
    const text =
      `deriveRules: the support is ${minSupport}, but the sets were mined at ${mined.minSupport}. ` +
      'Mine them again at the lower one.';
    throw new AppError('invalid-input', text, { minSupport, minedAt: mined.minSupport });
  }
  const { sets, parts } = mined;
  // Per set, one bit a place: the rest of the set, or a part of the rest, implies the item at that place.
  const implied = new Uint32Array(sets.setCount + 1);
  const rules: Rule[] = [];
  for (let set = 1; set <= sets.setCount; set++) {
    const supportCount = sets.countOf(set);
    const size = sets.sizeOf(set);
    if (size < 2 || supportCount < minSupport) continue;
    const known = impliedByParts(implied, parts, { set, size });
    implied[set] = known;
    for (let place = 0; place < size; place++) {
      const antecedent = parts.nodes[parts.starts[set] + place];
      if (!holds(supportCount, sets.countOf(antecedent), minConfidence)) continue;
      implied[set] |= 1 << place;
      if (((known >>> place) & 1) === 0) rules.push(describeRule(mined, { set, place, antecedent }));
    }
  }
  return rules.sort(compareRules);
}

function countTaggedRows({ offsets }: TagRows): number {
  let count = 0;
  for (let next = 1; next < offsets.length; next++) if (offsets[next] > offsets[next - 1]) count += 1;
  return count;
}

/** The places of a set whose items are implied by a part of the rest already. */
function impliedByParts(
  implied: Uint32Array,
  { starts, nodes }: SetParts,
  { set, size }: { set: number; size: number },
): number {
  let known = 0;
  for (let left = 0; left < size && size > 2; left++) {
    const ofPart = implied[nodes[starts[set] + left]];
    // The part lacks the place `left`, so those after it stand one lower.
    const before = ofPart & ((1 << left) - 1);
    known |= before | ((ofPart ^ before) << 1);
  }
  return known;
}

function describeRule(
  { sets, tagOfItem, taggedRowCount }: MinedSets,
  { set, place, antecedent }: { set: number; place: number; antecedent: number },
): Rule {
  const consequentItem = sets.itemsOf(set)[place];
  const consequentCount = sets.countOf(sets.childOf(0, consequentItem));
  const supportCount = sets.countOf(set);
  const antecedentCount = sets.countOf(antecedent);
  return {
    antecedent: sets
      .itemsOf(antecedent)
      .map((item) => tagOfItem[item])
      .sort((left, right) => left - right),
    consequent: tagOfItem[consequentItem],
    supportCount,
    antecedentCount,
    confidence: supportCount / antecedentCount,
    lift: (supportCount * taggedRowCount) / (antecedentCount * consequentCount),
    isHub: consequentCount > hubRatio * antecedentCount,
  };
}

// The slack keeps 99 of 100 at a confidence of 0.99 whatever the rounding of the product.
function holds(supportCount: number, antecedentCount: number, minConfidence: number): boolean {
  return supportCount >= minConfidence * antecedentCount - 1e-9;
}

function compareRules(left: Rule, right: Rule): number {
  return (
    right.supportCount - left.supportCount ||
    left.antecedent.length - right.antecedent.length ||
    compareLists(left.antecedent, right.antecedent) ||
    left.consequent - right.consequent
  );
}

function compareLists(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((value, index) => value !== right[index]);
  return place < 0 ? 0 : left[place] - right[place];
}
