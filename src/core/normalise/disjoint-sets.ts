/** Sets of integers that can be joined, by the lowest member. */
export class DisjointSets {
  readonly #parents: Uint32Array;

  constructor(count: number) {
    this.#parents = Uint32Array.from({ length: count }, (_, id) => id);
  }

  /** The lowest member of the set that holds `id`. */
  rootOf(id: number): number {
    let root = id;
    while (this.#parents[root] !== root) {
      this.#parents[root] = this.#parents[this.#parents[root]];
      root = this.#parents[root];
    }
    return root;
  }

  /** Joins two sets; returns false when they were one already. */
  join(first: number, second: number): boolean {
    const firstRoot = this.rootOf(first);
    const secondRoot = this.rootOf(second);
    if (firstRoot === secondRoot) return false;
    this.#parents[Math.max(firstRoot, secondRoot)] = Math.min(firstRoot, secondRoot);
    return true;
  }
}
