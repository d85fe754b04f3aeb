/** The part of a stream that is still needed, in one growing array; positions count from its first byte. */
export class ByteWindow {
  bytes = new Uint8Array(64 * 1024);
  /** Bytes in use. */
  end = 0;

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

  // At least half of the array is free afterwards, so the next move is as many bytes away as this one cost.
  #makeRoom(byteCount: number, keepFrom: number): void {
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
  }
}
