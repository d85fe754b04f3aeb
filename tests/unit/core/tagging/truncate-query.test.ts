import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateTokens, fitQuery } from '../../../../src/core/tagging/truncate-query.ts';

describe('fitQuery', () => {
  test('a query that fits stays as it is', () => {
    expect(fitQuery('Sort this list.', 100)).toEqual({ text: 'Sort this list.', isShortened: false });
  });

  test('a long query keeps its start and its end and says that the middle is gone', () => {
    const query = `Summarise the text below. ${'lorem ipsum '.repeat(5000)} Answer in French.`;
    const { text, isShortened } = fitQuery(query, 300);
    expect(isShortened).toBe(true);
    expect(text).toMatch(/^Summarise the text below\. lorem/);
    expect(text).toMatch(/ \[…\] .*Answer in French\.$/);
    expect(estimateTokens(text)).toBeLessThanOrEqual(300);
  });

  test('any text fits afterwards, in whole code points', () => {
    const anyText = fc
      .string({ unit: fc.constantFrom('a', '7', ' ', 'é', '海', '🌊', '\n'), maxLength: 400 })
      .map((text) => text.repeat(5));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 16, max: 400 }), (query, maxTokens) => {
        const { text, isShortened } = fitQuery(query, maxTokens);
        expect(estimateTokens(text)).toBeLessThanOrEqual(maxTokens + 1);
        expect(isShortened).toBe(text !== query);
        // The fuzz has no halves of surrogate pairs, so neither may the result.
        expect(text).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  test('a million characters take less than a second', () => {
    const startMs = performance.now();
    fitQuery('word '.repeat(200_000), 1500);
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});

describe('estimateTokens', () => {
  // The pieces that byte-pair tokenisers start from: words, single digits, single signs.
  const pieces = /[A-Za-z]+|\d|[^\sA-Za-z\d]/gu;

  test.each([
    ['an English sentence', 'Write a short story about a lighthouse keeper who finds a message in a bottle.'],
    ['code', 'for (let i = 0; i < 10; i++) { console.log(i); }'],
    ['digits', '31415926535897932384'],
    ['Chinese', '请写一首关于大海的诗。'],
    ['emoji', '🌊🌊🌊'],
  ])('%s counts no less than its words, digits and signs, and at most four times as much', (_, text) => {
    const count = text.match(pieces)?.length ?? 0;
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(count);
    expect(estimateTokens(text)).toBeLessThanOrEqual(4 * count);
  });

  test('letters in a row without end count as code, not as one word', () => {
    expect(estimateTokens('x'.repeat(1000))).toBeGreaterThan(500);
  });
});
