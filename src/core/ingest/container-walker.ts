import type { RecordKind } from '../model/index.ts';
import { ascii, isBlank } from './ascii.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonNesting } from './json-nesting.ts';
import { JsonSplitter } from './json-splitter.ts';
import { fileStart, type EmitRow, type RowSplitter, type StartPlace } from './raw-row.ts';

// Lists of records stand at the top or some names below it; deeper ones belong to records.
const maxPathLength = 4;
const maxNameBytes = 1000;

/** Takes the elements of one list. */
export interface ListTaker {
  readonly recordKind?: RecordKind;
  readonly emit: EmitRow;
  /** Called behind the list's end, also where the file ends before it. */
  readonly close?: () => void;
}

/** What a walker may be told. */
export interface ContainerOptions {
  /** Called where a list begins, with the names that lead to it; null passes it over. */
  readonly openList: (path: readonly string[]) => ListTaker | null;
  /** Reads UTF-8; throws on bytes that are not. */
  readonly decode: (bytes: Uint8Array) => string;
  readonly isFromUtf16?: boolean;
}

/** What comes next. */
type Next = 'start' | 'name' | 'first-name' | 'colon' | 'value' | 'scalar' | 'nested' | 'comma' | 'nothing';

/**
 * Walks through one JSON object and hands each list in it, up to four names deep, to a splitter. Objects on the way are
 * entered; everything else is passed over. Only the names are parsed.
 *
 * O(bytes) time; memory is one record, or a name.
 */
export class ContainerWalker implements RowSplitter {
  readonly #options: ContainerOptions;
  readonly #nesting = new JsonNesting();
  readonly #path: string[] = [];
  #depth = 0;
  #next: Next = 'start';
  #window: ByteWindow;
  #base: StartPlace = fileStart;
  #line = 1;
  #at = 0;
  // start of the name that is being read
  #start = 0;
  #isInString = false;
  #isEscaped = false;
  #list: JsonSplitter | null = null;
  #taker: ListTaker | null = null;
  #fault: string | null = null;

  constructor(options: ContainerOptions) {
    this.#options = options;
    this.#window = new ByteWindow(options.isFromUtf16);
  }

  /** True when the object has been closed and nothing but blanks came behind it. */
  get isWhole(): boolean {
    return this.#fault === null && this.#next === 'nothing';
  }

  /** Why the bytes are no JSON object, which ends the walk; what came before it was handed over. */
  get fault(): string | null {
    return this.#fault;
  }

