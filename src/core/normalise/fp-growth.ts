import { countTags, type TagRows } from '../model/tag-rows.ts';
import { ItemSetStore } from './item-set-store.ts';
import { countTriangle, PairCounts } from './pair-counts.ts';
import { WeightedRows, type RowSlots } from './weighted-rows.ts';

export interface FpGrowthOptions {
  readonly tagCount: number;
  /** Rows that must hold a set for it to be frequent, from 1. */
  readonly minSupport: number;
  /** Largest number of tags in a set, from 1. */
  readonly maxSize: number;
  /** Sets after which the search gives up. */
  readonly maxSets: number;
}

export interface FrequentSets {
  readonly sets: ItemSetStore;
  /** Per item of the sets: the tag id it stands for; the most frequent first, ties by tag id. */
  readonly tagOfItem: Uint32Array;
}

/**
 * Finds the frequent tag sets by FP-growth: the sets whose rarest item is i are those of the rows with i, cut to what
 * is more frequent than i, and so on within them.
 *
 * Sources: Han, Pei, Yin, "Mining Frequent Patterns without Candidate Generation", SIGMOD 2000, §3; Uno, Kiyomi,
 * Arimura, "LCM ver. 2", FIMI 2004, §3. Differs from the first: a conditional base is an array of rows in which equal
 * ones are joined, with the places of each item listed, instead of a tree; so counting a base reads memory in order.
 *
 * @returns Null when there are more than `maxSets` sets.
 */
export function findFrequentSets(rows: TagRows, options: FpGrowthOptions): FrequentSets | null {
  const rowCounts = countTags(rows, options.tagCount);
  const tagOfItem = Uint32Array.from({ length: options.tagCount }, (_, tag) => tag)
    .filter((tag) => rowCounts[tag] >= options.minSupport)
    .sort((left, right) => rowCounts[right] - rowCounts[left] || left - right);
  const itemCount = tagOfItem.length;
  if (itemCount > options.maxSets) return null;
  const grower = new Grower(itemCount, options);
  const singles = Int32Array.from(tagOfItem, (_, item) => item);
  const firstNode = grower.sets.addChildren(
    0,
    singles,
    tagOfItem.map((tag) => rowCounts[tag]),
  );
  const base = toItems(rows, tagOfItem, options.tagCount);
  const isComplete =
    options.maxSize === 1 || (grower.addPairs(base, firstNode) && grower.growPairs(base, firstNode));
  return isComplete ? { sets: grower.sets, tagOfItem } : null;
}

// Shorter rows are counted twice sooner than found equal.
const minJoinedItems = 8;

/** The rows as items, the rarest first, without what is not frequent. */
function toItems(rows: TagRows, tagOfItem: Uint32Array, tagCount: number): WeightedRows {
  const itemOfTag = new Int32Array(tagCount).fill(-1);
  tagOfItem.forEach((tag, item) => (itemOfTag[tag] = item));
  const { ids, offsets } = rows;
  let joinedCount = 0;
  for (let next = 1; next < offsets.length; next++)
    if (offsets[next] - offsets[next - 1] >= minJoinedItems) joinedCount += 1;
  const made = new WeightedRows({ table: new Int32Array(0) });
  made.clear({ rowCount: joinedCount, cellCount: ids.length + offsets.length });
  const row = new Int32Array(tagOfItem.length);
  for (let index = 0, next = 1; next < offsets.length; next++) {
    let length = 0;
    for (; index < offsets[next]; index++) {
      const item = itemOfTag[ids[index]];
      if (item < 0) continue;
      // Rows are short, so insertion sort beats a typed-array sort with its view per row.
      let place = length++;
      for (; place > 0 && row[place - 1] < item; place--) row[place] = row[place - 1];
      row[place] = item;
    }
    if (length >= minJoinedItems) made.join(row, length, 1);
    else if (length > 1) made.add(row, length, 1);
  }
  return made;
}

// Counting by a triangle reads all of it; up to this many entries per cell of the rows, that is cheaper than places.
const maxTriangleShare = 16;

class Grower {
  readonly sets = new ItemSetStore();
  readonly #options: FpGrowthOptions;
  readonly #bases: WeightedRows[] = [];
  readonly #slots: RowSlots = { table: new Int32Array(0) };
  // Per item of the base at hand; cleared after each use, so that a base of ten items costs ten steps.
  readonly #counts: Uint32Array;
  readonly #numbers: Int32Array;
  // The first entries are in use.
  readonly #frequent: Int32Array;
  readonly #frequentItems: Int32Array;
  readonly #frequentCounts: Uint32Array;
  readonly #row: Int32Array;

  constructor(itemCount: number, options: FpGrowthOptions) {
    this.#options = options;
    this.#counts = new Uint32Array(itemCount);
    this.#numbers = new Int32Array(itemCount);
    this.#frequent = new Int32Array(itemCount);
    this.#frequentItems = new Int32Array(itemCount);
    this.#frequentCounts = new Uint32Array(itemCount);
    this.#row = new Int32Array(itemCount);
  }

