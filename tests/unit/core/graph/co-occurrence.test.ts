import { describe, expect, test } from 'vitest';
import { countPairs, type PairCounts } from '../../../../src/core/graph/co-occurrence.ts';
import { packTagRows } from '../../../../src/core/model/index.ts';
import { countPairsNaively } from '../../../helpers/naive-co-occurrence.ts';
import { drawSeededPool } from '../../../helpers/seeded-pool.ts';

function listPairs({ sources, targets, counts }: PairCounts): number[][] {
  return Array.from(counts, (count, pair) => [sources[pair], targets[pair], count]);
}

describe('countPairs', () => {
  test('counts the rows that carry both tags of a pair', () => {
    const rows = packTagRows([[0, 1, 2], [1, 2], [3], []]);
    expect(listPairs(countPairs(rows, 4))).toEqual([
      [0, 1, 1],
      [0, 2, 1],
      [1, 2, 2],
    ]);
  });

  test('agrees with a count of every row for every pair, on 200 random pools', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const rows = drawSeededPool({ rowCount: seed % 40, tagCount: 12, meanTags: 3, topicCount: 1, seed });
      expect(listPairs(countPairs(rows, 12)), `seed ${seed}`).toEqual(countPairsNaively(rows, 12));
    }
  });

  test('the counts add up to the pairs within the rows', () => {
    const rows = drawSeededPool({ rowCount: 3000, tagCount: 900, meanTags: 5, topicCount: 6, seed: 4 });
    let withinRows = 0;
    for (let row = 0; row < 3000; row++) {
      const length = rows.offsets[row + 1] - rows.offsets[row];
      withinRows += (length * (length - 1)) / 2;
    }
    expect(countPairs(rows, 900).counts.reduce((sum, count) => sum + count, 0)).toBe(withinRows);
  });

  test('a tag id beyond the vocabulary is refused', () => {
    expect(() => countPairs(packTagRows([[7]]), 3)).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { id: 7, tagCount: 3 } }),
    );
  });
});
