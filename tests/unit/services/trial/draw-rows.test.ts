import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawRows } from '../../../../src/services/trial/draw-rows.ts';

const someSource = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }).map((lengths) => ({
  blockStarts: lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0)),
  rowCount: lengths.reduce((sum, length) => sum + length, 0),
}));
const someSources = fc.array(someSource, { maxLength: 4 });

test('every row of every source is drawn once', () => {
  fc.assert(
    fc.property(someSources, fc.nat(), (sources, seed) => {
      const drawn = [...drawRows(sources, seed)].map(({ source, row }) => `${source}:${row}`).sort();
      const all = sources.flatMap(({ rowCount }, source) =>
        Array.from({ length: rowCount }, (_, row) => `${source}:${row}`),
      );
      expect(drawn).toEqual(all.sort());
    }),
  );
});

test('a block has no second row before all blocks of its source have a first', () => {
  fc.assert(
    fc.property(someSources, fc.nat(), (sources, seed) => {
      const seen = sources.map(() => new Set<number>());
      for (const { source, row } of drawRows(sources, seed)) {
        const { blockStarts } = sources[source];
        const block = blockStarts.findLastIndex((start) => start <= row);
        if (seen[source].has(block)) expect(seen[source].size).toBe(blockStarts.length);
        seen[source].add(block);
      }
    }),
  );
});

test('large sources have their share of the first rows', () => {
  const blocks = (count: number) => ({
    blockStarts: Array.from({ length: count }, (_, block) => block * 1000),
    rowCount: count * 1000,
  });
  const draws = drawRows([blocks(30), blocks(10)], 7);
  const sources = Array.from({ length: 20 }, () => draws.next().value?.source);
  expect(sources.filter((source) => source === 0).length).toBe(15);
});

test('the same seed draws the same rows, another seed others', () => {
  const source = { blockStarts: [0, 100, 200], rowCount: 300 };
  const firstRows = (seed: number): number[] =>
    [...drawRows([source], seed)].slice(0, 9).map(({ row }) => row);
  expect(firstRows(1)).toEqual(firstRows(1));
  expect(firstRows(1)).not.toEqual(firstRows(2));
});
