import { constraintEntries } from './constraints.ts';
import type { VocabularyEntry } from './entry.ts';
import { formatEntries } from './formats.ts';
import { intentEntries } from './intents.ts';
import { ruleEntries } from './rule-entries.ts';
import { topicEntries } from './topics.ts';
import { doubtfulPhrases, sameTags } from './twin-tags.ts';

/**
 * All tags of the built-in tagger, one entry a tag. Where two blocks name the same tag, or name one thing differently,
 * the phrases are put together; a phrase that is strong anywhere is strong.
 */
export const vocabulary: readonly VocabularyEntry[] = mergeEntries([
  ...topicEntries,
  ...intentEntries,
  ...formatEntries,
  ...constraintEntries,
  ...ruleEntries,
]);

/**
 * Puts entries with the same tag together.
 *
 * @returns One entry a tag, in the order of first appearance.
 */
export function mergeEntries(entries: readonly VocabularyEntry[]): VocabularyEntry[] {
  const merged = new Map<string, VocabularyEntry>();
  const standing = new Map(entries.map((entry) => [entry.tag, entry]));
  for (const given of entries) {
    const entry = standing.get(sameTags.get(given.tag) ?? '') ?? given;
    const known = merged.get(entry.tag);
    const strong = new Set([...(known?.strong ?? []), ...given.strong]);
    const weak = new Set([...(known?.weak ?? []), ...given.weak].filter((phrase) => !strong.has(phrase)));
    merged.set(entry.tag, { ...(known ?? entry), strong: [...strong], weak: [...weak] });
  }
  return [...merged.values()].map(demoteDoubtful);
}

function demoteDoubtful(entry: VocabularyEntry): VocabularyEntry {
  const doubtful = doubtfulPhrases.get(entry.tag) ?? [];
  const demoted = entry.strong.filter((phrase) => doubtful.includes(phrase));
  if (demoted.length === 0) return entry;
  return {
    ...entry,
    strong: entry.strong.filter((phrase) => !doubtful.includes(phrase)),
    weak: [...entry.weak, ...demoted],
  };
}
