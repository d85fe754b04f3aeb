import { expect, test } from 'vitest';
import { shortNames } from '../../../../src/core/text/short-names.ts';

test.each([
  [
    ['set/a.jsonl', 'set/b.jsonl'],
    ['a.jsonl', 'b.jsonl'],
  ],
  [
    ['set/train/a.jsonl', 'set/test/a.jsonl'],
    ['train/a.jsonl', 'test/a.jsonl'],
  ],
  [
    ['pack.zip › x/a.json', 'pack.zip › x/b.json'],
    ['a.json', 'b.json'],
  ],
  [
    ['pack.zip › a.json', 'pack.zip › b.json › rows'],
    ['a.json', 'b.json › rows'],
  ],
  [
    ['set/a.jsonl', 'other.jsonl'],
    ['set/a.jsonl', 'other.jsonl'],
  ],
  [
    ['a.jsonl', 'a (2).jsonl'],
    ['a.jsonl', 'a (2).jsonl'],
  ],
  [
    ['set/a', 'set/ab'],
    ['a', 'ab'],
  ],
  [['set/a.jsonl'], ['set/a.jsonl']],
  [[], []],
])('%j are told apart as %j', (names, short) => {
  expect(shortNames(names)).toEqual(short);
});

test('names that are one the start of the other keep a last step', () => {
  expect(shortNames(['d/x', 'd/x/'])).toEqual(['x', 'x/']);
  expect(shortNames(['d/', 'd/'])).toEqual(['d/', 'd/']);
});
