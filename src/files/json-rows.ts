const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
/** A byte becomes at most `\u001f`. */
const maxEscapedBytes = 6;
const startBytes = 64 * 1024;
const shortText = 32;
// Of a longer text it is counted first how much room it needs.
const longText = 64 * 1024;
// A larger buffer, for one huge row, is not kept.
const maxKeptBytes = 8 * 1024 * 1024;

/** By a byte, what stands behind the backslash in its place; 0 for those that are escaped by their number. */
const letters = new Uint8Array(128);
for (const [sign, letter] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'])
  letters[sign.charCodeAt(0)] = letter.charCodeAt(0);

/** Writes rows of JSON in UTF-8 one behind the other into one buffer, which is used again. */
export class JsonRows {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(startBytes);
  #length = 0;

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

  /** What was written from a position to another, as a view that holds until `cut(0)`. */
  view(from = 0, to = this.#length): Uint8Array {
    return this.#bytes.subarray(from, to);
  }

  /** Forgets what was written behind a position. */
  cut(length: number): void {
    this.#length = length;
    if (length === 0 && this.#bytes.length > maxKeptBytes) this.#bytes = new Uint8Array(startBytes);
  }

  /** Writes bytes as they are. */
  addBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes a text as it is. */
  addText(text: string): void {
    // A sign of UTF-16 becomes at most three bytes.
    this.#reserve(3 * text.length);
    if (text.length > shortText || !this.#addShort(text)) {
      this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
    }
  }

  /**
   * Writes the bytes of a text as a string of JSON, as `JSON.stringify` would write the text.
   *
   * @returns Whether all are ASCII. Whether others are UTF-8 is not looked at.
   */
  addString(text: Uint8Array): boolean {
    const spare = text.length > longText ? countEscaped(text) : text.length;
    this.#reserve(text.length + (maxEscapedBytes - 1) * spare + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    let allBits = 0;
    bytes[at++] = quote;
    for (let index = 0; index < text.length; index++) {
      const byte = text[index];
      allBits |= byte;
      if (isPlain(byte)) bytes[at++] = byte;
      else at = writeEscaped(bytes, at, byte);
    }
    bytes[at++] = quote;
    this.#length = at;
    return allBits < 128;
  }

  /** To call the encoder takes longer than to write some letters. False when they are not ASCII. */
  #addShort(text: string): boolean {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      this.#bytes[this.#length + index] = code;
    }
    this.#length += text.length;
    return true;
  }

  #reserve(byteCount: number): void {
    const needed = this.#length + byteCount;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}

function isPlain(byte: number): boolean {
  return byte >= firstPrintable && byte !== quote && byte !== backslash;
}

function countEscaped(text: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (!isPlain(text[index])) count++;
  return count;
}

/** Gives the position behind what was written. */
function writeEscaped(bytes: Uint8Array, at: number, byte: number): number {
  const letter = letters[byte];
  const signs = letter > 0 ? [backslash, letter] : numberSigns(byte);
  for (const sign of signs) bytes[at++] = sign;
  return at;
}

function numberSigns(byte: number): number[] {
  return Array.from(`\\u${byte.toString(16).padStart(4, '0')}`, (sign) => sign.charCodeAt(0));
}
