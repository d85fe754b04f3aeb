import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findRows } from '../../../src/core/text/find-rows.ts';
import { RowIndex } from '../../../src/search/row-index.ts';
import { textCodec } from '../../../workers/text-codec.ts';
import { instructionReading, packBlock } from '../../helpers/tiny-datasets.ts';

let open: () => RowIndex;

beforeAll(async () => {
  const sqlite = await sqlite3InitModule();
  open = () => new RowIndex(new sqlite.oo1.DB(':memory:'));
});

/** The rows of one source that a search finds, ascending. */
function rowsOf(index: RowIndex, needle: string, limit = 100): number[] {
  return index.find(['a'], needle, limit).flatMap(({ rows }) => [...rows].sort((one, other) => one - other));
}

/** The rows that a search of the index finds, ascending, which are those that a search of the text itself finds. */
function findBoth(texts: readonly string[], needle: string): number[] {
  const index = open();
  index.add('a', 0, texts);
  const block = packBlock(
    0,
    texts.map((instruction) => ({ instruction })),
  );
  const plain = findRows(block, instructionReading, needle, texts.length, textCodec.decode).map(
    ({ row }) => row,
  );
  const indexed = rowsOf(index, needle, texts.length);
  index.close();
  expect(indexed).toEqual(plain);
  return indexed;
}

describe('what is found', () => {
  const texts = [
    'Write an essay about the Eiffel Tower.',
    'Résumé of a café owner',
    '请写一首关于春天的诗。',
    '東京都の天気を教えてください',
    'Essays on essays, and towers',
    '한국어 문장을 영어로 번역해 주세요',
    'x'.repeat(50_000),
    '',
  ];

  test.each([
    ['every word', 'essay tower', [0, 4]],
    ['the beginning of a word', 'tow', [0, 4]],
    ['without accents', 'resume cafe', [1]],
    ['whatever the case', 'EIFFEL', [0]],
    ['two Chinese characters', '春天', [2]],
    ['one Chinese character', '诗', [2]],
    ['the last character of a run', '诗', [2]],
    ['a part of a Japanese run', '京都の', [3]],
    ['not characters that stand apart', '東天', []],
    ['Korean without its particle', '문장', [5]],
    ['letters and characters together', '天気 東京', [3]],
    ['full-width letters', 'ｅｉｆｆｅｌ', [0]],
    ['not a word that is missing', 'essay about bridges', []],
    ['nothing for signs only', '"*() -', []],
    ['words of the query language as words', 'and', [4]],
  ])('%s: %s', (_, needle, rows) => {
    expect(findBoth(texts, needle)).toEqual(rows);
  });

  test.each([
    ['Greek without accents', 'Αθηνα', 'Η Αθήνα τον χειμώνα', true],
    ['Greek in capitals', 'ΟΔΥΣΣΕΥΣ', 'ο Οδυσσεύς', true],
    ['е for ё', 'елка', 'Новогодняя ёлка', true],
    ['ё for е', 'ёлка', 'Новогодняя елка', true],
    ['not и for й', 'мои', 'мой дом', false],
    ['not і for ї', 'іжак', 'їжак', false],
    ['Russian with stress', 'замок', 'за́мок', true],
    ['Arabic without vowels', 'كتاب', 'كِتَاب', true],
    ['Arabic with vowels', 'كِتَاب', 'كتاب', true],
    ['Arabic drawn out', 'كتاب', 'كتـــاب', true],
    ['Hebrew without points', 'שלום', 'שָׁלוֹם', true],
    ['ss for ß', 'strasse', 'Die Straße', true],
    ['ß for SS', 'Straße', 'DIE STRASSE', true],
    ['a dot on a Turkish I', 'istanbul', 'İSTANBUL', true],
    ['letters one by one', 'ﬁle', 'files', true],
    ['Hindi exactly', 'हिन्दू', 'हिन्दी', false],
    ['the beginning of a Hindi word', 'हिन्द', 'हिन्दी', true],
    ['not the middle of a Hindi word', 'का', 'कविता', false],
    ['one Devanagari letter', 'क', 'कविता', true],
    ['kana with their marks', 'は', 'ばら', false],
    ['kana of half width', 'が', 'ｶﾞ が', true],
    ['one Hangul syllable', '문', '한국어 문장', true],
    ['one Thai character', 'ก', 'ภาษาไทยกับ', true],
  ])('%s: %s in %s', (_, needle, text, isFound) => {
    expect(findBoth([text], needle)).toEqual(isFound ? [0] : []);
  });

  test.each([
    ['words side by side', '"green tea"', [0, 2]],
    ['with other quotation marks', '“green tea”', [0, 2]],
    ['a whole last word', '"black te"', []],
    ['its beginning while one types', '"black te', [1]],
    ['words side by side and others', 'cup "green tea"', [0]],
    ['characters side by side', '"绿 茶"', [4]],
    ['a part of a run', '"绿茶"', [3]],
    ['what a minus takes out', 'tea -cup', [1, 2]],
    ['words side by side that a minus takes out', 'tea -"green tea"', [1]],
    ['a word of two parts that a minus takes out', 'tea -over-brewed', [0, 1]],
    ['no minus inside a word', 'over-brewed', [2]],
    ['two minuses for none', 'green --tea', [0, 1, 2]],
    ['a minus alone for none', 'tea - cup', [0]],
    ['a minus before all words for none', '-tea', [0, 1, 2]],
  ])('%s: %s', (_, needle, rows) => {
    const teas = [
      'A cup of Green  TEA',
      'green apples and black tea',
      'green tea, over-brewed',
      '一杯绿茶',
      '绿 茶',
    ];
    expect(findBoth(teas, needle)).toEqual(rows);
  });

  test.each([
    ['C++', [0, 1]],
    ['c+', [0, 1]],
    ['C#', [2]],
    ['F#', [3]],
    ['.NET', [4]],
    ['net', [4, 5, 6]],
    ['asp.net', [5]],
    ['c', [0, 1, 2, 6]],
    ['"sort in c"', [2]],
  ])('a language by its signs: %s', (needle, rows) => {
    const tasks = [
      'Write a loop in C++.',
      'C++17 or Rust?',
      'sort in C# and Java',
      'F# for beginners',
      'What is .NET?',
      'Use ASP.NET here',
      'cats in networks',
    ];
    expect(findBoth(tasks, needle)).toEqual(rows);
  });

  // Words of which some begin or fold to others, signs with a meaning, and what may stand anywhere.
  const piece = fc.oneof(
    fc.constantFrom(' ', '\n', '"', '-', '+', '#', '.', '*', '”', '\u0301'),
    fc.constantFrom(
      'tea',
      'te',
      'Tee',
      'thé',
      'the',
      'c',
      '東',
      '東京',
      'ば',
      'は',
      'दि',
      'ёж',
      'ß',
      'ss',
      '-tea ',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  test('whatever is typed, the index finds what the text itself says', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 6 }), anyText, (texts, needle) => {
        findBoth(texts, needle);
      }),
      { numRuns: 500 },
    );
  });

  test('a row fits a word or the same word with a minus, never both', () => {
    const oneWord = anyText.map((text) => text.replaceAll(/[\s"”-]/gu, '')).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 6 }), oneWord, (texts, word) => {
        const teas = texts.map((text) => `sea ${text}`);
        const both = [...findBoth(teas, `sea ${word}`), ...findBoth(teas, `sea -${word}`)];
        const isWord = findBoth([word], word).length > 0;
        expect(both.sort()).toEqual(isWord ? [...teas.keys()] : [...teas.keys(), ...teas.keys()].sort());
      }),
    );
  });

  test.each(['w', '-w', '"w'])('a pasted page of %s is no fault', (start) => {
    const page = Array.from({ length: 20_000 }, (_, place) => `${start}${place}`).join(' ');
    expect(findBoth(['sea'], `sea ${page}`)).toHaveLength(start === '-w' ? 1 : 0);
  });

  test('the best fitting row comes first, and all are counted', () => {
    const index = open();
    index.add('a', 0, ['tower '.repeat(9), `a tower ${'and more words '.repeat(40)}`, 'tower']);
    const [{ rows, total }] = index.find(['a'], 'tower', 2);
    expect(total).toBe(3);
    expect(rows).toHaveLength(2);
    expect(rows).not.toContain(1);
  });

  test('signs of the query language do no harm', () => {
    const index = open();
    index.add('a', 0, ['NEAR miss']);
    for (const needle of [
      '"',
      'a"b',
      "'; DROP TABLE indexed",
      'NEAR(',
      'text:miss',
      '^near',
      '* *',
      '\u0000',
    ]) {
      expect(() => index.find(['a'], needle, 5)).not.toThrow();
    }
    expect(rowsOf(index, 'near')).toEqual([0]);
  });
});

