/** Files up to this size are hashed by the browser in one piece; larger ones here, in blocks. */
const maxDigestBytes = 64 * 2 ** 20;
const blockBytes = 4 * 2 ** 20;

/**
 * Computes the SHA-256 of a file, as 64 hexadecimal digits in lower case.
 *
 * @param onBlock Gets the bytes read so far.
 * @param maxPieceBytes Most that is read into memory at once.
 */
export async function hashBlob(
  blob: Blob,
  onBlock: (doneBytes: number) => void = () => undefined,
  maxPieceBytes = maxDigestBytes,
): Promise<string> {
  if (blob.size <= maxPieceBytes) {
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    onBlock(blob.size);
    return toHex(new Uint8Array(digest));
  }
  const hash = new Sha256();
  const stepBytes = Math.min(blockBytes, maxPieceBytes);
  for (let start = 0; start < blob.size; start += stepBytes) {
    const end = Math.min(blob.size, start + stepBytes);
    hash.add(new Uint8Array(await blob.slice(start, end).arrayBuffer()));
    onBlock(end);
  }
  return toHex(hash.finish());
}

/**
 * SHA-256 over blocks of bytes, which the browser's own does not offer.
 * Source: NIST FIPS 180-4, sections 4.1.2, 5 and 6.2.
 */
export class Sha256 {
  readonly #state = Uint32Array.from(initialState);
  readonly #schedule = new Uint32Array(64);
  readonly #pending = new Uint8Array(64);
  #pendingBytes = 0;
  #totalBytes = 0;

  add(bytes: Uint8Array): void {
    this.#totalBytes += bytes.length;
    let start = 0;
    if (this.#pendingBytes > 0) {
      start = Math.min(bytes.length, 64 - this.#pendingBytes);
      this.#pending.set(bytes.subarray(0, start), this.#pendingBytes);
      this.#pendingBytes += start;
      if (this.#pendingBytes < 64) return;
      this.#compress(this.#pending, 0);
      this.#pendingBytes = 0;
    }
    for (; start + 64 <= bytes.length; start += 64) this.#compress(bytes, start);
    this.#pending.set(bytes.subarray(start));
    this.#pendingBytes = bytes.length - start;
  }

  /** Closes the hash: 32 bytes. Nothing can be added after it. */
  finish(): Uint8Array {
    const totalBytes = this.#totalBytes;
    const paddingBytes = 64 - ((totalBytes + 8) % 64);
    const end = new Uint8Array(paddingBytes + 8);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(paddingBytes, Math.floor(totalBytes / 2 ** 29));
    view.setUint32(paddingBytes + 4, (totalBytes * 8) >>> 0);
    this.add(end);
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, index) => digest.setUint32(index * 4, word));
    return new Uint8Array(digest.buffer);
  }

  #compress(bytes: Uint8Array, start: number): void {
    const w = this.#schedule;
    for (let t = 0; t < 16; t++) {
      const at = start + t * 4;
      w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15];
      const y = w[t - 2];
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[t] + w[t]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    const state = this.#state;
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const primes = firstPrimes(64);
// First 32 bits of the fractional parts of the square roots of 8 primes and of the cube roots of 64.
const initialState = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));
const roundConstants = Uint32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));

function fractionBits(root: number): number {
  return Math.floor((root % 1) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}
