import { AppError } from '../model/errors.ts';
import { countTags, type TagRows } from '../model/tag-rows.ts';
import { findFrequentSets, type FrequentSets } from './fp-growth.ts';

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
  /** True when the consequent is over 50 times as common as the antecedent, so that the rule says little. */
  readonly isHub: boolean;
}

export interface RuleOptions {
  readonly tagCount: number;
  /** Rows that must carry antecedent and consequent, from 1. */
  readonly minSupport: number;
  /** Share of the antecedent's rows that must carry the consequent, above 0 up to 1. */
  readonly minConfidence: number;
  /** Most tags in an antecedent; 3 unless told. */
  readonly maxAntecedent?: number;
  /** Frequent sets after which shorter antecedents are tried. */
  readonly maxSets?: number;
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
 * X implies B already.
 *
 * Rows that repeat each other with many tags have millions of frequent sets; then the search falls back to shorter
 * antecedents and says so in `maxAntecedent`.
 *
 * @throws AppError `invalid-input` when even pairs of tags are too many.
 */
export function mineRules(rows: TagRows, options: RuleOptions): MinedRules {
  // 1.5 million sets take 100 MB and some three seconds.
  const { maxAntecedent: longest = 3, maxSets = 1_500_000, minSupport, tagCount } = options;
  for (let maxAntecedent = longest; maxAntecedent >= 1; maxAntecedent--) {
    const frequent = findFrequentSets(rows, { tagCount, minSupport, maxSets, maxSize: maxAntecedent + 1 });
    if (frequent === null) continue;
    return { rules: deriveRules(frequent, countTags(rows, tagCount), options.minConfidence), maxAntecedent };
  }
  const text =
    `More than ${maxSets.toLocaleString('en-US')} pairs of tags occur together in ${minSupport} rows or more. ` +
    'Raise the support, or turn association off.';
  throw new AppError('invalid-input', text, { minSupport, maxSets });
}

function deriveRules(
  { sets, tagOfItem }: FrequentSets,
  rowCounts: Uint32Array,
  minConfidence: number,
): Rule[] {
  const rules: Rule[] = [];
  for (let set = 1; set <= sets.setCount; set++) {
    if (sets.sizeOf(set) < 2) continue;
    const items = sets.itemsOf(set);
    const all = (1 << items.length) - 1;
    const supportCount = sets.countOf(set);
    for (let place = 0; place < items.length; place++) {
      const antecedentMask = all & ~(1 << place);
      const antecedentCount = sets.countOfPart(items, antecedentMask);
      if (!holds(supportCount, antecedentCount, minConfidence)) continue;
      const impliesAlready = (part: number): boolean =>
        holds(sets.countOfPart(items, part | (1 << place)), sets.countOfPart(items, part), minConfidence);
      if (listProperParts(antecedentMask).some(impliesAlready)) continue;
      const consequent = tagOfItem[items[place]];
      rules.push({
        antecedent: items
          .filter((_, index) => index !== place)
          .map((item) => tagOfItem[item])
          .sort((a, b) => a - b),
        consequent,
        supportCount,
        antecedentCount,
        confidence: supportCount / antecedentCount,
        isHub: rowCounts[consequent] > hubRatio * antecedentCount,
      });
    }
  }
  return rules.sort(compareRules);
}

// The slack keeps 99 of 100 at a confidence of 0.99 whatever the rounding of the product.
function holds(supportCount: number, antecedentCount: number, minConfidence: number): boolean {
  return supportCount >= minConfidence * antecedentCount - 1e-9;
}

/** The non-empty proper parts of a set of bits. */
function listProperParts(mask: number): number[] {
  const parts: number[] = [];
  for (let part = (mask - 1) & mask; part > 0; part = (part - 1) & mask) parts.push(part);
  return parts;
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
