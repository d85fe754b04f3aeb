import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEncoderInNode } from '../../../src/build/node-encoder.ts';
import { vocabulary } from '../../../src/core/vocabulary/vocabulary.ts';
import { vectorLength, type SentenceEncoder } from '../../../src/embedders/sentence-encoder.ts';
import { createBuiltInTagger, type BuiltInTagger } from '../../../src/taggers/built-in/built-in-tagger.ts';

const queries = [
  'Rewrite the sentence so that it sounds more polite.\n\nGive me the salt.',
  'Name ten islands.',
  'Describe how to wipe down a kitchen counter.',
  'Which card do I need abroad?',
  'Tom has 4 baskets with 6 pears each and gives away 5 pears. How many pears are left?',
  'Write a Python function that reverses a list.',
  'Give three tips for organizing effective meetings.',
  'xyzzy',
  '',
  '请写一首关于秋天的诗',
  'Compose an email to a landlord about a leaking tap. Keep it under 80 words.',
  'Tell me about the lighthouse keepers of Brittany.',
];

let encoder: SentenceEncoder;
let tagger: BuiltInTagger;

beforeAll(async () => {
  encoder = await loadEncoderInNode();
  // The labels alone: the built vectors add phrases, which takes longer and changes none of these facts.
  tagger = createBuiltInTagger(encoder, await encoder.embed(vocabulary.map(({ tag }) => tag)));
}, 120_000);

afterAll(() => encoder.dispose());

test('every query gets 1 to 12 tags, each once and with an explanation', async () => {
  for (const { tags } of await tagger.tagQueries(queries)) {
    expect(tags.length).toBeGreaterThanOrEqual(1);
    expect(tags.length).toBeLessThanOrEqual(12);
    expect(new Set(tags.map(({ tag }) => tag)).size).toBe(tags.length);
    expect(tags.every(({ explanation }) => explanation.length > 0)).toBe(true);
  }
});

test('a query has the same tags alone, in a batch and in another order', async () => {
  const together = await tagger.tagQueries(queries);
  const reversed = (await tagger.tagQueries([...queries].reverse())).reverse();
  const alone = [];
  for (const query of queries) alone.push(...(await tagger.tagQueries([query])));
  expect(reversed).toEqual(together);
  expect(alone).toEqual(together);
});

test('explanations name the wording, the sign or the nearest label with its similarity', async () => {
  const [rewrite, , wipe, , pears] = await tagger.tagQueries(queries);
  expect(rewrite.tags).toContainEqual({ tag: 'rewriting', explanation: 'says “Rewrite the”' });
  expect(pears.tags[0]).toMatchObject({ tag: 'arithmetic word problem' });
  expect(pears.tags[0].explanation).toContain('4, 6');
  expect(wipe.tags.map(({ explanation }) => explanation).join()).toMatch(/says “|close to “.+” \(0\.\d\d\)/);
});

test('vectors have unit length, an empty text is all zeros, and no tensor is left behind', async () => {
  const before = tf.memory().numTensors;
  const vectors = await encoder.embed(['a lamp', '', 'a lantern', 'the tax return']);
  const row = (index: number) => vectors.subarray(index * vectorLength, (index + 1) * vectorLength);
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * b[index], 0);
  expect(dot(row(0), row(0))).toBeCloseTo(1, 4);
  expect(dot(row(1), row(1))).toBe(0);
  expect(dot(row(0), row(2))).toBeGreaterThan(dot(row(0), row(3)));
  expect(tf.memory().numTensors).toBe(before);
});

test('a vector does not depend on its neighbours in the batch', async () => {
  const alone = await encoder.embed(['a lamp']);
  const among = await encoder.embed([
    'a lamp',
    'a very much longer text about the history of lamps in the old town',
  ]);
  alone.forEach((value, index) => expect(among[index]).toBeCloseTo(value, 4));
});

test('vectors of another vocabulary are refused', () => {
  expect(() => createBuiltInTagger(encoder, new Float32Array(7))).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  );
});
