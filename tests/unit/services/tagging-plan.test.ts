import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countPendingRows, planBlocks, sliceBlock } from '../../../src/services/tagging-plan.ts';
import type { TaggedStretch } from '../../../src/store/run-store.ts';
import { packQuestions, packBlock, readBlock, storedSource } from '../../helpers/tiny-datasets.ts';

function rowsOf({ firstRow, rowCount }: TaggedStretch): number[] {
  return Array.from({ length: rowCount }, (_, index) => firstRow + index);
}

/** First rows of blocks with some lengths, and how many rows they hold. */
const someBlocks = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }).map((lengths) => {
  const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
  return { starts, rowCount: lengths.reduce((sum, length) => sum + length, 0) };
});

describe('planBlocks', () => {
  test('every untagged row is planned exactly once, in its own block, in short stretches', () => {
    const gapsAndRuns = fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 12 })), { maxLength: 12 });
    fc.assert(
      fc.property(someBlocks, gapsAndRuns, fc.integer({ min: 1, max: 9 }), (blocks, runs, rowsPerCall) => {
        const done: TaggedStretch[] = [];
        let next = 0;
        for (const [gap, rowCount] of runs) {
          const firstRow = next + gap;
          next = firstRow + rowCount;
          if (next <= blocks.rowCount) done.push({ firstRow, rowCount });
        }
        const plan = planBlocks(storedSource(1, blocks.rowCount), blocks.starts, done, rowsPerCall);
        const planned = plan.flatMap(({ stretches }) => stretches.flatMap(rowsOf));
        const tagged = new Set(done.flatMap(rowsOf));
        const untagged = [...Array(blocks.rowCount).keys()].filter((row) => !tagged.has(row));
        expect(planned).toEqual(untagged);
        expect(countPendingRows(plan)).toBe(untagged.length);
        for (const { blockStart, stretches } of plan) {
          const blockEnd = blocks.starts[blocks.starts.indexOf(blockStart) + 1] ?? blocks.rowCount;
          expect(stretches.length).toBeGreaterThan(0);
          for (const { firstRow, rowCount } of stretches) {
            expect(firstRow).toBeGreaterThanOrEqual(blockStart);
            expect(firstRow + rowCount).toBeLessThanOrEqual(blockEnd);
            expect(rowCount).toBeLessThanOrEqual(rowsPerCall);
          }
        }
      }),
    );
  });

  test('blocks without open rows are left out', () => {
    const plan = planBlocks(storedSource(1, 30), [0, 10, 20], [{ firstRow: 5, rowCount: 17 }], 100);
    expect(plan.map(({ blockStart, stretches }) => ({ blockStart, stretches }))).toEqual([
      { blockStart: 0, stretches: [{ firstRow: 0, rowCount: 5 }] },
      { blockStart: 20, stretches: [{ firstRow: 22, rowCount: 8 }] },
    ]);
  });
});

describe('sliceBlock', () => {
  test('cuts the records out, with memory of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1, maxLength: 20 }),
        fc.nat(1e6),
        fc.nat(),
        fc.nat(),
        (texts, firstRow, one, other) => {
          const block = packBlock(firstRow, texts);
          const first = one % texts.length;
          const rowCount = 1 + (other % (texts.length - first));
          const slice = sliceBlock(block, { firstRow: firstRow + first, rowCount });
          expect(slice.firstRow).toBe(firstRow + first);
          expect(slice.offsets[0]).toBe(0);
          expect(slice.offsets).toHaveLength(rowCount + 1);
          expect(readBlock(slice)).toEqual(texts.slice(first, first + rowCount));
          expect(slice.bytes.buffer.byteLength).toBe(slice.offsets[rowCount]);
          expect(slice.bytes.buffer).not.toBe(block.bytes.buffer);
        },
      ),
    );
  });

  test('the block it is cut from stays readable after the slice was handed over', () => {
    const block = packQuestions(0, 5);
    const slice = sliceBlock(block, { firstRow: 1, rowCount: 2 });
    structuredClone(slice, { transfer: [slice.bytes.buffer, slice.offsets.buffer] });
    expect(readBlock(block)).toHaveLength(5);
  });
});
