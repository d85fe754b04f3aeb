import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areContrasted } from '../../../../src/core/normalise/word-contrast.ts';

test.each([
  ['linear algebra', 'algebra'],
  ['algebra', 'abstract linear algebra'],
  ['North America', 'south america'],
  ['hardware compatibility', 'software compatibility'],
  ['encryption', 'decryption'],
  ['C programming', 'c++ programming'],
  ['second-person view', 'first-person view'],
])('%s and %s mean different things', (one, other) => {
  expect(areContrasted(one, other)).toBe(true);
  expect(areContrasted(other, one)).toBe(true);
});

test.each([
  ['the html', 'html'],
  ['math problem', 'math problem solving'],
  ['film analysis', 'movie analysis'],
  ['numerical computation', 'numeric computation'],
  ['north america', 'north american'],
  ['long division of polynomials', 'polynomial long division'],
  ['', 'anything'],
  ['数学', '数学 问题'],
])('%s and %s may mean the same', (one, other) => {
  expect(areContrasted(one, other)).toBe(false);
  expect(areContrasted(other, one)).toBe(false);
});

test('a tag is never contrasted with itself, and the order does not matter', () => {
  const words = fc.array(fc.constantFrom('north', 'south', 'the', 'america', 'c', 'c++', 'first'), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(areContrasted(one.join(' '), one.join(' '))).toBe(false);
      expect(areContrasted(one.join(' '), other.join(' '))).toBe(
        areContrasted(other.join(' '), one.join(' ')),
      );
    }),
  );
});
