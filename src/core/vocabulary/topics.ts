import type { VocabularyEntry } from './entry.ts';
import { dataEntries } from './topics/data.ts';
import { financeEntries } from './topics/finance.ts';
import { lifeEntries } from './topics/life.ts';
import { mathematicsEntries } from './topics/mathematics.ts';
import { programmingEntries } from './topics/programming.ts';
import { scienceEntries } from './topics/science.ts';

/**
 * Holds every topic and skill the built-in tagger knows, from all fields in turn.
 * Labels are unique; a strong phrase belongs to one entry only.
 */
export const topicEntries: readonly VocabularyEntry[] = [
  ...mathematicsEntries,
  ...programmingEntries,
  ...dataEntries,
  ...financeEntries,
  ...scienceEntries,
  ...lifeEntries,
];
