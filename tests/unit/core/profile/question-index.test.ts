import { describe, expect, test } from 'vitest';
import {
  countHits,
  findRowHits,
  gatherHits,
  joinQuestions,
} from '../../../../src/core/profile/benchmark-hits.ts';
import { QuestionIndex, splitWords } from '../../../../src/core/profile/question-index.ts';
import type { SourceId } from '../../../../src/core/model/index.ts';
import { instructionReading, packBlock } from '../../../helpers/tiny-datasets.ts';

const long =
  'Compose an engaging travel blog post about a recent trip to Hawaii, highlighting cultural experiences and must-see attractions.';
const chinese =
  '请用三百字左右介绍一下人工智能在医疗领域的应用，并举出三个具体的例子来说明它的优点和不足之处。';
const questions = ['What is the capital of France?', long, chinese];
const index = new QuestionIndex(questions);
const decoder = new TextDecoder();

describe('QuestionIndex', () => {
  test('finds the same text but for case, space and marks at the end', () => {
    expect(index.find(' what is the  capital of FRANCE')).toEqual([
      { question: 0, likeness: 'exact', share: 1 },
    ]);
  });

  test('finds a text with a few characters changed as near', () => {
    const [hit, ...others] = index.find(long.replace('recent', 'decent').replace('must-see', 'must see'));
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ question: 1, likeness: 'near' });
    expect(hit.share).toBeGreaterThanOrEqual(0.8);
  });

  test('finds 13 words of a question in a longer text, with the share of its runs', () => {
    const words = long.split(' ').slice(0, 13).join(' ');
    const text = `Here is what I was asked yesterday, please do it for me: ${words} and nothing else matters to me.`;
    const runs = splitWords(long).length - 12;
    expect(index.find(text)).toEqual([{ question: 1, likeness: 'shared words', share: 1 / runs }]);
  });

  test('12 words of a question are too few', () => {
    expect(index.find(`I was asked this: ${long.split(' ').slice(0, 12).join(' ')} in the sky`)).toEqual([]);
  });

  // The comma among them is no word.
  test('26 characters in a row of a Chinese question are enough, 25 are not', () => {
    const around = '昨天晚上我的朋友问了我一个很有意思的问题我想听听你的看法';
    expect(index.find(`${around}${chinese.slice(0, 27)}${around}`)).toMatchObject([{ question: 2 }]);
    expect(index.find(`${around}${chinese.slice(0, 26)}${around}`)).toEqual([]);
  });

  test('two questions of one text are both found', () => {
    const twice = new QuestionIndex(['Sort a list', 'sort a list.']);
    expect(twice.find('SORT A LIST').map(({ question }) => question)).toEqual([0, 1]);
  });

  test.each(['', '…', 'Name three rivers.'])('finds nothing in %j', (text) => {
    expect(index.find(text)).toEqual([]);
  });
});

describe('findRowHits', () => {
  const texts = joinQuestions([['What is a fruit fly?', 'How long does it live?'], [long]]);

  test('each turn of a question and all together are texts of it', () => {
    expect(texts.texts).toEqual([
      'What is a fruit fly?',
      'How long does it live?',
      'What is a fruit fly?\nHow long does it live?',
      long,
    ]);
    expect(texts.questionOf).toEqual([0, 0, 0, 1]);
  });

  test('a row is found once for a question, by its surest likeness, and counted once', () => {
    const rows = ['How long does it live', 'Boil an egg', `${long} Write it in French, with a title.`];
    const block = packBlock(
      7,
      rows.map((instruction) => ({ instruction })),
    );
    const found = findRowHits(block, instructionReading, new QuestionIndex(texts.texts), (bytes) =>
      decoder.decode(bytes),
    );
    const sourceId = 3 as SourceId;
    const hits = gatherHits(sourceId, found, texts.questionOf);
    expect(hits.map(({ row, question }) => [row, question])).toEqual([
      [7, 0],
      [9, 1],
    ]);
    expect(hits[0]).toMatchObject({ likeness: 'exact', sourceId });
    const { counts } = countHits(sourceId, hits);
    expect(counts.exact + counts.near + counts['shared words']).toBe(2);
    expect(counts.exact).toBe(1);
  });
});