  /** Adds all frequent pairs to the sets of one item; false when there are too many. */
  addPairs(rows: WeightedRows, firstNode: number): boolean {
    const itemCount = this.#counts.length;
    const isDense = countTriangle(itemCount) <= maxTriangleShare * rows.length + 1_000_000;
    const pairs = isDense ? new PairCounts(rows, { itemCount, minSupport: this.#options.minSupport }) : null;
    if (pairs === null) rows.listPlaces(itemCount);
    for (let item = 1; item < itemCount; item++) {
      const frequentCount =
        pairs === null
          ? this.#countBelow(rows, item)
          : pairs.listFrequent(item, this.#frequent, this.#frequentCounts);
      if (frequentCount > 0) this.#addSets(firstNode, item, frequentCount);
      if (this.sets.setCount > this.#options.maxSets) return false;
    }
    return true;
  }

  /** Adds all frequent sets of three items or more to the pairs; false when there are too many. Cuts the rows. */
  growPairs(rows: WeightedRows, firstNode: number): boolean {
    const itemCount = this.#counts.length;
    if (this.#options.maxSize < 3) return true;
    rows.keep(this.#countPartners(firstNode));
    rows.listPlaces(itemCount);
    for (let item = 2; item < itemCount; item++) {
      const { first, count } = this.sets.childrenOf(firstNode + item);
      if (count < 2) continue;
      for (let index = 0; index < count; index++)
        this.#frequent[index] = this.sets.lowestItemOf(first + index);
      const cut = this.#cutBase(rows, item, { frequentCount: count, depth: 0 });
      if (!this.grow(cut, { firstNode: first, itemCount: count, depth: 1 })) return false;
    }
    return true;
  }

  /** Per item: the frequent pairs that it is in. */
  #countPartners(firstNode: number): Int32Array {
    const partners = new Int32Array(this.#counts.length);
    for (let set = firstNode + partners.length; set <= this.sets.setCount; set++) {
      partners[this.sets.lowestItemOf(set)] += 1;
      partners[this.sets.parentOf(set) - firstNode] += 1;
    }
    return partners;
  }

  /**
   * Adds all frequent sets of two items or more in a base, each joined to the set that the base belongs to.
   *
   * @param firstNode The set joined by item 0 of the base; those with its other items follow.
   * @param depth Number of items in the set that the base belongs to.
   * @returns False when there are too many.
   */
  grow(base: WeightedRows, { firstNode, itemCount, depth }: BasePlace): boolean {
    // Upwards, so that all parts of a set are added before the set.
    for (let item = 1; item < itemCount; item++) {
      const frequentCount = this.#countBelow(base, item);
      if (frequentCount === 0) continue;
      const first = this.#addSets(firstNode, item, frequentCount);
      if (this.sets.setCount > this.#options.maxSets) return false;
      if (frequentCount === 1 || depth + 3 > this.#options.maxSize) continue;
      const cut = this.#cutBase(base, item, { frequentCount, depth });
      if (!this.grow(cut, { firstNode: first, itemCount: frequentCount, depth: depth + 1 })) return false;
    }
    return true;
  }

  #addSets(firstNode: number, item: number, frequentCount: number): number {
    for (let index = 0; index < frequentCount; index++)
      this.#frequentItems[index] = this.sets.lowestItemOf(firstNode + this.#frequent[index]);
    return this.sets.addChildren(
      firstNode + item,
      this.#frequentItems.subarray(0, frequentCount),
      this.#frequentCounts.subarray(0, frequentCount),
    );
  }

  /** Counts what is below an item in its rows; leaves what is frequent, ascending, and returns how many. */
  #countBelow({ cells, places, placeStarts }: WeightedRows, item: number): number {
    const counts = this.#counts;
    const seen = this.#frequent;
    let seenCount = 0;
    for (let index = placeStarts[item]; index < placeStarts[item + 1]; index++) {
      let end = places[index];
      while (cells[end] >= 0) end++;
      const weight = -cells[end];
      for (let cell = places[index]; cell < end; cell++) {
        const other = cells[cell];
        if (counts[other] === 0) seen[seenCount++] = other;
        counts[other] += weight;
      }
    }
    let frequentCount = 0;
    for (let index = 0; index < seenCount; index++) {
      const other = seen[index];
      if (counts[other] >= this.#options.minSupport) seen[frequentCount++] = other;
      else counts[other] = 0;
    }
    if (frequentCount > 1) seen.subarray(0, frequentCount).sort();
    for (let index = 0; index < frequentCount; index++) {
      this.#frequentCounts[index] = counts[seen[index]];
      counts[seen[index]] = 0;
    }
    return frequentCount;
  }

  /** Cuts the rows of an item to the frequent items below it, numbered anew from 0. */
  #cutBase(
    base: WeightedRows,
    item: number,
    { frequentCount, depth }: { frequentCount: number; depth: number },
  ): WeightedRows {
    const { cells, places, placeStarts } = base;
    const numbers = this.#numbers;
    const row = this.#row;
    for (let index = 0; index < frequentCount; index++) numbers[this.#frequent[index]] = index + 1;
    const cut = (this.#bases[depth] ??= new WeightedRows(this.#slots));
    cut.clear({ rowCount: placeStarts[item + 1] - placeStarts[item], cellCount: 0 });
    for (let index = placeStarts[item]; index < placeStarts[item + 1]; index++) {
      let length = 0;
      let cell = places[index];
      for (; cells[cell] >= 0; cell++) {
        const number = numbers[cells[cell]];
        if (number > 0) row[length++] = number - 1;
      }
      if (length > 1) cut.join(row, length, -cells[cell]);
    }
    for (let index = 0; index < frequentCount; index++) numbers[this.#frequent[index]] = 0;
    cut.listPlaces(frequentCount);
    return cut;
  }
}

/** Where the items of a base stand among the sets. */
interface BasePlace {
  readonly firstNode: number;
  readonly itemCount: number;
  readonly depth: number;
}
