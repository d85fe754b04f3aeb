import { chanceOfMeeting, nearShare, shareError, shingleLength } from '../core/profile/signature.ts';
import { maxPairs } from '../core/profile/overlap.ts';
import { turnClasses, unclearLanguage, type SourceProfile } from '../core/profile/source-profile.ts';
import type { RowsToTag } from '../core/tagging/pace.ts';

/** Rows of a class, with its name. */
export interface ClassCount {
  readonly name: string;
  readonly rowCount: number;
  /** Of the rows that have a text. */
  readonly share: number;
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** What the search for duplicates can and cannot find, in numbers for the screen. */
export const duplicateMethod = {
  shingleLength,
  nearShare,
  /** Standard error of an estimated share at `nearShare`. */
  shareError: shareError(nearShare),
  /** Share of the pairs at `nearShare` that are compared at all. */
  chanceAtNear: chanceOfMeeting(nearShare),
  maxPairs,
} as const;

/** Languages named one by one; the rest is told together. */
const namedLanguages = 6;
const mainLanguages = 2;
/** At a glance, languages of a smaller share of the rows are left out. */
const minMainShare = 0.01;
const unclearName = 'Not clear';

/** The languages of a source, the most frequent first; what is not clear comes last. */
export function listLanguages({ languages, rowCount, emptyRowCount }: SourceProfile): ClassCount[] {
  const textRows = rowCount - emptyRowCount;
  const counts = Object.entries(languages)
    .sort(
      ([one, ones], [other, others]) =>
        Number(one === unclearLanguage) - Number(other === unclearLanguage) || others - ones,
    )
    .map(([code, rows]) => ({ code, name: nameLanguage(code), rowCount: rows, share: rows / textRows }));
  const clear = counts.filter(({ code }) => code !== unclearLanguage);
  const unclear = counts.filter(({ code }) => code === unclearLanguage);
  const rare = clear.slice(namedLanguages);
  const rareRows = rare.reduce((sum, { rowCount: rows }) => sum + rows, 0);
  const others = { name: `${rare.length} other languages`, rowCount: rareRows, share: rareRows / textRows };
  return [...clear.slice(0, namedLanguages), ...(rare.length > 0 ? [others] : []), ...unclear];
}

/** The languages to name at a glance: the two most frequent; only that they are not clear where that is most frequent. */
export function listMainLanguages(profile: SourceProfile): ClassCount[] {
  const languages = listLanguages(profile).filter(({ share }) => share >= minMainShare);
  const unclear = languages.find(({ name }) => name === unclearName);
  if (unclear === undefined || unclear.share < languages[0].share) return languages.slice(0, mainLanguages);
  return [{ ...unclear, name: 'Language not clear' }];
}

/** Rows by their number of queries. */
export function listTurns({ turnCounts, rowCount, emptyRowCount }: SourceProfile): ClassCount[] {
  return turnClasses.map((name, index) => ({
    name,
    rowCount: turnCounts[index],
    share: turnCounts[index] / Math.max(1, rowCount - emptyRowCount),
  }));
}

/** What a tagger would have to read. */
export function rowsToTag({ rowCount, emptyRowCount, queryCount, queryTokens }: SourceProfile): RowsToTag {
  return { rowCount: rowCount - emptyRowCount, queryCount, tokenCount: queryTokens.sum };
}

function nameLanguage(code: string): string {
  if (code === unclearLanguage) return unclearName;
  return languageNames.of(code) ?? code;
}
