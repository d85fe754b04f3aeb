import type { TagRows } from './tag-rows.ts';

/** How the reading of a tagger's answer to one query ended; `unanswered`: the engine gave none, or broke down over it. */
export type ReplyStatus = 'ok' | 'repaired' | 'truncated' | 'refused' | 'empty' | 'invalid' | 'unanswered';

/** Statuses in the order of their codes in `ReplySegment.statuses`. */
export const replyStatuses: readonly ReplyStatus[] = Object.freeze([
  'ok',
  'repaired',
  'truncated',
  'refused',
  'empty',
  'invalid',
  'unanswered',
]);

/** A tag as the tagger wrote it, with one sentence of evidence. */
export interface RawTag {
  readonly tag: string;
  readonly explanation: string;
}

/** A tagger's answer to one query. */
export interface Reply {
  readonly status: ReplyStatus;
  readonly tags: readonly RawTag[];
  /** The answer as the model wrote it; empty for the built-in tagger, whose tags are the answer. */
  readonly rawText: string;
  /** The tags are a person's, in place of the tagger's; not kept in segments. */
  readonly isByHand?: true;
}

/**
 * The answers to consecutive records of one source, packed: record i has the queries
 * `queryOffsets[i] … queryOffsets[i + 1] - 1`, query q the assignments `tags.offsets[q] … tags.offsets[q + 1] - 1`.
 * Built-in tagging writes segments of some hundred records, a language model segments of a few.
 */
export interface ReplySegment {
  /** Row number in the source of the first record, from 0. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** rowCount + 1 entries. */
  readonly queryOffsets: Uint32Array;
  /** One code per query: an index into `replyStatuses`. */
  readonly statuses: Uint8Array;
  /** Per query, in the order the tagger gave: ids into `labels`. Unlike a vocabulary's rows these are not sorted. */
  readonly tags: TagRows;
  readonly labels: readonly string[];
  /** Per assignment: an id into `explanations`. */
  readonly explanationIds: Uint32Array;
  readonly explanations: readonly string[];
  /** Per query; empty when the tagger has no text of its own. */
  readonly rawTexts: readonly string[];
  /** Per query: what the answer depends on, so that it need not be asked for twice; missing when answers are cheap. */
  readonly keys?: readonly string[];
}

/**
 * Packs the replies to consecutive records.
 *
 * @param replies Per record, per query.
 * @param keys Per query.
 */
export function packReplies(
  firstRow: number,
  replies: readonly (readonly Reply[])[],
  keys?: readonly string[],
): ReplySegment {
  const flat = replies.flat();
  const labels = new Interner();
  const explanations = new Interner();
  const assignments = flat.flatMap((reply) => reply.tags);
  const queryOffsets = runningTotals(replies.map((queries) => queries.length));
  return {
    firstRow,
    rowCount: replies.length,
    queryOffsets,
    statuses: Uint8Array.from(flat, (reply) => replyStatuses.indexOf(reply.status)),
    tags: {
      offsets: runningTotals(flat.map((reply) => reply.tags.length)),
      ids: Uint32Array.from(assignments, ({ tag }) => labels.idOf(tag)),
    },
    labels: labels.values,
    explanationIds: Uint32Array.from(assignments, ({ explanation }) => explanations.idOf(explanation)),
    explanations: explanations.values,
    rawTexts: flat.some((reply) => reply.rawText !== '') ? flat.map((reply) => reply.rawText) : [],
    ...(keys === undefined ? {} : { keys }),
  };
}

/** Reads back the replies to one record of a segment, in the order of its queries. */
export function unpackReplies(segment: ReplySegment, row: number): Reply[] {
  const record = row - segment.firstRow;
  const replies: Reply[] = [];
  for (let query = segment.queryOffsets[record]; query < segment.queryOffsets[record + 1]; query++) {
    const tags: RawTag[] = [];
    for (let index = segment.tags.offsets[query]; index < segment.tags.offsets[query + 1]; index++) {
      const explanation = segment.explanations[segment.explanationIds[index]];
      tags.push({ tag: segment.labels[segment.tags.ids[index]], explanation });
    }
    replies.push({
      status: replyStatuses[segment.statuses[query]],
      tags,
      rawText: segment.rawTexts[query] ?? '',
    });
  }
  return replies;
}

/** Joins segments that follow one another into one. */
export function joinSegments(segments: readonly ReplySegment[]): ReplySegment {
  const replies = segments.flatMap((segment) =>
    Array.from({ length: segment.rowCount }, (_, index) => unpackReplies(segment, segment.firstRow + index)),
  );
  const keys = segments.flatMap((segment) => segment.keys ?? Array.from(segment.statuses, () => ''));
  const hasKeys = segments.some((segment) => segment.keys !== undefined);
  return packReplies(segments[0].firstRow, replies, hasKeys ? keys : undefined);
}

/** Cuts some rows out of a segment, `endRow` not included. */
export function sliceSegment(segment: ReplySegment, firstRow: number, endRow: number): ReplySegment {
  const rows = Array.from({ length: endRow - firstRow }, (_, index) => firstRow + index);
  const from = segment.queryOffsets[firstRow - segment.firstRow];
  const to = segment.queryOffsets[endRow - segment.firstRow];
  const replies = rows.map((row) => unpackReplies(segment, row));
  return packReplies(firstRow, replies, segment.keys?.slice(from, to));
}

/** Tells whether an answer counts as tagging; all other statuses leave the query untagged. */
export function isTagged(status: ReplyStatus): boolean {
  return status === 'ok' || status === 'repaired';
}

/** Gives equal strings equal numbers, from 0 in order of first sight. */
class Interner {
  readonly values: string[] = [];
  readonly #ids = new Map<string, number>();

  idOf(value: string): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#ids.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

function runningTotals(lengths: readonly number[]): Uint32Array {
  const totals = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, index) => (totals[index + 1] = totals[index] + length));
  return totals;
}
