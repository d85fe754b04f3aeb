import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  packReplies,
  replyStatuses,
  unpackReplies,
  type Reply,
  type ReplySegment,
} from '../../../../src/core/model/index.ts';
import {
  applyCorrections,
  correctedByHand,
  correctReplies,
  groupByRow,
  type Correction,
} from '../../../../src/core/pool/apply-corrections.ts';
import { replyOf } from '../../../helpers/tiny-datasets.ts';

const firstRow = 10;
const label = fc.constantFrom('sorting', 'Sorting', 'constructor', '__proto__', '数学');
const someReply: fc.Arbitrary<Reply> = fc.record({
  status: fc.constantFrom(...replyStatuses),
  tags: fc.array(fc.record({ tag: label, explanation: label }), { maxLength: 4 }),
  rawText: fc.constantFrom('', '["sorting"]'),
});
const someRecords = fc.array(fc.array(someReply, { maxLength: 3 }), { minLength: 1, maxLength: 8 });
const someCorrections = fc.array(
  fc.record({
    row: fc.integer({ min: firstRow - 2, max: firstRow + 10 }),
    query: fc.nat(4),
    tags: fc.array(label, { maxLength: 3 }),
  }),
  { maxLength: 8 },
);

/** A segment whose queries have the keys `key 0`, `key 1` and so on. */
function pack(records: readonly (readonly Reply[])[]): ReplySegment {
  return packReplies(
    firstRow,
    records,
    records.flat().map((_, query) => `key ${query}`),
  );
}

function unpackAll(segment: ReplySegment): Reply[][] {
  return Array.from({ length: segment.rowCount }, (_, index) =>
    unpackReplies(segment, segment.firstRow + index),
  );
}

/** The last correction of each query, looked for one by one. */
function correctOneByOne(
  records: readonly (readonly Reply[])[],
  corrections: readonly Correction[],
): Reply[][] {
  return records.map((replies, index) =>
    replies.map((reply, query) => {
      const found = corrections.findLast((one) => one.row === firstRow + index && one.query === query);
      if (found === undefined) return reply;
      const tags = found.tags.map((tag) => ({ tag, explanation: correctedByHand }));
      return { status: 'ok', tags, rawText: reply.rawText };
    }),
  );
}

describe('corrections of a segment', () => {
  test('each corrected query has the tags that were given last, and no other query changes', () => {
    fc.assert(
      fc.property(someRecords, someCorrections, (records, corrections) => {
        const corrected = applyCorrections(pack(records), groupByRow(corrections), 'every');
        expect(unpackAll(corrected)).toEqual(correctOneByOne(records, corrections));
      }),
    );
  });

  test('a segment is handed on as it is exactly when none of its queries is corrected', () => {
    fc.assert(
      fc.property(someRecords, someCorrections, (records, corrections) => {
        const segment = pack(records);
        const isTouched = corrections.some(
          ({ row, query }) => query < (records[row - firstRow]?.length ?? 0),
        );
        expect(applyCorrections(segment, groupByRow(corrections), 'every') !== segment).toBe(isTouched);
      }),
    );
  });

  test('correcting twice is correcting once', () => {
    fc.assert(
      fc.property(someRecords, someCorrections, (records, list) => {
        const corrections = groupByRow(list);
        const once = applyCorrections(pack(records), corrections, 'every');
        expect(applyCorrections(once, corrections, 'every')).toEqual(once);
      }),
    );
  });

  test('a corrected answer can no more be reused for the same question, those beside it can', () => {
    const segment = pack([[replyOf(['a']), replyOf(['b'])], [replyOf(['c'])]]);
    const corrections = groupByRow([{ row: firstRow, query: 1, tags: ['d'] }]);
    expect(applyCorrections(segment, corrections, 'every').keys).toEqual(['key 0', '', 'key 2']);
  });

  test('a segment without keys gets none, and keeps what else is stored with it', () => {
    const stored = { ...packReplies(firstRow, [[replyOf(['a'])]]), madeBy: 'another model' };
    const corrected = applyCorrections(stored, groupByRow([{ row: firstRow, query: 0, tags: [] }]), 'every');
    expect(corrected.madeBy).toBe('another model');
    expect('keys' in corrected).toBe(false);
  });
});

test('a refused answer that a person gave no tags counts as tagged with nothing, its text kept', () => {
  const refused: Reply = { status: 'refused', tags: [], rawText: 'I cannot help with that.' };
  expect(correctReplies([refused], [{ row: 0, query: 0, tags: [] }], 'every')).toEqual([
    { status: 'ok', tags: [], rawText: 'I cannot help with that.', isByHand: true },
  ]);
});

test('tags of all turns joined are not those of the first turn', () => {
  const tags = (turns: 'every' | 'first' | 'joined'): string[] =>
    correctReplies(
      [replyOf(['given'])],
      [
        { row: 0, query: 0, tags: ['first turn'] },
        { row: 0, query: 'joined', tags: ['all turns'] },
      ],
      turns,
    ).flatMap((reply) => reply.tags.map(({ tag }) => tag));
  expect(tags('every')).toEqual(['first turn']);
  expect(tags('first')).toEqual(['first turn']);
  expect(tags('joined')).toEqual(['all turns']);
});
