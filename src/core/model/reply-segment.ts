import type { TagRows } from './tag-rows.ts';

/** How the reading of a tagger's answer to one query ended. */
export type ReplyStatus = 'ok' | 'repaired' | 'truncated' | 'refused' | 'empty' | 'invalid';

/** Statuses in the order of their codes in `ReplySegment.statuses`. */
export const replyStatuses: readonly ReplyStatus[] = Object.freeze([
  'ok',
  'repaired',
  'truncated',
  'refused',
  'empty',
  'invalid',
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
}

/**
 * Packs the replies to consecutive records.
 *
 * @param replies Per record, per query.
 */
export function packReplies(firstRow: number, replies: readonly (readonly Reply[])[]): ReplySegment {
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
