import { AppError } from '../../core/model/index.ts';

/** Large enough for most headers of small models, small enough to be read at once. */
const sliceBytes = 2 ** 20;

/**
 * Walks through a Blob from its start and reads little-endian numbers and texts, a slice of 1 MiB at a time, so that a
 * file of gigabytes is never held.
 *
 * Every method throws the error of `explainEnd` when the Blob ends too early, and AppError `engine-failed` when the
 * file behind it cannot be read any more.
 */
export class BlobCursor {
  readonly #blob: Blob;
  readonly #name: string;
  readonly #explainEnd: () => AppError;
  #view = new DataView(new ArrayBuffer(0));
  /** Where the view begins, in bytes of the Blob. */
  #viewStart = 0;
  #position = 0;

  constructor(blob: Blob, name: string, explainEnd: () => AppError) {
    this.#blob = blob;
    this.#name = name;
    this.#explainEnd = explainEnd;
  }

  /** Bytes passed so far. */
  get position(): number {
    return this.#position;
  }

  async u32(): Promise<number> {
    const at = await this.#claim(4);
    return this.#view.getUint32(at, true);
  }

  /** Reads 64 bits; exact up to 2^53, which no size of a file exceeds. */
  async u64(): Promise<number> {
    const at = await this.#claim(8);
    return Number(this.#view.getBigUint64(at, true));
  }

  /** Reads a whole number of 1, 2, 4 or 8 bytes, without a sign. */
  async unsigned(bytes: 1 | 2 | 4 | 8): Promise<number> {
    if (bytes === 8) return this.u64();
    if (bytes === 4) return this.u32();
    const at = await this.#claim(bytes);
    return bytes === 2 ? this.#view.getUint16(at, true) : this.#view.getUint8(at);
  }

  /** Reads a text of so many bytes of UTF-8, up to 1 MiB. */
  async text(bytes: number): Promise<string> {
    const at = await this.#claim(bytes);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, at, bytes));
  }

  /** Passes over so many bytes without reading them. */
  skip(bytes: number): void {
    if (this.#position + bytes > this.#blob.size) throw this.#explainEnd();
    this.#position += bytes;
  }

  /** Makes so many bytes readable, passes them and tells where in the view they begin. */
  async #claim(bytes: number): Promise<number> {
    const start = this.#position;
    this.skip(bytes);
    if (start < this.#viewStart || this.#position > this.#viewStart + this.#view.byteLength) {
      this.#view = new DataView(await this.#read(start, Math.max(bytes, sliceBytes)));
      this.#viewStart = start;
    }
    return start - this.#viewStart;
  }

  async #read(start: number, bytes: number): Promise<ArrayBuffer> {
    try {
      return await this.#blob.slice(start, start + bytes).arrayBuffer();
    } catch (thrown) {
      const text = `${this.#name} cannot be read any more: it was changed, moved or removed. Choose it again.`;
      throw new AppError('engine-failed', text, { position: start }, { cause: thrown });
    }
  }
}
