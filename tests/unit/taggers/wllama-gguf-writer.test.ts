import { describe, expect, test } from 'vitest';
import { alignment } from '../../helpers/gguf/gguf-file.ts';
import { toHalfFloat } from '../../helpers/gguf/half-float.ts';
import { describeRandomModel, writeRandomModel } from '../../helpers/gguf/random-model.ts';
import { writeScriptedModel } from '../../helpers/gguf/scripted-model.ts';
import { makeVocabulary } from '../../helpers/gguf/vocabulary.ts';

describe('the random model', () => {
  test('is a GGUF file of version 3 of about 250 kB, with as many tensors as it has', () => {
    const bytes = writeRandomModel({ seed: 1 });
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('GGUF');
    expect(view.getUint32(4, true)).toBe(3);
    // Embedding, output and its norm, and nine tensors in each of two layers.
    expect(view.getBigUint64(8, true)).toBe(21n);
    expect(bytes.length).toBeGreaterThan(200_000);
    expect(bytes.length).toBeLessThan(300_000);
    expect(bytes.length % alignment).toBe(0);
  });

  test('has the same bytes for the same seed, and others for another', () => {
    expect(writeRandomModel({ seed: 7 })).toEqual(writeRandomModel({ seed: 7 }));
    expect(writeRandomModel({ seed: 7 })).not.toEqual(writeRandomModel({ seed: 8 }));
  });

  test('has weights that 16-bit floats hold', () => {
    const { tensors } = describeRandomModel({ seed: 1 });
    const largest = tensors.flatMap(({ values }) => Math.max(...values.map(Math.abs)));
    expect(Math.max(...largest)).toBeLessThan(20);
  });
});

describe('the scripted model', () => {
  test('is a GGUF file that holds its pieces, with SentencePiece’s mark for blanks', () => {
    const text = new TextDecoder().decode(writeScriptedModel(['["volcanic rocks', '"]']));
    expect(text.startsWith('GGUF')).toBe(true);
    expect(text).toContain('["volcanic\u2581rocks');
  });

  test.each([[['a', 'b', 'a']], [['a', '']]])('refuses the pieces %j', (pieces) => {
    expect(() => writeScriptedModel(pieces)).toThrow('must be distinct');
  });
});

describe('the vocabulary', () => {
  test('has a token for every byte, and one kind and one score for each token', () => {
    const { tokens, kinds, scores } = makeVocabulary(['sea']);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.filter((token) => /^<0x[0-9A-F]{2}>$/.test(token))).toHaveLength(256);
    expect([kinds.length, scores.length]).toEqual([tokens.length, tokens.length]);
    expect(tokens.at(-1)).toBe('sea');
  });
});

describe('a 16-bit float', () => {
  test.each([
    [0, 0x0000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [65_504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    // Rounds up into the next power of two.
    [0.99999, 0x3c00],
  ])('%d has the bits %i', (value, bits) => {
    expect(toHalfFloat(value)).toBe(bits);
  });
});
