/**
 * A prefix tree of item sets with counts: node 0 is the root; the nodes of one item hang on a chain.
 * The tree numbers its items from 0 in header order, the most frequent first; they rise along every path.
 */
export class FpTree {
  /** Per item of this tree: its number in the whole search. */
  readonly globalItems: readonly number[];
  /** Per item: its first node, or 0. */
  readonly heads: Int32Array;
  /** Per item: rows that hold it. */
  readonly totals: Float64Array;
  #items = new Int32Array(64);
  #counts = new Float64Array(64);
  #parents = new Int32Array(64);
  #nextSame = new Int32Array(64);
  #firstChild = new Int32Array(64);
  #nextSibling = new Int32Array(64);
  #nodeCount = 1;
  // The root has the most children by far, so they are found by item.
  readonly #rootChildren: Int32Array;

  constructor(globalItems: readonly number[]) {
    const itemCount = globalItems.length;
    this.globalItems = globalItems;
    this.heads = new Int32Array(itemCount);
    this.totals = new Float64Array(itemCount);
    this.#rootChildren = new Int32Array(itemCount);
    this.#items[0] = -1;
  }

  /** Adds `weight` rows that hold the items of `path[start … end - 1]`, ascending. O(path · branching). */
  insert(path: Int32Array, range: { start: number; end: number }, weight: number): void {
    let node = 0;
    for (let index = range.start; index < range.end; index++) {
      node = this.#childOf(node, path[index]);
      this.#counts[node] += weight;
      this.totals[path[index]] += weight;
    }
  }

  /**
   * Visits the paths above each node of an item, from the node's parent up to the root.
   *
   * @param path Receives the items, descending; must hold `item` entries at least.
   * @param visit Gets the number of items in `path` and the rows that share it.
   */
  visitPathsAbove(item: number, path: Int32Array, visit: (length: number, weight: number) => void): void {
    for (let node = this.heads[item]; node !== 0; node = this.#nextSame[node]) {
      let length = 0;
      for (let above = this.#parents[node]; above !== 0; above = this.#parents[above]) {
        path[length++] = this.#items[above];
      }
      if (length > 0) visit(length, this.#counts[node]);
    }
  }

  #childOf(node: number, item: number): number {
    let child = node === 0 ? this.#rootChildren[item] : this.#firstChild[node];
    while (child !== 0 && this.#items[child] !== item) child = this.#nextSibling[child];
    if (child !== 0) return child;
    if (this.#nodeCount === this.#items.length) this.#grow();
    const created = this.#nodeCount++;
    this.#items[created] = item;
    this.#parents[created] = node;
    this.#nextSame[created] = this.heads[item];
    this.heads[item] = created;
    if (node === 0) this.#rootChildren[item] = created;
    else {
      this.#nextSibling[created] = this.#firstChild[node];
      this.#firstChild[node] = created;
    }
    return created;
  }

  #grow(): void {
    const size = this.#items.length * 2;
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(size);
      array.set(old);
      return array;
    };
    this.#items = larger(this.#items);
    this.#parents = larger(this.#parents);
    this.#nextSame = larger(this.#nextSame);
    this.#firstChild = larger(this.#firstChild);
    this.#nextSibling = larger(this.#nextSibling);
    const counts = new Float64Array(size);
    counts.set(this.#counts);
    this.#counts = counts;
  }
}
