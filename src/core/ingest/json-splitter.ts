import { ascii, countLineFeeds, isBlank } from './ascii.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonNesting } from './json-nesting.ts';
import { maxRecordBytes, RescanBudget, type EmitRow, type RowSplitter } from './raw-row.ts';

// A fault's text is shown in its first 2,000 characters, of 4 bytes at most.
const shownBytes = 8000;
// Bytes of `{ "name"` looked at when a record start is judged; longer names count as unknown.
const maxSignBytes = 200;
const unclosed = 'The record is not closed before the next one starts.';

/** What the splitter is in the middle of. */
type Reading = 'gap' | 'nested' | 'tail' | 'string' | 'scalar' | 'skipping';

/**
 * Cuts a JSON array, or values one after the other (JSON Lines, also when a value spans lines), into its elements.
 * Missing and surplus commas between elements are forgiven. After a fault it starts again at the next place that looks
 * like the start of a record, so one broken record costs one row.
 *
 * Not every element it hands over is valid JSON, but every one ends where it should.
 * O(bytes) time; memory is one record.
 */
export class JsonSplitter implements RowSplitter {
  readonly #layout: 'array' | 'lines';
  readonly #emit: EmitRow;
  readonly #maxBytes: number;
  readonly #window = new ByteWindow();
  readonly #nesting = new JsonNesting();
  readonly #budget = new RescanBudget();
  #reading: Reading = 'gap';
  #at = 0;
  #line = 1;
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
  #problem = '';
  #isCutByEnd = false;
  #searchFrom = 0;
  #isShown = false;

  /** @param layout `array` takes one pair of brackets as the frame of the records, `lines` has none. */
  constructor(layout: 'array' | 'lines', emit: EmitRow, maxBytes = maxRecordBytes) {
    this.#layout = layout;
    this.#emit = emit;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Uint8Array): void {
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
      const problem = 'The file ends before the ] that closes its list; what followed here is missing.';
      this.#emit({ bytes: new Uint8Array(0), line: this.#line, problem });
    }
  }

  #scan(isLast: boolean): void {
    for (;;) {
      while (this.#reading !== 'skipping' && this.#at < this.#window.end) this.#readOn();
      if (this.#reading === 'skipping') {
        if (!this.#skip(isLast)) return;
      } else if (isLast && this.#reading !== 'gap') {
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
      return true;
    }
    if (byte !== ascii.closeBracket || !this.#isFrameOpen) return false;
    this.#isFrameOpen = false;
    return true;
  }

  #begin(byte: number): void {
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#startIndent = this.#indent;
    this.#isEscaped = false;
    this.#isLineBreakBefore = false;
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
    if (this.#isLineBreakBefore && this.#layout === 'lines' && bytes[this.#at] === ascii.openBrace) {
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
    if (byte === ascii.lineFeed || byte === ascii.openBrace) this.#end();
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
    let at = this.#searchFrom;
    for (; at < end; at++) {
      if (bytes[at] !== ascii.openBrace) continue;
      const verdict = this.#judgeStart(at, isLast);
      if (verdict === 'unknown') break;
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
    if (!this.#isShown && at - this.#start >= shownBytes) this.#show(this.#start + shownBytes);
    if (this.#isShown) this.#forget(at);
    return false;
  }

  #restart(at: number): void {
    if (this.#isCutByEnd && at < this.#window.end) {
      this.#isCutByEnd = false;
      this.#problem = unclosed;
    }
    if (!this.#isShown) this.#show(Math.min(at, this.#start + shownBytes));
    this.#at = at;
    this.#reading = 'gap';
    this.#line = this.#startLine + countLineFeeds(this.#window.bytes, this.#start, at);
    this.#indent = blanksBefore(this.#window.bytes, at);
  }

  #show(end: number): void {
    this.#emitBytes(end, this.#problem);
    this.#isShown = true;
  }

  // Lines are counted before the bytes go. Some bytes stay, since a start is judged by what stands before it.
  #forget(at: number): void {
    const keptFrom = Math.max(this.#start, at - maxSignBytes);
    this.#startLine += countLineFeeds(this.#window.bytes, this.#start, keptFrom);
    this.#start = keptFrom;
  }

  /** Judges whether the `{` at a position starts a record, by its place on the line and its first name. */
  #judgeStart(at: number, isLast: boolean): 'start' | 'inside' | 'unknown' {
    const indent = blanksBefore(this.#window.bytes, at);
    const isOnOwnLine = indent >= 0;
    if (isOnOwnLine && this.#startIndent >= 0 && indent !== this.#startIndent) return 'inside';
    if (this.#layout === 'lines') return isOnOwnLine ? 'start' : 'inside';
    if (!isOnOwnLine && !followsComma(this.#window.bytes, at, this.#start)) return 'inside';
    if (indent > 0 && indent === this.#startIndent) return 'start';
    if (this.#sign.length === 0) return isOnOwnLine || this.#startIndent < 0 ? 'start' : 'inside';
    const sign = readSign(this.#window.bytes, at, this.#window.end);
    if (sign === 'cut') return isLast ? 'inside' : 'unknown';
    return sign !== 'none' && sign.join() === this.#sign.join() ? 'start' : 'inside';
  }

  #emitBytes(end: number, problem: string | null): void {
    const { bytes } = this.#window;
    while (end > this.#start && (isBlank(bytes[end - 1]) || bytes[end - 1] === ascii.comma)) end--;
    this.#emit({ bytes: bytes.subarray(this.#start, end), line: this.#startLine, problem });
  }
}

function blanksBefore(bytes: Uint8Array, at: number): number {
  let first = at;
  while (first > 0 && (bytes[first - 1] === ascii.space || bytes[first - 1] === ascii.tab)) first--;
  return first > 0 && bytes[first - 1] === ascii.lineFeed ? at - first : -1;
}

function followsComma(bytes: Uint8Array, at: number, first: number): boolean {
  let before = at - 1;
  while (before > first && isBlank(bytes[before])) before--;
  return before > first && bytes[before] === ascii.comma;
}

/** The bytes `{"name"` at a position; `none` when something else stands there, `cut` when the bytes end too early. */
function readSign(bytes: Uint8Array, start: number, end: number): readonly number[] | 'none' | 'cut' {
  const sign: number[] = [];
  let quoteCount = 0;
  for (let at = start; at < start + maxSignBytes; at++) {
    if (at >= end) return 'cut';
    const byte = bytes[at];
    if (quoteCount === 0 && isBlank(byte)) continue;
    sign.push(byte);
    if (byte === ascii.quote) quoteCount++;
    else if (sign.length > 1 && quoteCount === 0) return 'none';
    if (quoteCount === 2) return sign;
  }
  return 'none';
}
