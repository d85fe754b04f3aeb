import {
  packReplies,
  unpackReplies,
  type QuerySettings,
  type Reply,
  type ReplySegment,
} from '../model/index.ts';

/** Number of a query in its record, from 0; all turns joined are another query than the first of them. */
export type QueryNumber = number | 'joined';

/** Numbers a query by its position among those that a record reads as. */
export function queryNumber(index: number, turns: QuerySettings['turns']): QueryNumber {
  return turns === 'joined' ? 'joined' : index;
}

/** Tags that a person gave a query, in place of those of any tagger. */
export interface Correction {
  /** Row number in its source, from 0. */
  readonly row: number;
  readonly query: QueryNumber;
  readonly tags: readonly string[];
}

/** The corrections of one source, by row. */
export type CorrectionsByRow = ReadonlyMap<number, readonly Correction[]>;

/** Stands in the place of a tagger's evidence. */
export const correctedByHand = 'corrected by hand';

/**
 * Puts a person's tags in place of a tagger's. Corrected queries lose their reuse keys, because the tags are no model's
 * answer any more; their raw text stays.
 *
 * @param corrections Of the segment's source; those of other rows, and of queries that a row does not have, do nothing.
 * @param turns How the records were read.
 * @returns The segment itself when nothing in it is corrected. O(rows), and O(assignments) when something is.
 */
export function applyCorrections<Segment extends ReplySegment>(
  segment: Segment,
  corrections: CorrectionsByRow,
  turns: QuerySettings['turns'],
): Segment {
  const rows = Array.from({ length: segment.rowCount }, (_, index) => segment.firstRow + index);
  if (corrections.size === 0 || !rows.some((row) => corrections.has(row))) return segment;
  const given = rows.map((row) => unpackReplies(segment, row));
  const corrected = rows.map((row, index) => correctReplies(given[index], corrections.get(row) ?? [], turns));
  const [before, after] = [given.flat(), corrected.flat()];
  const isKept = after.map((reply, query) => reply === before[query]);
  if (!isKept.includes(false)) return segment;
  const keys = segment.keys?.map((key, query) => (isKept[query] ? key : ''));
  return { ...segment, ...packReplies(segment.firstRow, corrected, keys) };
}

/** Puts a person's tags in place of a tagger's for one row; other replies are handed on as they are. */
export function correctReplies(
  replies: readonly Reply[],
  corrections: readonly Correction[],
  turns: QuerySettings['turns'],
): Reply[] {
  const tagsOf = new Map(corrections.map(({ query, tags }) => [query, tags]));
  return replies.map((reply, index) => {
    const tags = tagsOf.get(queryNumber(index, turns));
    if (tags === undefined) return reply;
    return {
      status: 'ok',
      tags: tags.map((tag) => ({ tag, explanation: correctedByHand })),
      rawText: reply.rawText,
      isByHand: true,
    };
  });
}

/** Sorts the corrections of a source into its rows. */
export function groupByRow(corrections: readonly Correction[]): CorrectionsByRow {
  const byRow = new Map<number, Correction[]>();
  for (const correction of corrections) {
    const known = byRow.get(correction.row);
    if (known === undefined) byRow.set(correction.row, [correction]);
    else known.push(correction);
  }
  return byRow;
}
