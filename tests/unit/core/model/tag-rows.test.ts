import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countTags,
  mapTagRows,
  packTagRows,
  rowCountOf,
  TagRowsBuilder,
  tagsOfRow,
  transposeTagRows,
  type TagRows,
} from '../../../../src/core/model/index.ts';

const tagCount = 12;
const someRows = fc.array(fc.array(fc.nat(tagCount - 1), { maxLength: 9 }), { maxLength: 30 });
const invalid: unknown = expect.objectContaining({ code: 'invalid-input' });

function unpack(rows: TagRows): number[][] {
  return Array.from({ length: rowCountOf(rows) }, (_, row) => [...tagsOfRow(rows, row)]);
}

function sortUnique(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((one, other) => one - other);
}

describe('packTagRows', () => {
  test('packed rows read back sorted and without repeats', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        expect(unpack(packTagRows(rows))).toEqual(rows.map(sortUnique));
      }),
    );
  });

  test('no rows, and rows without tags', () => {
    expect(packTagRows([])).toEqual({ offsets: Uint32Array.of(0), ids: new Uint32Array(0) });
    expect(packTagRows([[], []])).toEqual({ offsets: Uint32Array.of(0, 0, 0), ids: new Uint32Array(0) });
  });

  test('ids sort as numbers, not as texts', () => {
    expect(unpack(packTagRows([[10, 9, 100]]))).toEqual([[9, 10, 100]]);
  });
});

describe('TagRowsBuilder', () => {
  test('grows past its first arrays', () => {
    const builder = new TagRowsBuilder();
    for (let row = 0; row < 5000; row++) builder.addRow([row, row + 1, row]);
    const rows = builder.finish();
    expect(rowCountOf(rows)).toBe(5000);
    expect(rows.ids).toHaveLength(10_000);
    expect([...tagsOfRow(rows, 4999)]).toEqual([4999, 5000]);
  });

  test('takes one row longer than all its room', () => {
    const builder = new TagRowsBuilder();
    builder.addRow(Array.from({ length: 20_000 }, (_, index) => 19_999 - index));
    expect([...tagsOfRow(builder.finish(), 0)].slice(0, 3)).toEqual([0, 1, 2]);
  });

  test('what it gave out stays as it was when it goes on', () => {
    const builder = new TagRowsBuilder();
    builder.addRow([1]);
    const early = builder.finish();
    builder.addRow([2]);
    expect(unpack(early)).toEqual([[1]]);
    expect(unpack(builder.finish())).toEqual([[1], [2]]);
  });
});

describe('countTags', () => {
  test('counts the rows that carry each tag', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const wanted = Array.from(
          { length: tagCount },
          (_, tag) => rows.filter((row) => row.includes(tag)).length,
        );
        expect([...countTags(packTagRows(rows), tagCount)]).toEqual(wanted);
      }),
    );
  });

  test('refuses an id beyond the vocabulary', () => {
    const rows = packTagRows([[0], [3]]);
    expect(() => countTags(rows, 3)).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { id: 3, tagCount: 3 } }),
    );
    expect(() => countTags(packTagRows([[-1]]), tagCount)).toThrow(invalid);
  });
});

describe('transposeTagRows', () => {
  test('gives for each tag the rows that carry it', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const wanted = Array.from({ length: tagCount }, (_, tag) =>
          rows.flatMap((row, index) => (row.includes(tag) ? [index] : [])),
        );
        expect(unpack(transposeTagRows(packTagRows(rows), tagCount))).toEqual(wanted);
      }),
    );
  });

  test('twice gives the same rows again', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const packed = packTagRows(rows);
        expect(transposeTagRows(transposeTagRows(packed, tagCount), rows.length)).toEqual(packed);
      }),
    );
  });

  test('refuses an id beyond the vocabulary', () => {
    expect(() => transposeTagRows(packTagRows([[7]]), 7)).toThrow(invalid);
  });
});

describe('mapTagRows', () => {
  const renaming = fc.array(fc.integer({ min: -1, max: 5 }), { minLength: tagCount, maxLength: tagCount });

  test('renames, drops and joins', () => {
    fc.assert(
      fc.property(someRows, renaming, (rows, newIds) => {
        const wanted = rows.map((row) => sortUnique(row.map((id) => newIds[id]).filter((id) => id >= 0)));
        expect(unpack(mapTagRows(packTagRows(rows), Int32Array.from(newIds)))).toEqual(wanted);
      }),
    );
  });

  test('leaves the rows it was given alone', () => {
    const rows = packTagRows([[0, 1, 2], [2]]);
    const kept = structuredClone(rows);
    mapTagRows(rows, Int32Array.of(2, -1, 0));
    expect(rows).toEqual(kept);
  });

  test('refuses an id without an entry instead of dropping it', () => {
    expect(() => mapTagRows(packTagRows([[0, 4]]), Int32Array.of(0, 1, 2))).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { id: 4, tagCount: 3 } }),
    );
  });
});
