import { expect, test } from 'vitest';
import {
  composeMaps,
  countGroups,
  identityMap,
  mapByKey,
  membersOf,
} from '../../../../src/core/normalise/merge-map.ts';

test('equal keys join, null drops', () => {
  const map = mapByKey(['a', null, 'b', 'a']);
  expect(map).toEqual({ newIds: Int32Array.of(0, -1, 1, 0), newCount: 2 });
  expect(membersOf(map)).toEqual([[0, 3], [2]]);
  expect(countGroups(map)).toBe(1);
});

test('composing follows each id through both maps', () => {
  const first = mapByKey(['a', null, 'b', 'c']);
  const second = mapByKey(['x', null, 'x']);
  expect(composeMaps(first, second)).toEqual({ newIds: Int32Array.of(0, -1, -1, 0), newCount: 1 });
  expect(composeMaps(first, identityMap(3))).toEqual(first);
});

test('maps that do not meet are refused', () => {
  expect(() => composeMaps(identityMap(3), identityMap(2))).toThrow(
    expect.objectContaining({ code: 'internal', message: expect.stringContaining('3 ids') as string }),
  );
});
