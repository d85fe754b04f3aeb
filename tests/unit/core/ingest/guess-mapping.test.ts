import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listColumns } from '../../../../src/core/ingest/describe-records.ts';
import { guessMapping } from '../../../../src/core/ingest/guess-mapping.ts';
import { listMappings } from '../../../../src/core/ingest/list-mappings.ts';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { readTurnList } from '../../../../src/core/ingest/turn-list.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';

function read(records: readonly unknown[]) {
  const columns = listColumns(records);
  const { mapping, isMappingSure, layout } = guessMapping(records, columns);
  const queries = records.map((record) => readQueries(record, columns, mapping, defaultQuerySettings));
  return { mapping, isMappingSure, layout, queries };
}

const chat = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Name a sea' },
  { role: 'assistant', content: 'The North Sea' },
  { role: 'user', content: 'Another one' },
];

describe('the queries of a conversation', () => {
  const wanted = [['Name a sea', 'Another one']];
  test.each([
    ['preferences', { chosen: chat, rejected: [...chat, { role: 'assistant', content: 'No' }] }],
    [
      'a transcript with line ends of Windows',
      { chosen: '\r\n\r\nHuman: Name a sea\r\n\r\nAssistant: No\r\n\r\nHuman: Another one' },
    ],
    ['JSON in a text', { id: 7, messages: JSON.stringify(chat) }],
    [
      'a request of a batch',
      { custom_id: 'a', method: 'POST', url: '/v1', body: { model: 'm', messages: chat } },
    ],
    ['a row of a viewer', { row_idx: 0, row: { messages: chat }, truncated_cells: [] }],
    [
      'parts',
      {
        contents: [
          { role: 'user', parts: [{ text: 'Name a sea' }] },
          { role: 'model', parts: [{ text: 'The North Sea' }] },
          { role: 'user', parts: [{ text: 'Another one' }] },
        ],
      },
    ],
    [
      'a transcript with blank lines',
      {
        chosen: '\n\nHuman: Name a sea\n\nAssistant: The North Sea\n\nHuman: Another one\n\nAssistant: No',
        rejected: '\n\nHuman: Name a sea\n\nAssistant: Rain\n\nHuman: Another one\n\nAssistant: No',
      },
    ],
    [
      'a transcript with ###',
      { text: '### Human: Name a sea### Assistant: The North Sea### Human: Another one' },
    ],
  ])('is read from %s', (_what, record) => {
    const { queries, isMappingSure } = read([record]);
    expect(queries).toEqual(wanted);
    expect(isMappingSure).toBe(true);
  });

  test('is read from turns that name the same in several ways', () => {
    const shareGpt = [
      { from: 'human', value: 'Boil an egg' },
      { from: 'gpt', value: 'Take water' },
    ];
    const { queries, isMappingSure } = read([{ conversations: shareGpt }, { conversations: chat }]);
    expect(queries).toEqual([['Boil an egg'], ['Name a sea', 'Another one']]);
    expect(isMappingSure).toBe(true);
  });

  test('is a guess where nobody goes by a known name, or many records have none', () => {
    const bot = [
      { role: 'USER_TURN', content: 'Name a sea' },
      { role: 'bot', content: 'The North Sea' },
    ];
    expect(read([{ messages: bot }])).toMatchObject({ queries: [['Name a sea']], isMappingSure: false });
    const mute = { messages: [{ role: 'assistant', content: 'Hello' }] };
    const few = Array.from({ length: 40 }, (_, row) => (row < 2 ? mute : { messages: chat }));
    expect(read(few).isMappingSure).toBe(true);
    expect(read([...few, mute]).isMappingSure).toBe(false);
  });

  test('is read from a single turn as JSON, and never from answers while there is a question', () => {
    const asked = JSON.stringify([{ role: 'user', content: 'Name a sea' }]);
    const answer = [{ role: 'assistant', content: 'The North Sea' }];
    const texts = { prompt: asked, chosen: JSON.stringify(answer), rejected: '[]' };
    expect(read([texts]).queries).toEqual([['Name a sea']]);
    expect(read([{ prompt: 'Name a sea', chosen: answer, rejected: answer }]).queries).toEqual([
      ['Name a sea'],
    ]);
    expect(read([{ messages: answer }])).toMatchObject({ queries: [[]], isMappingSure: false });
  });

  test('is nothing in texts that only look like it', () => {
    const text = 'Sort these:\n\nUser: a\n\nUser: b';
    expect(read([{ text }]).queries).toEqual([[text]]);
    expect(read([{ prompt: '[1, 2] is a list. Sort it.' }]).queries).toEqual([
      ['[1, 2] is a list. Sort it.'],
    ]);
    expect(read([{ chosen: ['a', 'b'], question: 'Which?' }]).queries).toEqual([['Which?']]);
  });

  test('of any text is a list of turns or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('[', '[]', 'Human:', '### User:')),
        (text) => {
          const list = readTurnList(text);
          expect(list === null || Array.isArray(list)).toBe(true);
        },
      ),
    );
  });
});

