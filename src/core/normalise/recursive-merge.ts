import { countTags, mapTagRows, type TagRows } from '../model/tag-rows.ts';
import { deriveRules, mineFrequentSets, type Rule, type RuleLimits } from './association.ts';

/** One merge: the rows with `from` nearly always carry `to`, which is at least as common, and takes it in. */
export interface RuleMerge {
  /** Counted from 1. */
  readonly round: number;
  readonly from: number;
  readonly to: number;
  /** Rows that carry both, in the counts of its round, as are the next two. */
  readonly supportCount: number;
  readonly confidence: number;
  readonly lift: number;
}

/** A merge that a rule asks for and that was not done, in the round that refused it first. */
export interface RefusedMerge extends RuleMerge {
  /** `hub`: over 50 times as common. `forbidden`: it would join a forbidden pair. */
  readonly reason: 'hub' | 'forbidden';
}

export interface RecursiveMerge {
  /** Per tag: the tag it ended in; those that stay, themselves. */
  readonly finalTags: Int32Array;
  /** In the order in which they were done. */
  readonly log: readonly RuleMerge[];
  readonly refused: readonly RefusedMerge[];
}

export interface RecursiveMergeOptions extends RuleLimits {
  /** Pairs of tags that must not end in one. */
  readonly forbidden?: readonly (readonly [number, number])[];
}

/**
 * Merges tags by rules A -> B, counts again, and so on until no rule is left.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.3, merges "recursively" and publishes no procedure. Ours: of a pair
 * the rarer tag goes into the more common one, of equally common ones into that of the lower id. A round asks the
 * rules for the best target of each tag, by lift, so the most specific; a tag whose target goes elsewhere in that round
 * waits for the next, so that every merge is judged by counts that hold. Targets over 50 times as common are hubs and
 * refused, or they would swallow what they say nothing about.
 *
 * @throws AppError `invalid-input` when too many pairs of tags come together.
 * O(assignments) per round; there are as many rounds as the longest chain of rules, and one more.
 */
export function mergeRecursively(
  rows: TagRows,
  tagCount: number,
  options: RecursiveMergeOptions,
): RecursiveMerge {
  const merger = new Merger(tagCount, options.forbidden ?? []);
  const { minSupport } = options;
  let current = rows;
  for (;;) {
    const mined = mineFrequentSets(current, { tagCount, minSupport, maxAntecedent: 1 });
    const moves = merger.runRound(deriveRules(mined, options), countTags(current, tagCount));
    if (moves === null) return merger.finish();
    current = mapTagRows(current, moves);
  }
}

class Merger {
  readonly #log: RuleMerge[] = [];
  readonly #refused = new Map<string, RefusedMerge>();
  // Where each tag went in the round that moved it.
  readonly #targets: Int32Array;
  // Per tag that is still there: those that it must not join.
  readonly #forbidden = new Map<number, Set<number>>();
  #round = 0;

  constructor(tagCount: number, forbidden: readonly (readonly [number, number])[]) {
    this.#targets = Int32Array.from({ length: tagCount }, (_, tag) => tag);
    for (const [one, other] of forbidden) {
      if (one !== other) this.#forbid(one, other);
    }
  }

  /**
   * Does the merges of one round.
   *
   * @param rules With one tag on the left, the most frequent first.
   * @returns Per tag: where it is now; null when nothing moved.
   */
  runRound(rules: readonly Rule[], rowCounts: Uint32Array): Int32Array | null {
    this.#round += 1;
    const best = new Map<number, Rule>();
    for (const rule of rules) {
      const [from] = rule.antecedent;
      if (!isMoreCommon(rule.consequent, from, rowCounts) || this.#isRefused(rule)) continue;
      const known = best.get(from);
      if (known === undefined || hasHigherLift(rule, known, rowCounts)) best.set(from, rule);
    }
    let moves: Int32Array | null = null;
    for (const rule of rules) {
      const [from] = rule.antecedent;
      const to = rule.consequent;
      // A merge of this round may have made the pair a forbidden one; then the next round refuses it.
      if (best.get(from) !== rule || best.has(to) || this.#forbidden.get(from)?.has(to) === true) continue;
      moves ??= Int32Array.from(this.#targets, (_, tag) => tag);
      moves[from] = to;
      this.#merge(rule);
    }
    return moves;
  }

  finish(): RecursiveMerge {
    const finalTags = this.#targets.map((target) => {
      let last = target;
      while (this.#targets[last] !== last) last = this.#targets[last];
      return last;
    });
    return { finalTags, log: this.#log, refused: [...this.#refused.values()] };
  }

  #isRefused(rule: Rule): boolean {
    const [from] = rule.antecedent;
    const isForbidden = this.#forbidden.get(from)?.has(rule.consequent) === true;
    if (!isForbidden && !rule.isHub) return false;
    const reason = isForbidden ? 'forbidden' : 'hub';
    const name = `${from} ${rule.consequent} ${reason}`;
    if (!this.#refused.has(name)) this.#refused.set(name, { ...this.#describe(rule), reason });
    return true;
  }

  #merge(rule: Rule): void {
    const [from] = rule.antecedent;
    const to = rule.consequent;
    this.#targets[from] = to;
    this.#log.push(this.#describe(rule));
    for (const other of this.#forbidden.get(from) ?? []) {
      this.#forbidden.get(other)?.delete(from);
      this.#forbid(to, other);
    }
    this.#forbidden.delete(from);
  }

  #forbid(one: number, other: number): void {
    for (const [tag, partner] of [
      [one, other],
      [other, one],
    ]) {
      const partners = this.#forbidden.get(tag);
      if (partners === undefined) this.#forbidden.set(tag, new Set([partner]));
      else partners.add(partner);
    }
  }

  #describe({ antecedent, consequent, supportCount, confidence, lift }: Rule): RuleMerge {
    return { round: this.#round, from: antecedent[0], to: consequent, supportCount, confidence, lift };
  }
}

function isMoreCommon(tag: number, other: number, rowCounts: Uint32Array): boolean {
  return rowCounts[tag] > rowCounts[other] || (rowCounts[tag] === rowCounts[other] && tag < other);
}

/** Compares two rules with one antecedent; without the rounding of a quotient. Equal ones keep their order. */
function hasHigherLift(rule: Rule, known: Rule, rowCounts: Uint32Array): boolean {
  return rule.supportCount * rowCounts[known.consequent] > known.supportCount * rowCounts[rule.consequent];
}
