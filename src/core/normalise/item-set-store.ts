/**
 * Item sets with their counts, as a tree in flat columns: a set is the node reached from the root by its items in
 * descending order. Node 0 is the empty set.
 */
export class ItemSetStore {
  #parents = new Int32Array(1024);
  #items = new Int32Array(1024);
  #counts = new Float64Array(1024);
  #sizes = new Uint8Array(1024);
  #count = 1;
  // Open addressing on (parent, item), kept at most half full; 0 marks a free slot.
  #slots = new Int32Array(4096);

  /** @param rowCount Rows that hold the empty set: all of them. */
  constructor(rowCount: number) {
    this.#counts[0] = rowCount;
  }

  /** Number of sets, the empty one not counted. */
  get setCount(): number {
    return this.#count - 1;
  }

  /** Adds the set of `parent` with one lower item; returns its node. */
  add(parent: number, item: number, count: number): number {
    if (this.#count === this.#items.length) this.#grow();
    const node = this.#count++;
    this.#parents[node] = parent;
    this.#items[node] = item;
    this.#counts[node] = count;
    this.#sizes[node] = this.#sizes[parent] + 1;
    this.#slots[this.#findSlot(parent, item)] = node;
    return node;
  }

  countOf(node: number): number {
    return this.#counts[node];
  }

  sizeOf(node: number): number {
    return this.#sizes[node];
  }

  /** The items of a set, descending. */
  itemsOf(node: number): number[] {
    const items: number[] = [];
    for (let set = node; set !== 0; set = this.#parents[set]) items.push(this.#items[set]);
    return items.reverse();
  }

  /**
   * Rows that hold all of `items` (descending) chosen by the bits of `mask`, lowest bit first.
   * Every part of a stored set is stored, so this never misses.
   */
  countOfPart(items: readonly number[], mask: number): number {
    let node = 0;
    for (let index = 0; index < items.length; index++) {
      if ((mask >> index) & 1) node = this.#slots[this.#findSlot(node, items[index])];
    }
    return this.#counts[node];
  }

  #findSlot(parent: number, item: number): number {
    const last = this.#slots.length - 1;
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(item + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & last;
    for (let node = this.#slots[slot]; node !== 0; node = this.#slots[slot]) {
      if (this.#parents[node] === parent && this.#items[node] === item) return slot;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const size = this.#items.length * 2;
    const parents = new Int32Array(size);
    const items = new Int32Array(size);
    const counts = new Float64Array(size);
    const sizes = new Uint8Array(size);
    parents.set(this.#parents);
    items.set(this.#items);
    counts.set(this.#counts);
    sizes.set(this.#sizes);
    this.#parents = parents;
    this.#items = items;
    this.#counts = counts;
    this.#sizes = sizes;
    this.#slots = new Int32Array(size * 4);
    for (let node = 1; node < this.#count; node++)
      this.#slots[this.#findSlot(parents[node], items[node])] = node;
  }
}
