/** Literals of Python and JavaScript that JSON does not know, with what it has instead. */
export const foreignWords: Readonly<Record<string, string>> = Object.freeze({
  NaN: 'NaN, which JSON does not know; write null',
  Infinity: 'Infinity, which JSON does not know; write null',
  '-Infinity': '-Infinity, which JSON does not know; write null',
  undefined: 'undefined, which JSON does not know; write null',
  None: 'None; JSON writes null',
  True: 'True; JSON writes true in lower case',
  False: 'False; JSON writes false in lower case',
});

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[^\s,:{}[\]"]{1,400}/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may come next: a value, a value or the end of a list, a name, a name or the end of an object, a colon, a comma. */
type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma' | 'nothing';

/**
 * Finds the first fault in a text that JSON.parse refuses, and says it in a sentence that is the same in every
 * browser. Columns count characters of the text from 1.
 *
 * @returns One sentence; when it finds no fault it says so generally.
 * O(length) time, no recursion.
 */
export function explainJson(text: string): string {
  return new Explainer(text).explain();
}

class Explainer {
  readonly #text: string;
  readonly #closers: string[] = [];
  #at = 0;
  #expected: Expected = 'value';
  #fault: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  explain(): string {
    while (this.#fault === null) {
      while (' \t\r\n'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at++;
      if (this.#at >= this.#text.length) {
        return this.#expected === 'nothing' ? 'Not valid JSON.' : this.#explainEnd();
      }
      this.#step(this.#text.charAt(this.#at));
    }
    return this.#fault;
  }

  #step(sign: string): void {
    const closer = this.#closers.at(-1);
    if (this.#expected === 'nothing') {
      this.#report(`${shown(sign)} behind the end of the record`);
    } else if (this.#expected === 'colon') {
      if (sign === ':') this.#go(1, 'value');
      else this.#report(`${shown(sign)} where a colon belongs`);
    } else if (this.#expected === 'comma') {
      if (sign === ',') this.#go(1, closer === '}' ? 'name' : 'value');
      else if (sign === closer) this.#close();
      else this.#report(`${shown(sign)} where a comma or ${closer ?? ''} belongs`);
    } else if (sign === closer && this.#expected.endsWith('-or-end')) {
      this.#close();
    } else if (this.#expected.startsWith('name')) {
      this.#readName(sign, closer);
    } else {
      this.#readValue(sign, closer);
    }
  }

  #readName(sign: string, closer: string | undefined): void {
    if (sign === '"') this.#readString('colon');
    else if (sign === closer) this.#report(`a comma too many before ${sign}`);
    else if (sign === "'") this.#report('a name in single quotes; JSON uses double quotes');
    else this.#report(`${shown(sign)} where a name in double quotes belongs`);
  }

  #readValue(sign: string, closer: string | undefined): void {
    if (sign === '{') {
      this.#closers.push('}');
      this.#go(1, 'name-or-end');
    } else if (sign === '[') {
      this.#closers.push(']');
      this.#go(1, 'value-or-end');
    } else if (sign === '"') {
      this.#readString(this.#afterValue());
    } else if (sign === closer && this.#text.slice(0, this.#at).trimEnd().endsWith(',')) {
      this.#report(`a comma too many before ${sign}`);
    } else {
      this.#readWord(sign);
    }
  }

  #readWord(sign: string): void {
    const word = this.#match(wordPattern);
    const number = this.#match(numberPattern);
    if (word !== '' && (['true', 'false', 'null'].includes(word) || word === number)) {
      this.#go(word.length, this.#afterValue());
    } else if (Object.hasOwn(foreignWords, word)) {
      this.#report(foreignWords[word]);
    } else if (sign === "'") {
      this.#report('a text in single quotes; JSON uses double quotes');
    } else {
      this.#report(`${shown(word === '' ? sign : word)} where a value belongs`);
    }
  }

  #readString(next: Expected): void {
    for (this.#at++; this.#at < this.#text.length;) {
      const sign = this.#text.charAt(this.#at);
      if (sign === '"') {
        this.#go(1, next);
        return;
      }
      const escape = sign === '\\' ? this.#match(escapePattern) : sign;
      if (escape === '') {
        this.#report(`${shown(this.#text.slice(this.#at, this.#at + 2))}, an escape that JSON does not know`);
      } else if (sign === '\n' || sign === '\r') {
        this.#report('a line break inside a text in quotes; JSON writes \\n');
      } else if (sign < ' ') {
        this.#report('a control character inside a text in quotes');
      }
      if (this.#fault !== null) return;
      this.#at += escape.length;
    }
    this.#fault = 'It ends inside a text in quotes.';
  }

  #close(): void {
    this.#closers.pop();
    this.#go(1, this.#afterValue());
  }

  #afterValue(): Expected {
    return this.#closers.length === 0 ? 'nothing' : 'comma';
  }

  #go(length: number, expected: Expected): void {
    this.#at += length;
    this.#expected = expected;
  }

  #explainEnd(): string {
    const closer = this.#closers.at(-1);
    if (closer === undefined) return 'It holds no value.';
    return closer === '}' ? 'It ends inside an object.' : 'It ends inside a list.';
  }

  #report(what: string): void {
    this.#fault = `Not valid JSON at character ${this.#at + 1}: ${what}.`;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }
}

function shown(found: string): string {
  return `“${found.length > 20 ? `${found.slice(0, 20)}…` : found}”`;
}
