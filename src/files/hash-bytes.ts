import { toHexadecimal } from '../core/text/hexadecimal.ts';

const portionBytes = 1_048_576;
// Digests run beside the parser; more than these would wait in memory.
const maxUnderWay = 4;

/**
 * Hashes a stream of bytes while it is read: SHA-256 over the SHA-256 of each 1,048,576 bytes, however the stream is cut.
 * The browser's own digest wants all bytes at once, hence the two steps.
 */
export class ContentHasher {
  readonly #digests: Promise<Uint8Array<ArrayBuffer>>[] = [];
  #portion = new Uint8Array(portionBytes);
  #length = 0;

  /** Hands the chunks on and takes them in. */
  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      await this.add(chunk);
      yield chunk;
    }
  }

  /** Takes in more bytes; settles once few digests are under way. */
  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(portionBytes - this.#length, chunk.length - at);
      this.#portion.set(chunk.subarray(at, at + taken), this.#length);
      this.#length += taken;
      at += taken;
      if (this.#length === portionBytes) this.#digestPortion();
    }
    await this.#digests[this.#digests.length - maxUnderWay];
  }

  /**
   * Ends the stream.
   *
   * @param listPath Tells apart several lists of records in the same bytes; empty for the only one.
   * @returns Hexadecimal, 64 signs.
   */
  async finish(listPath: readonly string[] = []): Promise<string> {
    if (this.#length > 0 || this.#digests.length === 0) this.#digestPortion();
    const joined = new Uint8Array(await new Blob(await Promise.all(this.#digests)).arrayBuffer());
    const hash = toHexadecimal(await sha256(joined));
    if (listPath.length === 0) return hash;
    return toHexadecimal(await sha256(new TextEncoder().encode(`${hash}/${listPath.join('/')}`)));
  }

  // The digest copies its bytes before it returns, so the portion can be filled again.
  #digestPortion(): void {
    this.#digests.push(sha256(this.#portion.subarray(0, this.#length)));
    this.#length = 0;
  }
}

/** Hashes all bytes of a stream. */
export async function hashBytes(
  chunks: AsyncIterable<Uint8Array>,
  listPath: readonly string[] = [],
): Promise<string> {
  const hasher = new ContentHasher();
  for await (const chunk of chunks) await hasher.add(chunk);
  return hasher.finish(listPath);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
