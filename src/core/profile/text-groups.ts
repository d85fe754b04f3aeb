import { AppError } from '../model/index.ts';
import type { BlockSketch } from './profile-block.ts';
import { signatureBytes } from './signature.ts';

/** Stands for a row without text. */
export const noText = 0xffffffff;

/**
 * The different texts of several sources: rows of one text share a number. Memory: about 150 bytes a row.
 */
export class TextGroups {
  /** First pool row of each source, and behind them the number of all rows. */
  readonly bounds: Uint32Array;
  /** Number of the text of each pool row, or `noText`. */
  readonly textOf: Uint32Array;
  /** Signature i stands at `i * signatureBytes`. */
  readonly signatures: Uint8Array;
  readonly #hashes: Uint32Array;
  readonly #slots: Uint32Array;
  #count = 0;

  /** @param rowCounts Rows of each source. */
  constructor(readonly rowCounts: readonly number[]) {
    this.bounds = new Uint32Array(rowCounts.length + 1);
    rowCounts.forEach((count, source) => (this.bounds[source + 1] = this.bounds[source] + count));
    const rows = this.bounds[rowCounts.length];
    this.textOf = new Uint32Array(rows).fill(noText);
    this.signatures = new Uint8Array(rows * signatureBytes);
    this.#hashes = new Uint32Array(2 * rows);
    // At most half full, so that a look-up ends after two steps on average.
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)));
  }

  /** Different texts so far. */
  get count(): number {
    return this.#count;
  }

  /**
   * Takes some rows of a source; each row once.
   *
   * @throws AppError `invalid-input` when the source has no such rows.
   */
  add(source: number, { firstRow, rowCount, hashes, signatures }: BlockSketch): void {
    const start = this.bounds[source] + firstRow;
    if (!(start + rowCount <= this.bounds[source + 1])) {
      throw new AppError(
        'invalid-input',
        `TextGroups: rows ${firstRow} to ${firstRow + rowCount} were added to source ${source}, which has ${this.rowCounts[source] ?? 0}. Count the rows anew.`,
        { source, firstRow, rowCount },
      );
    }
    for (let row = 0; row < rowCount; row++) {
      const high = hashes[2 * row];
      const low = hashes[2 * row + 1];
      if (high === 0 && low === 0) continue;
      const before = this.#count;
      const text = this.#find(high, low);
      this.textOf[start + row] = text;
      if (text < before) continue;
      const signature = signatures.subarray(row * signatureBytes, (row + 1) * signatureBytes);
      this.signatures.set(signature, text * signatureBytes);
    }
  }

  /** The numbers of all texts in an order that depends on the texts alone. */
  order(): Uint32Array {
    const hashes = this.#hashes;
    return Uint32Array.from({ length: this.#count }, (_, text) => text).sort(
      (one, other) => hashes[2 * one] - hashes[2 * other] || hashes[2 * one + 1] - hashes[2 * other + 1],
    );
  }

  /** The number of a text; a new one for a text that is new. */
  #find(high: number, low: number): number {
    const last = this.#slots.length - 1;
    let slot = (high ^ Math.imul(low, 0x9e3779b1)) & last;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & last) {
      const text = this.#slots[slot] - 1;
      if (this.#hashes[2 * text] === high && this.#hashes[2 * text + 1] === low) return text;
    }
    const text = this.#count++;
    this.#hashes[2 * text] = high;
    this.#hashes[2 * text + 1] = low;
    this.#slots[slot] = text + 1;
    return text;
  }
}