  push(chunk: Uint8Array): void {
    if (this.#fault !== null) return;
    if (this.#list !== null) {
      this.#pushToList(this.#list, chunk);
    } else {
      const shift = this.#window.append(chunk, this.#isInString ? this.#start : this.#at);
      this.#at -= shift;
      this.#start -= shift;
    }
    this.#walk();
  }

  finish(): void {
    this.#list?.finish();
    this.#taker?.close?.();
    if (this.#next !== 'nothing') this.#report('the file ends inside it');
  }

  #walk(): void {
    while (this.#list === null && this.#fault === null && this.#at < this.#window.end) {
      const byte = this.#window.bytes[this.#at];
      if (this.#isInString) this.#passString(byte);
      else if (this.#next === 'nested') this.#passNested();
      else if (isBlank(byte)) this.#passBlank(byte);
      else this.#step(byte);
    }
  }

  #passBlank(byte: number): void {
    if (byte === ascii.lineFeed) this.#line++;
    this.#at++;
  }

  #step(byte: number): void {
    if (this.#next === 'start' && byte === ascii.openBrace) this.#enter();
    else if (this.#next === 'value') this.#beginValue(byte);
    else if (this.#next === 'colon' && byte === ascii.colon) this.#go('value');
    else if (this.#next === 'scalar' && byte !== ascii.comma && byte !== ascii.closeBrace) this.#at++;
    else if (this.#isBetween && byte === ascii.comma) this.#leaveValue('name');
    else if ((this.#isBetween || this.#next === 'first-name') && byte === ascii.closeBrace) this.#leave();
    else if (this.#next.endsWith('name') && byte === ascii.quote) this.#beginString();
    else this.#report(`“${String.fromCharCode(byte)}” fits nothing in it`);
  }

  get #isBetween(): boolean {
    return this.#next === 'comma' || this.#next === 'scalar';
  }

  #go(next: Next): void {
    this.#next = next;
    this.#at++;
  }

  #enter(): void {
    this.#depth++;
    this.#go('first-name');
  }

  #leaveValue(next: Next): void {
    this.#path.length = this.#depth - 1;
    this.#go(next);
  }

  #leave(): void {
    this.#depth--;
    this.#path.length = Math.max(0, this.#depth - 1);
    this.#go(this.#depth === 0 ? 'nothing' : 'comma');
  }

  #beginString(): void {
    this.#isInString = true;
    this.#isEscaped = false;
    this.#start = this.#at++;
  }

  #beginValue(byte: number): void {
    if (byte === ascii.openBracket) this.#beginList();
    else if (byte === ascii.openBrace && this.#path.length < maxPathLength) this.#enter();
    else if (byte === ascii.openBrace) this.#beginNested();
    else if (byte === ascii.quote) this.#beginString();
    else if (byte === ascii.comma || byte === ascii.closeBrace) this.#report('a value is missing in it');
    else this.#go('scalar');
  }

  #beginNested(): void {
    this.#nesting.reset();
    this.#next = 'nested';
  }

  #passNested(): void {
    const { bytes, end } = this.#window;
    this.#at = this.#nesting.advance(bytes, this.#at, end);
    if (this.#nesting.fault !== null) this.#report('its brackets or quotes do not add up');
    else if (this.#nesting.isClosed) this.#next = 'comma';
    else if (this.#at < end) this.#passBlank(ascii.lineFeed);
  }

  // A name is kept until its end; of a text that is a value, nothing is.
  #passString(byte: number): void {
    const isName = this.#next !== 'value';
    this.#at++;
    if (byte === ascii.quote && !this.#isEscaped) {
      this.#isInString = false;
      if (isName) this.#readName();
      else this.#next = 'comma';
      return;
    }
    this.#isEscaped = byte === ascii.backslash && !this.#isEscaped;
    if (byte === ascii.lineFeed) this.#report('a text in it is not closed on its line');
    else if (!isName) this.#start = this.#at;
    else if (this.#at - this.#start > maxNameBytes) this.#report('a name in it is too long');
  }

  #readName(): void {
    try {
      const text = this.#options.decode(this.#window.bytes.subarray(this.#start, this.#at));
      this.#path.push(String(JSON.parse(text)));
      this.#next = 'colon';
    } catch {
      this.#report('a name in it is no text');
    }
  }

  #beginList(): void {
    const { bytes, end } = this.#window;
    this.#taker = this.#options.openList([...this.#path]);
    const offset = this.#base.offset + this.#window.placeOf(this.#at);
    this.#list = new JsonSplitter('list', (row) => this.#taker?.emit(row), {
      recordKind: this.#taker?.recordKind,
      start: { line: this.#line, offset },
      isFromUtf16: this.#options.isFromUtf16,
    });
    this.#pushToList(this.#list, bytes.subarray(this.#at, end));
  }

  #pushToList(list: JsonSplitter, chunk: Uint8Array): void {
    list.push(chunk);
    this.#at = this.#window.end;
    if (!list.isDone) return;
    this.#taker?.close?.();
    const { bytes, place } = list.takeRest();
    this.#list = null;
    this.#taker = null;
    this.#window = new ByteWindow(this.#options.isFromUtf16);
    this.#window.append(bytes, 0);
    this.#base = place;
    this.#line = place.line;
    this.#at = 0;
    this.#next = 'comma';
  }

  #report(what: string): void {
    this.#fault = `Line ${this.#line.toLocaleString('en-US')}: ${what}.`;
  }
}
