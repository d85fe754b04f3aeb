import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTagged,
  packReplies,
  replyStatuses,
  unpackReplies,
  type Reply,
} from '../../../../src/core/model/index.ts';
import { replyOf } from '../../../helpers/tiny-datasets.ts';

// Few distinct texts, so that they repeat, and names that an object would have of its own.
const someText = fc.constantFrom('', 'sorting', 'Sorting', 'constructor', '__proto__', '数学', 'a "b"\n');
const someReply: fc.Arbitrary<Reply> = fc.record({
  status: fc.constantFrom(...replyStatuses),
  tags: fc.array(fc.record({ tag: someText, explanation: someText }), { maxLength: 5 }),
  rawText: someText,
});
const someRecords = fc.array(fc.array(someReply, { maxLength: 4 }), { maxLength: 12 });

describe('packReplies', () => {
  test('replies read back as they were, in the order the tagger gave', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(1e6), (records, firstRow) => {
        const segment = packReplies(firstRow, records);
        expect(segment.rowCount).toBe(records.length);
        records.forEach((replies, index) => {
          expect(unpackReplies(segment, firstRow + index)).toEqual(replies);
        });
      }),
    );
  });

  test('it survives structured cloning, as the store and workers do it', () => {
    fc.assert(
      fc.property(someRecords, (records) => {
        const segment = packReplies(0, records);
        expect(structuredClone(segment)).toEqual(segment);
      }),
      { numRuns: 30 },
    );
  });

  test('equal tags and explanations are kept once', () => {
    const segment = packReplies(5, [[replyOf(['sorting', 'lists'])], [replyOf(['sorting'])]]);
    expect(segment.labels).toEqual(['sorting', 'lists']);
    expect(segment.explanations).toEqual(['about sorting', 'about lists']);
    expect([...segment.tags.ids]).toEqual([0, 1, 0]);
    expect(segment.rawTexts).toEqual([]);
  });

  test('a record without queries keeps its place', () => {
    const segment = packReplies(0, [[], [replyOf(['lists'])], []]);
    expect([...segment.queryOffsets]).toEqual([0, 0, 1, 1]);
    expect(unpackReplies(segment, 0)).toEqual([]);
    expect(unpackReplies(segment, 1)).toEqual([replyOf(['lists'])]);
  });
});

test('rows outside a segment have no replies', () => {
  const segment = packReplies(10, [[replyOf(['lists'])]]);
  expect(unpackReplies(segment, 9)).toEqual([]);
  expect(unpackReplies(segment, 11)).toEqual([]);
});

test('only whole and repaired answers count as tagging', () => {
  expect(replyStatuses.filter(isTagged)).toEqual(['ok', 'repaired']);
});
