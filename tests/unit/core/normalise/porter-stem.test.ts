import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { porterKey, porterStem } from '../../../../src/core/normalise/porter-stem.ts';
import ownWords from '../../../golden/normalise/porter/own-words.json' with { type: 'json' };
import golden from '../../../golden/normalise/porter/nltk-stems.json' with { type: 'json' };

const source = '../shared/data/instag_tags/taginstruct_tag_values.jsonl';

describe('porterStem', () => {
  test(`gives the stems of ${golden.oracle} for ${Object.keys(ownWords).length} words`, () => {
    const stems = Object.fromEntries(Object.keys(ownWords).map((word) => [word, porterStem(word)]));
    expect(stems).toEqual(ownWords);
  });

  test.skipIf(!existsSync(source))('gives them for the whole InsTagger vocabulary', () => {
    const bytes = readFileSync(source);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(golden.sourceSha256);
    const tags = bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { tag: string }).tag);
    const hashes = Buffer.from(golden.hashes, 'base64');
    const wrong = tags.filter((tag, place) => {
      const stems = tag
        .split(/\s+/)
        .filter((word) => word !== '')
        .map(porterStem)
        .join(' ');
      return hashText(stems) !== hashes.readUInt32LE(4 * place);
    });
    expect(tags).toHaveLength(golden.tagCount);
    expect(wrong).toEqual([]);
  });

  test('never throws, and never makes a word longer than by an e', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        expect(porterStem(word).length).toBeLessThanOrEqual(word.toLowerCase().length + 1);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe('porterKey', () => {
  test.each([
    ['Problem-Solving', 'problem solv'],
    ['C++', 'c'],
    ['node.js', 'node js'],
    ['  relational   databases ', 'relat databas'],
    ['数学 题', '数学 题'],
    ['???', '???'],
    [' ', ''],
  ])('of %j is %j', (tag, key) => {
    expect(porterKey(tag)).toBe(key);
  });
});

/** FNV-1a, 32 bits, over the UTF-8 bytes. */
function hashText(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
