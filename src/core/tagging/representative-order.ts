import { createRandom, hashInteger, shuffledIndices } from '../model/index.ts';

/** A source as the order sees it. */
export interface OrderedSource {
  /** First rows of its blocks, ascending. */
  readonly blockStarts: readonly number[];
  readonly rowCount: number;
}

/** Some rows of one block, to be read together. */
export interface BlockVisit {
  /** Index of the source. */
  readonly source: number;
  readonly blockStart: number;
  /** Row numbers in the source, in the order in which they are due. */
  readonly rows: readonly number[];
}

/**
 * Rows that one visit takes from a block. A block is read whole (some milliseconds for a thousand rows), so one row a
 * visit would cost more than the rest of the queue; sixteen from each block in turn still spread over a whole file.
 */
export const rowsPerVisit = 16;

/**
 * Orders all rows so that any first part of them stands for the whole: each source gets its share as the run goes on
 * (the one furthest behind comes next), within a source the blocks take turns in a random order, and within a block the
 * rows are random. Every source has a visit before any has a second.
 *
 * Lazy: memory is a number a block, time a shuffle of one block's rows a visit. The same seed gives the same order.
 */
export function* orderRepresentatively(
  sources: readonly OrderedSource[],
  seed: number,
): Generator<BlockVisit, void> {
  const turns = sources.map((source, index) => new SourceTurns(source, index, hashInteger(index, seed)));
  for (;;) {
    const open = turns.filter((turn) => !turn.isEmpty);
    if (open.length === 0) return;
    yield open.reduce((behind, turn) => (turn.share < behind.share ? turn : behind)).takeVisit();
  }
}

/** Deals out the rows of one source. */
class SourceTurns {
  readonly #turns: Uint32Array;
  #turn = 0;
  #pass = 0;
  #taken = 0;

  constructor(
    readonly source: OrderedSource,
    readonly index: number,
    readonly seed: number,
  ) {
    this.#turns = shuffledIndices(source.blockStarts.length, createRandom(seed));
  }

  get isEmpty(): boolean {
    return this.#taken >= this.source.rowCount;
  }

  /** Share of the rows that have been dealt out. */
  get share(): number {
    return this.#taken / this.source.rowCount;
  }

  takeVisit(): BlockVisit {
    for (;;) {
      if (this.#turn === this.#turns.length) {
        this.#turn = 0;
        this.#pass += 1;
      }
      const block = this.#turns[this.#turn++];
      const blockStart = this.source.blockStarts[block];
      const rowCount = (this.source.blockStarts[block + 1] ?? this.source.rowCount) - blockStart;
      const from = this.#pass * rowsPerVisit;
      if (from >= rowCount) continue;
      const order = shuffledIndices(rowCount, createRandom(hashInteger(block, this.seed)));
      const rows = Array.from(order.subarray(from, from + rowsPerVisit), (row) => blockStart + row);
      this.#taken += rows.length;
      return { source: this.index, blockStart, rows };
    }
  }
}
