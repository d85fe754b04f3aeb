import { constraintEntries } from './constraints.ts';
import type { VocabularyEntry } from './entry.ts';
import { formatEntries } from './formats.ts';
import { intentEntries } from './intents.ts';
import { ruleEntries } from './rule-entries.ts';
import { topicEntries } from './topics.ts';

/**
 * All tags of the built-in tagger, one entry a tag. Where two blocks name the same tag, the first gives facet and
 * area and the phrases are put together; a phrase that is strong anywhere is strong.
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
  for (const entry of entries) {
    const known = merged.get(entry.tag);
    const strong = new Set([...(known?.strong ?? []), ...entry.strong]);
    const weak = new Set([...(known?.weak ?? []), ...entry.weak].filter((phrase) => !strong.has(phrase)));
    merged.set(entry.tag, { ...(known ?? entry), strong: [...strong], weak: [...weak] });
  }
  return [...merged.values()];
}
