/** Puts the lines of a text together that comes in pieces cut anywhere; lines end with `\n` or `\r\n`. */
export class LineSplitter {
  #pieces: string[] = [];
  #length = 0;
  readonly #maxCharacters: number;

  /** @param maxCharacters A longer line is cut to one character more, which tells it from a whole one. */
  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  /** Takes a piece and gives the lines that it ends, without their ends. */
  push(text: string): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#keep(text.slice(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    this.#keep(text.slice(start));
    return lines;
  }

  /** Gives what stands behind the last line end; empty when nothing does. */
  end(): string {
    return this.#take();
  }

  #keep(text: string): void {
    const room = this.#maxCharacters + 1 - this.#length;
    if (text === '' || room <= 0) return;
    const kept = text.slice(0, room);
    this.#pieces.push(kept);
    this.#length += kept.length;
  }

  #take(): string {
    const line = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
