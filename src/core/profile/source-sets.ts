/** A set of sources for each text, as bits: 32 sources a word. */
export class SourceSets {
  readonly #bits: Uint32Array;
  readonly #words: number;

  constructor(textCount: number, sourceCount: number) {
    this.#words = Math.ceil(sourceCount / 32);
    this.#bits = new Uint32Array(textCount * this.#words);
  }

  has(text: number, source: number): boolean {
    return ((this.#bits[text * this.#words + (source >>> 5)] >>> (source & 31)) & 1) === 1;
  }

  add(text: number, source: number): void {
    this.#bits[text * this.#words + (source >>> 5)] |= 1 << (source & 31);
  }

  /** Whether a text's set holds all that `other` has for another text. */
  includes(text: number, other: SourceSets, otherText: number): boolean {
    for (let word = 0; word < this.#words; word++) {
      const missing = other.#bits[otherText * this.#words + word] & ~this.#bits[text * this.#words + word];
      if (missing !== 0) return false;
    }
    return true;
  }
}
