import { maxQuarantinedBytes } from '../model/index.ts';
import { ascii } from './ascii.ts';
import { ByteWindow } from './byte-window.ts';
import { maxRecordBytes, RescanBudget, type EmitRow, type RowSplitter } from './raw-row.ts';

/** Where in a row the next byte stands. */
type Place = 'field-start' | 'plain' | 'quoted' | 'after-quote' | 'broken';

/**
 * Cuts a CSV into rows: at line feeds, carriage returns or both, also mixed, outside of quoted fields. Lines without
 * a character are left out. A row whose quotes do not add up is set aside with its first line only, and reading goes
 * on at the second.
 *
 * O(bytes) time; memory is one row.
 */
export class CsvSplitter implements RowSplitter {
  readonly #delimiter: number;
  readonly #emit: EmitRow;
  readonly #maxBytes: number;
  readonly #window: ByteWindow;
  readonly #budget = new RescanBudget();
  #place: Place = 'field-start';
  #at = 0;
  #start = 0;
  #startLine = 1;
  // line breaks within the row, all of them in quoted fields
  #breakCount = 0;
  // the last row ended with a carriage return, so a line feed right behind it ends nothing
  #isAfterReturn = false;
  // why the rest of the line is passed over, and whether that was handed over already
  #problem = '';
  #isShown = false;

  /**
   * @param delimiter One ASCII character.
   * @param isFromUtf16 The bytes were UTF-16 in the file, so that offsets count its units.
   */
  constructor(delimiter: string, emit: EmitRow, { isFromUtf16 = false, maxBytes = maxRecordBytes } = {}) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#emit = emit;
    this.#maxBytes = maxBytes;
    this.#window = new ByteWindow(isFromUtf16);
  }

  push(chunk: Uint8Array): void {
    const shift = this.#window.append(chunk, this.#start);
    this.#at -= shift;
    this.#start -= shift;
    this.#scan();
  }

  finish(): void {
    for (;;) {
      this.#scan();
      if (this.#start === this.#window.end) return;
      if (this.#place === 'quoted')
        this.#fail('A field that opens with a quote on this line is never closed.');
      else this.#endRow();
    }
  }

  #scan(): void {
    while (this.#at < this.#window.end) {
      if (this.#place === 'broken') {
        this.#readBroken();
      } else if (this.#at - this.#start >= this.#maxBytes) {
        this.#fail(`The row is larger than ${this.#maxBytes / 1048576} MB, the most one row may have.`);
      } else if (this.#place === 'quoted') {
        this.#readQuoted();
      } else if (this.#place === 'plain') {
        this.#readPlain();
      } else {
        this.#readBetween(this.#window.bytes[this.#at]);
      }
    }
  }

  #readQuoted(): void {
    const { bytes, end } = this.#window;
    const stop = Math.min(end, this.#start + this.#maxBytes);
    for (; this.#at < stop; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === ascii.quote) {
        this.#place = 'after-quote';
        this.#at++;
        return;
      }
      // A carriage return and the line feed behind it are one break.
      if (byte === ascii.carriageReturn) this.#breakCount++;
      else if (byte === ascii.lineFeed && bytes[this.#at - 1] !== ascii.carriageReturn) this.#breakCount++;
    }
  }

  #readPlain(): void {
    const { bytes, end } = this.#window;
    const stop = Math.min(end, this.#start + this.#maxBytes);
    for (; this.#at < stop; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === this.#delimiter || byte === ascii.lineFeed || byte === ascii.carriageReturn) {
        this.#place = 'field-start';
        return;
      }
    }
  }

  #readBetween(byte: number): void {
    const isAfterQuote = this.#place === 'after-quote';
    if (byte === ascii.lineFeed || byte === ascii.carriageReturn) {
      this.#passLineEnd(byte);
    } else if (byte === this.#delimiter) {
      this.#place = 'field-start';
      this.#at++;
    } else if (byte === ascii.quote) {
      // Behind a quote, a second one stands for a quote within the field.
      this.#place = 'quoted';
      this.#at++;
    } else if (isAfterQuote && byte === ascii.space) {
      this.#at++;
    } else if (isAfterQuote) {
      this.#fail('A quote within a quoted field is not doubled, or text follows the closing quote.');
    } else {
      this.#place = 'plain';
    }
  }

  #passLineEnd(byte: number): void {
    const isSecondHalf = byte === ascii.lineFeed && this.#isAfterReturn && this.#at === this.#start;
    if (isSecondHalf) {
      this.#isAfterReturn = false;
      this.#start = ++this.#at;
      return;
    }
    this.#endRow();
    this.#startLine++;
    this.#isAfterReturn = byte === ascii.carriageReturn;
    this.#start = ++this.#at;
  }

  #readBroken(): void {
    const { bytes, end } = this.#window;
    const { lineFeed, carriageReturn } = ascii;
    let at = this.#at;
    while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
    this.#at = at;
    if (this.#at < end) {
      this.#passLineEnd(bytes[this.#at]);
    } else if (this.#at - this.#start > maxQuarantinedBytes) {
      this.#showBroken();
      this.#start = this.#at;
    }
  }

  #showBroken(): void {
    if (this.#isShown) return;
    this.#isShown = true;
    this.#emitBytes(this.#problem);
  }

  #endRow(): void {
    if (this.#place === 'broken') {
      this.#showBroken();
    } else if (this.#at > this.#start) {
      this.#emitBytes(null);
      this.#budget.earn(this.#at - this.#start);
    }
    this.#startLine += this.#breakCount;
    this.#breakCount = 0;
    this.#place = 'field-start';
    this.#isAfterReturn = false;
    this.#start = this.#at;
  }

  #emitBytes(problem: string | null): void {
    const isWhole = problem === null || this.#at - this.#start <= maxQuarantinedBytes;
    const end = isWhole ? this.#at : this.#start + maxQuarantinedBytes;
    this.#emit({
      bytes: this.#window.bytes.subarray(this.#start, end),
      line: this.#startLine,
      offset: this.#window.placeOf(this.#start),
      isWhole,
      problem,
    });
  }

  /** Sets the row's first line aside and goes back to its end; when that is too dear, passes over the line it is on. */
  #fail(problem: string): void {
    const firstEnd = this.#budget.spend(this.#at - this.#start) ? this.#firstLineEnd() : -1;
    this.#problem = problem;
    this.#isShown = false;
    this.#place = 'broken';
    if (firstEnd < 0) return;
    this.#at = firstEnd;
    this.#breakCount = 0;
  }

  #firstLineEnd(): number {
    const { bytes } = this.#window;
    for (let at = this.#start; at < this.#at; at++) {
      if (bytes[at] === ascii.lineFeed || bytes[at] === ascii.carriageReturn) return at;
    }
    return -1;
  }
}
