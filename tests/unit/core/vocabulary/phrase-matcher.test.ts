import { expect, test } from 'vitest';
import { readEntries } from '../../../../src/core/vocabulary/entry.ts';
import { buildPhraseMatcher } from '../../../../src/core/vocabulary/phrase-matcher.ts';
import { splitWords } from '../../../../src/core/vocabulary/stem-word.ts';

const entries = readEntries(
  'topic',
  'test',
  `
  machine learning: ml model, supervis*
  machine
  climate change?: global warming, greenhouse gas emission
  train travel?: train, railway
  grammar: grammatical* correct
  `,
);
const matcher = buildPhraseMatcher(entries);

function find(text: string): string[] {
  return matcher
    .match(splitWords(text))
    .map(
      ({ entry, isStrong, from, to }) =>
        `${entries[entry].tag} ${isStrong ? 'strong' : 'weak'} ${from}-${to}`,
    );
}

test('a phrase inside a longer one is silent', () => {
  expect(find('A machine learning course')).toEqual(['machine learning strong 1-3']);
  expect(find('A machine for learning')).toEqual(['machine strong 1-2']);
});

test('longer phrases match by stem, single words in singular and plural only', () => {
  expect(find('greenhouse gases emissions')).toEqual(['climate change strong 0-3']);
  expect(find('two trains')).toEqual(['train travel strong 1-2']);
  expect(find('training a model')).toEqual([]);
});

test('a label written with a question mark is weak evidence', () => {
  expect(find('climate change')).toEqual(['climate change weak 0-2']);
});

test('a star matches every word that starts so, alone and inside a phrase', () => {
  expect(find('supervised and supervising')).toEqual([
    'machine learning strong 0-1',
    'machine learning strong 2-3',
  ]);
  expect(find('is it grammatically correct')).toEqual(['grammar strong 2-4']);
});

test('no phrase crosses punctuation', () => {
  expect(find('a fast machine, learning')).toEqual(['machine strong 2-3']);
});

test('every phrase of an entry is found where it is written alone', () => {
  for (const [index, { strong }] of entries.entries()) {
    for (const phrase of strong.filter((text) => !text.includes('*'))) {
      expect(matcher.match(splitWords(phrase)).map(({ entry }) => entry)).toContain(index);
    }
  }
});
