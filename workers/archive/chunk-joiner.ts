/** A trip to the page costs as much as packing some kilobytes. */
const chunkBytes = 2 ** 20;

/** Joins small pieces of a file into chunks of about a megabyte, which the browser keeps out of every thread's memory. */
export class ChunkJoiner {
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(private readonly onChunk: (chunk: Blob) => Promise<void>) {}

  async push(piece: Uint8Array): Promise<void> {
    // The library may use its buffer again.
    this.#pieces.push(piece.slice());
    this.#bytes += piece.length;
    if (this.#bytes >= chunkBytes) await this.finish();
  }

  /** Hands over what is left. */
  async finish(): Promise<void> {
    const chunk = new Blob(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    if (chunk.size > 0) await this.onChunk(chunk);
  }
}
