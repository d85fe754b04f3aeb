/** A trip to the page costs as much as packing some kilobytes. */
const chunkBytes = 2 ** 20;

/** Joins small pieces of a file into chunks of about a megabyte. */
export class ChunkJoiner {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(private readonly onChunk: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>) {}

  async push(piece: Uint8Array): Promise<void> {
    // The library may use its buffer again.
    this.#pieces.push(piece.slice());
    this.#bytes += piece.length;
    if (this.#bytes >= chunkBytes) await this.finish();
  }

  /** Hands over what is left. */
  async finish(): Promise<void> {
    const chunk = new Uint8Array(this.#bytes);
    let length = 0;
    for (const piece of this.#pieces) {
      chunk.set(piece, length);
      length += piece.length;
    }
    this.#pieces = [];
    this.#bytes = 0;
    if (chunk.length > 0) await this.onChunk(chunk);
  }
}
