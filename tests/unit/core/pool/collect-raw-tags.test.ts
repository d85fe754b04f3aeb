import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTagged,
  packReplies,
  replyStatuses,
  tagsOfRow,
  type Reply,
} from '../../../../src/core/model/index.ts';
import { RawTagCollector, type PoolTags } from '../../../../src/core/pool/collect-raw-tags.ts';
import { replyOf } from '../../../helpers/tiny-datasets.ts';

/** Collects records of one source, cut into segments of some rows. */
function collect(records: readonly (readonly Reply[])[], rowsPerSegment: number): PoolTags {
  const collector = new RawTagCollector([records.length]);
  for (let first = 0; first < records.length; first += rowsPerSegment)
    collector.addSegment(0, packReplies(first, records.slice(first, first + rowsPerSegment)));
  return collector.finish();
}

function labelsOfRow({ raw }: PoolTags, poolRow: number): string[] {
  return [...tagsOfRow(raw.rows, poolRow)].map((id) => raw.labels[id]).sort();
}

function occurrences({ raw }: PoolTags): Record<string, number> {
  return Object.fromEntries(raw.labels.map((label, id) => [label, raw.occurrenceCounts[id]]));
}

describe('RawTagCollector', () => {
  test("a record's tags are the union over its queries", () => {
    const pool = collect([[replyOf(['lists', 'sorting']), replyOf(['sorting', 'loops'])]], 10);
    expect(labelsOfRow(pool, 0)).toEqual(['lists', 'loops', 'sorting']);
  });

  test('an occurrence counts once a query, however often the query repeats the tag', () => {
    const pool = collect([[replyOf(['lists', 'lists']), replyOf(['lists'])], [replyOf(['lists'])]], 10);
    expect(occurrences(pool)).toEqual({ lists: 3 });
    expect(pool.raw.queryCount).toBe(3);
    expect([...pool.queryCounts]).toEqual([2, 1]);
  });

  test('rows between and behind segments are untagged, in every source', () => {
    const collector = new RawTagCollector([4, 0, 3]);
    collector.addSegment(0, packReplies(1, [[replyOf(['lists'])]]));
    collector.addSegment(0, packReplies(3, [[replyOf(['loops'])]]));
    collector.addSegment(2, packReplies(1, [[replyOf(['lists'])]]));
    const pool = collector.finish();
    expect([...pool.bounds]).toEqual([0, 4, 4, 7]);
    expect([...pool.taggedRows]).toEqual([0, 1, 0, 1, 0, 1, 0]);
    expect(Array.from({ length: 7 }, (_, row) => labelsOfRow(pool, row))).toEqual([
      [],
      ['lists'],
      [],
      ['loops'],
      [],
      ['lists'],
      [],
    ]);
  });

  test('tags of a reply that failed are left out, and its status is counted', () => {
    const replies = replyStatuses.map((status) => replyOf([`tag of ${status}`], status));
    const pool = collect([replies, [replyOf(['x'], 'refused')], [replyOf([])]], 10);
    expect(labelsOfRow(pool, 0)).toEqual(['tag of ok', 'tag of repaired']);
    expect([...pool.taggedRows]).toEqual([1, 0, 1]);
    expect([...pool.queryCounts]).toEqual([2, 0, 1]);
    expect(pool.statusCounts).toEqual({
      ok: 2,
      repaired: 1,
      truncated: 1,
      refused: 2,
      empty: 1,
      invalid: 1,
      unanswered: 1,
    });
  });

  test('a row without queries is untagged', () => {
    const pool = collect([[], [replyOf(['lists'])]], 10);
    expect([...pool.taggedRows]).toEqual([0, 1]);
  });

  test('nothing at all is an empty table', () => {
    const pool = new RawTagCollector([]).finish();
    expect(pool.raw).toMatchObject({ labels: [], queryCount: 0 });
    expect([...pool.raw.rows.offsets]).toEqual([0]);
    expect([...new RawTagCollector([2]).finish().raw.rows.offsets]).toEqual([0, 0, 0]);
  });

  const someReply: fc.Arbitrary<Reply> = fc
    .tuple(
      fc.array(fc.constantFrom('lists', 'Lists', 'constructor', 'loops', 'maths'), { maxLength: 4 }),
      fc.constantFrom(...replyStatuses),
    )
    .map(([tags, status]) => replyOf(tags, status));
  const someRecords = fc.array(fc.array(someReply, { maxLength: 3 }), { maxLength: 15 });

  test('agrees with counting by hand, wherever the segments are cut', () => {
    fc.assert(
      fc.property(someRecords, fc.integer({ min: 1, max: 6 }), (records, rowsPerSegment) => {
        const pool = collect(records, rowsPerSegment);
        const counted = new Map<string, number>();
        records.forEach((replies, row) => {
          const tagged = replies.filter(({ status }) => isTagged(status));
          const perQuery = tagged.map(({ tags }) => [...new Set(tags.map(({ tag }) => tag))]);
          for (const tag of perQuery.flat()) counted.set(tag, (counted.get(tag) ?? 0) + 1);
          expect(labelsOfRow(pool, row)).toEqual([...new Set(perQuery.flat())].sort());
          expect(pool.taggedRows[row]).toBe(tagged.length > 0 ? 1 : 0);
          expect(pool.queryCounts[row]).toBe(tagged.length);
        });
        const found = Object.entries(occurrences(pool)).filter(([, count]) => count > 0);
        expect(new Map(found)).toEqual(counted);
        const total = Object.values(pool.statusCounts).reduce((sum, count) => sum + count, 0);
        expect(total).toBe(records.flat().length);
      }),
    );
  });
});
