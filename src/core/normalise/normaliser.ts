import type { NormaliseSettings, RawTags, Recipe, StageFigures, Vocabulary } from '../model/index.ts';
import {
  postponeAssociation,
  runAssociation,
  SetCache,
  type AssociationInput,
  type AssociationStage,
} from './association-stage.ts';
import { AssignmentCounts } from './assignment-counts.ts';
import { checkRawTags, checkSettings } from './check-input.ts';
import { closeBooks, countStages } from './close-books.ts';
import { applyLastDecisions } from './last-decisions.ts';
import { findMissingRadius, joinByMeaning, type MeaningStage } from './meaning-stage.ts';
import { usualMergeRate, type NeighbourGraph } from './neighbour-graph.ts';
import { porterKey } from './porter-stem.ts';
import type { StageRun } from './stage-run.ts';
import { joinSpacedVariants } from './spaced-variants.ts';
import { tagKey } from './tag-key.ts';
import { compareText, startState, type TagState } from './tag-state.ts';
import { runWordStages, type DecidedWordStages, type Keys } from './word-stages.ts';

/** What a recipe needs from outside before it can run. */
export interface NeededGraph {
  /** Labels that need vectors, ordered by code units. */
  readonly labels: readonly string[];
  /** Null leaves it to `guessRadius` for this merge rate. */
  readonly radius: number | null;
  readonly mergeRate: number;
}

/**
 * Turns the raw tags of one pool into vocabularies, again and again under changing recipes. Each stage is kept and run
 * again only when something before it changed, so that a slider answers at once.
 *
 * The result depends on the raw tags and the recipe alone: not on the order of rows, nor on what was asked before.
 */
export class Normaliser {
  readonly #raw: RawTags;
  readonly #start: TagState;
  readonly #counts: AssignmentCounts;
  readonly #keys = new Map<string, Keys>();
  readonly #words = new LastResult<DecidedWordStages>();
  readonly #meaning = new LastResult<MeaningStage>();
  readonly #association = new LastResult<AssociationStage>();
  readonly #sets = new SetCache();
  #graph: NeighbourGraph | null = null;
  #graphCount = 0;

  /** @throws AppError `invalid-input` when the columns of the raw tags do not fit one another. */
  constructor(raw: RawTags) {
    checkRawTags(raw);
    this.#raw = raw;
    this.#start = startState(raw.labels);
    this.#counts = new AssignmentCounts(raw.rows, raw.labels.length);
  }

