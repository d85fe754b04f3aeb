import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashTexts, queueKey } from '../../../../src/core/tagging/content-hash.ts';
import { defaultDecoding } from '../../../../src/core/tagging/decoding.ts';

describe('hashTexts', () => {
  test('gives 16 hexadecimal digits, the same in every version', () => {
    expect(hashTexts([])).toMatch(/^[0-9a-f]{16}$/);
    // Written down on the day the hash was fixed: stored runs carry it.
    expect(hashTexts(['Write a poem about the sea.'])).toBe('f0ec44d551d0cad4');
  });

  test('tells apart texts that differ in one character, in order or in where they are cut', () => {
    const seen = new Set(
      [['ab', 'c'], ['a', 'bc'], ['abc'], ['c', 'ab'], ['abc', ''], ['', 'abc'], ['abd'], ['ABC'], []].map(
        hashTexts,
      ),
    );
    expect(seen.size).toBe(9);
  });

  test('has no collision among 200,000 numbered texts, in either half', () => {
    const whole = new Set<string>();
    for (let index = 0; index < 200_000; index++) whole.add(hashTexts([`row ${index}`]));
    expect(whole.size).toBe(200_000);
  });

  test('spreads over all its bits', () => {
    const counts = new Array<number>(64).fill(0);
    for (let index = 0; index < 4000; index++) {
      const bits = BigInt(`0x${hashTexts([`${index}`])}`);
      for (let bit = 0; bit < 64; bit++) counts[bit] += Number((bits >> BigInt(bit)) & 1n);
    }
    expect(Math.min(...counts)).toBeGreaterThan(1800);
    expect(Math.max(...counts)).toBeLessThan(2200);
  });

  test('depends on nothing but the texts', () => {
    fc.assert(fc.property(fc.array(fc.string()), (texts) => hashTexts(texts) === hashTexts([...texts])));
  });
});

describe('queueKey', () => {
  const identity = {
    query: 'Sort this list',
    prompt: 'List the tags',
    modelId: 'a-model',
    decoding: defaultDecoding,
  };

  test('changes with the query, the prompt, the model and every setting of the decoding', () => {
    const variants = [
      identity,
      { ...identity, query: 'Sort that list' },
      { ...identity, prompt: 'List all tags' },
      { ...identity, modelId: 'another-model' },
      ...Object.entries(defaultDecoding).map(([name, value]: [string, number]) => ({
        ...identity,
        decoding: { ...defaultDecoding, [name]: value + 1 },
      })),
    ];
    expect(new Set(variants.map(queueKey)).size).toBe(variants.length);
  });

  test('does not depend on the order in which the settings were written', () => {
    const reversed = Object.fromEntries(Object.entries(defaultDecoding).reverse());
    expect(queueKey({ ...identity, decoding: { ...defaultDecoding, ...reversed } })).toBe(queueKey(identity));
  });
});
