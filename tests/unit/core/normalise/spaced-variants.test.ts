import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinSpacedVariants } from '../../../../src/core/normalise/spaced-variants.ts';

describe('keys written together or apart are one', () => {
  test.each([
    [
      ['machinelearning', 'machine learning'],
      ['machine learning', 'machine learning'],
    ],
    [
      ['qrcode', 'qr code'],
      ['qr code', 'qr code'],
    ],
    [
      ['opensource c++', 'open source c++'],
      ['open source c++', 'open source c++'],
    ],
    [
      ['pixelvision 8', 'pixel vision 8'],
      ['pixel vision 8', 'pixel vision 8'],
    ],
    [
      ['plaintext accounting', 'plain text accounting', 'plaintextaccounting'],
      Array(3).fill('plain text accounting'),
    ],
    [['ab cdefgh', 'abcd efgh', 'abcdefgh'], Array(3).fill('ab cdefgh')],
    [
      ['nodejs', 'node js', 'node.js'],
      ['node js', 'node js', 'node.js'],
    ],
    [
      ['jeuvidéo', 'jeu vidéo'],
      ['jeu vidéo', 'jeu vidéo'],
    ],
  ])('%j become %j', (keys, expected) => {
    expect(joinSpacedVariants(keys)).toEqual(expected);
  });
});

describe('what stays apart', () => {
  test.each([
    ['a form that occurs alone', ['machinelearning', 'machine', 'opensource', 'deep learning']],
    [
      'single letters and digits',
      ['c 4', 'c4', 'vitamin b', 'vitaminb', 'java 8', 'java8', 'web3 dapp', 'web3dapp'],
    ],
    ['short words', ['co op', 'coop', 'to do', 'todo', 'wi fi', 'wifi']],
    [
      'function words',
      ['in active', 'inactive', 'process or', 'processor', 'not able', 'notable', 'over all', 'overall'],
    ],
    ['technical names', ['c', 'c++', 'c#', 'f#', '.net', 'net', 'node.js', 'node js', 'objective c']],
    ['pairs with a slash', ['input/output', 'input output', 'ci/cd', 'ci cd', 'cicd']],
    [
      'other scripts',
      [
        '机器 学习',
        '机器学习',
        'تعلم الآلة',
        'تعلمالآلة',
        'обучение модели',
        'обучениемодели',
        '🙂 🙂',
        '🙂🙂',
      ],
    ],
    ['blank and odd keys', ['', ' ', '  ', '???', '__proto__', 'constructor', 'to string', 'tostring']],
  ])('%s', (_, keys) => {
    expect(joinSpacedVariants(keys)).toEqual(keys);
  });
});

const key = fc
  .array(
    fc.constantFrom('open', 'source', 'opensource', 'in', 'active', 'inactive', 'c', '4', 'c4', 'qr', '学习'),
    {
      maxLength: 4,
    },
  )
  .map((words) => words.join(' '));

test('the order and number of keys changes nothing, and joining twice neither', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.string({ unit: 'grapheme' })), { maxLength: 30 }), (keys) => {
      const joined = joinSpacedVariants(keys);
      expect(joinSpacedVariants([...keys].reverse()).reverse()).toEqual(joined);
      expect(joinSpacedVariants([...keys, ...keys])).toEqual([...joined, ...joined]);
      expect(joinSpacedVariants(joined)).toEqual(joined);
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('a key only ever becomes another key with the same letters', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), (keys) => {
      joinSpacedVariants(keys).forEach((joined, place) => {
        expect(keys).toContain(joined);
        expect(joined.replaceAll(' ', '')).toBe(keys[place].replaceAll(' ', ''));
      });
    }),
    { seed: 4, numRuns: 1000 },
  );
});
