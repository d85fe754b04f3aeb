import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTagged,
  joinSegments,
  packReplies,
  replyStatuses,
  sliceSegment,
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

describe('joining and cutting', () => {
  const keysFor = (records: readonly (readonly Reply[])[]): string[] =>
    records.flat().map((_, index) => `key ${index}`);

  test('joined segments read as the parts did, keys included', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(12), (records, cut) => {
        fc.pre(records.length > 0);
        const keys = keysFor(records);
        const at = Math.min(cut, records.length);
        const before = records.slice(0, at).flat().length;
        const parts = [
          packReplies(3, records.slice(0, at), keys.slice(0, before)),
          packReplies(3 + at, records.slice(at), keys.slice(before)),
        ];
        expect(joinSegments(parts)).toEqual(packReplies(3, records, keys));
      }),
    );
  });

  test('segments without keys get empty ones beside those that have some', () => {
    const joined = joinSegments([
      packReplies(0, [[replyOf(['a'])]]),
      packReplies(1, [[replyOf(['b'])]], ['k']),
    ]);
    expect(joined.keys).toEqual(['', 'k']);
  });

  test('a segment cut in pieces and joined again is the same', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(11), (records, place) => {
        fc.pre(records.length > 1);
        const cut = 1 + (place % (records.length - 1));
        const segment = packReplies(5, records, keysFor(records));
        const parts = [sliceSegment(segment, 5, 5 + cut), sliceSegment(segment, 5 + cut, 5 + records.length)];
        expect(parts.map(({ rowCount }) => rowCount)).toEqual([cut, records.length - cut]);
        expect(joinSegments(parts)).toEqual(segment);
      }),
    );
  });
});
