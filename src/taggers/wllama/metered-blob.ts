/** A Blob that tells how much of it is read; it shares its bytes with the Blob it is made from. */
export class MeteredBlob extends Blob {
  readonly #onRead: (bytes: number) => void;

  /** @param onRead Gets the bytes of each piece when it is asked for. */
  constructor(blob: Blob, onRead: (bytes: number) => void) {
    super([blob]);
    this.#onRead = onRead;
  }

  override slice(start = 0, end = this.size, type?: string): Blob {
    const piece = super.slice(start, end, type);
    this.#onRead(piece.size);
    return piece;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => {
        this.#onRead(chunk.byteLength);
        controller.enqueue(chunk);
      },
    });
    return super.stream().pipeThrough(meter);
  }
}
