/** Collects bytes; numbers are little-endian, as GGUF has them. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  u16(value: number): void {
    const at = this.#claim(2);
    this.#view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#claim(4);
    this.#view.setUint32(at, value, true);
  }

  i32(value: number): void {
    const at = this.#claim(4);
    this.#view.setInt32(at, value, true);
  }

  /** @param value A whole number up to 2^53. */
  u64(value: number): void {
    const at = this.#claim(8);
    this.#view.setBigUint64(at, BigInt(value), true);
  }

  f32(value: number): void {
    const at = this.#claim(4);
    this.#view.setFloat32(at, value, true);
  }

  u8(value: number): void {
    const at = this.#claim(1);
    this.#view.setUint8(at, value);
  }

  bytes(values: Uint8Array): void {
    const start = this.#claim(values.length);
    this.#bytes.set(values, start);
  }

  /** Writes a text as GGUF does: its length in bytes of UTF-8, then these. */
  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.u64(bytes.length);
    this.bytes(bytes);
  }

  /** Writes zeros up to the next multiple of `alignment`. */
  pad(alignment: number): void {
    this.#claim((alignment - (this.#length % alignment)) % alignment);
  }

  /** Copies out what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #claim(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return start;
  }
}
