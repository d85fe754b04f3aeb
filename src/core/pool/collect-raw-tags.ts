import {
  isTagged,
  replyStatuses,
  TagRowsBuilder,
  type RawTags,
  type ReplySegment,
  type ReplyStatus,
} from '../model/index.ts';

/** The raw tags of all rows of a project, source after source. */
export interface PoolTags {
  readonly raw: RawTags;
  /** Rows of source i are pool rows `bounds[i] … bounds[i + 1] - 1`. */
  readonly bounds: Uint32Array;
  /** One byte per pool row: 1 when at least one of its queries has a successful reply. */
  readonly taggedRows: Uint8Array;
  /** Queries per pool row that have a successful reply; at most 65,535. */
  readonly queryCounts: Uint16Array;
  /** Replies of each status over all queries. */
  readonly statusCounts: Readonly<Record<ReplyStatus, number>>;
}

/**
 * Gathers replies into one table of raw tags. Segments of a source must come in order; rows between them count as
 * untagged. A record's tags are the union over its queries; an occurrence is counted once per query.
 */
export class RawTagCollector {
  readonly #labels: string[] = [];
  readonly #idOfLabel = new Map<string, number>();
  readonly #occurrenceCounts: number[] = [];
  readonly #rows = new TagRowsBuilder();
  readonly #bounds: Uint32Array;
  readonly #taggedRows: Uint8Array;
  readonly #queryCounts: Uint16Array;
  readonly #statusCounts: Record<ReplyStatus, number>;
  #nextRow = 0;
  #queryCount = 0;

  /** @param rowCounts Records of each source, in order. */
  constructor(rowCounts: readonly number[]) {
    this.#bounds = new Uint32Array(rowCounts.length + 1);
    rowCounts.forEach((count, index) => (this.#bounds[index + 1] = this.#bounds[index] + count));
    const total = this.#bounds[rowCounts.length];
    this.#taggedRows = new Uint8Array(total);
    this.#queryCounts = new Uint16Array(total);
    this.#statusCounts = {
      ok: 0,
      repaired: 0,
      truncated: 0,
      refused: 0,
      empty: 0,
      invalid: 0,
      unanswered: 0,
    };
  }

  /** Adds the replies to some rows of a source. O(assignments). */
  addSegment(sourceIndex: number, segment: ReplySegment): void {
    const idOfLocal = segment.labels.map((label) => this.#internLabel(label));
    const firstPoolRow = this.#bounds[sourceIndex] + segment.firstRow;
    this.#skipTo(firstPoolRow);
    for (let record = 0; record < segment.rowCount; record++) {
      this.#addRecord(firstPoolRow + record, segment, record, idOfLocal);
    }
    this.#nextRow = firstPoolRow + segment.rowCount;
  }

  finish(): PoolTags {
    this.#skipTo(this.#taggedRows.length);
    return {
      raw: {
        labels: this.#labels,
        occurrenceCounts: Uint32Array.from(this.#occurrenceCounts),
        rows: this.#rows.finish(),
        queryCount: this.#queryCount,
      },
      bounds: this.#bounds,
      taggedRows: this.#taggedRows,
      queryCounts: this.#queryCounts,
      statusCounts: this.#statusCounts,
    };
  }

  #addRecord(poolRow: number, segment: ReplySegment, record: number, idOfLocal: readonly number[]): void {
    const rowTags = new Set<number>();
    for (let query = segment.queryOffsets[record]; query < segment.queryOffsets[record + 1]; query++) {
      const status = replyStatuses[segment.statuses[query]];
      this.#statusCounts[status] += 1;
      if (!isTagged(status)) continue;
      this.#taggedRows[poolRow] = 1;
      this.#queryCounts[poolRow] += 1;
      this.#queryCount += 1;
      const ids = segment.tags.ids.subarray(segment.tags.offsets[query], segment.tags.offsets[query + 1]);
      for (const local of new Set(ids)) {
        this.#occurrenceCounts[idOfLocal[local]] += 1;
        rowTags.add(idOfLocal[local]);
      }
    }
    this.#rows.addRow(rowTags);
  }

  #skipTo(poolRow: number): void {
    for (; this.#nextRow < poolRow; this.#nextRow++) this.#rows.addRow([]);
  }

  #internLabel(label: string): number {
    const known = this.#idOfLabel.get(label);
    if (known !== undefined) return known;
    const id = this.#labels.push(label) - 1;
    this.#idOfLabel.set(label, id);
    this.#occurrenceCounts.push(0);
    return id;
  }
}
