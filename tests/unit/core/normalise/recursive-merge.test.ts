import { describe, expect, test } from 'vitest';
import { createRandom, shuffledIndices, type Random } from '../../../../src/core/model/random.ts';
import { packTagRows } from '../../../../src/core/model/tag-rows.ts';
import { mergeRecursively, type RuleMerge } from '../../../../src/core/normalise/recursive-merge.ts';
import { naiveRecursiveMerge } from '../../../helpers/naive/naive-recursive-merge.ts';

const tagCount = 9;
const limits = { minSupport: 2, minConfidence: 0.99 };

describe('mergeRecursively', () => {
  test('merges and refuses what counting everything does, on 300 random small cases', () => {
    const seen = { merges: 0, laterRounds: 0, hub: 0, forbidden: 0 };
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = {
        minSupport: 1 + Math.floor(random() * 4),
        minConfidence: 0.5 + 0.5 * random(),
        forbidden: randomPairs(random),
      };
      const { finalTags, log, refused } = mergeRecursively(packTagRows(rows), tagCount, options);
      const found = {
        finalTags: [...finalTags],
        log: log.map(describeMerge),
        refused: refused.map((merge) => `${describeMerge(merge)} ${merge.reason}`),
      };
      seen.merges += log.length;
      seen.laterRounds += log.filter(({ round }) => round > 1).length;
      for (const { reason } of refused) seen[reason] += 1;
      expect(found, `seed ${seed}`).toEqual(naiveRecursiveMerge(rows, tagCount, options));
    }
    // The cases are worth something.
    expect(
      Object.values(seen).filter((count) => count < 20),
      JSON.stringify(seen),
    ).toEqual([]);
  });

  test('the order of rows changes nothing', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = { minSupport: 2, minConfidence: 0.7, forbidden: randomPairs(random) };
      const shuffled = Array.from(shuffledIndices(rows.length, random), (row) => rows[row]);
      expect(mergeRecursively(packTagRows(shuffled), tagCount, options), `seed ${seed}`).toEqual(
        mergeRecursively(packTagRows(rows), tagCount, options),
      );
    }
  });

  test('a second run on what came out changes nothing; every tag ends in one that stays', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const rows = randomRows(random);
      const options = { minSupport: 2, minConfidence: 0.7 };
      const { finalTags, log } = mergeRecursively(packTagRows(rows), tagCount, options);
      const merged = packTagRows(rows.map((row) => row.map((tag) => finalTags[tag])));
      expect(mergeRecursively(merged, tagCount, options).log, `seed ${seed}`).toEqual([]);
      expect([...finalTags].filter((tag) => finalTags[tag] !== tag)).toEqual([]);
      expect([...finalTags].filter((target, tag) => target !== tag).length).toBe(log.length);
      expect(new Set(log.map(({ from }) => from)).size).toBe(log.length);
    }
  });

  test('no pair that is forbidden ends in one tag, not even by way of a third', () => {
    const rows = [...Array.from({ length: 5 }, () => [0, 1, 2]), [1, 2], [2], [2]];
    const free = mergeRecursively(packTagRows(rows), 3, limits);
    expect([...free.finalTags]).toEqual([2, 2, 2]);
    const { finalTags, log, refused } = mergeRecursively(packTagRows(rows), 3, {
      ...limits,
      forbidden: [[0, 2]],
    });
    expect([...finalTags]).toEqual([0, 2, 2]);
    expect(log.map(describeMerge)).toEqual(['1: 1 > 2']);
    expect(refused.map((merge) => `${describeMerge(merge)} ${merge.reason}`)).toEqual(['1: 0 > 2 forbidden']);
  });

  test('a chain is merged from its top, and each merge says what its round counted', () => {
    const rows = [
      ...Array.from({ length: 4 }, () => [0, 1, 2]),
      ...Array.from({ length: 4 }, () => [1, 2]),
      [2],
      [2],
    ];
    expect(mergeRecursively(packTagRows(rows), 3, limits)).toEqual({
      finalTags: Int32Array.of(2, 2, 2),
      log: [
        { round: 1, from: 1, to: 2, supportCount: 8, confidence: 1, lift: 1 },
        { round: 2, from: 0, to: 2, supportCount: 4, confidence: 1, lift: 1 },
      ],
      refused: [],
    });
  });

  test('counts made by a merge let further rules fire', () => {
    const copies = (count: number, row: number[]): number[][] => Array.from({ length: count }, () => row);
    const rows = [...copies(20, [0, 1]), ...copies(5, [0]), ...copies(2, [0, 2]), ...copies(2, [1, 2])];
    const { log } = mergeRecursively(packTagRows(rows), 3, { minSupport: 3, minConfidence: 0.9 });
    // Half of the rows with 2 carry 0, half 1, and all of them the tag that both become.
    expect(log).toMatchObject([
      { round: 1, from: 1, to: 0, supportCount: 20, confidence: 20 / 22 },
      { round: 2, from: 2, to: 0, supportCount: 4, confidence: 1 },
    ]);
  });

  test('equally common tags that always come together end in the one of the lower id', () => {
    const { finalTags } = mergeRecursively(
      packTagRows([
        [1, 4],
        [1, 4],
        [4, 1],
      ]),
      5,
      limits,
    );
    expect([...finalTags]).toEqual([0, 1, 2, 3, 1]);
  });

  test('a target over 50 times as common is refused, 50 times is not', () => {
    const rows = Array.from({ length: 101 }, (_, row) => (row < 2 ? [0, 1] : [1]));
    const { finalTags, refused } = mergeRecursively(packTagRows(rows), 2, limits);
    expect([...finalTags]).toEqual([0, 1]);
    expect(refused).toEqual([
      { round: 1, from: 0, to: 1, supportCount: 2, confidence: 1, lift: 1, reason: 'hub' },
    ]);
    expect([...mergeRecursively(packTagRows(rows.slice(0, 100)), 2, limits).finalTags]).toEqual([1, 1]);
  });

  test('of several targets the one with the highest lift is taken', () => {
    const rows = [...Array.from({ length: 5 }, () => [0, 1, 2]), [1], [2], [2], [2]];
    expect(mergeRecursively(packTagRows(rows), 3, limits).log[0]).toMatchObject({ from: 0, to: 1 });
  });

  test('no rows and no tags merge nothing', () => {
    expect(mergeRecursively(packTagRows([]), 0, limits)).toEqual({
      finalTags: new Int32Array(0),
      log: [],
      refused: [],
    });
  });
});

function describeMerge({ round, from, to }: RuleMerge): string {
  return `${round}: ${from} > ${to}`;
}

function randomRows(random: Random): number[][] {
  // Now and then enough rows for a hub.
  const hasHub = random() < 0.2;
  return Array.from({ length: hasHub ? 160 : 1 + Math.floor(random() * 25) }, () => {
    const row = Array.from({ length: tagCount }, (_, tag) => tag).filter(
      (tag) => random() < (hasHub && tag > 4 ? 0.015 : 0.15 + 0.5 / (1 + tag)),
    );
    if (hasHub && random() < 0.97) row.push(0);
    return row.includes(3) && random() < 0.9 ? [...row, 1, 2] : row;
  });
}

function randomPairs(random: Random): [number, number][] {
  return Array.from({ length: Math.floor(random() * 4) }, () => [
    Math.floor(random() * tagCount),
    Math.floor(random() * tagCount),
  ]);
}
