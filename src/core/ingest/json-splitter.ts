import { maxQuarantinedBytes, type RecordKind } from '../model/index.ts';
import { ascii, countLineFeeds, isBlank } from './ascii.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonNesting } from './json-nesting.ts';
import {
  fileStart,
  maxRecordBytes,
  RescanBudget,
  type EmitRow,
  type RowSplitter,
  type StartPlace,
} from './raw-row.ts';
import { blanksBefore, judgedBytes, judgeStart, readSign } from './record-starts.ts';

const unclosed = 'The record is not closed before the next one starts.';
const surplusComma = 'A comma stands here without a record before it.';

/** `array` takes one pair of brackets as the frame of the records, `lines` has none; `list` is done behind its frame. */
export type JsonLayout = 'array' | 'lines' | 'list';

/** What a splitter may be told. */
export interface JsonSplitterOptions {
  /** What a record is; when nothing is said, a list if the first element is one, otherwise an object. */
  readonly recordKind?: RecordKind | undefined;
  readonly maxBytes?: number;
  readonly start?: StartPlace;
  /** The bytes were UTF-16 in the file, so that offsets count its units. */
  readonly isFromUtf16?: boolean | undefined;
}

/** What the splitter is in the middle of. */
type Reading = 'gap' | 'nested' | 'tail' | 'string' | 'scalar' | 'skipping';

/**
 * Cuts a JSON array, or values one after the other (JSON Lines, also when a value spans lines), into its elements.
 * Missing commas between elements are forgiven, surplus ones only between objects, which show themselves that they are
 * whole. After a fault it starts again at the next place that looks like the start of a record, so one broken record
 * costs one row.
 *
 * Not every element it hands over is valid JSON, but every one ends where it should.
 * O(bytes) time; memory is one record.
 */
export class JsonSplitter implements RowSplitter {
  readonly #layout: JsonLayout;
  readonly #emit: EmitRow;
  readonly #maxBytes: number;
  readonly #startOffset: number;
  // the bracket that opens a record; 0 until the first element tells
  #opening: number;
  readonly #isStrict: boolean;
  readonly #window: ByteWindow;
  readonly #nesting = new JsonNesting();
  readonly #budget = new RescanBudget();
  #reading: Reading = 'gap';
  #at = 0;
  #line: number;
  // blanks before the next byte on its line, or -1 when something else stands there
  #indent = 0;
  #start = 0;
  #startLine = 1;
  #startIndent = 0;
  #valueLength = 0;
  #isEscaped = false;
  #isLineBreakBefore = false;
  // the bytes `{`, `"` and name with which the first good record starts, white space left out
  #sign: readonly number[] = [];
  #isFrameOpen = false;
  #isDone = false;
  // a comma may follow
  #isAfterElement = false;
  // a closing bracket may not follow
  #isAfterComma = false;
  #problem = '';
  #isCutByEnd = false;
  #searchFrom = 0;
  #isShown = false;

  constructor(layout: JsonLayout, emit: EmitRow, options: JsonSplitterOptions = {}) {
    const { recordKind, start = fileStart } = options;
    this.#layout = layout;
    this.#emit = emit;
    this.#maxBytes = options.maxBytes ?? maxRecordBytes;
    this.#startOffset = start.offset;
    this.#line = start.line;
    this.#opening = recordKind === undefined ? 0 : openingOf(recordKind);
    this.#isStrict = recordKind !== undefined && recordKind !== 'object' && layout !== 'lines';
    this.#window = new ByteWindow(options.isFromUtf16);
  }

