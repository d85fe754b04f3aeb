import { joinBytes } from './data-file.ts';

/** Reads a stream of chunks in portions of given lengths. */
export class ExactReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  /** Reads so many bytes; fewer only at the end of the stream. The result is a view, or a copy across chunks. */
  async read(byteCount: number): Promise<Uint8Array> {
    if (this.#at + byteCount <= this.#chunk.length) return this.#take(byteCount);
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < byteCount) {
      if (this.#at === this.#chunk.length && !(await this.#advance())) break;
      const part = this.#take(Math.min(byteCount - length, this.#chunk.length - this.#at));
      parts.push(part);
      length += part.length;
    }
    return joinBytes(parts, length);
  }

  /** Ends the stream before its end. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #take(byteCount: number): Uint8Array {
    const part = this.#chunk.subarray(this.#at, this.#at + byteCount);
    this.#at += byteCount;
    return part;
  }

  async #advance(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#chunk = next.value;
    this.#at = 0;
    return true;
  }
}
