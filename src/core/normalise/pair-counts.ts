import type { WeightedRows } from './weighted-rows.ts';

// 16 MB. The rows are read once per block; with blocks of 4 MB that took longer than the better caching saved.
const blockEntries = 1 << 22;

/**
 * Counts pairs of items by a triangle of counts, in blocks of its lines, so that memory stays bounded.
 * Each block reads all rows in order.
 */
export class PairCounts {
  readonly #rows: WeightedRows;
  readonly #itemCount: number;
  readonly #minSupport: number;
  #counts: Uint32Array;
  // The lines of the block at hand, from `#first` to before `#end`.
  #first = 0;
  #end = 0;

  constructor(rows: WeightedRows, { itemCount, minSupport }: { itemCount: number; minSupport: number }) {
    this.#rows = rows;
    this.#itemCount = itemCount;
    this.#minSupport = minSupport;
    this.#counts = new Uint32Array(Math.min(Math.max(blockEntries, itemCount), countTriangle(itemCount)));
  }

  /**
   * Lists the items below `item` that are in enough rows with it.
   *
   * @param item Rises from call to call.
   * @param found Receives the items, ascending.
   * @param foundCounts Receives the rows that hold both.
   * @returns How many there are.
   */
  listFrequent(item: number, found: Int32Array, foundCounts: Uint32Array): number {
    if (item >= this.#end) this.#countBlock(item);
    const counts = this.#counts;
    const line = countTriangle(item) - countTriangle(this.#first);
    let length = 0;
    for (let other = 0; other < item; other++) {
      const count = counts[line + other];
      if (count < this.#minSupport) continue;
      found[length] = other;
      foundCounts[length++] = count;
    }
    return length;
  }

  #countBlock(first: number): void {
    const start = countTriangle(first);
    let end = first + 1;
    while (end < this.#itemCount && countTriangle(end + 1) - start <= this.#counts.length) end++;
    this.#first = first;
    this.#end = end;
    const counts = this.#counts.fill(0);
    const { cells, length } = this.#rows;
    for (let cell = 0; cell < length; cell++) {
      const item = cells[cell];
      if (item < first || item >= end) continue;
      const line = countTriangle(item) - start;
      let rowEnd = cell + 1;
      while (cells[rowEnd] >= 0) rowEnd++;
      const weight = -cells[rowEnd];
      for (let below = cell + 1; below < rowEnd; below++) counts[line + cells[below]] += weight;
    }
  }
}

/** Number of pairs of `itemCount` items. */
export function countTriangle(itemCount: number): number {
  return (itemCount * (itemCount - 1)) / 2;
}