  /** True once a `list` has been closed; what is pushed then is ignored. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** What was pushed but lies behind the bracket that closes a `list`, and where it starts. */
  takeRest(): { readonly bytes: Uint8Array; readonly place: StartPlace } {
    const bytes = this.#window.bytes.slice(this.#at, this.#window.end);
    return { bytes, place: { line: this.#line, offset: this.#offsetOf(this.#at) } };
  }

  push(chunk: Uint8Array): void {
    if (this.#isDone) return;
    const keepFrom = this.#reading === 'gap' ? this.#at : this.#start;
    const shift = this.#window.append(chunk, keepFrom);
    this.#at -= shift;
    this.#start -= shift;
    this.#searchFrom -= shift;
    this.#scan(false);
  }

  finish(): void {
    this.#scan(true);
    if (this.#isFrameOpen && !this.#isCutByEnd) {
      this.#emitEmpty('The file ends before the ] that closes its list; what followed here is missing.');
    }
  }

  #scan(isLast: boolean): void {
    for (;;) {
      while (this.#reading !== 'skipping' && this.#at < this.#window.end && !this.#isDone) this.#readOn();
      if (this.#reading === 'skipping') {
        if (!this.#skip(isLast)) return;
      } else if (isLast && this.#reading !== 'gap' && !this.#isDone) {
        this.#endAtLast();
      } else {
        return;
      }
    }
  }

  #readOn(): void {
    if (this.#reading === 'gap') this.#readGap();
    else if (this.#reading === 'nested') this.#readNested();
    else if (this.#reading === 'tail') this.#readTail();
    else if (this.#reading === 'string') this.#readString();
    else this.#readScalar();
  }

  #readGap(): void {
    const byte = this.#window.bytes[this.#at];
    if (isBlank(byte)) {
      if (byte === ascii.lineFeed) {
        this.#line++;
        this.#indent = 0;
      } else if (this.#indent >= 0) {
        this.#indent++;
      }
      this.#at++;
    } else if (byte === ascii.comma || this.#isFrame(byte)) {
      if (byte === ascii.comma) this.#passComma();
      this.#indent = -1;
      this.#at++;
    } else {
      this.#begin(byte);
    }
  }

  #isFrame(byte: number): boolean {
    if (this.#layout === 'lines') return false;
    if (byte === ascii.openBracket && !this.#isFrameOpen) {
      this.#isFrameOpen = true;
      this.#isAfterElement = false;
      return true;
    }
    if (byte !== ascii.closeBracket || !this.#isFrameOpen) return false;
    if (this.#isStrict && this.#isAfterComma) this.#emitEmpty(surplusComma);
    this.#isAfterComma = false;
    this.#isAfterElement = false;
    this.#isFrameOpen = false;
    this.#isDone = this.#layout === 'list';
    return true;
  }

  #passComma(): void {
    if (this.#isStrict && !this.#isAfterElement) this.#emitEmpty(surplusComma);
    this.#isAfterElement = false;
    this.#isAfterComma = true;
  }

  #begin(byte: number): void {
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#startIndent = this.#indent;
    this.#isEscaped = false;
    this.#isLineBreakBefore = false;
    this.#isAfterElement = true;
    this.#isAfterComma = false;
    if (this.#opening === 0) this.#opening = openingOf(byte === ascii.openBracket ? 'list' : 'object');
    if (byte === ascii.openBrace || byte === ascii.openBracket) {
      this.#reading = 'nested';
      this.#nesting.reset();
    } else {
      this.#reading = byte === ascii.quote ? 'string' : 'scalar';
      // The first byte belongs to the value whatever it is, or a stray bracket would never be passed.
      this.#at++;
    }
  }

  #readNested(): void {
    const { bytes, end } = this.#window;
    if (this.#isLineBreakBefore && this.#layout === 'lines' && bytes[this.#at] === this.#opening) {
      this.#fail(unclosed);
      return;
    }
    this.#isLineBreakBefore = false;
    this.#at = this.#nesting.advance(bytes, this.#at, end);
    if (this.#nesting.fault !== null) {
      this.#fail(this.#nesting.fault);
    } else if (this.#at - this.#start > this.#maxBytes) {
      this.#failAsTooLarge();
    } else if (this.#nesting.isClosed) {
      this.#valueLength = this.#at - this.#start;
      if (this.#layout === 'lines') this.#reading = 'tail';
      else this.#end();
    } else if (this.#at < end) {
      this.#isLineBreakBefore = true;
      this.#line++;
      this.#at++;
    }
  }

  // A line is good as a whole or not at all, but for a comma or another object behind it.
  #readTail(): void {
    const byte = this.#window.bytes[this.#at];
    if (byte === ascii.lineFeed || byte === this.#opening) this.#end();
    else if (isBlank(byte) || byte === ascii.comma) this.#at++;
    else this.#fail('Something else follows the record on its line.');
  }

  #readString(): void {
    const { bytes, end } = this.#window;
    let hasEnded = false;
    for (; this.#at < end && !hasEnded; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === ascii.lineFeed) break;
      hasEnded = byte === ascii.quote && !this.#isEscaped;
      this.#isEscaped = byte === ascii.backslash && !this.#isEscaped;
    }
    if (this.#at - this.#start > this.#maxBytes) this.#failAsTooLarge();
    else if (hasEnded || this.#at < end) this.#end();
  }

  #readScalar(): void {
    const { bytes, end } = this.#window;
    while (this.#at < end && !this.#endsScalar(bytes[this.#at])) this.#at++;
    if (this.#at - this.#start > this.#maxBytes) this.#failAsTooLarge();
    else if (this.#at < end) this.#end();
  }

  #endsScalar(byte: number): boolean {
    if (byte === ascii.lineFeed) return true;
    if (this.#layout === 'lines') return false;
    return byte === ascii.comma || byte === ascii.closeBracket || byte === ascii.openBrace;
  }

  #end(): void {
    const isNested = this.#reading === 'nested' || this.#reading === 'tail';
    this.#emitBytes(isNested ? this.#start + this.#valueLength : this.#at, null);
    if (isNested) this.#remember();
    this.#budget.earn(this.#at - this.#start);
    this.#reading = 'gap';
    this.#indent = -1;
  }

  #endAtLast(): void {
    if (this.#reading !== 'nested') {
      this.#end();
      return;
    }
    this.#fail(`The file ends ${this.#nesting.place}.`);
    this.#isCutByEnd = true;
  }

  #remember(): void {
    if (this.#sign.length > 0) return;
    const sign = readSign(this.#window.bytes, this.#start, this.#at);
    if (Array.isArray(sign)) this.#sign = sign;
  }

  #failAsTooLarge(): void {
    const size = this.#maxBytes >= 1048576 ? `${this.#maxBytes / 1048576} MB` : `${this.#maxBytes} bytes`;
    this.#fail(`The record is larger than ${size}, the most one record may have.`);
  }

  #fail(problem: string): void {
    this.#problem = problem;
    const isAffordable = this.#budget.spend(this.#at - this.#start);
    this.#searchFrom = isAffordable ? this.#start + 1 : Math.max(this.#at, this.#start + 1);
    this.#isShown = false;
    this.#reading = 'skipping';
  }

  /** Looks for the next record start; false when more bytes are needed. */
  #skip(isLast: boolean): boolean {
    const { bytes, end } = this.#window;
    let at = this.#nextCandidate(this.#searchFrom);
    for (; at < end; at = this.#nextCandidate(at + 1)) {
      if (bytes[at] === ascii.closeBracket) {
        if (!this.#closesList(at)) continue;
        this.#restart(at);
        return true;
      }
      const verdict = judgeStart(bytes, at, end, {
        start: this.#start,
        indent: this.#startIndent,
        sign: this.#sign,
        isInLines: this.#layout === 'lines',
      });
      if (verdict === 'cut' && !isLast) break;
      if (verdict === 'start') {
        this.#restart(at);
        return true;
      }
    }
    this.#searchFrom = at;
    if (isLast) {
      // The end of the list may lie in what is passed over, so it cannot be said to be missing.
      this.#isCutByEnd = true;
      this.#restart(end);
      return true;
    }
    if (!this.#isShown && at - this.#start > maxQuarantinedBytes) this.#show(at, false);
    if (this.#isShown) this.#forget(at);
    return false;
  }

  /** Where the next bracket stands that may start a record, or end the list; the end of the bytes when there is none. */
  #nextCandidate(from: number): number {
    const { bytes, end } = this.#window;
    if (this.#layout !== 'list') {
      const found = bytes.subarray(from, end).indexOf(this.#opening);
      return found < 0 ? end : from + found;
    }
    const opening = this.#opening;
    const { closeBracket } = ascii;
    let at = from;
    while (at < end && bytes[at] !== opening && bytes[at] !== closeBracket) at++;
    return at;
  }

  // Within a list that is set out over lines, its closing bracket stands further left than its records.
  #closesList(at: number): boolean {
    if (this.#startIndent <= 0) return false;
    const indent = blanksBefore(this.#window.bytes, at);
    return indent >= 0 && indent < this.#startIndent;
  }

  #restart(at: number): void {
    if (this.#isCutByEnd && at < this.#window.end) {
      this.#isCutByEnd = false;
      this.#problem = unclosed;
    }
    if (!this.#isShown) this.#show(at, true);
    this.#at = at;
    this.#reading = 'gap';
    this.#line = this.#startLine + countLineFeeds(this.#window.bytes, this.#start, at);
    this.#indent = blanksBefore(this.#window.bytes, at);
  }

  #show(end: number, isRowEnd: boolean): void {
    this.#emitBytes(end, this.#problem, isRowEnd);
    this.#isShown = true;
  }

  // Lines are counted before the bytes go. Some bytes stay, since a start is judged by what stands before it.
  #forget(at: number): void {
    const keptFrom = Math.max(this.#start, at - judgedBytes);
    this.#startLine += countLineFeeds(this.#window.bytes, this.#start, keptFrom);
    this.#start = keptFrom;
  }

  #emitBytes(end: number, problem: string | null, isRowEnd = true): void {
    const { bytes } = this.#window;
    while (end > this.#start && (isBlank(bytes[end - 1]) || bytes[end - 1] === ascii.comma)) end--;
    const shownEnd = problem === null ? end : Math.min(end, this.#start + maxQuarantinedBytes);
    const isWhole = isRowEnd && shownEnd === end;
    this.#emit({
      bytes: bytes.subarray(this.#start, shownEnd),
      line: this.#startLine,
      offset: this.#offsetOf(this.#start),
      isWhole,
      problem,
    });
  }

  #emitEmpty(problem: string): void {
    const offset = this.#offsetOf(this.#at);
    this.#emit({ bytes: new Uint8Array(0), line: this.#line, offset, isWhole: false, problem });
  }

  #offsetOf(at: number): number {
    return this.#startOffset + this.#window.placeOf(at);
  }
}

function openingOf(recordKind: RecordKind): number {
  return recordKind === 'list' ? ascii.openBracket : ascii.openBrace;
}
