/** Scratch space to find equal rows; tables that are not filled at the same time may share it. */
export interface RowSlots {
  table: Int32Array;
}

/**
 * Rows of items, equal ones joined, one after the other in `cells`: the items of a row, descending, then the number of
 * rows that it stands for, negative. So what is below an item in its row is what follows it.
 */
export class WeightedRows {
  cells = new Int32Array(256);
  /** Number of cells in use. */
  length = 0;
  /** Per item: where its entries in `places` begin; one entry more than items. */
  placeStarts = new Int32Array(0);
  /** Per row of an item: the cell after it. Rows that end with the item have nothing below it, and no entry. */
  places = new Int32Array(0);
  // Open addressing on the items of a row, at most half full: where the row starts, plus one; 0 marks a free slot.
  readonly #slots: RowSlots;
  #lastSlot = 0;

  constructor(slots: RowSlots) {
    this.#slots = slots;
  }

  /** Forgets its rows and makes space: for `cellCount` cells at first, and to join up to `rowCount` rows. */
  clear({ rowCount, cellCount }: { rowCount: number; cellCount: number }): void {
    if (this.cells.length < cellCount) this.cells = new Int32Array(cellCount);
    let size = 16;
    while (size < 2 * rowCount) size *= 2;
    if (this.#slots.table.length < size) this.#slots.table = new Int32Array(size);
    else this.#slots.table.fill(0, 0, size);
    this.#lastSlot = size - 1;
    this.length = 0;
  }

  /**
   * Adds a row, whether there is an equal one or not.
   *
   * @param row Its first `itemCount` entries are the items, descending.
   */
  add(row: Int32Array, itemCount: number, weight: number): void {
    const start = this.length;
    const end = start + itemCount;
    if (end >= this.cells.length) this.cells = grow(this.cells, end + 1);
    const { cells } = this;
    for (let index = 0; index < itemCount; index++) cells[start + index] = row[index];
    cells[end] = -weight;
    this.length = end + 1;
  }

  /** Adds the weight to an equal row that was joined before, or adds the row. Takes a row as {@link add} does. */
  join(row: Int32Array, itemCount: number, weight: number): void {
    const { cells } = this;
    const { table } = this.#slots;
    let slot = hashItems(row, itemCount) & this.#lastSlot;
    for (; table[slot] !== 0; slot = (slot + 1) & this.#lastSlot) {
      const known = table[slot] - 1;
      let index = 0;
      while (index < itemCount && cells[known + index] === row[index]) index++;
      if (index < itemCount || cells[known + itemCount] >= 0) continue;
      cells[known + itemCount] -= weight;
      return;
    }
    table[slot] = this.length + 1;
    this.add(row, itemCount, weight);
  }

  /** Drops the items with fewer than two partners, then the rows with fewer than three items: they hold no triple. */
  keep(partnerCounts: Int32Array): void {
    const { cells } = this;
    let kept = 0;
    let start = 0;
    for (let cell = 0; cell < this.length; cell++) {
      const item = cells[cell];
      if (item >= 0) {
        if (partnerCounts[item] > 1) cells[kept++] = item;
        continue;
      }
      if (kept - start < 3) kept = start;
      else cells[kept++] = item;
      start = kept;
    }
    this.length = kept;
  }

  /** Lists the places of each item below `itemCount`; call it when all rows are in. O(cells + items). */
  listPlaces(itemCount: number): void {
    if (this.placeStarts.length <= itemCount + 1) this.placeStarts = new Int32Array(2 * (itemCount + 2));
    const { cells, length, placeStarts: starts } = this;
    starts.fill(0, 0, itemCount + 2);
    // Counted two entries up, so that filling moves each start to where it belongs.
    for (let cell = 1; cell < length; cell++)
      if (cells[cell] >= 0 && cells[cell - 1] >= 0) starts[cells[cell - 1] + 2] += 1;
    for (let item = 1; item <= itemCount; item++) starts[item + 1] += starts[item];
    if (this.places.length < starts[itemCount + 1]) this.places = new Int32Array(starts[itemCount + 1]);
    const { places } = this;
    for (let cell = 1; cell < length; cell++)
      if (cells[cell] >= 0 && cells[cell - 1] >= 0) places[starts[cells[cell - 1] + 1]++] = cell;
  }
}

function hashItems(row: Int32Array, itemCount: number): number {
  let hash = itemCount;
  for (let index = 0; index < itemCount; index++) {
    hash = Math.imul(hash ^ row[index], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function grow(old: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(needed, 2 * old.length));
  larger.set(old);
  return larger;
}
