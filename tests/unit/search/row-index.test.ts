import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { RowIndex } from '../../../src/search/row-index.ts';

let open: () => RowIndex;

beforeAll(async () => {
  const sqlite = await sqlite3InitModule();
  open = () => new RowIndex(new sqlite.oo1.DB(':memory:'));
});

/** The rows of one source that a search finds, ascending. */
function rowsOf(index: RowIndex, needle: string, limit = 100): number[] {
  return index.find(['a'], needle, limit).flatMap(({ rows }) => [...rows].sort((one, other) => one - other));
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
    const index = open();
    index.add('a', 0, texts);
    expect(rowsOf(index, needle)).toEqual(rows);
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
