import { describe, expect, test } from 'vitest';
import { changeFirstLine, guessFirstLine, nameColumns } from '../../../../src/core/ingest/first-line.ts';
import { fileOf, importFile, parseRecords, type Imported } from '../../../helpers/import-bytes.ts';
import { textCodec } from '../../../../workers/text-codec.ts';

const sentence =
  'Wall Street is seeing green again after a long week in which nobody knew what to buy or to sell.';
const chinese = '今年以来我们在很多城市看到了新的变化因为人们开始用不同的方式学习工作和生活';

describe('the first line of a table', () => {
  test.each([
    [
      'numbers above numbers',
      ['3', 'Oil prices soar', '12.5'],
      [
        ['1', 'Markets open', '3'],
        ['4', 'Rain', '-2e3'],
      ],
    ],
    [
      'a class that comes again',
      ['ham', 'Hi'],
      [
        ['spam', 'Win'],
        ['ham', 'Bye'],
        ['ham', 'No'],
      ],
    ],
    [
      'a sentence',
      ['x', sentence],
      [
        ['y', 'Short'],
        ['z', 'Short, too'],
      ],
    ],
    [
      'a sentence in Chinese',
      ['x', chinese],
      [
        ['y', '短'],
        ['z', '短'],
      ],
    ],
    [
      'a class that is a known name',
      ['question', 'Why?'],
      [
        ['question', 'So?'],
        ['question', 'Who?'],
      ],
    ],
    [
      'a question above questions',
      ['What is a sea?', 'Salt water'],
      [
        ['What is a lake?', 'Sweet water'],
        ['Name a river?', 'Water'],
        ['Why', 'Water'],
      ],
    ],
    [
      'a sentence above sentences, in Chinese too',
      ['写一首诗。', 'x'],
      [
        ['数到十。', 'y'],
        ['说点什么。', 'z'],
      ],
    ],
  ])('is a row when it has %s', (_, first, rows) => {
    expect(guessFirstLine(first, rows)).toBe('row');
  });

  test.each([
    [
      'questions above answers, as in a survey',
      ['How old are you?', 'Do you like tea?'],
      [
        ['30', 'Yes, I do.'],
        ['41', 'No.'],
      ],
    ],
    ['a question above a single row', ['What is a sea?', 'x'], [['What is a lake?', 'y']]],
    [
      'abbreviations above sentences',
      ['no.', 'desc.'],
      [
        ['one is here.', 'It is so.'],
        ['two are here.', 'It is not.'],
      ],
    ],
    [
      'short words above sentences',
      ['theme', 'body'],
      [
        ['a', sentence],
        ['b', sentence],
      ],
    ],
    [
      'a known name among numbers',
      ['text', '0', '1'],
      [
        ['Why?', '3', '4'],
        ['So?', '5', '6'],
      ],
    ],
    [
      'numbers that count',
      ['0', '1', '2'],
      [
        ['3', '4', '5'],
        ['6', '7', '8'],
      ],
    ],
    [
      'years above words',
      ['country', '2019'],
      [
        ['Chad', 'low'],
        ['Peru', 'high'],
      ],
    ],
    [
      'itself again, as in files that were put together',
      ['a', 'b'],
      [
        ['1', 'x'],
        ['a', 'b'],
        ['a', 'b'],
      ],
    ],
    [
      'empty fields above empty fields',
      ['', 'b'],
      [
        ['', 'x'],
        ['', 'y'],
        ['', 'z'],
      ],
    ],
    ['whatever, when nothing is below', ['a', '1'], []],
  ])('names the columns when it has %s', (_, first, rows) => {
    expect(guessFirstLine(first, rows)).toBe('names');
  });

  test('is counted as a row by the import when it is one, and a row of another length is told so', async () => {
    const text =
      'ham,Hi\nspam,Win\nham,Bye\nham,No\nspam,Buy\nspam,Sell\nham,Yes\nspam,Now\nham,Ok\nham,So\nham\n';
    const { shape, blocks, quarantined } = await importText(text);
    expect(shape).toMatchObject({ header: null, columns: ['column 1', 'column 2'], isMappingSure: false });
    const records = parseRecords(blocks);
    expect([records.length, ...records.slice(0, 2)]).toEqual([10, ['ham', 'Hi'], ['spam', 'Win']]);
    expect(quarantined.map(({ reason }) => reason)).toEqual(['The row has 1 field, the first row has 2.']);
  });

  test('is kept as it stands in the file where names had to be made of it', async () => {
    const { shape } = await importText('question,question,\nWhy?,So?,x\n');
    expect(shape).toMatchObject({
      header: ['question', 'question', ''],
      columns: ['question', 'question 2', 'column 3'],
    });
  });

  test('goes to the rows and back, with the first block as it was', async () => {
    const { shape, blocks } = await importText('theme,body\na,"x, y"\nb,z\n');
    const asRow = changeFirstLine(shape, blocks[0], textCodec);
    expect(asRow).toMatchObject({ shift: 1, shape: { header: null, columns: ['column 1', 'column 2'] } });
    expect(parseRecords([asRow.start])).toEqual([
      ['theme', 'body'],
      ['a', 'x, y'],
      ['b', 'z'],
    ]);
    const back = changeFirstLine(asRow.shape, asRow.start, textCodec);
    expect(back).toEqual({ shape, shift: -1, start: blocks[0] });
  });

  test('of a table from before its fields were kept is what the columns are called', async () => {
    const { shape, blocks } = await importText('theme,body\na,b\n');
    const change = changeFirstLine({ ...shape, header: undefined }, blocks[0], textCodec);
    expect(parseRecords([change.start])[0]).toEqual(['theme', 'body']);
  });
});

test('a line that Excel writes for itself is told, not read as names', async () => {
  for (const line of ['sep=;', '"sep=,"', 'SEP=\t'])
    await expect(importText(`${line}\r\ninstruction;output\r\nSort;Done\r\n`)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('Delete that line and import the file again.') as string,
    });
});

test('every column has a name of its own', () => {
  expect(nameColumns(['a', 'a', '', 'column 3', ' '])).toEqual([
    'a',
    'a 2',
    'column 3 2',
    'column 3',
    'column 5',
  ]);
});

function importText(text: string): Promise<Imported> {
  return importFile(fileOf(text, 'table.csv'));
}
