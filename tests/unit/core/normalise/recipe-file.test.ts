import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  defaultNormaliseSettings,
  defaultRecipe,
  paperNormaliseSettings,
  type Recipe,
} from '../../../../src/core/model/index.ts';
import { compareMaps, mapOf } from '../../../../src/core/normalise/compare-maps.ts';
import { readRecipe, recipeVersion, writeRecipe } from '../../../../src/core/normalise/recipe-file.ts';
import { toRawTags } from '../../../helpers/raw-tags.ts';
import { normalise } from '../../../../src/core/normalise/normalise.ts';

const recipe: Recipe = {
  settings: {
    ...paperNormaliseSettings,
    embedder: { kind: 'openai-compatible', baseUrl: 'http://localhost:11434/v1', model: 'nomic-embed-text' },
    minOccurrences: 1,
    minSupport: null,
  },
  decisions: [
    { kind: 'must-link', tags: ['essay', '__proto__'] },
    { kind: 'must-not-link', tags: ['math'], others: ['algebra', 'Ümlaut "quoted"'] },
    { kind: 'rename', tag: 'poem', name: 'verse' },
    { kind: 'drop', tag: '数学' },
    { kind: 'keep', tag: 'haiku' },
  ],
};
const rows = [
  ['essay', '__proto__'],
  ['math', 'poem'],
  ['数学', 'constructor'],
];

test('a recipe that is written and read is the same, with its map and its embedder', async () => {
  const vocabulary = await normaliseHere(rows, recipe);
  const text = writeRecipe(recipe, vocabulary);
  const read = readRecipe(text);
  expect(read.recipe).toEqual(recipe);
  expect(read.map).toEqual(mapOf(vocabulary));
  expect(writeRecipe(read.recipe, vocabulary)).toBe(text);
});

describe('bad recipes get a sentence', () => {
  const good = { format: 'tagscape-recipe', version: 1, ...defaultRecipe };
  const settings = defaultNormaliseSettings;
  test.each([
    ['no JSON', 'not json', /not valid JSON/],
    ['a list', [], /holds \[\], expected a JSON object/],
    ['another file', { name: 'x' }, /no TagScape recipe/],
    [
      'a newer version',
      { ...good, version: recipeVersion + 1 },
      /version 2; this TagScape reads up to version 1/,
    ],
    ['no version', { ...good, version: undefined }, /version is missing/],
    ['no settings', { ...good, settings: null }, /settings are null/],
    [
      'an unknown embedder',
      { ...good, settings: { ...settings, embedder: { kind: 'magic' } } },
      /kind of embedder is "magic"/,
    ],
    [
      'a word for a number',
      { ...good, settings: { ...settings, eps: 'wide' } },
      /setting eps is "wide", expected a number or null/,
    ],
    [
      'an unknown choice',
      { ...good, settings: { ...settings, keyForm: 'soundex' } },
      /keyForm is "soundex", expected lemma or porter/,
    ],
    [
      'a number out of range',
      { ...good, settings: { ...settings, minConfidence: 7 } },
      /The confidence is 7/,
    ],
    ['decisions that are no list', { ...good, decisions: {} }, /decisions are \{\}, expected a list/],
    [
      'an unknown decision',
      { ...good, decisions: [{ kind: 'explode', tag: 'x' }] },
      /Decision 1 .* kind "explode"/,
    ],
    [
      'a decision without a tag',
      { ...good, decisions: [{ kind: 'drop' }] },
      /Decision 1 .* missing as its tag/,
    ],
    [
      'a link of no tags',
      { ...good, decisions: [{ kind: 'must-link', tags: [] }] },
      /Decision 1 .* \[\] as its tags/,
    ],
  ])('%s', (_, value, message) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(() => readRecipe(text)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) as string }),
    );
  });

  test('whatever the text, it is read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => JSON.stringify({ ...good, decisions: [json], settings: json })),
        ),
        (text) => {
          try {
            readRecipe(text);
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'invalid-input' });
          }
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });
});

test('a map against an earlier one: new, gone, changed, the same', () => {
  const before = new Map([
    ['a', 'A'],
    ['b', 'B'],
    ['c', null],
    ['d', 'D'],
  ]);
  const after = new Map([
    ['a', 'A'],
    ['b', 'A'],
    ['c', 'C'],
    ['e', null],
  ]);
  expect(compareMaps(before, after)).toEqual({
    added: [{ raw: 'e', before: null, after: null }],
    gone: [{ raw: 'd', before: 'D', after: null }],
    changed: [
      { raw: 'b', before: 'B', after: 'A' },
      { raw: 'c', before: null, after: 'C' },
    ],
    sameCount: 1,
  });
});

function normaliseHere(texts: readonly (readonly string[])[], given: Recipe): ReturnType<typeof normalise> {
  return normalise(toRawTags(texts), given, (labels) => ({
    // Every label in a direction of its own.
    values: Float32Array.from({ length: labels.length ** 2 }, (_, index) =>
      index % (labels.length + 1) === 0 ? 1 : 0,
    ),
    dimensions: labels.length,
  }));
}
