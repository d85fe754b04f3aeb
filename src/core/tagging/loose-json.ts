import { decodeEscape } from './text-escapes.ts';

/** A value as a model wrote it; bare words are texts. */
export type LooseValue = string | number | boolean | null | readonly LooseValue[] | LooseObject;

export interface LooseObject {
  /** In the order written, because models repeat keys. */
  readonly pairs: readonly (readonly [key: string, value: LooseValue])[];
  /** Values without a key, as in Python's `{"a", "b"}`. */
  readonly items: readonly LooseValue[];
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
  /** Words without quotes that were passed over. */
  readonly skippedCount: number;
}

export interface LooseOptions {
  /** Takes words without quotes as texts. */
  readonly allowBareWords: boolean;
}

// Deeper than any reply; keeps hostile input such as ten thousand brackets off the call stack.
const maxDepth = 24;

/** Characters that open an array or an object, those of full width among them. */
const arrayOpening = '[【［〔';
const objectOpening = '{｛';
const arrayClosing = ']】］〕';
const objectClosing = '}｝';

/** What may close a text that each of these opens. */
const closingQuotes: Readonly<Record<string, string>> = Object.freeze({
  '"': '"',
  "'": "'",
  '“': '”"',
  '”': '”',
  '„': '“”"',
  '‘': '’',
  '«': '»',
  '»': '«',
  '「': '」',
  '『': '』',
  '`': '`',
  '＂': '＂',
});

