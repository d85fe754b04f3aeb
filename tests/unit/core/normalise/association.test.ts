import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../src/core/model/random.ts';
import { packTagRows } from '../../../../src/core/model/tag-rows.ts';
import { defaultMinSupport, mineRules } from '../../../../src/core/normalise/association.ts';
import { findFrequentSets } from '../../../../src/core/normalise/fp-growth.ts';
import { naiveFrequentSets, naiveRules } from '../../../helpers/naive/naive-frequent-sets.ts';

const tagCount = 9;

describe('findFrequentSets', () => {
  test('finds the sets and counts that counting everything finds, on 200 random small cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = { minSupport: 1 + Math.floor(random() * 4), maxSize: 1 + Math.floor(random() * 5) };
      const frequent = findFrequentSets(packTagRows(rows), { ...options, tagCount, maxSets: 1e6 });
      const found = new Map<string, number>();
      for (let set = 1; frequent !== null && set <= frequent.sets.setCount; set++) {
        const tags = frequent.sets.itemsOf(set).map((item) => frequent.tagOfItem[item]);
        found.set(tags.sort((left, right) => left - right).join(), frequent.sets.countOf(set));
      }
      expect(found, `seed ${seed}`).toEqual(naiveFrequentSets(rows, options));
      expect(frequent?.sets.setCount, `seed ${seed}`).toBe(found.size);
    }
  });

  test('gives up when there are more sets than allowed', () => {
    const rows = packTagRows([[0, 1, 2, 3, 4]]);
    expect(findFrequentSets(rows, { tagCount: 5, minSupport: 1, maxSize: 5, maxSets: 30 })).toBeNull();
    expect(
      findFrequentSets(rows, { tagCount: 5, minSupport: 1, maxSize: 5, maxSets: 31 })?.sets.setCount,
    ).toBe(31);
  });
});

describe('mineRules', () => {
  test('finds the minimal rules of the definition, on 200 random small cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = {
        minSupport: 1 + Math.floor(random() * 3),
        minConfidence: 0.6 + 0.4 * random(),
        maxAntecedent: 3,
      };
      const { rules } = mineRules(packTagRows(rows), { ...options, tagCount });
      const found = rules.map(({ antecedent, consequent, supportCount, confidence }) => ({
        text: `${antecedent.join()}>${consequent}`,
        supportCount,
        confidence,
      }));
      const byText = (left: { text: string }, right: { text: string }): number =>
        left.text < right.text ? -1 : 1;
      expect(found.sort(byText), `seed ${seed}`).toEqual(naiveRules(rows, options).sort(byText));
    }
  });

  test('a rule of two tags is found only where neither alone implies the third', () => {
    const rows = [[0, 1, 2], [0, 1, 2], [0, 1, 2], [0], [1], [0, 2], [1, 2]];
    const { rules } = mineRules(packTagRows(rows), { tagCount: 3, minSupport: 3, minConfidence: 0.99 });
    expect(rules).toEqual([
      { antecedent: [0, 1], consequent: 2, supportCount: 3, antecedentCount: 3, confidence: 1, isHub: false },
    ]);
  });

  test('a consequent over 50 times as common as the antecedent is a hub', () => {
    const rows = Array.from({ length: 251 }, (_, row) => (row < 5 ? [0, 1] : [1]));
    const [rule] = mineRules(packTagRows(rows), { tagCount: 2, minSupport: 5, minConfidence: 0.99 }).rules;
    expect(rule).toMatchObject({ antecedent: [0], consequent: 1, isHub: true });
    const fewer = packTagRows(rows.slice(0, 250));
    expect(mineRules(fewer, { tagCount: 2, minSupport: 5, minConfidence: 0.99 }).rules[0].isHub).toBe(false);
  });

  test('99 of 100 rows reach a confidence of 0.99', () => {
    const rows = Array.from({ length: 100 }, (_, row) => (row < 99 ? [0, 1] : [0]));
    const { rules } = mineRules(packTagRows(rows), { tagCount: 2, minSupport: 5, minConfidence: 0.99 });
    expect(rules.map(({ antecedent }) => antecedent)).toEqual([[1], [0]].sort());
  });

  test('rows that repeat 60 tags fall back to shorter antecedents and say so', () => {
    const row = Array.from({ length: 60 }, (_, tag) => tag);
    const mined = mineRules(packTagRows([row, row, row, row, row]), {
      tagCount: 60,
      minSupport: 5,
      minConfidence: 0.99,
      maxSets: 10_000,
    });
    expect(mined.maxAntecedent).toBe(1);
    expect(mined.rules.length).toBe(60 * 59);
  });

  test('too many pairs are an error that says what to do', () => {
    const row = Array.from({ length: 60 }, (_, tag) => tag);
    expect(() =>
      mineRules(packTagRows([row]), { tagCount: 60, minSupport: 1, minConfidence: 0.99, maxSets: 100 }),
    ).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringContaining('Raise the support') as string,
      }),
    );
  });

  test('no rows give no rules', () => {
    expect(mineRules(packTagRows([]), { tagCount: 0, minSupport: 5, minConfidence: 0.99 }).rules).toEqual([]);
  });
});

test('the default support is the rate of the paper, but at least 5', () => {
  expect([100, 52_002, 773_511].map(defaultMinSupport)).toEqual([5, 5, 40]);
});

function randomRows(random: Random): number[][] {
  return Array.from({ length: 1 + Math.floor(random() * 25) }, () => {
    const row = Array.from({ length: tagCount }, (_, tag) => tag).filter(() => random() < 0.35);
    // Ties between tags, so that there is something to find.
    return row.includes(0) && random() < 0.9 ? [...new Set([...row, 1])] : row;
  });
}
