import { transposeTagRows, type TagRows } from '../model/index.ts';

/** Pairs of tags that share rows, as columns; sorted by source, then target. */
export interface PairCounts {
  /** Per pair: the lower of the two ids. */
  readonly sources: Uint32Array;
  /** Per pair: the higher of the two ids. */
  readonly targets: Uint32Array;
  /** Per pair: rows that carry both, at least 1. */
  readonly counts: Uint32Array;
}

/**
 * Counts for each pair of tags the rows that carry both, exactly.
 *
 * @throws AppError `invalid-input` when an id is not below `tagCount`.
 * O(sum of squared row lengths + pairs log pairs) time; memory is the pairs found, the rows turned around and two
 * numbers a tag, so it does not grow with the square of the vocabulary.
 */
export function countPairs(rows: TagRows, tagCount: number): PairCounts {
  const rowsOfTags = transposeTagRows(rows, tagCount);
  const counter = new PairCounter(tagCount);
  for (let tag = 0; tag < tagCount; tag++) {
    for (let place = rowsOfTags.offsets[tag]; place < rowsOfTags.offsets[tag + 1]; place++) {
      counter.addRow(rows, rowsOfTags.ids[place], tag);
    }
    counter.closeTag(tag);
  }
  return counter.finish();
}

/** Counts the partners of one tag at a time, and keeps the pairs in growing arrays. */
class PairCounter {
  readonly #partnerCounts: Uint32Array;
  readonly #partners: Uint32Array;
  #partnerCount = 0;
  #pairs = new Uint32Array(3 * 1024);
  #pairCount = 0;

  constructor(tagCount: number) {
    this.#partnerCounts = new Uint32Array(tagCount);
    this.#partners = new Uint32Array(tagCount);
  }

  // Ids within a row ascend and `tag` is one of them, so the partners above it are the row's end.
  addRow(rows: TagRows, row: number, tag: number): void {
    for (let index = rows.offsets[row + 1] - 1; rows.ids[index] > tag; index--) {
      const partner = rows.ids[index];
      if (this.#partnerCounts[partner] === 0) this.#partners[this.#partnerCount++] = partner;
      this.#partnerCounts[partner] += 1;
    }
  }

  closeTag(tag: number): void {
    const needed = 3 * (this.#pairCount + this.#partnerCount);
    if (needed > this.#pairs.length) {
      const larger = new Uint32Array(Math.max(needed, this.#pairs.length * 2));
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    for (const partner of this.#partners.subarray(0, this.#partnerCount).sort()) {
      const place = 3 * this.#pairCount++;
      this.#pairs[place] = tag;
      this.#pairs[place + 1] = partner;
      this.#pairs[place + 2] = this.#partnerCounts[partner];
      this.#partnerCounts[partner] = 0;
    }
    this.#partnerCount = 0;
  }

  finish(): PairCounts {
    const column = (part: number): Uint32Array =>
      Uint32Array.from({ length: this.#pairCount }, (_, pair) => this.#pairs[3 * pair + part]);
    return { sources: column(0), targets: column(1), counts: column(2) };
  }
}
