import { expect, test } from 'vitest';
import { describeImport, describeStop } from '../../../src/state/import-sentences.ts';

function addRows(...rowCounts: readonly (readonly [rows: number, setAside: number])[]) {
  return rowCounts.map(([recordCount, quarantinedCount], index) => ({
    ...{ name: `${String.fromCharCode(97 + index)}.json`, recordCount, quarantinedCount },
  }));
}

const nothing = { added: [], refusedFileCount: 0, refusedPartCount: 0, knownCount: 0 };

test.each([
  [{ added: addRows([52_002, 0]) }, 'a.json was added: 52,002 rows.'],
  [{ added: addRows([1, 1]) }, 'a.json was added: 1 row, 1 row set aside.'],
  [{ added: addRows([3000, 0], [5, 4], [4, 0]) }, '3 files were added: 3,009 rows, 4 rows set aside.'],
  [
    { added: addRows([7, 0]), refusedFileCount: 2 },
    'a.json was added: 7 rows. 2 of 3 files could not be imported. Sources says why.',
  ],
  [
    { added: [...addRows([7, 0]), ...addRows([2, 0], [1, 0])], refusedPartCount: 2, knownCount: 1 },
    '3 sources were added: 10 rows. 2 parts of the files could not be imported. One file is in this project already and not added again. Sources says why.',
  ],
])('an import of three files with %j is told as “%s”', (counts, sentence) => {
  expect(describeImport({ fileCount: 3, ...nothing, ...counts })).toBe(sentence);
});

test.each([
  [
    { added: addRows([6, 0]), refusedPartCount: 1 },
    'a.json was added: 6 rows. 1 part of it could not be imported. Sources says why.',
  ],
  [{ added: [...addRows([2, 0]), ...addRows([2, 0])] }, '2 sources from a.json were added: 4 rows.'],
  [{ refusedFileCount: 1 }, 'The file could not be imported. Sources says why.'],
  [{ knownCount: 2 }, '2 parts are in this project already and not added again. Sources says which.'],
])('an import of one file with %j is told as “%s”', (counts, sentence) => {
  expect(describeImport({ fileCount: 1, ...nothing, ...counts })).toBe(sentence);
});

test.each([
  [{ fileCount: 3 }, ''],
  [{ fileCount: 3, refusedFileCount: 3 }, '3 of 3 files could not be imported. Sources says why.'],
  [
    { fileCount: 2, knownCount: 1 },
    'One file is in this project already and not added again. Sources says which.',
  ],
  [
    { fileCount: 2, knownCount: 2 },
    '2 files are in this project already and not added again. Sources says which.',
  ],
  [{ fileCount: 0 }, 'There are no files with records in this folder.'],
])('an import that adds nothing, with %j, is told as “%s”', (counts, sentence) => {
  expect(describeImport({ ...nothing, ...counts })).toBe(sentence);
});

test.each([
  ['', 0, ''],
  ['a.json', 0, 'The import of a.json was stopped.'],
  ['a.json', 1, 'The import of a.json was stopped; 1 more file was not imported.'],
  ['', 1, 'The import was stopped; 1 file was not imported.'],
  ['a.json', 2, 'The import of a.json was stopped; 2 more files were not imported.'],
])('a stop at “%s” with %d files to come is told as “%s”', (name, leftCount, sentence) => {
  expect(describeStop(name, leftCount)).toBe(sentence);
});
