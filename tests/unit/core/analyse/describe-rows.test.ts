import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileRows, rowsWithAnyTag } from '../../../../src/core/analyse/describe-rows.ts';
import { countTags, packTagRows } from '../../../../src/core/model/index.ts';

const tagCount = 8;
const someRows = fc.array(fc.uniqueArray(fc.nat(tagCount - 1), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 40,
});

describe('rowsWithAnyTag', () => {
  test('lists the rows that carry one of the tags, ascending, each once', () => {
    fc.assert(
      fc.property(someRows, fc.uniqueArray(fc.nat(tagCount)), (rows, wanted) => {
        const expected = rows.flatMap((row, index) =>
          row.some((tag) => wanted.includes(tag)) ? [index] : [],
        );
        expect([...rowsWithAnyTag(packTagRows(rows), new Set(wanted))]).toEqual(expected);
      }),
    );
  });
});

/** Rows 0 to 9 carry tags 0 and 1, rows 10 to 39 tag 1 and, the even ones, tag 2; row 39 is untagged. */
const rows = Array.from({ length: 40 }, (_, row) =>
  row < 10 ? [0, 1] : row % 2 === 0 ? [1, 2] : row < 39 ? [1] : [],
);
const packed = packTagRows(rows);
const pool = { rowCounts: countTags(packed, 3), bounds: Uint32Array.of(0, 5, 5, 40), taggedRowCount: 39 };

describe('profileRows', () => {
  test('means are over the tagged rows of the set and of the rest', () => {
    const profile = profileRows(packed, Uint32Array.from(Array(10).keys()), pool, new Set());
    expect(profile.rowCount).toBe(10);
    expect(profile.meanTags).toBe(2);
    expect(profile.restMeanTags).toBeCloseTo((29 + 15) / 29, 12);
  });

  test('a set that is all tagged rows leaves no rest to compare with', () => {
    const profile = profileRows(packed, Uint32Array.from(Array(39).keys()), pool, new Set());
    expect(profile.restMeanTags).toBeNaN();
    expect(profile.tags.every(({ lift }) => Math.abs(lift - 1) < 1e-12)).toBe(true);
  });

  test('sources come with their rows and how much denser they are in the set', () => {
    const { sources } = profileRows(packed, Uint32Array.from(Array(10).keys()), pool, new Set());
    expect(sources.map(({ rowCount }) => rowCount)).toEqual([5, 0, 5]);
    expect(sources[0].lift).toBeCloseTo(0.5 / (5 / 40), 12);
    expect(sources[2].lift).toBeCloseTo(0.5 / (35 / 40), 12);
  });

  test('the strongest tag comes first; tags that made the set and rare ones are left out', () => {
    const chosen = Uint32Array.from(Array(10).keys());
    const { tags } = profileRows(packed, chosen, pool, new Set());
    expect(tags.map(({ tagId }) => tagId)).toEqual([0, 1]);
    expect(tags[0].lift).toBeCloseTo(39 / 10, 12);
    expect(profileRows(packed, chosen, pool, new Set([0])).tags.map(({ tagId }) => tagId)).toEqual([1]);
    expect(profileRows(packed, chosen.slice(0, 4), pool, new Set()).tags).toEqual([]);
  });

  test('agrees with counting by hand', () => {
    fc.assert(
      fc.property(someRows, fc.nat(tagCount - 1), fc.nat(40), (some, tag, cut) => {
        const tagRows = packTagRows(some);
        const chosen = rowsWithAnyTag(tagRows, new Set([tag]));
        fc.pre(chosen.length > 0);
        const bounds = Uint32Array.of(0, Math.min(cut, some.length), some.length);
        const rowCounts = countTags(tagRows, tagCount);
        const taggedRowCount = some.filter((row) => row.length > 0).length;
        const profile = profileRows(tagRows, chosen, { rowCounts, bounds, taggedRowCount }, new Set([tag]));
        const inSet = [...chosen].map((row) => some[row]);
        expect(profile.meanTags).toBeCloseTo(inSet.flat().length / inSet.length, 10);
        expect(profile.sources[0].rowCount).toBe([...chosen].filter((row) => row < bounds[1]).length);
        for (const { tagId, rowCount, lift } of profile.tags) {
          expect(rowCount).toBe(inSet.filter((row) => row.includes(tagId)).length);
          const everywhere = some.filter((row) => row.includes(tagId)).length;
          expect(lift).toBeCloseTo(rowCount / inSet.length / (everywhere / taggedRowCount), 10);
        }
        const special = Array.from({ length: tagCount }, (_, id) => id).filter(
          (id) => id !== tag && inSet.filter((row) => row.includes(id)).length >= 5,
        );
        expect(profile.tags.map(({ tagId }) => tagId).sort()).toEqual(special);
      }),
    );
  });
});
