import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tagKey } from '../../../../src/core/normalise/tag-key.ts';
import { measureAgreement, numberTags } from '../../../../src/core/quality/compare-tags.ts';
import {
  compareTags,
  pairReplies,
  type ComparisonSteps,
} from '../../../../src/services/trial/compare-tags.ts';
import { replyOf } from '../../../helpers/tiny-datasets.ts';

const label = fc.constantFrom('poem', 'Poems', ' POEM', 'sea', 'c++', 'c', '  ', '诗歌');
const labels = fc.option(fc.array(label, { maxLength: 5 }), { freq: 5 });
const someQueries = fc.array(fc.record({ first: labels, second: labels }), { maxLength: 8 });

/** Gives each text an axis of its own, but the same to those that start with the same letter. */
function embedByLetter(texts: readonly string[]): Promise<Float32Array> {
  const vectors = new Float32Array(texts.length * 256);
  texts.forEach((text, index) => (vectors[index * 256 + (text.charCodeAt(0) % 256)] = 1));
  return Promise.resolve(vectors);
}

/** The work of the workers, done here. */
function stepsWith(embed: ComparisonSteps['embed']): ComparisonSteps {
  return {
    numberTags: (queries) => Promise.resolve(numberTags(queries)),
    embed,
    measure: (queries, numbered, values, dimensions) =>
      Promise.resolve(measureAgreement(queries, numbered, { values, dimensions })),
  };
}

test('tags have the same number exactly when they are spellings of one', () => {
  fc.assert(
    fc.property(someQueries, (queries) => {
      const { labels: spelled, numbered } = numberTags(queries);
      numbered.forEach(({ first, second }, index) => {
        const keys = (tags: readonly string[] | null) =>
          tags === null ? null : tags.map(tagKey).filter((key) => key !== '');
        const keysOfNumbers = (numbers: readonly number[] | null) =>
          numbers?.map((number) => tagKey(spelled[number])) ?? null;
        expect(keysOfNumbers(first)).toEqual(keys(queries[index].first));
        expect(keysOfNumbers(second)).toEqual(keys(queries[index].second));
      });
      expect(new Set(spelled.map(tagKey)).size).toBe(spelled.length);
    }),
  );
});

describe('replies side by side', () => {
  test('an answer without usable tags is none', () => {
    const first = [replyOf(['a']), replyOf(['b'], 'truncated'), replyOf(['c'], 'repaired')];
    const second = [replyOf(['a']), replyOf(['b']), replyOf([], 'refused')];
    expect(pairReplies(3, first, second)).toEqual([
      { first: ['a'], second: ['a'] },
      { first: null, second: ['b'] },
      { first: ['c'], second: null },
    ]);
  });

  test('a row that failed has none for each of its queries', () => {
    expect(pairReplies(2, [], [replyOf(['a']), replyOf(['b'])])).toEqual([
      { first: null, second: ['a'] },
      { first: null, second: ['b'] },
    ]);
  });
});

describe('comparing', () => {
  test('other words of the same meaning agree by meaning only', async () => {
    const queries = [
      { first: ['sea', 'ode'], second: ['ocean', 'Seas'] },
      { first: ['python'], second: ['python'] },
    ];
    const { exact, fuzzy } = await compareTags(queries, stepsWith(embedByLetter));
    expect(exact.queries.map((query) => query?.f1)).toEqual([0.5, 1]);
    expect(fuzzy.queries.map((query) => query?.f1)).toEqual([1, 1]);
  });

  test('each tag is embedded once, in calls of at most 32', async () => {
    const many = Array.from({ length: 70 }, (_, index) => `word${index}`);
    const calls: number[] = [];
    await compareTags(
      [
        { first: many, second: many.toReversed() },
        { first: many, second: [] },
      ],
      stepsWith((texts) => {
        calls.push(texts.length);
        return embedByLetter(texts);
      }),
    );
    expect(calls).toEqual([32, 32, 6]);
  });

  test('without any tags nothing is embedded and nothing is compared', async () => {
    const compared = await compareTags(
      [{ first: null, second: [] }],
      stepsWith(() => Promise.reject(new Error('asked'))),
    );
    expect(compared.exact).toMatchObject({ comparedCount: 0, leftOutCount: 1, micro: null });
    expect(compared.fuzzy).toMatchObject({ comparedCount: 0, leftOutCount: 1, randomPairs: null });
  });
});
