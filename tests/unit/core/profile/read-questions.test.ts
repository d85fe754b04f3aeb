import { expect, test } from 'vitest';
import { guessMapping } from '../../../../src/core/ingest/guess-mapping.ts';
import { listColumns } from '../../../../src/core/ingest/describe-records.ts';
import { readQuestions } from '../../../../src/core/profile/read-questions.ts';

function read(records: readonly unknown[]) {
  const columns = listColumns(records);
  return readQuestions(records, { columns, ...guessMapping(records, columns) });
}

test('the questions of a benchmark are read from the column that goes by a name for them', () => {
  const records = ['Add 1 and 2', 'Add 3 and 4'].map((problem) => ({
    problem,
    solution: 'A long way',
    level: 'Level 1',
  }));
  expect(read(records)).toEqual({
    questions: [['Add 1 and 2'], ['Add 3 and 4']],
    columns: ['problem'],
    isGuess: false,
  });
});

test('where no column does, each text that is no class is compared', () => {
  const records = ['sea', 'lake', 'pond'].map((water, row) => ({
    ...{ id: row, subject: 'geography', code: `w${row}` },
    ...{ asked: `Where is the ${water}?`, hint: `Look for the ${water} on a map of the north` },
  }));
  const { questions, columns, isGuess } = read(records);
  expect([isGuess, [...columns].sort()]).toEqual([true, ['asked', 'hint']]);
  expect(questions[1]).toEqual(
    expect.arrayContaining(['Where is the lake?', 'Look for the lake on a map of the north']),
  );
  expect(questions.map((texts) => texts.length)).toEqual([2, 2, 2]);
});

test('where one column of texts is all there is, it is no guess', () => {
  expect(
    read([
      { id: 1, asked: 'Where is the sea?' },
      { id: 2, asked: '' },
    ]),
  ).toEqual({
    questions: [['Where is the sea?'], []],
    columns: ['asked'],
    isGuess: false,
  });
});
