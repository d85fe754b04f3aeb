/** What kind of statement a vocabulary tag makes about an instruction. */
export type Facet = 'intent' | 'topic' | 'skill' | 'format' | 'constraint';

/** One tag the built-in tagger knows, with the wording that gives it away. */
export interface VocabularyEntry {
  /** The label, lower case, one to four words. */
  readonly tag: string;
  readonly facet: Facet;
  /** The coarse field the tag belongs to, such as `mathematics` or `programming`. */
  readonly area: string;
  /** Phrases any of which is enough evidence on its own. The label itself is one of them. */
  readonly strong: readonly string[];
  /** Phrases that count only together with other evidence for the same tag or area. */
  readonly weak: readonly string[];
}

/**
 * Reads a block of vocabulary lines, one entry a line: `label: phrase, phrase, ambiguous phrase?`.
 * A phrase that ends in `?` is weak evidence. A word that ends in `*` matches every word that starts with it.
 * A label that is too ambiguous to be its own evidence is written with a `?` too: `interest?: simple interest, interest rate`.
 *
 * @returns Entries in the order of the lines; blank lines are skipped.
 */
export function readEntries(facet: Facet, area: string, lines: string): VocabularyEntry[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => readEntry(facet, area, line));
}

function readEntry(facet: Facet, area: string, line: string): VocabularyEntry {
  const colon = line.indexOf(':');
  const label = (colon < 0 ? line : line.slice(0, colon)).trim();
  const listed = colon < 0 ? '' : line.slice(colon + 1);
  const phrases = [label, ...listed.split(',').map((phrase) => phrase.trim())].filter(
    (phrase) => phrase !== '',
  );
  return {
    tag: label.replace(/\?$/, ''),
    facet,
    area,
    strong: phrases.filter((phrase) => !phrase.endsWith('?')),
    weak: phrases.filter((phrase) => phrase.endsWith('?')).map((phrase) => phrase.slice(0, -1)),
  };
}
