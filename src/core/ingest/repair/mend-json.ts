import { foreignWords } from '../explain-json.ts';
import { hasSingleBackslash, mendText, type RowHabits } from './mend-text.ts';
import type { Mend, RepairKind } from './mend.ts';

/** A text that JSON.parse reads, and what was done to get it. */
interface MendedJson {
  readonly text: string;
  readonly mends: readonly Mend[];
}

const jsonWords = ['true', 'false', 'null'];
const wordPattern = /[^\s,:{}[\]"']+/y;
const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const namePattern = /^[A-Za-z_$][\w$]*$/;

/** What may come next: a value, the end of a list or object, a name, a colon, a comma. */
type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma' | 'nothing';

/**
 * Mends the faults of a text that JSON.parse refuses, as far as there is one obvious way to: literals of Python and
 * JavaScript, commas, single quotes, escapes (see `mendText`), control characters, closing brackets at the end. All else
 * stays as it is written, sign for sign.
 *
 * @returns Null when something is wrong that has no obvious mend. The text that comes out is valid JSON.
 * O(length) time, no recursion.
 */
export function mendJson(text: string): MendedJson | null {
  const first = new Mender(text, { isPython: false, hasSingleBackslashes: false });
  const mended = first.mend();
  const { isPython, hasSingleBackslashes } = first.habits;
  // What a text means can show by one that stands behind it.
  return mended !== null && (isPython || hasSingleBackslashes)
    ? new Mender(text, first.habits).mend()
    : mended;
}

class Mender {
  readonly #text: string;
  readonly #given: RowHabits;
  readonly #closers: string[] = [];
  readonly #mends = new Map<string, Mend>();
  readonly #habits = { isPython: false, hasSingleBackslashes: false };
  // where the last closing bracket was written
  #lastCloser = -1;
  #parts: string[] = [];
  #at = 0;
  #expected: Expected = 'value';
  #isAfterNumber = false;
  #isStuck = false;

  constructor(text: string, given: RowHabits) {
    this.#text = text;
    this.#given = given;
  }

  /** What the row tells about how it was written, once it is mended. */
  get habits(): RowHabits {
    return this.#habits;
  }

  mend(): MendedJson | null {
    while (this.#at < this.#text.length && !this.#isStuck) this.#step(this.#text.charAt(this.#at));
    if (!this.#isStuck) this.#closeEnd();
    const text = this.#parts.join('');
    return this.#isStuck || !isJson(text) ? null : { text, mends: [...this.#mends.values()] };
  }

  #step(sign: string): void {
    const closer = this.#closers.at(-1);
    if (' \t\r\n'.includes(sign)) this.#write(sign, 1);
    else if (this.#expected === 'nothing') this.#reopen(sign);
    else if (this.#expected === 'colon') this.#readColon(sign);
    else if (this.#expected === 'comma') this.#readComma(sign, closer);
    else if (sign === closer) this.#closeEarly(sign);
    else if (sign === ',' && this.#expected === 'name') this.#drop(',');
    else if (this.#expected.startsWith('name')) this.#readName(sign);
    else this.#readValue(sign);
  }

  // The object was closed too early when more of its fields follow.
  #reopen(sign: string): void {
    if (sign !== ',' || !/^,\s*"/.test(this.#text.slice(this.#at, this.#at + 100)) || this.#lastCloser < 0) {
      this.#isStuck = true;
    } else if (this.#parts[this.#lastCloser] === '}') {
      this.#parts[this.#lastCloser] = '';
      this.#lastCloser = -1;
      this.#closers.push('}');
      this.#note('brackets', 'a } that came too early was left out', '} that came too early were left out');
      this.#expected = 'comma';
    } else {
      this.#isStuck = true;
    }
  }

  #readColon(sign: string): void {
    if (sign === ':') this.#write(sign, 1, 'value');
    else this.#isStuck = true;
  }

  #readComma(sign: string, closer: string | undefined): void {
    if (sign === ',') {
      this.#write(sign, 1, closer === '}' ? 'name' : 'value');
    } else if (sign === closer) {
      this.#close(sign);
    } else if (closer === '}' ? this.#startsName() : '{["'.includes(sign)) {
      this.#write(',', 0, closer === '}' ? 'name' : 'value');
      this.#note('comma', 'a missing comma was put in', 'missing commas were put in');
    } else {
      this.#isStuck = true;
    }
  }

  #startsName(): boolean {
    return /^"(?:[^"\\]|\\.)*"\s*:/.test(this.#text.slice(this.#at, this.#at + 1000));
  }

  /** Closes where a value or a name may still come; behind a comma, the comma goes. */
  #closeEarly(sign: string): void {
    if (!this.#expected.endsWith('-or-end')) this.#takeBackComma();
    if (!this.#isStuck) this.#close(sign);
  }

  #takeBackComma(): void {
    let index = this.#parts.length - 1;
    while (index >= 0 && this.#parts[index].trim() === '') index--;
    if (this.#parts[index] !== ',') {
      this.#isStuck = true;
      return;
    }
    this.#parts[index] = '';
    this.#noteSurplusComma();
  }

  #drop(sign: string): void {
    this.#at += sign.length;
    this.#noteSurplusComma();
  }

  #noteSurplusComma(): void {
    this.#note('comma', 'a comma too many was left out', 'commas too many were left out');
  }

  #readName(sign: string): void {
    if (sign === '"' || sign === "'") {
      this.#readString(sign, 'colon');
      return;
    }
    const word = this.#matchWord();
    if (!namePattern.test(word)) {
      this.#isStuck = true;
      return;
    }
    this.#write(JSON.stringify(word), word.length, 'colon');
    this.#note('quotes', 'a name was put in double quotes', 'names were put in double quotes');
  }

  #readValue(sign: string): void {
    this.#isAfterNumber = false;
    if (sign === '{' || sign === '[') {
      this.#closers.push(sign === '{' ? '}' : ']');
      this.#write(sign, 1, sign === '{' ? 'name-or-end' : 'value-or-end');
    } else if (sign === '"' || sign === "'") {
      this.#readString(sign, this.#afterValue());
    } else {
      this.#readWord(this.#matchWord());
    }
  }

  #readWord(word: string): void {
    const bare = word.replace(/^[+-]/, '');
    if (jsonWords.includes(word) || numberPattern.test(word)) {
      this.#isAfterNumber = true;
      this.#write(word, word.length, this.#afterValue());
    } else if (Object.hasOwn(foreignWords, bare) && (word === bare || bare === 'Infinity')) {
      this.#habits.isPython ||= ['None', 'True', 'False'].includes(bare);
      const plain = bare === 'True' || bare === 'False' ? bare.toLowerCase() : 'null';
      this.#write(plain, word.length, this.#afterValue());
      this.#note(
        'foreign-words',
        `${word} became ${plain}`,
        'words that JSON does not know became null, true or false',
      );
    } else {
      this.#isStuck = true;
    }
  }

  #readString(quote: string, next: Expected): void {
    const end = this.#findEnd(quote);
    if (end < 0) {
      this.#isStuck = true;
      return;
    }
    const body = this.#text.slice(this.#at + 1, end);
    this.#habits.isPython ||= quote === "'";
    this.#habits.hasSingleBackslashes ||= hasSingleBackslash(body);
    const mended = mendText(body, this.#given, (...mend) => this.#note(...mend));
    this.#write(`"${mended}"`, body.length + 2, next);
    if (quote === "'")
      this.#note('quotes', 'single quotes became double quotes', 'texts in single quotes got double ones');
  }

  /** Where the text that starts here ends: at a quote without a backslash; -1 when it does not. */
  #findEnd(quote: string): number {
    let at = this.#at + 1;
    while (at < this.#text.length && this.#text[at] !== quote) at += this.#text[at] === '\\' ? 2 : 1;
    return at < this.#text.length ? at : -1;
  }

  #close(sign: string): void {
    this.#closers.pop();
    this.#lastCloser = this.#parts.length;
    this.#write(sign, 1, this.#afterValue());
  }

  /** Closes what is open when nothing but brackets is missing; a number may have lost digits. */
  #closeEnd(): void {
    if (this.#closers.length === 0) return;
    const canClose = this.#expected === 'comma' && !this.#isAfterNumber;
    if (!canClose) {
      this.#isStuck = true;
      return;
    }
    const missing = this.#closers.toReversed().join('');
    this.#closers.length = 0;
    this.#parts.push(missing);
    this.#note('brackets', `the missing ${missing} was added at the end`, 'missing brackets were added');
  }

  #afterValue(): Expected {
    return this.#closers.length === 0 ? 'nothing' : 'comma';
  }

  #matchWord(): string {
    wordPattern.lastIndex = this.#at;
    return wordPattern.exec(this.#text)?.[0] ?? '';
  }

  #write(text: string, length: number, expected: Expected = this.#expected): void {
    this.#parts.push(text);
    this.#at += length;
    this.#expected = expected;
  }

  #note(kind: RepairKind, one: string, many: string): void {
    const known = this.#mends.get(many);
    this.#mends.set(
      many,
      known === undefined ? { kind, one, many, count: 1 } : { ...known, count: known.count + 1 },
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
