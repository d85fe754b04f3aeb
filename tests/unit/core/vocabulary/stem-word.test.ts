import { expect, test } from 'vitest';
import { singularForm, splitWords, stemWord } from '../../../../src/core/vocabulary/stem-word.ts';

function wordsOf(text: string): string[] {
  return splitWords(text).map(({ lower }) => lower);
}

test('technical names keep their marks', () => {
  expect(wordsOf('Port C++ and C# from .NET to Node.js, version 3.14')).toEqual([
    ...['port', 'c++', 'and', 'c#', 'from', '.net', 'to', 'node.js', 'version', '3.14'],
  ]);
});

test('a possessive ending and a typographic apostrophe are made plain', () => {
  expect(wordsOf('Shakespeare’s plays don’t end')).toEqual(['shakespeare', 'plays', "don't", 'end']);
});

test('positions point back into the text', () => {
  const text = 'Say “good night”, moon.';
  expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'Say',
    'good',
    'night',
    'moon',
  ]);
});

test('a colon and a full stop open a sentence, a comma only ends a phrase', () => {
  const words = splitWords('First, rewrite it. Then stop: now');
  expect(words.filter(({ opensSentence }) => opensSentence).map(({ lower }) => lower)).toEqual([
    'first',
    'then',
    'now',
  ]);
  expect(words.filter(({ breaksPhrase }) => breaksPhrase).map(({ lower }) => lower)).toEqual([
    ...['first', 'rewrite', 'then', 'now'],
  ]);
});

test.each([
  ['stories', 'story'],
  ['boxes', 'box'],
  ['houses', 'house'],
  ['colours', 'color'],
  ['organisation', 'organization'],
])('%s and %s share a singular form', (plural, singular) => {
  expect(singularForm(plural)).toBe(singularForm(singular));
});

test.each(['physics', 'analysis', 'news', 'class', 'bus'])('%s is no plural', (word) => {
  expect(singularForm(word)).toBe(word);
});

test('verb forms share a stem', () => {
  expect(new Set(['write', 'writes', 'writing'].map(stemWord)).size).toBe(1);
  expect(stemWord('planning')).toBe(stemWord('planned'));
});

test('the meaning is not the mean', () => {
  expect(stemWord('meaning')).not.toBe(stemWord('mean'));
});

test('a text without letters or digits has no words', () => {
  expect(splitWords('?! … —')).toEqual([]);
});
