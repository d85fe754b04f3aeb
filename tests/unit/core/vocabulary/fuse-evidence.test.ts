import { expect, test } from 'vitest';
import { fuseEvidence, type Evidence } from '../../../../src/core/vocabulary/fuse-evidence.ts';

function evidence(tag: string, rest: Partial<Evidence> = {}): Evidence {
  return {
    ...{
      tag,
      facet: 'topic',
      area: tag,
      source: 'phrase',
      score: 1,
      at: 0,
      span: [0, 0],
      explanation: `says “${tag}”`,
    },
    ...rest,
  };
}

const fallback = [{ tag: 'question answering', explanation: 'asks a question' }];
function tagsOf(items: readonly Evidence[], words = 10): string[] {
  return fuseEvidence(items, words, fallback).map(({ tag }) => tag);
}

test('without evidence the fallback stands', () => {
  expect(tagsOf([])).toEqual(['question answering']);
});

test('weak phrases count only in company of the same area', () => {
  const weak = evidence('interest', { source: 'weak phrase', score: 0.4, area: 'finance' });
  expect(tagsOf([weak])).toEqual(['question answering']);
  expect(tagsOf([weak, evidence('loan', { area: 'finance' })])).toEqual(['loan', 'interest']);
});

test('the strongest of near twins stays', () => {
  const items = [
    evidence('summary', { facet: 'format' }),
    evidence('summarisation', { facet: 'intent', score: 1.2 }),
  ];
  expect(tagsOf(items)).toEqual(['summarisation']);
});

test('labels that differ by a generic word only are twins', () => {
  expect(
    tagsOf([evidence('caption writing', { facet: 'intent' }), evidence('caption', { score: 0.9 })]),
  ).toEqual(['caption writing']);
});

test('the same words explain one topic and one intent, not two topics', () => {
  const span = [4, 9] as const;
  const items = [
    evidence('violin', { span, score: 1.2 }),
    evidence('orchestra', { span }),
    evidence('music lesson request', { span, facet: 'intent' }),
  ];
  expect(tagsOf(items)).toEqual(['violin', 'music lesson request']);
});

test('a facet cannot fill the whole list, and a short query gets at most six tags', () => {
  const topics = ['aa', 'bb', 'cc', 'dd', 'ee'].map((tag) => evidence(tag));
  const intents = ['ff', 'gg', 'hh', 'ii'].map((tag) => evidence(tag, { facet: 'intent' }));
  const constraints = ['jj', 'kk', 'll'].map((tag) => evidence(tag, { facet: 'constraint' }));
  const short = tagsOf([...topics, ...intents, ...constraints]);
  expect(short).toHaveLength(6);
  expect(short.filter((tag) => topics.some((item) => item.tag === tag))).toHaveLength(3);
  expect(tagsOf([...topics, ...intents, ...constraints], 200).length).toBeLessThanOrEqual(12);
});

test('repeated evidence lifts a tag above a single mention', () => {
  expect(
    tagsOf([evidence('once', { at: 0 }), evidence('twice', { at: 5 }), evidence('twice', { at: 9 })]),
  ).toEqual([...['twice', 'once']]);
});

test('the order of the evidence does not matter', () => {
  const items = ['tea', 'milk', 'loan', 'moon'].map((tag, index) => evidence(tag, { at: index % 2 }));
  expect(tagsOf([...items].reverse())).toEqual(tagsOf(items));
});
