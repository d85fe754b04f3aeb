import { expect, test } from 'vitest';
import { readInstruction } from '../../../../src/core/vocabulary/instruction-text.ts';
import { findKeyPhrases } from '../../../../src/core/vocabulary/key-phrases.ts';

function phrasesOf(text: string, wantsTerm = true): string[] {
  return findKeyPhrases(readInstruction(text), wantsTerm).map(({ tag }) => tag);
}

test('a name of several words is found, the verb before it left out', () => {
  expect(phrasesOf('Describe Ada Lovelace and her work.')).toEqual(['ada lovelace']);
  expect(phrasesOf('What led to World War II in Europe?')).toContain('world war ii');
});

test('one capital word counts as the object of the order, not as the hero of a story', () => {
  expect(phrasesOf('Write about the mountains of Bhutan.')).toEqual(['bhutan']);
  expect(phrasesOf('Yesterday Martha bought a green hat.')).toEqual([]);
});

test('a heading in capitals names nothing', () => {
  expect(phrasesOf('The Ten Best Ways To Bake Bread At Home')).toEqual([]);
});

test('a term is taken only when it is wanted and no name is there', () => {
  expect(phrasesOf('Write a letter about solitude.')).toEqual(['solitude']);
  expect(phrasesOf('Write a letter about solitude.', false)).toEqual([]);
});

test('words about wording are no terms', () => {
  expect(phrasesOf('Write a text about the following topic.')).toEqual([]);
});

test('there are at most two, and attached material gives none', () => {
  expect(phrasesOf('Compare Rosa Parks, Alan Turing and Marie Curie.').length).toBeLessThanOrEqual(2);
  expect(phrasesOf('Shorten this text.\n\nMarie Curie met Albert Einstein in Brussels.')).toEqual([]);
});
