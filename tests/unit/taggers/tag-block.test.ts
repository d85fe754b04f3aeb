import { describe, expect, test } from 'vitest';
import { unpackReplies, type RecordBlock } from '../../../src/core/model/index.ts';
import type { BuiltInTagger } from '../../../src/taggers/built-in/built-in-tagger.ts';
import { tagBlock } from '../../../src/taggers/built-in/tag-block.ts';
import { instructionReading, packBlock, packQuestions } from '../../helpers/tiny-datasets.ts';

/** Tags each text with its words and remembers what it was asked. */
class WordTagger implements BuiltInTagger {
  readonly asked: string[][] = [];

  tagQueries(texts: readonly string[]): ReturnType<BuiltInTagger['tagQueries']> {
    this.asked.push([...texts]);
    return Promise.resolve(
      texts.map((text) => ({
        tags: text.split(' ').map((word) => ({ tag: word, explanation: `says ${word}` })),
      })),
    );
  }

  embed(): Promise<Float32Array> {
    throw new Error('Tagging a block asks for no vectors.');
  }
}

const decoder = new TextDecoder();

function tag(tagger: BuiltInTagger, block: RecordBlock, reading = instructionReading) {
  return tagBlock(tagger, block, reading, (bytes) => decoder.decode(bytes));
}

describe('tagBlock', () => {
  test('a query that occurs several times is asked once and answered everywhere', async () => {
    const tagger = new WordTagger();
    const texts = ['sort lists', 'add numbers', 'sort lists'];
    const segment = await tag(
      tagger,
      packBlock(
        40,
        texts.map((instruction) => ({ instruction })),
      ),
    );
    expect(tagger.asked).toEqual([['sort lists', 'add numbers']]);
    expect(
      [40, 41, 42].map((row) =>
        unpackReplies(segment, row).flatMap(({ tags }) => tags.map((one) => one.tag)),
      ),
    ).toEqual([
      ['sort', 'lists'],
      ['add', 'numbers'],
      ['sort', 'lists'],
    ]);
  });

  test('the segment stands at the rows of the block, one record each', async () => {
    const segment = await tag(new WordTagger(), packQuestions(1000, 7));
    expect(segment).toMatchObject({ firstRow: 1000, rowCount: 7, rawTexts: [] });
    expect(unpackReplies(segment, 1006)).toEqual([
      {
        status: 'ok',
        rawText: '',
        tags: [
          { tag: 'Question', explanation: 'says Question' },
          { tag: '1006?', explanation: 'says 1006?' },
        ],
      },
    ]);
  });

  test('a record without a query stays untagged and keeps its place', async () => {
    const records = [{ instruction: '' }, { instruction: 'sort' }, { other: 'x' }, { instruction: null }];
    const segment = await tag(new WordTagger(), packBlock(0, records));
    expect(records.map((_, row) => unpackReplies(segment, row).length)).toEqual([0, 1, 0, 0]);
  });

  test('a block without a single query comes back whole and empty', async () => {
    const segment = await tag(new WordTagger(), packBlock(5, [{}, {}]));
    expect(segment).toMatchObject({ firstRow: 5, rowCount: 2, labels: [] });
    expect([...segment.queryOffsets]).toEqual([0, 0, 0]);
  });

  test('each turn of a conversation is a query of its own', async () => {
    const reading = {
      columns: ['turns'],
      mapping: {
        kind: 'turns',
        listColumn: 'turns',
        roleKey: 'role',
        textKey: 'text',
        userRoles: ['user'],
        systemRoles: ['system'],
      },
      settings: { turns: 'every', includeSystem: false },
    } as const;
    const turns = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'sort' },
      { role: 'assistant', text: 'Done.' },
      { role: 'user', text: 'reverse' },
    ];
    const segment = await tag(new WordTagger(), packBlock(0, [{ turns }]), reading);
    expect(unpackReplies(segment, 0).map(({ tags }) => tags.map((one) => one.tag))).toEqual([
      ['sort'],
      ['reverse'],
    ]);
  });

  test("a failure of the tagger is the block's", async () => {
    const tagger = new WordTagger();
    tagger.tagQueries = () => Promise.reject(new RangeError('out of memory'));
    await expect(tag(tagger, packQuestions(0, 1))).rejects.toThrow('out of memory');
  });
});
