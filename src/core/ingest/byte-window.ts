// A lead byte from here on starts a character of four bytes, which UTF-16 writes as two units.
const firstLeadOfPair = 0xf0;

/** The part of a stream that is still needed, in one growing array; positions count from its first byte. */
export class ByteWindow {
  bytes = new Uint8Array(64 * 1024);
  /** Bytes in use. */
  end = 0;
  // bytes of the stream that were forgotten
  #passed = 0;
  readonly #isFromUtf16: boolean;
  // UTF-16 units of the stream before `#countedTo`
  #units = 0;
  #countedTo = 0;

  /** @param isFromUtf16 True when the stream was UTF-16 before it became UTF-8, so that `placeOf` can answer for it. */
  constructor(isFromUtf16 = false) {
    this.#isFromUtf16 = isFromUtf16;
  }

  /**
   * Adds a chunk; may forget the bytes before `keepFrom` to make room.
   *
   * @returns By how much all positions have shrunk: `keepFrom` or 0.
   * Amortised O(chunk), also for chunks of one byte.
   */
  append(chunk: Uint8Array, keepFrom: number): number {
    const hasRoom = this.end + chunk.length <= this.bytes.length;
    if (!hasRoom) this.#makeRoom(chunk.length, keepFrom);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
    return hasRoom ? 0 : keepFrom;
  }

  /**
   * Bytes of the stream as it was encoded that lie before a position. For UTF-16, positions asked for may go back only
   * as far as the last one.
   *
   * O(1); for UTF-16 O(bytes since the last position asked for).
   */
  placeOf(at: number): number {
    if (!this.#isFromUtf16) return this.#passed + at;
    this.#countTo(at);
    return this.#units * 2;
  }

  #countTo(at: number): void {
    for (; this.#countedTo < at; this.#countedTo++) {
      const byte = this.bytes[this.#countedTo];
      if (byte >= firstLeadOfPair) this.#units += 2;
      // Bytes 0x80 to 0xbf go on with a character.
      else if (byte < 0x80 || byte >= 0xc0) this.#units++;
    }
  }

  // At least half of the array is free afterwards, so the next move is as many bytes away as this one cost.
  #makeRoom(byteCount: number, keepFrom: number): void {
    if (this.#isFromUtf16) this.#countTo(keepFrom);
    const kept = this.end - keepFrom;
    const needed = (kept + byteCount) * 2;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(needed);
      larger.set(this.bytes.subarray(keepFrom, this.end));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, keepFrom, this.end);
    }
    this.end = kept;
    this.#passed += keepFrom;
    this.#countedTo = Math.max(0, this.#countedTo - keepFrom);
  }
}
