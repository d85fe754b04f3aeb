import { rowCountOf, countTags, type TagRows } from '../model/tag-rows.ts';
import { FpTree } from './fp-tree.ts';
import { ItemSetStore } from './item-set-store.ts';

export interface FpGrowthOptions {
  readonly tagCount: number;
  /** Rows that must hold a set for it to be frequent, from 1. */
  readonly minSupport: number;
  /** Largest number of tags in a set. */
  readonly maxSize: number;
  /** Sets after which the search gives up. */
  readonly maxSets: number;
}

export interface FrequentSets {
  readonly sets: ItemSetStore;
  /** Per item of the sets: the tag id it stands for. */
  readonly tagOfItem: Uint32Array;
}

/**
 * Finds the frequent tag sets by FP-growth.
 *
 * Source: Han, Pei, Yin, "Mining Frequent Patterns without Candidate Generation", SIGMOD 2000, §3. Differs: sets stop
 * at `maxSize`, and at that size only the items of a conditional base are counted, without a tree. Ties in the header
 * order break by tag id.
 *
 * @returns Null when there are more than `maxSets` sets.
 */
export function findFrequentSets(rows: TagRows, options: FpGrowthOptions): FrequentSets | null {
  const rowCounts = countTags(rows, options.tagCount);
  const tagOfItem = Uint32Array.from({ length: options.tagCount }, (_, tag) => tag)
    .filter((tag) => rowCounts[tag] >= options.minSupport)
    .sort((left, right) => rowCounts[right] - rowCounts[left] || left - right);
  const sets = new ItemSetStore(rowCountOf(rows));
  const tree = buildTree(rows, tagOfItem, options.tagCount);
  const grower = new Grower(sets, tagOfItem.length, options);
  return grower.grow(tree, 0) ? { sets, tagOfItem } : null;
}

function buildTree(rows: TagRows, tagOfItem: Uint32Array, tagCount: number): FpTree {
  const itemOfTag = new Int32Array(tagCount).fill(-1);
  tagOfItem.forEach((tag, item) => (itemOfTag[tag] = item));
  const tree = new FpTree(Array.from(tagOfItem, (_, item) => item));
  const path = new Int32Array(tagOfItem.length);
  for (let row = 0; row < rowCountOf(rows); row++) {
    let length = 0;
    for (let index = rows.offsets[row]; index < rows.offsets[row + 1]; index++) {
      const item = itemOfTag[rows.ids[index]];
      if (item >= 0) path[length++] = item;
    }
    path.subarray(0, length).sort();
    tree.insert(path, { start: 0, end: length }, 1);
  }
  return tree;
}

class Grower {
  readonly #sets: ItemSetStore;
  readonly #options: FpGrowthOptions;
  readonly #path: Int32Array;
  readonly #kept: Int32Array;
  // Cleared after each use, so that a base of ten items costs ten steps.
  readonly #counts: Float64Array;
  readonly #newNumbers: Int32Array;

  constructor(sets: ItemSetStore, itemCount: number, options: FpGrowthOptions) {
    this.#sets = sets;
    this.#options = options;
    this.#path = new Int32Array(itemCount);
    this.#kept = new Int32Array(itemCount);
    this.#counts = new Float64Array(itemCount);
    this.#newNumbers = new Int32Array(itemCount);
  }

  /** Adds all frequent sets of the tree, each joined to the set `suffix`; false when there are too many. */
  grow(tree: FpTree, suffix: number): boolean {
    for (let item = tree.globalItems.length - 1; item >= 0; item--) {
      if (tree.totals[item] < this.#options.minSupport) continue;
      const set = this.#sets.add(suffix, tree.globalItems[item], tree.totals[item]);
      if (this.#sets.setCount > this.#options.maxSets) return false;
      if (this.#sets.sizeOf(set) < this.#options.maxSize && !this.#growItem(tree, item, set)) return false;
    }
    return true;
  }

  #growItem(tree: FpTree, item: number, set: number): boolean {
    const frequent = this.#countBase(tree, item);
    if (this.#sets.sizeOf(set) + 1 === this.#options.maxSize || frequent.length === 1) {
      for (const { other, count } of frequent) this.#sets.add(set, tree.globalItems[other], count);
      return this.#sets.setCount <= this.#options.maxSets;
    }
    if (frequent.length === 0) return true;
    return this.grow(this.#buildConditional(tree, item, frequent), set);
  }

  /** The items that are frequent above the nodes of `item`, ascending. */
  #countBase(tree: FpTree, item: number): { other: number; count: number }[] {
    const seen: number[] = [];
    const path = this.#path;
    const counts = this.#counts;
    tree.visitPathsAbove(item, path, (length, weight) => {
      for (let index = 0; index < length; index++) {
        if (counts[path[index]] === 0) seen.push(path[index]);
        counts[path[index]] += weight;
      }
    });
    const frequent = seen
      .filter((other) => counts[other] >= this.#options.minSupport)
      .sort((left, right) => left - right)
      .map((other) => ({ other, count: counts[other] }));
    for (const other of seen) counts[other] = 0;
    return frequent;
  }

  #buildConditional(tree: FpTree, item: number, frequent: readonly { other: number }[]): FpTree {
    const conditional = new FpTree(frequent.map(({ other }) => tree.globalItems[other]));
    const kept = this.#kept;
    const path = this.#path;
    const newNumbers = this.#newNumbers;
    newNumbers.fill(-1, 0, item);
    frequent.forEach(({ other }, number) => (newNumbers[other] = number));
    tree.visitPathsAbove(item, path, (length, weight) => {
      let start = kept.length;
      // Paths come from the bottom up; filling from the end turns them round.
      for (let index = 0; index < length; index++) {
        if (newNumbers[path[index]] >= 0) kept[--start] = newNumbers[path[index]];
      }
      conditional.insert(kept, { start, end: kept.length }, weight);
    });
    return conditional;
  }
}
