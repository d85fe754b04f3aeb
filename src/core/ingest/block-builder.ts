import type { RecordBlock } from '../model/index.ts';

const maxRows = 1000;
const maxBytes = 1024 * 1024;

/** Packs records into blocks of 1,000 records or 1 MB, whichever comes first; a larger record is a block of its own. */
export class BlockBuilder {
  #bytes = new Uint8Array(maxBytes);
  readonly #offsets = new Uint32Array(maxRows + 1);
  #rowCount = 0;
  #firstRow = 0;
  #ready: RecordBlock[] = [];
  #readyBytes = 0;

  /** Bytes of the blocks that `take` would return. */
  get readyBytes(): number {
    return this.#readyBytes;
  }

  /** Records added so far. */
  get recordCount(): number {
    return this.#firstRow + this.#rowCount;
  }

  /** Copies one record. */
  add(record: Uint8Array): void {
    const used = this.#offsets[this.#rowCount];
    if (this.#rowCount > 0 && used + record.length > maxBytes) this.#close();
    const start = this.#offsets[this.#rowCount];
    if (start + record.length > this.#bytes.length) this.#bytes = new Uint8Array(record.length);
    this.#bytes.set(record, start);
    this.#offsets[++this.#rowCount] = start + record.length;
    if (this.#rowCount === maxRows || start + record.length >= maxBytes) this.#close();
  }

  /** Returns the blocks that are full; with `isLast` also the one begun. Their arrays belong to the caller. */
  take(isLast: boolean): RecordBlock[] {
    if (isLast && this.#rowCount > 0) this.#close();
    const ready = this.#ready;
    this.#ready = [];
    this.#readyBytes = 0;
    return ready;
  }

  #close(): void {
    const byteCount = this.#offsets[this.#rowCount];
    const bytes = this.#bytes.slice(0, byteCount);
    this.#ready.push({
      firstRow: this.#firstRow,
      bytes,
      offsets: this.#offsets.slice(0, this.#rowCount + 1),
    });
    this.#readyBytes += byteCount;
    this.#firstRow += this.#rowCount;
    this.#rowCount = 0;
    if (this.#bytes.length > maxBytes) this.#bytes = new Uint8Array(maxBytes);
  }
}
