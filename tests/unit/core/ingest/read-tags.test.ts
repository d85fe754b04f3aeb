import { describe, expect, test } from 'vitest';
import { guessMapping } from '../../../../src/core/ingest/guess-mapping.ts';
import { guessTagsColumn } from '../../../../src/core/ingest/guess-tags.ts';
import { readTags } from '../../../../src/core/ingest/read-tags.ts';
import type { TagsColumn } from '../../../../src/core/model/index.ts';

function guess(records: readonly object[]): TagsColumn | null {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return guessTagsColumn(records, columns, guessMapping(records, columns).mapping);
}

describe('readTags', () => {
  test.each([
    [{ tags: ['"Poem"', ' poem ', 'poem', 7, ''] }, 'list', ['Poem', 'poem']],
    [{ tags: [{ tag: 'poem', explanation: 'It asks for one.' }, { label: 'sea' }] }, 'list', ['poem', 'sea']],
    [{ tags: '[{"tag": "poem", "explanation": "x"}]' }, 'json', ['poem']],
    [{ tags: "['poem', 'the sea']" }, 'json', ['poem', 'the sea']],
    [{ tags: String.raw`['caf\xe9', "rock 'n' roll"]` }, 'separated', ['café', "rock 'n' roll"]],
    [{ tags: "[{'tag': 'poem', 'explanation': None}, {'tag': 'sea'}]" }, 'json', ['poem', 'sea']],
    [{ tags: "['poem' 'tag 1']" }, 'separated', null],
    [{ tags: '[poem, sea]' }, 'separated', null],
    [{ tags: "{'poem', 'sea'}" }, 'separated', null],
    [{ tags: "('poem', 'sea')" }, 'separated', null],
    [{ tags: '(re)writing, sea' }, 'separated', ['(re)writing', 'sea']],
    [{ tags: 'poem; the sea, at night' }, 'separated', ['poem', 'the sea, at night']],
    [{ tags: 'poem, sea' }, 'separated', ['poem', 'sea']],
    [{ tags: [] }, 'list', null],
    [{ tags: 'no list' }, 'list', null],
    [{ tags: '{broken' }, 'json', null],
    [{ other: 1 }, 'list', null],
    [{ tags: ['This is a whole sentence. And one more.'] }, 'list', null],
  ] as const)('%j as a %s gives %j', (record, form, expected) => {
    expect(readTags(record, ['tags'], { path: ['tags'], form })).toEqual(expected);
  });

  test('a path leads into objects, and no further than their own fields', () => {
    const record = { annotation: { instag: { content: ['poem'] } } };
    const path = ['annotation', 'instag', 'content'];
    expect(readTags(record, ['annotation'], { path, form: 'list' })).toEqual(['poem']);
    expect(
      readTags(record, ['annotation'], { path: ['annotation', 'constructor'], form: 'list' }),
    ).toBeNull();
  });

  test('the row of a CSV is read by the place of its column', () => {
    expect(readTags(['x', 'a; b'], ['text', 'tags'], { path: ['tags'], form: 'separated' })).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('guessTagsColumn', () => {
  test.each([
    [
      { instruction: 'x', tags: ['poem', 'sea'] },
      { path: ['tags'], form: 'list' },
    ],
    [
      { instruction: 'x', instag: [{ tag: 'poem', explanation: 'y' }] },
      { path: ['instag'], form: 'list' },
    ],
    [
      { instruction: 'x', Tags: '[{"tag": "poem"}]' },
      { path: ['Tags'], form: 'json' },
    ],
    [
      { instruction: 'x', ins_tags: [{ tag: 'poem', explanation: 'y' }] },
      { path: ['ins_tags'], form: 'list' },
    ],
    [
      { instruction: 'x', tags: "['poem', 'the sea']" },
      { path: ['tags'], form: 'json' },
    ],
    [
      { instruction: 'x', ins_tags: "[{'tag': 'poem', 'explanation': 'It\\'s one.'}]" },
      { path: ['ins_tags'], form: 'json' },
    ],
    [
      { text: 'x', labels: '["pin", "arrival"]' },
      { path: ['labels'], form: 'json' },
    ],
    [
      { text: 'x', intents: ['pin', 'arrival'] },
      { path: ['intents'], form: 'list' },
    ],
    [
      { text: 'x', category: 'card_arrival' },
      { path: ['category'], form: 'separated' },
    ],
    [
      { instruction: 'x', annotation: { instag: { content: ['poem'] } } },
      { path: ['annotation', 'instag', 'content'], form: 'list' },
    ],
  ] as const)('finds the tags of %j', (record, expected) => {
    expect(guess([record])).toEqual(expected);
  });

  test.each([
    [{ instruction: 'x', intent: 'The user wants to store data locally, in addition to sending it.' }],
    [{ instruction: 'x', labels: [1, 2] }],
    [{ instruction: 'x', tags: 'A long description of what this is about, with commas, which no tags have' }],
    [{ tag: 'poem', count: 3 }],
    [{ instruction: 'x', output: 'y' }],
    [{ instruction: 'x', tags: null }],
  ])('finds none in %j', (record) => {
    expect(guess([record])).toBeNull();
  });

  test('one word for all records is no tag', () => {
    expect(
      guess([
        { text: 'x', category: 'all' },
        { text: 'y', category: 'all' },
      ]),
    ).toBeNull();
  });
});