describe('the query of a table', () => {
  test.each([
    [
      'MATH',
      { problem: 'Add 1 and 2', level: '1', type: 'Algebra', solution: 'A long way to three, step by step' },
    ],
    ['AIME', { ID: 'x', Problem: 'Add 1 and 2', Solution: 'A long way to three, step by step', Answer: 3 }],
    ['HellaSwag', { ind: 1, ctx: 'Add 1 and 2', endings: ['which makes three in the end', 'b'], label: 0 }],
    [
      'preferences',
      { id: 1, asked: 'Add 1 and 2', chosen: 'Three, as you know', rejected: 'Four, as you know' },
    ],
    ['a row of a viewer', { row_idx: 0, row: { question: 'Add 1 and 2', answer: '3' }, truncated_cells: [] }],
    ['a task of Label Studio', { id: 17, data: { text: 'Add 1 and 2' }, annotations: [{ id: 5 }] }],
  ])('is read from %s', (_what, record) => {
    expect(read([record, record]).queries).toEqual([['Add 1 and 2'], ['Add 1 and 2']]);
  });

  test('is not looked for within objects while a column outside holds more text', () => {
    const record = { id: 'x', body: 'Write a poem about the sea', metadata: { title: 'Poem 1' } };
    expect(read([record]).queries).toEqual([['Write a poem about the sea']]);
  });

  test('within an object keeps its system prompt and answer', () => {
    const row = { instruction: 'Sort', input: 'b a', output: 'a b', system: 'Be kind.' };
    expect(read([{ row }])).toMatchObject({
      layout: 'alpaca',
      isMappingSure: true,
      mapping: {
        queryColumns: ['row › instruction', 'row › input'],
        systemColumn: 'row › system',
        responseColumn: 'row › output',
      },
    });
  });

  test('is the field of the record before one within an object of the same name', () => {
    const record = { 'a › b': 'outside', a: { b: 'inside' } };
    const mapping = {
      kind: 'columns',
      systemColumn: null,
      responseColumn: null,
      historyColumn: null,
    } as const;
    const columns = ['a › b', 'a'];
    const queries = readQueries(
      record,
      columns,
      { ...mapping, queryColumns: ['a › b'] },
      defaultQuerySettings,
    );
    expect(queries).toEqual(['outside']);
  });
});

test('the ways to read records are what an import finds, their conversations, and all columns', () => {
  const record = { chosen: chat, rejected: chat, meta: { turns: chat, id: 1 }, note: 'x' };
  const { found, conversations, columns } = listMappings([record], Object.keys(record));
  expect(found).toMatchObject({ kind: 'turns', listColumn: 'chosen' });
  expect(conversations.map(({ mapping, roles }) => [mapping.listColumn, roles])).toEqual(
    ['chosen', 'rejected', 'meta › turns'].map((column) => [column, ['system', 'user', 'assistant']]),
  );
  expect(columns).toEqual(['chosen', 'rejected', 'meta', 'meta › turns', 'meta › id', 'note']);
});

test('ways to read texts and lists of fields have no columns within', () => {
  expect(listMappings(['a'], ['text'])).toMatchObject({ conversations: [], columns: ['text'] });
  const fields = ['1', JSON.stringify(chat)];
  const { conversations } = listMappings([fields], ['column 1', 'column 2']);
  expect(conversations.map(({ mapping }) => mapping.listColumn)).toEqual(['column 2']);
});
