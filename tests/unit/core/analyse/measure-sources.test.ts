import { describe, expect, test } from 'vitest';
import { measureSources, type MeasuredPool } from '../../../../src/core/analyse/measure-sources.ts';
import {
  packTagRows,
  rowCountOf,
  shuffledIndices,
  createRandom,
  tagsOfRow,
} from '../../../../src/core/model/index.ts';
import { drawSeededPool, markAllTagged } from '../../../helpers/seeded-pool.ts';

// Source A: rows 0 to 2 (row 2 untagged); source B: rows 3 and 4.
const tiny: MeasuredPool = {
  rows: packTagRows([[0, 1, 2], [0], [3], [0, 3], []]),
  tagCount: 5,
  bounds: Uint32Array.from([0, 3, 5]),
  taggedRows: Uint8Array.from([1, 1, 0, 1, 1]),
  queryCounts: Uint16Array.from([2, 1, 4, 1, 1]),
};

describe('measureSources', () => {
  test('diversity is the share of the vocabulary, complexity the mean tags of tagged rows', () => {
    const { sources, pool } = measureSources(tiny);
    expect(sources[0]).toMatchObject({
      rowCount: 3,
      taggedRowCount: 2,
      tagCount: 3,
      diversity: 0.6,
      complexity: 2,
    });
    expect(sources[1]).toMatchObject({
      rowCount: 2,
      taggedRowCount: 2,
      tagCount: 2,
      diversity: 0.4,
      complexity: 1,
    });
    expect(pool).toMatchObject({
      rowCount: 5,
      taggedRowCount: 4,
      tagCount: 4,
      diversity: 0.8,
      complexity: 1.5,
    });
  });

  test('queries of untagged rows are counted but not averaged over', () => {
    const [source] = measureSources(tiny).sources;
    expect(source.queryCount).toBe(7);
    expect(source.complexityPerQuery).toBeCloseTo(4 / 3, 12);
  });

  test('all sources are rarefied to the smallest one', () => {
    const { rows } = tiny;
    const measured = { ...tiny, bounds: Uint32Array.from([0, 1, 5]), rows, taggedRows: markAllTagged(rows) };
    const { sources, pool } = measureSources(measured);
    expect([...sources, pool].map(({ rarefiedTo }) => rarefiedTo)).toEqual([1, 1, 1]);
    expect(sources[0].rarefiedTagCount).toBeCloseTo(3, 10);
    expect(sources[1].rarefiedTagCount).toBeCloseTo(1, 10);
  });

  test('recall is read as: how much of the second source the first has', () => {
    const { recall } = measureSources(tiny);
    expect([...recall]).toEqual([1, 1 / 2, 1 / 3, 1]);
  });

  test('counts per tag and source leave untagged rows out', () => {
    expect([...measureSources(tiny).tagSourceCounts]).toEqual([2, 1, 1, 0, 1, 0, 0, 1, 0, 0]);
  });

  test('a source without tagged rows has no means and does not shrink the common sample', () => {
    const { sources } = measureSources({ ...tiny, taggedRows: Uint8Array.from([1, 1, 1, 0, 0]) });
    expect(sources[1]).toMatchObject({
      tagCount: 0,
      diversity: 0,
      complexity: NaN,
      rarefiedTagCount: NaN,
      curve: [],
    });
    expect(sources[0]).toMatchObject({ rarefiedTo: 3 });
  });

  test('a source that is the whole pool has the measures of the pool', () => {
    const { sources, pool } = measureSources({ ...tiny, bounds: Uint32Array.from([0, 5]) });
    expect(sources).toEqual([pool]);
  });

  test('the order of the rows within a source changes nothing', () => {
    const rows = drawSeededPool({ rowCount: 500, tagCount: 60, meanTags: 4, topicCount: 3, seed: 3 });
    const order = shuffledIndices(300, createRandom(1));
    const turned = Array.from({ length: rowCountOf(rows) }, (_, row) => [
      ...tagsOfRow(rows, order[row] ?? row),
    ]);
    const measured = {
      rows,
      tagCount: 60,
      bounds: Uint32Array.from([0, 300, 500]),
      taggedRows: markAllTagged(rows),
      queryCounts: new Uint16Array(500).fill(1),
    };
    expect(measureSources({ ...measured, rows: packTagRows(turned) })).toEqual(measureSources(measured));
  });

  test('bounds that miss rows are refused', () => {
    expect(() => measureSources({ ...tiny, bounds: Uint32Array.from([0, 4]) })).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { rowCount: 5 } }),
    );
  });

  test('arrays of another length and ids beyond the vocabulary are refused', () => {
    const invalid: unknown = expect.objectContaining({ code: 'invalid-input' });
    expect(() => measureSources({ ...tiny, queryCounts: new Uint16Array(2) })).toThrow(invalid);
    expect(() => measureSources({ ...tiny, tagCount: 3 })).toThrow(invalid);
  });
});
