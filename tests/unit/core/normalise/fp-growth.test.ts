import { FPGrowth } from 'node-fpgrowth';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../src/core/model/random.ts';
import { packTagRows, rowCountOf, tagsOfRow, type TagRows } from '../../../../src/core/model/tag-rows.ts';
import { findFrequentSets, type FpGrowthOptions } from '../../../../src/core/normalise/fp-growth.ts';
import { naiveFrequentSets } from '../../../helpers/naive/naive-frequent-sets.ts';
import { makeBaskets, usualBaskets } from '../../../helpers/seeded-baskets.ts';

const tagCount = 9;

describe('findFrequentSets', () => {
  test('finds the sets and counts that counting everything finds, on 200 random small cases', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = { minSupport: 1 + Math.floor(random() * 4), maxSize: 1 + Math.floor(random() * 6) };
      expect(listSets(packTagRows(rows), { ...options, tagCount }), `seed ${seed}`).toEqual(
        naiveFrequentSets(rows, options),
      );
    }
  });

  test('finds what node-fpgrowth finds in 100,000 baskets', async () => {
    const rows = makeBaskets({ ...usualBaskets, basketCount: 100_000 });
    const found = listSets(rows, { tagCount: usualBaskets.tagCount, minSupport: 40, maxSize: 250 });
    expect(found.size).toBeGreaterThan(2000);
    expect(found).toEqual(await listRivalSets(rows, 40));
  });

  test('finds what node-fpgrowth finds at a low support, sets of many tags included', async () => {
    const rows = makeBaskets({ basketCount: 5000, tagCount: 60, meanDrawn: 5, seed: 2 });
    const found = listSets(rows, { tagCount: 60, minSupport: 4, maxSize: 250 });
    expect(Math.max(...[...found.keys()].map((name) => name.split(',').length))).toBeGreaterThan(5);
    expect(found).toEqual(await listRivalSets(rows, 4));
  });

  test('finds all pairs where there are too many tags for a table of pairs', () => {
    const rows = makeBaskets({ basketCount: 4000, tagCount: 4000, meanDrawn: 3, seed: 3 });
    expectAllSets(rows, { tagCount: 4000, minSupport: 1, maxSize: 3 });
  });

  test('finds all pairs where the table of pairs comes in blocks', () => {
    const rows = makeBaskets({ basketCount: 70_000, tagCount: 3400, meanDrawn: 3.5, seed: 4 });
    expectAllSets(rows, { tagCount: 3400, minSupport: 2, maxSize: 3 });
  });

  test('a larger limit of tags in a set adds sets and changes none', () => {
    const rows = makeBaskets({ ...usualBaskets, basketCount: 10_000 });
    const all = listSets(rows, { tagCount: usualBaskets.tagCount, minSupport: 4, maxSize: 250 });
    for (const maxSize of [1, 2, 3, 4]) {
      const short = [...all].filter(([name]) => name.split(',').length <= maxSize);
      const found = listSets(rows, { tagCount: usualBaskets.tagCount, minSupport: 4, maxSize });
      expect(found).toEqual(new Map(short));
    }
  });

  test('gives up when there are more sets than allowed', () => {
    const rows = packTagRows([[0, 1, 2, 3, 4]]);
    for (const maxSets of [4, 14, 30])
      expect(findFrequentSets(rows, { tagCount: 5, minSupport: 1, maxSize: 5, maxSets })).toBeNull();
    const frequent = findFrequentSets(rows, { tagCount: 5, minSupport: 1, maxSize: 5, maxSets: 31 });
    expect(frequent?.sets.setCount).toBe(31);
  });

  test('100,000 equal rows of 16 tags cost no more than one', () => {
    const row = Array.from({ length: 16 }, (_, tag) => tag);
    const rows = packTagRows(Array.from({ length: 100_000 }, () => row));
    const found = listSets(rows, { tagCount: 16, minSupport: 100_000, maxSize: 16 });
    expect(found.size).toBe(2 ** 16 - 1);
    expect(new Set(found.values())).toEqual(new Set([100_000]));
  });

  test('an empty set of rows, one tag, and rows of one tag have no pairs', () => {
    const options = { minSupport: 1, maxSize: 4 };
    expect(listSets(packTagRows([]), { ...options, tagCount: 0 })).toEqual(new Map());
    expect(listSets(packTagRows([[], []]), { ...options, tagCount: 3 })).toEqual(new Map());
    const singles = new Map([
      ['0', 2],
      ['1', 1],
    ]);
    expect(listSets(packTagRows([[0], [0], [1]]), { ...options, tagCount: 2 })).toEqual(singles);
  });
});

/** From the ascending tag ids, joined by commas, to the number of rows. */
function listSets(rows: TagRows, options: Omit<FpGrowthOptions, 'maxSets'>): Map<string, number> {
  const frequent = findFrequentSets(rows, { ...options, maxSets: 1e6 });
  const found = new Map<string, number>();
  if (frequent === null) return found;
  const { sets, tagOfItem } = frequent;
  for (let set = 1; set <= sets.setCount; set++)
    found.set(nameSet(sets.itemsOf(set).map((item) => tagOfItem[item])), sets.countOf(set));
  expect(found.size).toBe(sets.setCount);
  return found;
}

async function listRivalSets(rows: TagRows, minSupport: number): Promise<Map<string, number>> {
  const baskets = listRows(rows);
  // It wants a share, and rounds up; half a row less keeps that from going wrong.
  const sets = await new FPGrowth<number>((minSupport - 0.5) / baskets.length).exec(baskets);
  return new Map(sets.map(({ items, support }) => [nameSet(items), support]));
}

function expectAllSets(rows: TagRows, options: Omit<FpGrowthOptions, 'maxSets'>): void {
  const found = listSets(rows, options);
  const expected = naiveFrequentSets(listRows(rows), options);
  // A difference between maps of this size would take minutes to print.
  expect(found.size).toBe(expected.size);
  expect([...expected].filter(([name, count]) => found.get(name) !== count)).toEqual([]);
}

function listRows(rows: TagRows): number[][] {
  return Array.from({ length: rowCountOf(rows) }, (_, row) => [...tagsOfRow(rows, row)]);
}

function nameSet(tags: readonly number[]): string {
  return [...tags].sort((left, right) => left - right).join();
}

function randomRows(random: Random): number[][] {
  return Array.from({ length: 1 + Math.floor(random() * 25) }, () => {
    const row = Array.from({ length: tagCount }, (_, tag) => tag).filter(() => random() < 0.35);
    // Ties between tags, so that there is something to find.
    return row.includes(0) && random() < 0.9 ? [...new Set([...row, 1])] : row;
  });
}
