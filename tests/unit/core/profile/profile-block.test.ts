import { describe, expect, test } from 'vitest';
import type { FieldMapping } from '../../../../src/core/model/index.ts';
import { tellLanguage } from '../../../../src/core/profile/language.ts';
import { profileBlock } from '../../../../src/core/profile/profile-block.ts';
import { readAnswers } from '../../../../src/core/profile/read-answers.ts';
import {
  addProfiles,
  binOf,
  countSizes,
  emptyProfile,
  turnClassOf,
} from '../../../../src/core/profile/source-profile.ts';
import { instructionShape, packBlock } from '../../../helpers/tiny-datasets.ts';

const decoder = new TextDecoder();

const columns = ['instruction', 'output'];
const alpaca: FieldMapping = {
  kind: 'columns',
  queryColumns: ['instruction'],
  systemColumn: null,
  responseColumn: 'output',
  historyColumn: null,
};
const chat: FieldMapping = {
  kind: 'turns',
  listColumn: 'messages',
  roleKey: 'role',
  textKey: 'content',
  userRoles: ['user'],
  systemRoles: ['system'],
};

describe('profileBlock', () => {
  const records = [
    { instruction: 'Write a poem about the sea', output: 'Waves' },
    { instruction: '', output: 'An answer without a question' },
    { instruction: 'Sort it', output: '' },
  ];
  const whole = profileBlock(packBlock(10, records), { columns, mapping: alpaca }, decode, english);

  test('counts rows, queries, answers and rows without text', () => {
    expect(whole.profile).toMatchObject({
      rowCount: 3,
      emptyRowCount: 1,
      queryCount: 2,
      turnCounts: [2, 0, 0, 0, 0],
      languages: { en: 1, '': 1 },
    });
    expect(whole.profile.queryChars).toEqual({ bins: [0, 0, 0, 1, 0, 1], count: 2, sum: 33, max: 26 });
    expect(whole.profile.answerChars).toMatchObject({ count: 2, sum: 33 });
  });

  test('parts add up to the whole, in any order', () => {
    const parts = records.map((record, index) =>
      profileBlock(packBlock(10 + index, [record]), { columns, mapping: alpaca }, decode, english),
    );
    const sum = [...parts].reverse().reduce((all, { profile }) => addProfiles(all, profile), emptyProfile);
    expect(sum).toEqual(whole.profile);
    expect(parts.flatMap(({ sketch }) => [...sketch.hashes])).toEqual([...whole.sketch.hashes]);
  });

  test('a row without text has no sketch', () => {
    expect([...whole.sketch.hashes.slice(2, 4)]).toEqual([0, 0]);
    expect(whole.sketch.hashes[0] + whole.sketch.hashes[1]).toBeGreaterThan(0);
    expect(whole.sketch.firstRow).toBe(10);
  });

  test('a conversation counts with all its queries', () => {
    const messages = ['One question', 'Another question', 'A third'].flatMap((content) => [
      { role: 'user', content },
      { role: 'assistant', content: 'Yes.' },
    ]);
    const { profile } = profileBlock(
      packBlock(0, [{ messages }]),
      { columns: ['messages'], mapping: chat },
      decode,
      english,
    );
    expect(profile).toMatchObject({ rowCount: 1, queryCount: 3, turnCounts: [0, 0, 1, 0, 0] });
    expect(profile.answerChars.count).toBe(3);
  });
});

describe('readAnswers', () => {
  test('takes the answers of the history before the answer', () => {
    const mapping = { ...alpaca, historyColumn: 'history' };
    const record = { instruction: 'c', output: 'three', history: [['a', 'one'], ['b', 'two'], 'broken'] };
    expect(readAnswers(record, [...columns, 'history'], mapping)).toEqual(['one', 'two', 'three']);
  });

  test('leaves out the turns of user and system', () => {
    const messages = [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
      { role: 'assistant', content: 'a' },
      { role: 'tool', content: 't' },
      { content: 'nobody' },
    ];
    expect(readAnswers({ messages }, ['messages'], chat)).toEqual(['a', 't']);
  });

  test('takes every second entry where turns alternate', () => {
    const mapping = { ...chat, roleKey: '', textKey: '', isAlternating: true };
    expect(readAnswers({ messages: ['q', 'a', 'q2', 'a2'] }, ['messages'], mapping)).toEqual(['a', 'a2']);
  });

  test('takes those of the best thread of a tree', () => {
    const mapping: FieldMapping = {
      kind: 'tree',
      rootColumn: 'prompt',
      roleKey: 'role',
      textKey: 'text',
      repliesKey: 'replies',
      rankKey: 'rank',
      userRoles: ['prompter'],
      systemRoles: [],
    };
    const reply = (text: string, rank: number) => ({ role: 'assistant', text, rank, replies: [] });
    const prompt = { role: 'prompter', text: 'q', replies: [reply('second', 1), reply('first', 0)] };
    expect(readAnswers({ prompt }, ['prompt'], mapping)).toEqual(['first']);
  });

  test('a source without a column of answers has none', () => {
    expect(readAnswers({ instruction: 'q' }, instructionShape.columns, instructionShape.mapping)).toEqual([]);
  });
});

describe('tellLanguage', () => {
  test('short texts are not clear', () => {
    expect(tellLanguage('2 + 2 = ?', english)).toBe('');
    expect(tellLanguage('Hello you', english)).toBe('');
  });

  test('a text that mixes scripts is not clear', () => {
    expect(tellLanguage('Translate this sentence 请把这个句子翻译成英文', english)).toBe('');
  });

  test('what the detector is not sure of is not clear', () => {
    const unsure = () => ({ language: 'en', isReliable: false });
    expect(tellLanguage('A sentence that is long enough', unsure)).toBe('');
  });

  test('the detector sees 200 characters at most', () => {
    const lengths: number[] = [];
    const note = (text: string) => {
      lengths.push(text.length);
      return english();
    };
    expect(tellLanguage('word '.repeat(1000), note)).toBe('en');
    expect(lengths).toEqual([200]);
  });
});

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [1023, 10],
  [1024, 11],
])('the number %i lies in bin %i', (size, bin) => {
  expect(binOf(size)).toBe(bin);
  expect(countSizes([size]).bins).toHaveLength(bin + 1);
});

test('rows of 1, 2, 3 to 5, 6 to 10 and more queries have classes', () => {
  expect([1, 2, 3, 5, 6, 10, 11, 500].map(turnClassOf)).toEqual([0, 1, 2, 2, 3, 3, 4, 4]);
});

function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function english() {
  return { language: 'en', isReliable: true };
}
