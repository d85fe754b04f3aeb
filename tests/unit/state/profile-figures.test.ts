import { expect, test } from 'vitest';
import { unclearLanguage, type SourceProfile } from '../../../src/core/profile/source-profile.ts';
import { listMainLanguages } from '../../../src/state/profile-figures.ts';

function name(languages: Readonly<Record<string, number>>): [string, number][] {
  const rowCount = Object.values(languages).reduce((sum, rows) => sum + rows, 0);
  const profile: Pick<SourceProfile, 'languages' | 'rowCount' | 'emptyRowCount'> = {
    ...{ languages, rowCount: rowCount + 5, emptyRowCount: 5 },
  };
  return listMainLanguages(profile as SourceProfile).map(({ name, share }) => [name, share]);
}

test('at a glance the two most frequent languages are named, those of a hundredth of the rows or more', () => {
  expect(name({ de: 20, en: 70, [unclearLanguage]: 5, fr: 5 })).toEqual([
    ['English', 0.7],
    ['German', 0.2],
  ]);
  expect(name({ en: 1000, de: 1, [unclearLanguage]: 900 })).toEqual([
    ['English', 1000 / 1901],
    ['Not clear', 900 / 1901],
  ]);
});

test('where most rows have no clear language, that is said instead of a few that others have', () => {
  expect(name({ pt: 1, [unclearLanguage]: 28, sl: 1 })).toEqual([['Language not clear', 28 / 30]]);
  expect(name({ [unclearLanguage]: 1 })).toEqual([['Language not clear', 1]]);
  expect(name({})).toEqual([]);
});
