import { describe, expect, test } from 'vitest';
import { readQueries, readText } from '../../../../src/core/ingest/read-queries.ts';
import { defaultQuerySettings, type FieldMapping } from '../../../../src/core/model/index.ts';

const turns: FieldMapping = {
  kind: 'turns',
  listColumn: 'messages',
  roleKey: 'role',
  textKey: 'content',
  userRoles: ['user'],
  systemRoles: ['system'],
};
const conversation = {
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'One?' },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: ' ' },
    { role: 'user', content: 'Two?' },
  ],
};

describe('readQueries', () => {
  test.each([
    ['every', false, ['One?', 'Two?']],
    ['first', false, ['One?']],
    ['joined', false, ['One?\nTwo?']],
    ['every', true, ['Be kind.\nOne?', 'Be kind.\nTwo?']],
    ['joined', true, ['Be kind.\nOne?\nTwo?']],
  ] as const)('takes %s turns, system text %s', (which, includeSystem, expected) => {
    expect(readQueries(conversation, [], turns, { turns: which, includeSystem })).toEqual(expected);
  });

  test('columns are joined by a line break, empty ones left out', () => {
    const mapping: FieldMapping = {
      kind: 'columns',
      queryColumns: ['a', 'b', 'c'],
      systemColumn: 's',
      responseColumn: null,
      historyColumn: null,
    };
    const record = { a: 'A', b: '', c: 'C', s: 'S' };
    expect(readQueries(record, [], mapping, defaultQuerySettings)).toEqual(['A\nC']);
    expect(readQueries(record, [], mapping, { turns: 'every', includeSystem: true })).toEqual(['S\nA\nC']);
  });

  test('the row of a CSV is read by the place of its columns', () => {
    const mapping: FieldMapping = {
      kind: 'columns',
      queryColumns: ['__proto__'],
      systemColumn: null,
      responseColumn: null,
      historyColumn: null,
    };
    expect(readQueries(['1', 'text'], ['id', '__proto__'], mapping, defaultQuerySettings)).toEqual(['text']);
  });

  test.each([[null], [7], ['text'], [{}], [{ messages: 'none' }], [{ messages: [null, 7, {}] }]])(
    'a record %j without a text gives no query',
    (record) => {
      expect(readQueries(record, [], turns, defaultQuerySettings)).toEqual([]);
    },
  );

  test('inherited properties are no fields', () => {
    const mapping: FieldMapping = {
      kind: 'columns',
      queryColumns: ['toString', '__proto__'],
      systemColumn: null,
      responseColumn: null,
      historyColumn: null,
    };
    expect(readQueries({ a: 1 }, [], mapping, defaultQuerySettings)).toEqual([]);
  });
});

describe('readText', () => {
  test.each([
    ['text', 'text'],
    [12.5, '12.5'],
    [true, 'true'],
    [null, ''],
    [['a', '', 'b'], 'a\nb'],
    [[{ type: 'text', text: 'a' }, { type: 'image' }], 'a'],
    [[{ type: 'text', value: 'a' }, 7], 'a\n7'],
    [{ content: 'a' }, 'a'],
    [{ x: 1 }, '{"x":1}'],
    [[[1]], '[[1]]'],
    [[], ''],
  ])('%j reads as %j', (value, text) => {
    expect(readText(value)).toBe(text);
  });
});