const bareWord = /[^,;:=|[\]{}"“”„«»「」『』【】［］｛｝，、；،؛：\n]+/y;
const separator = /[\s,;|，、；،؛]/;
const colon = /[:：=]/;
// Far enough to see the next key and its colon.
const lookAhead = 100;

// What comes after a quote that ends a text in an array, a key, and the value of a key.
const afterItem = /^\s*(?:$|[,:;|\]}，、；،؛：】］｝]|\/[/*]|#\s)/;
const afterKey = /^\s*(?:$|[:：=,\]}[{【｝])/;
const afterValue =
  /^\s*(?:$|[\]}】］｝]|\/[/*]|[,;，；、]?\s*(?:$|[}\]｝]|\/[/*]|["“'‘][^"“”\n]{0,70}(?:$|["”'’]\s*(?:$|[:：=]))|[\p{L}_]\w{0,30}\s*[:：]))/u;

/** Where a text stands, which decides whether a quote ends it. */
type Place = 'item' | 'key' | 'value';

/** Tells at which character an array or object may begin. */
export function opensValue(character: string): boolean {
  return arrayOpening.includes(character) || objectOpening.includes(character);
}

/**
 * Reads one array or object that starts at `start`, forgiving what models get wrong: single, curly and other tongues'
 * quotes, trailing and missing commas, comments, quotes inside quotes, forgotten quotes and colons, Python's and
 * JavaScript's names for nothing, cut ends. Never throws. O(characters).
 */
export function readLooseJson(text: string, start: number, options: LooseOptions): LooseReading {
  return new LooseReader(text, start, options).read();
}

class LooseReader {
  #index: number;
  #isClosed = true;
  #isCutInside = false;
  #skippedCount = 0;

  constructor(
    readonly text: string,
    start: number,
    readonly options: LooseOptions,
  ) {
    this.#index = start;
  }

  read(): LooseReading {
    const value = this.#readValue(0, 'item') ?? null;
    return {
      value,
      end: this.#index,
      isClosed: this.#isClosed,
      isCutInside: this.#isCutInside,
      skippedCount: this.#skippedCount,
    };
  }

  /** Undefined when nothing usable stands here; then one character at most has been skipped. */
  #readValue(depth: number, place: Place): LooseValue | undefined {
    const character = this.text[this.#index];
    if (depth < maxDepth && arrayOpening.includes(character)) return this.#readArray(depth);
    if (depth < maxDepth && objectOpening.includes(character)) return this.#readObject(depth);
    if (character in closingQuotes) return this.#readQuoted(place);
    return this.#readBare();
  }

  #readArray(depth: number): readonly LooseValue[] {
    const items: LooseValue[] = [];
    this.#index++;
    while (this.#moveToNext(arrayClosing)) {
      const item = this.#readValue(depth + 1, 'item');
      if (item === undefined) continue;
      items.push(typeof item === 'string' ? this.#joinExplanation(item, depth) : item);
    }
    return items;
  }

  /** `["poem": "It asks for one"]` has an explanation where only an object may have one. */
  #joinExplanation(tag: string, depth: number): LooseValue {
    this.#skipSpace();
    if (!/[:：]/.test(this.text[this.#index] ?? '')) return tag;
    this.#index++;
    this.#skipSpace();
    const explanation = this.#index < this.text.length ? this.#readValue(depth + 1, 'item') : undefined;
    if (explanation === undefined) return tag;
    return {
      pairs: [
        ['tag', tag],
        ['explanation', explanation],
      ],
      items: [],
    };
  }

  #readObject(depth: number): LooseObject {
    const pairs: (readonly [string, LooseValue])[] = [];
    const items: LooseValue[] = [];
    this.#index++;
    while (this.#moveToNext(objectClosing)) {
      const key = this.#readValue(depth + 1, 'key');
      if (key === undefined && !this.#isAtColon()) continue;
      this.#skipSpace();
      const hasColon = this.#passColon();
      if (!hasColon && !(typeof key === 'string' && opensValue(this.text[this.#index] ?? ''))) {
        if (key !== undefined) items.push(key);
        continue;
      }
      const value = this.#readPairValue(depth);
      if (typeof key === 'string' && value !== undefined) pairs.push([key, value]);
    }
    return { pairs, items };
  }

  #readPairValue(depth: number): LooseValue | undefined {
    this.#skipSpace();
    if (this.#index >= this.text.length) {
      this.#isCutInside = true;
      return undefined;
    }
    const character = this.text[this.#index];
    if (character === ',' || arrayClosing.includes(character) || objectClosing.includes(character))
      return undefined;
    return this.#readValue(depth + 1, 'value');
  }

  #isAtColon(): boolean {
    return colon.test(this.text[this.#index] ?? '');
  }

  #passColon(): boolean {
    if (!this.#isAtColon()) return false;
    this.#index++;
    // Ruby's and PHP's arrow.
    if (this.text[this.#index] === '>') this.#index++;
    this.#skipSpace();
    return true;
  }

  /** Moves to the next item; false at the closing bracket, which it passes, or at the end of the text. */
  #moveToNext(closing: string): boolean {
    while (this.#index < this.text.length) {
      const character = this.text[this.#index];
      if (closing.includes(character)) {
        this.#index++;
        return false;
      }
      // The other kind of bracket closes what was left open within.
      if (arrayClosing.includes(character) || objectClosing.includes(character)) return false;
      const commentEnd = separator.test(character) ? this.#index + 1 : this.#endOfComment();
      if (commentEnd === this.#index) return true;
      this.#index = commentEnd;
    }
    this.#isClosed = false;
    return false;
  }

  #endOfComment(): number {
    const first = this.text[this.#index];
    const second = this.text[this.#index + 1] ?? '';
    const isBlock = first === '/' && second === '*';
    const isLine = (first === '/' && second === '/') || (first === '#' && /\s/.test(second));
    if (!isBlock && !isLine) return this.#index;
    const end = this.text.indexOf(isBlock ? '*/' : '\n', this.#index + 2);
    if (end < 0) return this.text.length;
    return end + (isBlock ? 2 : 1);
  }

  #readQuoted(place: Place): string | undefined {
    const closing = closingQuotes[this.text[this.#index]];
    const pieces: string[] = [];
    for (let index = this.#index + 1; index < this.text.length; index++) {
      const character = this.text[index];
      if (closing.includes(character) && this.#endsQuote(index, place)) {
        this.#index = index + 1;
        return pieces.join('');
      }
      if (character === '\\') {
        const [decoded, length] = decodeEscape(this.text, index);
        pieces.push(decoded);
        index += length - 1;
      } else pieces.push(character);
    }
    this.#index = this.text.length;
    this.#isClosed = false;
    this.#isCutInside = true;
    return undefined;
  }

  /** A quote followed by more words stands inside the text, as in `"the "best" way"`. */
  #endsQuote(index: number, place: Place): boolean {
    const rest = this.text.slice(index + 1, index + lookAhead);
    if (place === 'value') return afterValue.test(rest);
    if (place === 'key' && afterKey.test(rest)) return true;
    // Without a comma the next text may follow at once, and so may the next object.
    return afterItem.test(rest) || /^\s+["'“„«「『`]/.test(rest);
  }

  #readBare(): LooseValue | undefined {
    bareWord.lastIndex = this.#index;
    const found = bareWord.exec(this.text);
    if (found === null) {
      this.#index++;
      return undefined;
    }
    this.#index = bareWord.lastIndex;
    const word = found[0].trim();
    if (this.#index >= this.text.length) this.#isCutInside = true;
    if (/^-?\d+(?:\.\d+)?$/.test(word)) return Number(word);
    if (Object.hasOwn(literals, word)) return literals[word];
    // The opening quote was forgotten.
    if (
      /["”]/.test(this.text[this.#index] ?? '') &&
      /^\p{L}/u.test(word) &&
      this.#endsQuote(this.#index, 'item')
    ) {
      this.#index++;
      return word;
    }
    if (this.options.allowBareWords && !this.#isCutInside) return word;
    this.#skippedCount++;
    return undefined;
  }

  #skipSpace(): void {
    while (this.#index < this.text.length && /\s/.test(this.text[this.#index])) this.#index++;
  }
}

/** Values of JSON, Python and JavaScript that are no texts. */
const literals: Readonly<Record<string, boolean | null>> = Object.freeze({
  null: null,
  None: null,
  nil: null,
  undefined: null,
  NaN: null,
  true: true,
  True: true,
  false: false,
  False: false,
});
