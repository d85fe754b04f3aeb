import type { Completion } from '../engine.ts';
import { readField, showValue } from './json-fields.ts';
import { LineSplitter } from './line-splitter.ts';
import { readCompletion } from './read-completion.ts';
import { readErrorMessage } from './server-message.ts';

/** What became of one request of a batch. */
export type BatchOutcome =
  ({ readonly kind: 'answer' } & Completion) | { readonly kind: 'failure'; readonly sentence: string };

/** One line of results. */
export interface BatchResult {
  /** As the server gave it back; `parseCustomId` tells which query it is. */
  readonly customId: string;
  readonly outcome: BatchOutcome;
}

/** A line that is no result. */
export interface BatchFault {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

// An answer has some hundred tokens; what is longer than this is another kind of file.
const maxLineCharacters = 4_000_000;

/** So many faults are kept; all are counted. */
const keptFaults = 100;

/**
 * Reads one file of results, as OpenAI's Batch API and vLLM's `run-batch` write them, piece by piece; a further file
 * takes a further reader. Lines may come in any order and twice. A line that is no result is counted and passed over;
 * empty lines are none.
 */
export class BatchReader {
  readonly #splitter = new LineSplitter(maxLineCharacters);
  readonly #faults: BatchFault[] = [];
  #faultCount = 0;
  #lineCount = 0;

  /** The first 100 lines that were no results. */
  get faults(): readonly BatchFault[] {
    return this.#faults;
  }

  /** Lines that were no results. */
  get faultCount(): number {
    return this.#faultCount;
  }

  /** Takes a piece of the file's text, cut anywhere, and gives the results that it completes. */
  push(text: string): BatchResult[] {
    return this.#splitter.push(text).flatMap((line) => this.#readLine(line));
  }

  /** Gives the result on a last line without an end. */
  end(): BatchResult[] {
    return this.#readLine(this.#splitter.end());
  }

  #readLine(line: string): BatchResult[] {
    this.#lineCount += 1;
    const text = this.#lineCount === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') return [];
    if (text.length > maxLineCharacters) return this.#pass(`is longer than ${maxLineCharacters} characters`);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.#pass(`is not valid JSON: it starts with ${showValue(text)} and may be cut off`);
    }
    const customId = readField(value, 'custom_id');
    if (typeof customId !== 'string') return this.#pass('has no text "custom_id"');
    return [{ customId, outcome: readOutcome(value) }];
  }

  #pass(reason: string): never[] {
    this.#faultCount += 1;
    if (this.#faults.length < keptFaults) this.#faults.push({ line: this.#lineCount, reason });
    return [];
  }
}

function readOutcome(value: unknown): BatchOutcome {
  const response = readField(value, 'response');
  const error = readField(value, 'error');
  const body = readField(response, 'body');
  const status = readField(response, 'status_code');
  const isAnswer = (error === undefined || error === null) && (status === 200 || status === undefined);
  if (!isAnswer || body === undefined || body === null) return readFailure(error, body, status);
  const read = readCompletion(body);
  switch (read.kind) {
    case 'completion':
      return { kind: 'answer', ...read.completion };
    case 'filtered':
      return failure("The server's content filter withheld the answer to this query.");
    case 'malformed':
      return failure(
        `The server answered this query with ${read.found}, expected a list "choices" with a text.`,
      );
  }
}

function readFailure(error: unknown, body: unknown, status: unknown): BatchOutcome {
  const message = readErrorMessage(error) || readErrorMessage(body);
  const words = message === '' ? '' : ` It says: "${message}".`;
  const code = typeof status === 'number' && status !== 200 ? ` (status ${status})` : '';
  return failure(`The server did not answer this query${code}.${words}`);
}

function failure(sentence: string): BatchOutcome {
  return { kind: 'failure', sentence };
}
