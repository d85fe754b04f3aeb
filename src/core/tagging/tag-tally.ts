/** How often a tag has been seen, and where as long as that matters. */
interface TagState {
  rows: number;
  firstRow: number;
  secondRow: number;
}

/** A row that has tags seen nowhere else. */
interface RowState {
  readonly tagCount: number;
  onceCount: number;
}

/**
 * Counts in how many rows each tag stands, and how the tags of one row and of two rows lie together in rows. A row takes
 * O(its tags); memory grows with the distinct tags, not with the rows.
 */
export class TagTally {
  rowCount = 0;
  /** Tags of all rows, each once a row. */
  useCount = 0;
  /** Tags that stand in one row only. */
  onceCount = 0;
  /** Tags that stand in exactly two rows. */
  twiceCount = 0;
  readonly #tags = new Map<string, TagState>();
  readonly #rowsWithOnce = new Map<number, RowState>();
  /** Per pair of rows, the tags that stand in these two only. */
  readonly #pairCounts = new Map<string, number>();
  // Sums over rows of: x squared, x t, t squared, where x of the row's t tags stand nowhere else; and over pairs of rows.
  #onceSquares = 0;
  #onceTimesTags = 0;
  #tagSquares = 0;
  #pairSquares = 0;

  /** Distinct tags. */
  get tagCount(): number {
    return this.#tags.size;
  }

  /**
   * Estimates the variance of `onceCount` against the new tags that as many further rows would bring each: the sum over
   * rows of (x - t f1 / n) squared, and over ordered pairs of rows of the squared number of tags that only they have.
   * With one tag a row this is f1 + 2 f2 - f1^2 / n.
   */
  get onceVariance(): number {
    if (this.useCount === 0) return 0;
    const share = this.onceCount / this.useCount;
    const withinRows = this.#onceSquares - 2 * share * this.#onceTimesTags + share ** 2 * this.#tagSquares;
    return Math.max(0, withinRows) + 2 * this.#pairSquares;
  }

  add(keys: ReadonlySet<string>): void {
    const row = this.rowCount++;
    this.useCount += keys.size;
    this.#tagSquares += keys.size ** 2;
    for (const key of keys) {
      const tag = this.#tags.get(key);
      if (tag === undefined) this.#addNew(key, row, keys.size);
      else this.#addAgain(tag, row);
    }
  }

  #addNew(key: string, row: number, tagCount: number): void {
    this.#tags.set(key, { rows: 1, firstRow: row, secondRow: row });
    this.onceCount++;
    this.#changeOnce(row, 1, tagCount);
  }

  #addAgain(tag: TagState, row: number): void {
    tag.rows++;
    if (tag.rows === 2) {
      tag.secondRow = row;
      this.onceCount--;
      this.twiceCount++;
      this.#changeOnce(tag.firstRow, -1, 0);
      this.#changePair(tag, 1);
    } else if (tag.rows === 3) {
      this.twiceCount--;
      this.#changePair(tag, -1);
    }
  }

  #changeOnce(row: number, step: 1 | -1, tagCount: number): void {
    const state = this.#rowsWithOnce.get(row) ?? { tagCount, onceCount: 0 };
    this.#onceSquares += 2 * step * state.onceCount + 1;
    this.#onceTimesTags += step * state.tagCount;
    state.onceCount += step;
    if (state.onceCount === 0) this.#rowsWithOnce.delete(row);
    else this.#rowsWithOnce.set(row, state);
  }

  #changePair({ firstRow, secondRow }: TagState, step: 1 | -1): void {
    const pair = `${firstRow},${secondRow}`;
    const count = this.#pairCounts.get(pair) ?? 0;
    this.#pairSquares += 2 * step * count + 1;
    if (count + step === 0) this.#pairCounts.delete(pair);
    else this.#pairCounts.set(pair, count + step);
  }
}
