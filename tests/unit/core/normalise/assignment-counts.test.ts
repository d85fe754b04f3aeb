import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packTagRows } from '../../../../src/core/model/index.ts';
import { AssignmentCounts } from '../../../../src/core/normalise/assignment-counts.ts';
import type { TagState } from '../../../../src/core/normalise/tag-state.ts';

const rawCount = 8;
const rows = fc.array(fc.array(fc.nat(rawCount - 1), { maxLength: 6 }), { maxLength: 30 });
const groups = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: rawCount, maxLength: rawCount });

test('counts what going through all rows counts, for one state after another', () => {
  fc.assert(
    fc.property(rows, fc.array(groups, { minLength: 1, maxLength: 4 }), (given, several) => {
      const counts = new AssignmentCounts(packTagRows(given), rawCount);
      for (const groupOfRaw of several) {
        const state = makeState(groupOfRaw);
        expect(counts.of(state)).toEqual(countNaively(given, state));
        expect(counts.of(state)).toBe(counts.of(state));
      }
    }),
    { numRuns: 500 },
  );
});

function makeState(groupOfRaw: readonly number[]): TagState {
  const used = [...new Set(groupOfRaw.filter((group) => group >= 0))];
  return {
    labels: used.map(String),
    namers: Uint32Array.from(used, (group) => groupOfRaw.lastIndexOf(group)),
    tagOfRaw: Int32Array.from(groupOfRaw, (group) => used.indexOf(group)),
  };
}

function countNaively(given: readonly (readonly number[])[], { labels, tagOfRaw }: TagState): unknown {
  const tagged = given.map((raws) => new Set(raws.map((raw) => tagOfRaw[raw]).filter((tag) => tag >= 0)));
  return {
    assignments: tagged.reduce((total, tags) => total + tags.size, 0),
    taggedRows: tagged.filter((tags) => tags.size > 0).length,
    rowCounts: Uint32Array.from(labels, (_, tag) => tagged.filter((tags) => tags.has(tag)).length),
  };
}
