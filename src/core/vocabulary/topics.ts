import type { VocabularyEntry } from './entry.ts';
import { businessEntries } from './topics/business.ts';
import { careersEntries } from './topics/careers.ts';
import { civicsEntries } from './topics/civics.ts';
import { dataEntries } from './topics/data.ts';
import { everydayEntries } from './topics/everyday.ts';
import { financeEntries } from './topics/finance.ts';
import { leisureEntries } from './topics/leisure.ts';
import { lifeEntries } from './topics/life.ts';
import { mathematicsEntries } from './topics/mathematics.ts';
import { mindEntries } from './topics/mind.ts';
import { mobilityEntries } from './topics/mobility.ts';
import { programmingEntries } from './topics/programming.ts';
import { scienceEntries } from './topics/science.ts';
import { technologyEntries } from './topics/technology.ts';
import { wordsEntries } from './topics/words.ts';
import { worldEntries } from './topics/world.ts';

/**
 * Holds every topic and skill the built-in tagger knows, from all fields in turn.
 * Labels are unique; a strong phrase belongs to one entry only.
 */
export const topicEntries: readonly VocabularyEntry[] = [
  ...mathematicsEntries,
  ...programmingEntries,
  ...dataEntries,
  ...technologyEntries,
  ...financeEntries,
  ...businessEntries,
  ...careersEntries,
  ...civicsEntries,
  ...worldEntries,
  ...scienceEntries,
  ...lifeEntries,
  ...everydayEntries,
  ...mobilityEntries,
  ...wordsEntries,
  ...leisureEntries,
  ...mindEntries,
];
