import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  orderRepresentatively,
  rowsPerVisit,
  type OrderedSource,
} from '../../../../src/core/tagging/representative-order.ts';
import { orderFarApart } from '../../../../src/core/tagging/far-apart.ts';

function makeSource(rowCount: number, rowsPerBlock: number): OrderedSource {
  const blockStarts: number[] = [];
  for (let start = 0; start < rowCount; start += rowsPerBlock) blockStarts.push(start);
  return { blockStarts, rowCount };
}

const sources = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 70 }))
    .map(([rows, block]) => makeSource(rows, block)),
  { maxLength: 4 },
);

describe('the representative order', () => {
  test('deals out every row of every source once, block by block as stated', () => {
    fc.assert(
      fc.property(sources, fc.integer(), (list, seed) => {
        const seen = list.map(({ rowCount }) => new Uint8Array(rowCount));
        for (const { source, blockStart, rows } of orderRepresentatively(list, seed)) {
          const { blockStarts, rowCount } = list[source];
          const end = blockStarts[blockStarts.indexOf(blockStart) + 1] ?? rowCount;
          expect(rows.length).toBeGreaterThan(0);
          expect(rows.length).toBeLessThanOrEqual(rowsPerVisit);
          for (const row of rows) {
            expect(row >= blockStart && row < end).toBe(true);
            seen[source][row] += 1;
          }
        }
        expect(seen.every((rows) => rows.every((times) => times === 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same for the same seed and another for another', () => {
    const list = [makeSource(500, 100)];
    const order = (seed: number): number[] =>
      [...orderRepresentatively(list, seed)].flatMap(({ rows }) => rows);
    expect(order(7)).toEqual(order(7));
    expect(order(7)).not.toEqual(order(8));
  });

  test('gives each source its share at any time, to within one visit', () => {
    const list = [makeSource(10_000, 1000), makeSource(1000, 1000), makeSource(40, 1000)];
    const taken = [0, 0, 0];
    let all = 0;
    for (const { source, rows } of orderRepresentatively(list, 1)) {
      taken[source] += rows.length;
      all += rows.length;
      list.forEach(({ rowCount }, index) => {
        const due = (all * rowCount) / 11_040;
        expect(Math.abs(taken[index] - due)).toBeLessThanOrEqual(2 * rowsPerVisit);
      });
    }
  });

  test('takes from all parts of a file early: the first 160 rows of ten blocks are 16 from each', () => {
    const blocks = new Map<number, number>();
    let all = 0;
    for (const { blockStart, rows } of orderRepresentatively([makeSource(10_000, 1000)], 3)) {
      blocks.set(blockStart, (blocks.get(blockStart) ?? 0) + rows.length);
      all += rows.length;
      if (all === 160) break;
    }
    expect([...blocks.values()]).toEqual(Array(10).fill(16));
  });
});

describe('far apart', () => {
  const toVectors = (angles: readonly number[]): Float32Array =>
    Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));

  test('takes the farthest from all before it, each time', () => {
    // Degrees 0, 10, 90, 180, 95: from 0 the farthest is 180, then 90 or 95, whichever is farther from both.
    const order = orderFarApart(
      toVectors([0, 10, 90, 180, 95].map((degrees) => (degrees * Math.PI) / 180)),
      2,
      1,
    );
    expect([...order]).toEqual([3, 2, 1, 4]);
  });

  test('agrees with the slow rule and leaves nothing out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 6.28, noNaN: true }), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 0, max: 3 }),
        (angles, wanted) => {
          const firstCount = Math.min(wanted, angles.length);
          const vectors = toVectors(angles);
          const order = [...orderFarApart(vectors, 2, firstCount)];
          expect([...order].sort((one, other) => one - other)).toEqual(
            angles.map((_, index) => index).filter((index) => index >= firstCount),
          );
          const distance = (one: number, other: number): number =>
            1 - (vectors[2 * one] * vectors[2 * other] + vectors[2 * one + 1] * vectors[2 * other + 1]);
          const before = angles.map((_, index) => index).slice(0, firstCount);
          order.forEach((chosen, place) => {
            const gap = (index: number): number =>
              Math.min(Infinity, ...before.map((other) => distance(index, other)));
            for (const other of order.slice(place))
              expect(gap(chosen)).toBeGreaterThanOrEqual(gap(other) - 1e-9);
            before.push(chosen);
          });
        },
      ),
    );
  });
});
