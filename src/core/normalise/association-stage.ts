import {
  mapTagRows,
  type AssociationMerge,
  type Implication,
  type NormaliseSettings,
  type RawTags,
} from '../model/index.ts';
import {
  defaultMinSupport,
  deriveRules,
  mineFrequentSets,
  type MinedSets,
  type RuleLimits,
} from './association.ts';
import type { MeaningStage } from './meaning-stage.ts';
import { mergeRecursively, type RuleMerge } from './recursive-merge.ts';
import { followLeaders, type TagState } from './tag-state.ts';
import type { DecidedWordStages } from './word-stages.ts';

/** What association aggregation found, and merged where that was asked for. */
export interface AssociationStage {
  readonly before: TagState;
  readonly after: TagState;
  /** False when the stage was put off: then nothing is known. */
  readonly isDone: boolean;
  readonly implications: readonly Implication[];
  readonly log: readonly AssociationMerge[];
  readonly minSupport: number;
  /** Most tags on the left of a rule that the search came to look at; 0 when the stage is off. */
  readonly maxAntecedent: number;
}

export interface AssociationInput {
  readonly words: DecidedWordStages;
  readonly meaning: MeaningStage;
  readonly settings: NormaliseSettings;
}

/**
 * Finds tags that nearly always come with another; merges the rarer one into the other when the settings say so.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.2, "Association Aggregation"; the paper publishes no procedure for
 * its recursive merging, see `mergeRecursively` for ours.
 *
 * @param cache Keeps the frequent sets of the last tags, from which rules of a higher support follow at once.
 * @throws AppError `invalid-input` when too many pairs of tags come together.
 */
export function runAssociation(
  raw: RawTags,
  { words, meaning, settings }: AssociationInput,
  cache: SetCache,
): AssociationStage {
  const idle = { ...postponeAssociation(raw, meaning.after, settings), isDone: true };
  if (!settings.enabled.association) return idle;
  return settings.association === 'merge'
    ? { ...idle, ...mergeRules(raw, { words, meaning, settings }, idle.minSupport) }
    : {
        ...idle,
        ...stateRules(cache.get(raw, meaning.after, idle.minSupport), meaning.after, {
          minSupport: idle.minSupport,
          minConfidence: settings.minConfidence,
        }),
      };
}

/** The stage as it is before it has been worked out. */
export function postponeAssociation(
  raw: RawTags,
  before: TagState,
  settings: NormaliseSettings,
): AssociationStage {
  const minSupport = settings.minSupport ?? defaultMinSupport(raw.queryCount);
  return {
    before,
    after: before,
    isDone: false,
    implications: [],
    log: [],
    minSupport,
    maxAntecedent: 0,
  };
}

/** Frequent sets of the tags they were asked for last. */
export class SetCache {
  #tags: TagState | null = null;
  #sets: MinedSets | null = null;

  get(raw: RawTags, tags: TagState, minSupport: number): MinedSets {
    if (this.#sets !== null && this.#tags === tags && this.#sets.minSupport <= minSupport) return this.#sets;
    const rows = mapTagRows(raw.rows, tags.tagOfRaw);
    this.#sets = mineFrequentSets(rows, { tagCount: tags.labels.length, minSupport });
    this.#tags = tags;
    return this.#sets;
  }
}

function stateRules(
  mined: MinedSets,
  { labels }: TagState,
  limits: RuleLimits,
): Pick<AssociationStage, 'implications' | 'maxAntecedent'> {
  const implications = deriveRules(mined, limits).map((rule) => ({
    antecedent: rule.antecedent.map((tag) => labels[tag]),
    consequent: labels[rule.consequent],
    supportCount: rule.supportCount,
    confidence: rule.confidence,
    lift: rule.lift,
    isHub: rule.isHub,
  }));
  return { implications, maxAntecedent: mined.maxAntecedent };
}

function mergeRules(
  raw: RawTags,
  { words, meaning, settings }: AssociationInput,
  minSupport: number,
): Pick<AssociationStage, 'after' | 'log' | 'maxAntecedent'> {
  const before = meaning.after;
  const rows = mapTagRows(raw.rows, before.tagOfRaw);
  const { finalTags, log, refused } = mergeRecursively(rows, before.labels.length, {
    minSupport,
    minConfidence: settings.minConfidence,
    forbidden: listForbidden(words, before),
  });
  const name = (
    { round, from, to, supportCount, confidence, lift }: RuleMerge,
    refusal: AssociationMerge['refusal'],
  ): AssociationMerge => {
    const [fromLabel, toLabel] = [before.labels[from], before.labels[to]];
    return { round, from: fromLabel, to: toLabel, supportCount, confidence, lift, refusal };
  };
  return {
    after: followLeaders(before, finalTags),
    log: [...log.map((merge) => name(merge, null)), ...refused.map((merge) => name(merge, merge.reason))],
    maxAntecedent: 1,
  };
}

/** Pairs of tags that a decision keeps apart. */
function listForbidden({ constraints }: DecidedWordStages, { tagOfRaw }: TagState): [number, number][] {
  if (constraints.forbidden.length === 0) return [];
  const tagOfKey = new Map<string, number>();
  constraints.keys.forEach((key, raw) => {
    if (tagOfRaw[raw] >= 0) tagOfKey.set(key, tagOfRaw[raw]);
  });
  return constraints.forbidden.flatMap(({ one, other }): [number, number][] => {
    const [left, right] = [tagOfKey.get(one), tagOfKey.get(other)];
    return left === undefined || right === undefined || left === right ? [] : [[left, right]];
  });
}
