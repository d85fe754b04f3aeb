import { ascii, isBlank } from './ascii.ts';

/** Deeper records are set aside: no data set nests this far, and later readers may recurse. */
export const maxDepth = 512;

const firstControl = 0x20;

/**
 * Follows a JSON object or list byte by byte and tells where it ends. It checks the brackets and what may stand before
 * them, which is what finding the end depends on; everything else is left to JSON.parse.
 */
export class JsonNesting {
  readonly #stack = new Uint8Array(maxDepth);
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  // The last byte outside strings that is not white space; a string counts as its closing quote.
  #last = 0;
  /** Why the value is broken, once `advance` has stopped at a fault. */
  fault: string | null = null;

  /** Forgets everything; the next byte is to be the opening bracket of a value. */
  reset(): void {
    this.#depth = 0;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#last = 0;
    this.fault = null;
  }

  /** True once the value's closing bracket has been passed. */
  get isClosed(): boolean {
    return this.#depth === 0 && this.#last !== 0;
  }

  /** Where a file that ends now would end, for a sentence. */
  get place(): string {
    if (this.#isInString) return 'inside a text in quotes';
    return this.#stack[this.#depth - 1] === ascii.openBracket ? 'inside a list' : 'inside an object';
  }

  /**
   * Reads on from `bytes[at]` and stops behind the closing bracket, at a line feed outside of strings (not passed), at
   * a fault (not passed), or at `end`.
   *
   * @returns Where it stopped.
   */
  advance(bytes: Uint8Array, at: number, end: number): number {
    while (at < end) {
      if (this.#isInString) {
        at = this.#passString(bytes, at, end);
        if (this.fault !== null) return at;
        continue;
      }
      const byte = bytes[at];
      if (byte === ascii.lineFeed) return at;
      if (byte === ascii.quote) this.#isInString = true;
      else if (byte === ascii.openBrace || byte === ascii.openBracket) this.#open(byte);
      else if (byte === ascii.closeBrace || byte === ascii.closeBracket) this.#close(byte);
      if (this.fault !== null) return at;
      if (!isBlank(byte)) this.#last = byte;
      at++;
      if (this.#depth === 0) return at;
    }
    return at;
  }

  #passString(bytes: Uint8Array, at: number, end: number): number {
    if (this.#isEscaped) {
      this.#isEscaped = false;
      // A line feed may not be escaped either; the loop below finds it.
      if (bytes[at] !== ascii.lineFeed) at++;
    }
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === ascii.quote) {
        this.#isInString = false;
        return at + 1;
      }
      if (byte === ascii.backslash) {
        if (at + 1 === end) {
          this.#isEscaped = true;
        } else if (bytes[at + 1] !== ascii.lineFeed) {
          at++;
        }
      } else if (byte < firstControl && byte === ascii.lineFeed) {
        this.fault = 'A text in quotes is not closed on its line.';
        return at;
      }
    }
    return at;
  }

  #open(byte: number): void {
    const isInObject = this.#depth > 0 && this.#stack[this.#depth - 1] === ascii.openBrace;
    const isInList = this.#depth > 0 && !isInObject;
    const sign = String.fromCharCode(byte);
    if (isInObject && this.#last !== ascii.colon) {
      this.fault = `Found ${sign} where the object goes on with a name in quotes or ends with }.`;
    } else if (isInList && this.#last !== ascii.openBracket && this.#last !== ascii.comma) {
      this.fault = `Found ${sign} where the list goes on with a comma or ends with ].`;
    } else if (this.#depth === maxDepth) {
      this.fault = `The record is nested more than ${maxDepth} levels deep.`;
    } else {
      this.#stack[this.#depth++] = byte;
    }
  }

  #close(byte: number): void {
    const opening = byte === ascii.closeBrace ? ascii.openBrace : ascii.openBracket;
    if (this.#stack[this.#depth - 1] === opening) {
      this.#depth--;
      return;
    }
    const found = String.fromCharCode(byte);
    const expected = byte === ascii.closeBrace ? ']' : '}';
    this.fault = `Found ${found} where a closing ${expected} was expected.`;
  }
}