  /**
   * Says what graph the recipe needs; null when the one at hand will do, or the semantic stage is off.
   *
   * @throws AppError `invalid-input` when a setting is out of range.
   */
  findMissingGraph(recipe: Recipe): NeededGraph | null {
    checkSettings(recipe.settings);
    const { enabled, eps, targetMergeRate } = recipe.settings;
    if (!enabled.semantic) return null;
    const { natural, decided } = this.#runWords(recipe);
    const known = this.#graph?.labels ?? [];
    // What was embedded before stays, so that going back needs nothing.
    const labels = [...new Set([...natural.rules.labels, ...decided.rules.labels, ...known])].sort(
      compareText,
    );
    const mergeRate = Math.max(usualMergeRate, targetMergeRate);
    if (this.#graph === null || labels.length > known.length) return { labels, radius: eps, mergeRate };
    const radius = findMissingRadius(this.#graph, natural.rules.labels, recipe.settings);
    return radius === null ? null : { labels, radius, mergeRate };
  }

  /** Takes the graph that {@link findMissingGraph} asked for. */
  useGraph(graph: NeighbourGraph): void {
    this.#graph = graph;
    this.#graphCount += 1;
  }

  /**
   * Runs the stages for their numbers only.
   *
   * @param isHurried Leaves association out where it would have to be mined anew, which takes most of the time: its
   * figures are then those of the stage before.
   * @throws AppError `internal` when a label has no vector, `invalid-input` when a setting is out of range.
   */
  measure(recipe: Recipe, isHurried = false): StageFigures {
    return countStages(this.#counts, recipe.settings, this.#run(recipe, isHurried));
  }

  /** Runs the stages and closes the books. Throws as {@link measure} does. */
  normalise(recipe: Recipe): Vocabulary {
    return closeBooks(this.#raw, recipe, { run: this.#run(recipe), counts: this.#counts });
  }

  #run(recipe: Recipe, isHurried = false): StageRun {
    checkSettings(recipe.settings);
    const words = this.#runWords(recipe);
    const { settings } = recipe;
    const meaning = this.#meaning.get(describeMeaning(this.#words.name, this.#graphCount, settings), () =>
      joinByMeaning(words, settings.enabled.semantic ? this.#graph : null, {
        settings,
        occurrenceCounts: this.#raw.occurrenceCounts,
      }),
    );
    const association = this.#runAssociation({ words, meaning, settings }, isHurried);
    const last = applyLastDecisions(association.after, words.constraints, {
      decisions: recipe.decisions,
      occurrenceCounts: this.#raw.occurrenceCounts,
    });
    return { words, meaning, association, last };
  }

  #runAssociation(given: AssociationInput, isHurried: boolean): AssociationStage {
    const { settings, meaning } = given;
    const name = describeAssociation(this.#meaning.name, settings);
    if (this.#association.name === name || !isHurried)
      return this.#association.get(name, () => runAssociation(this.#raw, given, this.#sets));
    return postponeAssociation(this.#raw, meaning.after, settings);
  }

  #runWords(recipe: Recipe): DecidedWordStages {
    const { minOccurrences, countedOn, keyForm, enabled } = recipe.settings;
    const form = enabled.rules ? keyForm : 'off';
    const name = JSON.stringify([minOccurrences, countedOn, form, enabled.frequency, recipe.decisions]);
    return this.#words.get(name, () =>
      runWordStages(this.#raw, { ...this.#keysIn(form), start: this.#start }, recipe),
    );
  }

  #keysIn(form: NormaliseSettings['keyForm'] | 'off'): Keys {
    const known = this.#keys.get(form);
    if (known !== undefined) return known;
    const made = makeKeys(this.#raw.labels, form);
    this.#keys.set(form, made);
    return made;
  }
}

/** Rule aggregation's comparison forms; with the stage off, every spelling is its own. */
function makeKeys(labels: readonly string[], form: NormaliseSettings['keyForm'] | 'off'): Keys {
  if (form === 'off') return { keys: labels, keyOf: (label) => label };
  if (form === 'porter') return { keys: labels.map(porterKey), keyOf: porterKey };
  const keys = labels.map(tagKey);
  const joined = joinSpacedVariants(keys);
  const joinedOf = new Map(keys.map((key, raw) => [key, joined[raw]]));
  const keyOf = (label: string): string => joinedOf.get(tagKey(label)) ?? tagKey(label);
  return { keys: joined, keyOf };
}

function describeMeaning(words: string, graphCount: number, settings: NormaliseSettings): string {
  const { eps, targetMergeRate, minSimilarity, keepsContrasts, enabled } = settings;
  return JSON.stringify([
    ...[words, graphCount, eps, targetMergeRate, minSimilarity, keepsContrasts, enabled.semantic],
  ]);
}

function describeAssociation(meaning: string, settings: NormaliseSettings): string {
  const { minSupport, minConfidence, association, enabled } = settings;
  return JSON.stringify([meaning, minSupport, minConfidence, association, enabled.association]);
}

/** Keeps the result made last, by the name of what it was made from. */
class LastResult<T> {
  #name: string | null = null;
  #value: T | undefined;

  get name(): string {
    return this.#name ?? '';
  }

  get(name: string, make: () => T): T {
    if (this.#name !== name || this.#value === undefined) {
      this.#value = make();
      this.#name = name;
    }
    return this.#value;
  }
}
