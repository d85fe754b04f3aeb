import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../src/core/model/random.ts';
import { packTagRows } from '../../../../src/core/model/tag-rows.ts';
import {
  defaultMinSupport,
  deriveRules,
  mineFrequentSets,
  mineRules,
} from '../../../../src/core/normalise/association.ts';
import { naiveRules } from '../../../helpers/naive/naive-frequent-sets.ts';

const tagCount = 9;

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
      const found = rules.map(({ antecedent, consequent, supportCount, confidence, lift }) => ({
        text: `${antecedent.join()}>${consequent}`,
        supportCount,
        confidence,
        lift: lift.toFixed(9),
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
      {
        antecedent: [0, 1],
        consequent: 2,
        supportCount: 3,
        antecedentCount: 3,
        confidence: 1,
        lift: 7 / 5,
        isHub: false,
      },
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

  test('rows without tags do not raise the lift', () => {
    const rows = [[0, 1], [0, 1], [2], [1]];
    const [rule] = mineRules(packTagRows([...rows, [], [], []]), {
      tagCount: 3,
      minSupport: 2,
      minConfidence: 1,
    }).rules;
    expect(rule).toMatchObject({ antecedent: [0], consequent: 1, lift: 4 / 3 });
  });

  test('no rows give no rules', () => {
    expect(mineRules(packTagRows([]), { tagCount: 0, minSupport: 5, minConfidence: 0.99 }).rules).toEqual([]);
  });
});

describe('deriveRules', () => {
  test('gives at any higher support and any confidence what mining afresh gives, on 200 random cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const rows = packTagRows(randomRows(random));
      const mined = mineFrequentSets(rows, { tagCount, minSupport: 1, maxAntecedent: 5 });
      for (let change = 0; change < 5; change++) {
        const limits = { minSupport: 1 + Math.floor(random() * 5), minConfidence: 0.3 + 0.7 * random() };
        const { rules } = mineRules(rows, { tagCount, maxAntecedent: 5, ...limits });
        expect(deriveRules(mined, limits), `seed ${seed}`).toEqual(rules);
      }
    }
  });

  test('a support below that of the mining is an error that says what to do', () => {
    const mined = mineFrequentSets(packTagRows([[0, 1]]), { tagCount: 2, minSupport: 3 });
    expect(() => deriveRules(mined, { minSupport: 2, minConfidence: 0.5 })).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringContaining('Mine them again') as string,
      }),
    );
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
