import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagKey } from '../../../../src/core/normalise/tag-key.ts';

const listPath = '../shared/data/instag_tags/mig_valid_tags.json';

test('the key of a key is itself, for any text of Latin words and signs', () => {
  const word = fc.stringMatching(/^[a-z]{1,9}(?:ing|s|ed|er|isation|our)?[.+#&/'-]{0,2}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const key = tagKey(words.join(' '));
      expect(tagKey(key)).toBe(key);
    }),
    { seed: 11, numRuns: 2000 },
  );
});

test.skipIf(!existsSync(listPath))(
  `the published InsTag vocabulary has few variants (needs ${listPath})`,
  () => {
    const tags = JSON.parse(readFileSync(listPath, 'utf8')) as string[];
    const keys = tags.map(tagKey);
    expect(keys.filter((key) => tagKey(key) !== key)).toEqual([]);
    // The list went through a lemmatiser, so nearly every tag is alone with its key.
    const joinedShare = 1 - new Set(keys).size / tags.length;
    expect(joinedShare).toBeGreaterThan(0);
    expect(joinedShare).toBeLessThan(0.01);
  },
);
