import type { RawTags, Recipe } from '../model/index.ts';
import { resolveDecisions, type Constraints } from './decisions.ts';
import { defaultMinOccurrences, findFrequentTags } from './frequency-filter.ts';
import { joinTags, type TagState } from './tag-state.ts';

/** The stages that need no vectors: the frequency filter and rule aggregation. */
export interface WordStages {
  readonly start: TagState;
  readonly frequency: TagState;
  readonly rules: TagState;
  readonly rescuedCount: number;
  /** The limit in force. */
  readonly minOccurrences: number;
}

/** The word stages twice, and what decisions mean for them. */
export interface DecidedWordStages {
  readonly constraints: Constraints;
  /** As if there were no decisions; distances are found on it, so that a decision changes only the tags it names. */
  readonly natural: WordStages;
  readonly decided: WordStages;
}

/** Comparison forms: one per raw tag, and the way to make them. */
export interface Keys {
  readonly keys: readonly string[];
  readonly keyOf: (label: string) => string;
}

/**
 * Runs the frequency filter and rule aggregation.
 *
 * O(raw tags log raw tags).
 */
export function runWordStages(
  raw: RawTags,
  { keys, keyOf, start }: Keys & { readonly start: TagState },
  { settings, decisions }: Recipe,
): DecidedWordStages {
  const constraints = resolveDecisions(decisions, { labels: raw.labels, keys, keyOf });
  const undecided: Constraints = { ...constraints, keys, links: [], keeps: new Map() };
  const run = (given: Constraints): WordStages => {
    const minOccurrences = settings.minOccurrences ?? defaultMinOccurrences(raw.queryCount);
    const { isKept, rescuedCount } = settings.enabled.frequency
      ? findFrequentTags(given, raw.occurrenceCounts, { minOccurrences, countedOn: settings.countedOn })
      : { isKept: null, rescuedCount: 0 };
    const frequency = joinTags(
      start,
      Array.from(start.namers, (namer, tag) => (isKept === null || isKept[namer] ? tag : null)),
      raw.occurrenceCounts,
    );
    const rules = joinTags(
      frequency,
      Array.from(frequency.namers, (namer) => given.keys[namer]),
      raw.occurrenceCounts,
    );
    return { start, frequency, rules, rescuedCount, minOccurrences };
  };
  const natural = run(undecided);
  const isTouched = constraints.keys !== keys || constraints.links.length > 0 || constraints.keeps.size > 0;
  return { constraints, natural, decided: isTouched ? run(constraints) : natural };
}
