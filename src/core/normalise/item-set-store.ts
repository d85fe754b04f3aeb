/**
 * Item sets with their counts, as a tree in flat columns: a set is the node reached from the root by its items in
 * descending order. Node 0 is the empty set; the children of a node lie side by side, their items ascending.
 */
export class ItemSetStore {
  #parents = new Int32Array(1024);
  #items = new Int32Array(1024);
  #counts = new Uint32Array(1024);
  #sizes = new Uint8Array(1024);
  #firstChildren = new Int32Array(1024);
  #childCounts = new Int32Array(1024);
  #count = 1;

  /** Number of sets, the empty one not counted. */
  get setCount(): number {
    return this.#count - 1;
  }

  /**
   * Adds the sets that join one lower item each to the set of `parent`; once for each parent.
   *
   * @param items Ascending.
   * @param counts Per item: rows that hold the joined set.
   * @returns The node of the first; the others follow it.
   */
  addChildren(parent: number, items: Int32Array, counts: Uint32Array): number {
    const first = this.#count;
    const end = first + items.length;
    if (end > this.#items.length) this.#growTo(Math.max(end, 2 * this.#items.length));
    this.#firstChildren[parent] = first;
    this.#childCounts[parent] = items.length;
    this.#items.set(items, first);
    this.#counts.set(counts, first);
    this.#parents.fill(parent, first, end);
    this.#sizes.fill(this.#sizes[parent] + 1, first, end);
    this.#count = end;
    return first;
  }

  /** Rows that hold the set. */
  countOf(node: number): number {
    return this.#counts[node];
  }

  /** Number of items in the set. */
  sizeOf(node: number): number {
    return this.#sizes[node];
  }

  /** The set without its lowest item. */
  parentOf(node: number): number {
    return this.#parents[node];
  }

  /** The lowest item of the set. */
  lowestItemOf(node: number): number {
    return this.#items[node];
  }

  /** The sets that join one lower item to the set: the node of the first, and how many follow one another from it. */
  childrenOf(node: number): { first: number; count: number } {
    return { first: this.#firstChildren[node], count: this.#childCounts[node] };
  }

  /** The items of a set, descending. */
  itemsOf(node: number): number[] {
    const items: number[] = [];
    for (let set = node; set !== 0; set = this.#parents[set]) items.push(this.#items[set]);
    return items.reverse();
  }

  /** The set of `parent` joined by one lower item; 0 when it is not stored. O(log children). */
  childOf(parent: number, item: number): number {
    let low = this.#firstChildren[parent];
    const end = low + this.#childCounts[parent];
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#items[middle] < item) low = middle + 1;
      else high = middle;
    }
    return low < end && this.#items[low] === item ? low : 0;
  }

  #growTo(size: number): void {
    const grow = <T extends Int32Array | Uint32Array | Uint8Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.#parents = grow(new Int32Array(size), this.#parents);
    this.#items = grow(new Int32Array(size), this.#items);
    this.#counts = grow(new Uint32Array(size), this.#counts);
    this.#sizes = grow(new Uint8Array(size), this.#sizes);
    this.#firstChildren = grow(new Int32Array(size), this.#firstChildren);
    this.#childCounts = grow(new Int32Array(size), this.#childCounts);
  }
}