describe('what is indexed', () => {
  test('a block that came before is not added again', () => {
    const index = open();
    expect(index.add('a', 0, ['one', 'two'])).toBe(2);
    expect(index.add('a', 0, ['one', 'two', 'three'])).toBe(3);
    expect(index.find(['a'], 'two', 9)).toMatchObject([{ rows: [1], total: 1 }]);
    expect(rowsOf(index, 'three')).toEqual([2]);
  });

  test('a block behind a gap is not added', () => {
    const index = open();
    expect(index.add('a', 5, ['six'])).toBe(0);
    expect(rowsOf(index, 'six')).toEqual([]);
  });

  test('sources are apart, and one that is dropped is forgotten', () => {
    const index = open();
    index.add('a', 0, ['word']);
    index.add('b:1', 0, ['word', 'word']);
    expect(index.find(['b:1', 'none', 'a'], 'word', 9).map(({ key, total }) => [key, total])).toEqual([
      ['b:1', 2],
      ['a', 1],
    ]);
    index.drop('a');
    index.drop('none');
    expect(index.list()).toEqual([{ key: 'b:1', rowCount: 2 }]);
    index.add('a', 0, ['other']);
    expect(rowsOf(index, 'word')).toEqual([]);
    expect(rowsOf(index, 'other')).toEqual([0]);
  });
});
