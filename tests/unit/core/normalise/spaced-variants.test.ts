import { expect, test } from 'vitest';
import { joinSpacedVariants } from '../../../../src/core/normalise/spaced-variants.ts';

test.each([
  [
    'a word written together is its spaced form',
    ['machinelearning', 'machine learning'],
    ['machine learning', 'machine learning'],
  ],
  ['without the spaced form it stays', ['machinelearning', 'machine'], ['machinelearning', 'machine']],
  [
    'digits and short parts stay apart',
    ['c 4', 'c4', 'web3 dapps', 'web3dapps', 'in sight ful', 'insightful'],
    ['c 4', 'c4', 'web3 dapps', 'web3dapps', 'in sight ful', 'insightful'],
  ],
  ['short words stay', ['car pet', 'carpet'], ['car pet', 'carpet']],
  [
    'two ways to space the same letters are not joined',
    ['there fore word', 'therefore word', 'thereforeword'],
    ['there fore word', 'therefore word', 'thereforeword'],
  ],
  [
    'technical names stay apart',
    ['c++', 'c', 'c#', '.net', 'net', 'node.js', 'node js', 'objective-c'],
    ['c++', 'c', 'c#', '.net', 'net', 'node.js', 'node js', 'objective-c'],
  ],
])('%s', (_, keys, expected) => {
  expect(joinSpacedVariants(keys)).toEqual(expected);
});

test('the order of the keys changes nothing, and joining twice neither', () => {
  const keys = ['open source', 'opensource', 'data base', 'database', 'deep learning', 'deeplearning'];
  const joined = joinSpacedVariants(keys);
  expect(joinSpacedVariants([...keys].reverse()).reverse()).toEqual(joined);
  expect(joinSpacedVariants(joined)).toEqual(joined);
});
