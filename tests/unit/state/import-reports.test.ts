import { expect, test } from 'vitest';
import { ImportReports } from '../../../src/state/import-reports.svelte.ts';

const pack = new File([], 'pack.zip');
const lines = new File([], 'a.jsonl');

function refuse(...names: readonly string[]) {
  return { refused: names.map((name) => ({ name, reason: `${name} is empty.` })) };
}

function namesOf(entries: readonly { readonly name: string }[]): string[] {
  return entries.map(({ name }) => name);
}

test('of more than 1,000 refused files the oldest leave the list', () => {
  const reports = new ImportReports();
  for (let index = 0; index < 1002; index++)
    reports.noteFile(new File([], `${index}.json`), refuse(`${index}.json`));
  expect(namesOf(reports.refused)).toEqual(
    Array.from({ length: 1000 }, (_, index) => `${1001 - index}.json`),
  );
});

test('what is told of an archive takes the place of what was told of its files, and of no file of like name', () => {
  const reports = new ImportReports();
  reports.noteFile(pack, {
    ...refuse('pack.zip › a.json', 'pack.zip › b.json'),
    passedOver: ['pack.zip › README', 'pack.zip › LICENSE'],
  });
  reports.noteFile(new File([], 'pack.zip.json'), refuse('pack.zip.json'));
  reports.noteFile(pack, { ...refuse('pack.zip › b.json'), passedOver: ['pack.zip › README'] });
  expect(namesOf(reports.refused)).toEqual(['pack.zip › b.json', 'pack.zip.json']);
  expect(reports.passedOver).toEqual(['pack.zip › README']);
});

test('what is told of a part takes the place of what was told of that part alone', () => {
  const reports = new ImportReports();
  const known = ['pack.zip › a.json', 'pack.zip › b.json'].map((name) => ({ name, asName: 'a.json' }));
  reports.noteFile(pack, { ...refuse('pack.zip › c.json'), known, passedOver: ['pack.zip › README'] });
  reports.noteFile(pack, {}, ['pack.zip › a.json']);
  expect(reports.known).toEqual([{ name: 'pack.zip › b.json', asName: 'a.json', file: pack }]);
  expect(namesOf(reports.refused)).toEqual(['pack.zip › c.json']);
  expect(reports.passedOver).toEqual(['pack.zip › README']);
});

test('a large file is listed once, until it is imported', () => {
  const reports = new ImportReports();
  for (const sentence of ['No room.', 'Still no room.']) reports.noteLarge({ file: lines, sentence });
  expect(reports.large).toEqual([{ file: lines, sentence: 'Still no room.' }]);
  reports.noteFile(lines, {});
  expect(reports.large).toEqual([]);
});

test('an entry that a person decided on leaves its list, and the others stay', () => {
  const reports = new ImportReports();
  reports.noteFile(pack, { known: ['b', 'c'].map((name) => ({ name, asName: 'a' })) });
  reports.noteLarge({ file: lines, sentence: 'No room.' });
  reports.remove(reports.known[0]);
  expect(namesOf(reports.known)).toEqual(['c']);
  expect(reports.large).toHaveLength(1);
  reports.remove(reports.large[0]);
  expect([reports.known.length, reports.large.length]).toEqual([1, 0]);
});
