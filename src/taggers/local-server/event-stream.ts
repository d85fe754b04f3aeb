import { LineSplitter } from '../../core/tagging/batch-file/line-splitter.ts';

// An event carries some tokens; nothing near this is one.
const maxLineCharacters = 1_000_000;

/**
 * Reads server-sent events: gives the data of each event that a piece of text completes. Pieces may be cut anywhere;
 * comments, names of events and their ids are passed over.
 * Source: HTML Standard, section 9.2.6. Differs: a carriage return alone ends no line, the last event needs no empty
 * line behind it, and a field `error`, in which older llama-servers report failures, is data.
 */
export class EventStream {
  readonly #splitter = new LineSplitter(maxLineCharacters);
  #data: string[] = [];

  push(text: string): string[] {
    return this.#splitter.push(text).flatMap((line) => this.#readLine(line));
  }

  /** Gives the last event, if its end is missing. */
  end(): string[] {
    return [...this.#readLine(this.#splitter.end()), ...this.#take()];
  }

  #readLine(line: string): string[] {
    if (line === '') return this.#take();
    const match = /^(?:data|error): ?/.exec(line);
    if (match !== null) this.#data.push(line.slice(match[0].length));
    return [];
  }

  #take(): string[] {
    if (this.#data.length === 0) return [];
    const data = this.#data.join('\n');
    this.#data = [];
    return [data];
  }
}
