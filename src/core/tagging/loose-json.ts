/** A value as a model wrote it; bare words are texts. */
export type LooseValue = string | number | boolean | null | readonly LooseValue[] | LooseObject;

/** Pairs in the order written, because models repeat keys. */
export interface LooseObject {
  readonly pairs: readonly (readonly [key: string, value: LooseValue])[];
}

/** A value found in a text. */
export interface LooseReading {
  readonly value: LooseValue;
  /** Index after the last character read. */
  readonly end: number;
  /** False when the text ended before a bracket was closed; a text that was cut in the middle is left out. */
  readonly isClosed: boolean;
  /** True when the text ended within a quoted text or a key's value. */
  readonly isCutInside: boolean;
}

export interface LooseOptions {
  /** Takes words without quotes as texts. */
  readonly allowBareWords: boolean;
}

// Deeper than any reply; keeps hostile input such as ten thousand brackets off the call stack.
const maxDepth = 24;

const closingQuotes: Readonly<Record<string, string>> = Object.freeze({
  '"': '"',
  "'": "'",
  '“': '”',
  '”': '”',
  '‘': '’',
});

/**
 * Reads one array or object that starts at `start`, forgiving what models get wrong: single and curly quotes, trailing
 * and missing commas, comments of prose between items, quotes inside quotes, cut ends. Never throws. O(characters).
 */
export function readLooseJson(text: string, start: number, options: LooseOptions): LooseReading {
  return new LooseReader(text, start, options).read();
}

class LooseReader {
  #index: number;
  #isClosed = true;
  #isCutInside = false;

  constructor(
    readonly text: string,
    start: number,
    readonly options: LooseOptions,
  ) {
    this.#index = start;
  }

  read(): LooseReading {
    const value = this.#readValue(0) ?? null;
    return { value, end: this.#index, isClosed: this.#isClosed, isCutInside: this.#isCutInside };
  }

  /** Undefined when nothing usable stands here; then one character at most has been skipped. */
  #readValue(depth: number): LooseValue | undefined {
    const character = this.text[this.#index];
    if (depth < maxDepth && character === '[') return this.#readArray(depth);
    if (depth < maxDepth && character === '{') return this.#readObject(depth);
    if (character in closingQuotes) return this.#readQuoted();
    return this.#readBare();
  }

  #readArray(depth: number): readonly LooseValue[] {
    const items: LooseValue[] = [];
    this.#index++;
    while (this.#moveToNext(']')) {
      const item = this.#readValue(depth + 1);
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  #readObject(depth: number): LooseObject {
    const pairs: (readonly [string, LooseValue])[] = [];
    this.#index++;
    while (this.#moveToNext('}')) {
      const key = this.#readValue(maxDepth);
      this.#skipSpace();
      if (this.text[this.#index] !== ':') continue;
      this.#index++;
      this.#skipSpace();
      if (this.#index >= this.text.length) this.#isCutInside = true;
      else if ('}],'.includes(this.text[this.#index])) continue;
      else {
        const value = this.#readValue(depth + 1);
        if (typeof key === 'string' && value !== undefined) pairs.push([key, value]);
      }
    }
    return { pairs };
  }

  /** Moves to the next item; false at the closing bracket, which it passes, or at the end of the text. */
  #moveToNext(closing: string): boolean {
    while (this.#index < this.text.length) {
      const character = this.text[this.#index];
      if (character === closing) {
        this.#index++;
        return false;
      }
      // The other kind of bracket closes what was left open within.
      if (character === ']' || character === '}') return false;
      if (!/[\s,;]/.test(character)) return true;
      this.#index++;
    }
    this.#isClosed = false;
    return false;
  }

  #readQuoted(): string | undefined {
    const closing = closingQuotes[this.text[this.#index]];
    let value = '';
    for (let index = this.#index + 1; index < this.text.length; index++) {
      const character = this.text[index];
      if (character === closing && this.#endsQuote(index, closing)) {
        this.#index = index + 1;
        return value;
      }
      if (character === '\\') {
        const [decoded, length] = decodeEscape(this.text, index);
        value += decoded;
        index += length - 1;
      } else value += character;
    }
    this.#index = this.text.length;
    this.#isClosed = false;
    this.#isCutInside = true;
    return undefined;
  }

  /** A quote followed by more words stands inside the text, as in `"the "best" way"`. */
  #endsQuote(index: number, closing: string): boolean {
    const rest = this.text.slice(index + 1, index + 40);
    return /^\s*($|[,:;\]}])/.test(rest) || new RegExp(`^\\s+${closing}`).test(rest);
  }

  #readBare(): LooseValue | undefined {
    const match = /[^,;:[\]{}"“”\n]+/y;
    match.lastIndex = this.#index;
    const found = match.exec(this.text);
    if (found === null) {
      this.#index++;
      return undefined;
    }
    this.#index = match.lastIndex;
    const word = found[0].trim();
    if (this.#index >= this.text.length) this.#isCutInside = true;
    if (word === 'null') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
    return this.options.allowBareWords && !this.#isCutInside ? word : undefined;
  }

  #skipSpace(): void {
    while (this.#index < this.text.length && /\s/.test(this.text[this.#index])) this.#index++;
  }
}

const escapes: Readonly<Record<string, string>> = Object.freeze({
  n: '\n',
  t: '\t',
  r: '\r',
  b: ' ',
  f: ' ',
});

/** Decodes the escape at a backslash: the character it stands for and the length of what was read. */
function decodeEscape(text: string, index: number): readonly [decoded: string, length: number] {
  const next = text[index + 1] ?? '';
  const hex = text.slice(index + 2, index + 6);
  if (next === 'u' && /^[0-9a-f]{4}$/i.test(hex)) return [String.fromCharCode(Number.parseInt(hex, 16)), 6];
  return [escapes[next] ?? next, 2];
}
