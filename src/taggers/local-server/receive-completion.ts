import { AppError } from '../../core/model/index.ts';
import { readField, showValue } from '../../core/tagging/batch-file/json-fields.ts';
import {
  readChoiceText,
  readCompletion,
  readEnd,
  readUsage,
  type TokenUsage,
} from '../../core/tagging/batch-file/read-completion.ts';
import { readErrorMessage } from '../../core/tagging/batch-file/server-message.ts';
import type { Completion, OnText } from '../../core/tagging/engine.ts';
import { EventStream } from './event-stream.ts';
import { saysTooLong } from './purposes.ts';

/** Reads an answer that came in one piece. */
export async function receiveWhole(response: Response, baseUrl: string): Promise<Completion> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (thrown) {
    throw malformed(text.trim() === '' ? 'nothing' : showValue(text), baseUrl, thrown);
  }
  const read = readCompletion(body);
  if (read.kind === 'completion') return read.completion;
  if (read.kind === 'filtered') throw filtered(baseUrl);
  throwIfTooLong(readErrorMessage(body), baseUrl);
  throw malformed(read.found, baseUrl);
}

/**
 * Reads an answer as it grows; a server that sends it in one piece after all is understood too.
 *
 * @param signal Fires when the answer is not wanted any more, or late.
 * @throws AppError `engine-failed` when the connection breaks off within the answer.
 */
export async function receiveGrowing(
  response: Response,
  signal: AbortSignal,
  baseUrl: string,
  onText: OnText,
): Promise<Completion> {
  const { body } = response;
  const isStream = /\btext\/event-stream\b/i.test(response.headers.get('Content-Type') ?? '');
  if (!isStream || body === null) {
    const completion = await receiveWhole(response, baseUrl);
    if (completion.text !== '') onText(completion.text);
    return completion;
  }
  const answer = new GrowingAnswer(baseUrl, onText);
  const reader = body.getReader();
  try {
    await readEvents(reader, answer);
  } catch (thrown) {
    if (signal.aborted || thrown instanceof AppError) throw thrown;
    throw cutOff(baseUrl, thrown);
  } finally {
    // Also after `[DONE]`, behind which some servers keep the connection open. What is left to come is not wanted.
    reader.cancel().catch(() => undefined);
  }
  return answer.finish();
}

async function readEvents(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  answer: GrowingAnswer,
): Promise<void> {
  const decoder = new TextDecoder();
  const events = new EventStream();
  for (;;) {
    const { done, value } = await reader.read();
    for (const event of events.push(decoder.decode(value, { stream: !done }))) {
      if (answer.add(event)) return;
    }
    if (!done) continue;
    // What has no end may be cut, and then the answer lacks its own end too.
    for (const event of events.end().filter(isWhole)) answer.add(event);
    return;
  }
}

function isWhole(event: string): boolean {
  try {
    JSON.parse(event);
    return true;
  } catch {
    return isEndMark(event);
  }
}

function isEndMark(event: string): boolean {
  return event.trim() === '[DONE]';
}

/** Puts an answer together from the events of a stream. */
class GrowingAnswer {
  readonly #baseUrl: string;
  readonly #onText: OnText;
  #text = '';
  #finishReason: unknown = null;
  #isClosed = false;
  #usage: TokenUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

  constructor(baseUrl: string, onText: OnText) {
    this.#baseUrl = baseUrl;
    this.#onText = onText;
  }

  /** @returns Whether the event was the mark behind the answer. */
  add(event: string): boolean {
    if (isEndMark(event)) {
      this.#isClosed = true;
      return true;
    }
    this.#addChunk(event);
    return false;
  }

  #addChunk(event: string): void {
    const chunk = this.#parse(event);
    const choices = readField(chunk, 'choices');
    if (!Array.isArray(choices)) {
      const message = readErrorMessage(chunk);
      throwIfTooLong(message, this.#baseUrl);
      throw malformed(message === '' ? showValue(event) : `the message "${message}"`, this.#baseUrl);
    }
    const usage = readField(chunk, 'usage');
    if (usage !== undefined && usage !== null) this.#usage = readUsage(usage);
    // The event with the usage has no choice.
    const choice: unknown = choices[0];
    this.#finishReason = readField(choice, 'finish_reason') ?? this.#finishReason;
    const more = readChoiceText(choice, 'delta') ?? '';
    if (more === '') return;
    this.#text += more;
    this.#onText(this.#text);
  }

  finish(): Completion {
    if (this.#finishReason === 'content_filter') throw filtered(this.#baseUrl);
    if (this.#finishReason === null && !this.#isClosed) throw cutOff(this.#baseUrl);
    return { text: this.#text, end: readEnd(this.#finishReason), ...this.#usage };
  }

  #parse(event: string): unknown {
    try {
      return JSON.parse(event);
    } catch (thrown) {
      throw malformed(`the event ${showValue(event)}`, this.#baseUrl, thrown);
    }
  }
}

function throwIfTooLong(message: string, baseUrl: string): void {
  if (!saysTooLong(message)) return;
  const text = `This query is too long for the server at ${baseUrl}. It says: "${message}".`;
  throw new AppError('query-too-long', text, { server: baseUrl });
}

function filtered(baseUrl: string): AppError {
  const text = `The content filter of the server at ${baseUrl} withheld the answer to this query.`;
  return new AppError('query-refused', text, { server: baseUrl });
}

function cutOff(baseUrl: string, cause?: unknown): AppError {
  const text = `The server at ${baseUrl} broke off in the middle of an answer. Look at its log, then try again.`;
  return new AppError('engine-failed', text, { server: baseUrl }, { cause });
}

function malformed(found: string, baseUrl: string, cause?: unknown): AppError {
  const text = `The server at ${baseUrl} answered with ${found}, expected a completion with a list "choices". Check that the address belongs to a server of language models, and look at its log.`;
  return new AppError('engine-failed', text, { server: baseUrl }, { cause });
}
