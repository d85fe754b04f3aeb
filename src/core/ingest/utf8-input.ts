import type { SourceShape } from '../model/index.ts';

type Encoding = SourceShape['encoding'];

// The first half of a surrogate pair lies in this range, the second right above it.
const firstHalves = { from: 0xd800, to: 0xdbff };

/** Turns the chunks of a file into UTF-8 without a byte order mark; a character may be cut by a chunk's end. */
export class Utf8Input {
  readonly #encoding: Encoding;
  #isFirst = true;
  #rest: Uint8Array = new Uint8Array(0);
  #markBytes = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /** Bytes of the byte order mark that the file began with; 0 until its first bytes came. */
  get markBytes(): number {
    return this.#markBytes;
  }

  /**
   * Returns the chunk in UTF-8, as a view of the chunk when it was that already.
   *
   * Half a surrogate pair in UTF-16 becomes three bytes that are not valid UTF-8, so that the row with it is found and
   * set aside rather than changed.
   */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#rest.length === 0 ? chunk : join(this.#rest, chunk);
    this.#rest = new Uint8Array(0);
    if (this.#encoding !== 'utf-8') return this.#transcode(bytes, false);
    if (!this.#isFirst) return bytes;
    if (bytes.length < 3 && isMarkStart(bytes)) {
      this.#rest = bytes.slice();
      return new Uint8Array(0);
    }
    this.#isFirst = false;
    if (bytes.length < 3 || !isMarkStart(bytes)) return bytes;
    this.#markBytes = 3;
    return bytes.subarray(3);
  }

  /** Returns what the last chunk left open; a lone last byte of UTF-16 comes out as invalid UTF-8. */
  finish(): Uint8Array {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return this.#encoding === 'utf-8' ? rest : this.#transcode(rest, true);
  }

  #transcode(bytes: Uint8Array, isLast: boolean): Uint8Array {
    const isLittle = this.#encoding === 'utf-16le';
    const text = new Uint8Array((bytes.length >> 1) * 3 + 1);
    let length = 0;
    let at = 0;
    for (; at + 1 < bytes.length; at += 2) {
      const unit = readUnit(bytes, at, isLittle);
      if (this.#isFirst && unit === 0xfeff) {
        this.#isFirst = false;
        this.#markBytes = 2;
        continue;
      }
      this.#isFirst = false;
      let point = unit;
      if (unit >= firstHalves.from && unit <= firstHalves.to) {
        if (at + 3 >= bytes.length && !isLast) break;
        const next = at + 3 < bytes.length ? readUnit(bytes, at + 2, isLittle) : 0;
        if (next >= 0xdc00 && next <= 0xdfff) {
          point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
          at += 2;
        }
      }
      length = writePoint(text, length, point);
    }
    if (!isLast) this.#rest = bytes.slice(at);
    else if (at < bytes.length) text[length++] = 0xff;
    return text.subarray(0, length);
  }
}

function readUnit(bytes: Uint8Array, at: number, isLittle: boolean): number {
  return isLittle ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1];
}

function writePoint(text: Uint8Array, length: number, point: number): number {
  if (point < 0x80) {
    text[length] = point;
    return length + 1;
  }
  if (point < 0x800) {
    text[length] = 0xc0 | (point >> 6);
    text[length + 1] = 0x80 | (point & 0x3f);
    return length + 2;
  }
  if (point < 0x10000) {
    text[length] = 0xe0 | (point >> 12);
    text[length + 1] = 0x80 | ((point >> 6) & 0x3f);
    text[length + 2] = 0x80 | (point & 0x3f);
    return length + 3;
  }
  text[length] = 0xf0 | (point >> 18);
  text[length + 1] = 0x80 | ((point >> 12) & 0x3f);
  text[length + 2] = 0x80 | ((point >> 6) & 0x3f);
  text[length + 3] = 0x80 | (point & 0x3f);
  return length + 4;
}

function isMarkStart(bytes: Uint8Array): boolean {
  const mark = [0xef, 0xbb, 0xbf];
  return mark.slice(0, bytes.length).every((byte, index) => bytes[index] === byte);
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
