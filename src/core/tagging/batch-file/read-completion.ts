import type { Completion } from '../engine.ts';
import type { ReplyEnd } from '../found-tags.ts';
import { readField, showValue } from './json-fields.ts';
import { readErrorMessage } from './server-message.ts';

/** The body of an answer to a chat or a completion, read. */
export type ReadCompletion =
  | { readonly kind: 'completion'; readonly completion: Completion }
  /** The server's content filter withheld the answer. */
  | { readonly kind: 'filtered' }
  /** `found` completes the sentence "The server answered with …". */
  | { readonly kind: 'malformed'; readonly found: string };

/** What a server counted; missing counts are 0. */
export type TokenUsage = Pick<Completion, 'promptTokens' | 'cachedTokens' | 'completionTokens'>;

/** Reads the body of an answer to `POST /v1/chat/completions` or `/v1/completions`: its first choice. */
export function readCompletion(body: unknown): ReadCompletion {
  const choices = readField(body, 'choices');
  if (!Array.isArray(choices)) {
    // Some servers answer a failure with status 200.
    const message = readErrorMessage(body);
    return malformed(message === '' ? showValue(body) : `the message "${message}"`);
  }
  if (choices.length === 0) return malformed('an empty list "choices"');
  const choice: unknown = choices[0];
  const reason = readField(choice, 'finish_reason');
  if (reason === 'content_filter') return { kind: 'filtered' };
  const text = readChoiceText(choice, 'message');
  if (text === undefined) return malformed(`a choice without a text, ${showValue(choice)}`);
  const usage = readUsage(readField(body, 'usage'));
  return { kind: 'completion', completion: { text, end: readEnd(reason), ...usage } };
}

/**
 * Reads the text of a choice: of its `message`, or `delta` in a stream, else its own. A model that says nothing, or
 * declines in the field for it, gives that; undefined when there is no place for a text.
 */
export function readChoiceText(choice: unknown, part: 'message' | 'delta'): string | undefined {
  const holder = readField(choice, part);
  const isChat = typeof holder === 'object' && holder !== null;
  const text = isChat
    ? (readField(holder, 'content') ?? readField(holder, 'refusal'))
    : readField(choice, 'text');
  if (typeof text === 'string') return text;
  return isChat && (text === undefined || text === null) ? '' : undefined;
}

export function readEnd(finishReason: unknown): ReplyEnd {
  return finishReason === 'length' ? 'length' : 'stop';
}

export function readUsage(usage: unknown): TokenUsage {
  return {
    promptTokens: readCount(readField(usage, 'prompt_tokens')),
    cachedTokens: readCount(readField(readField(usage, 'prompt_tokens_details'), 'cached_tokens')),
    completionTokens: readCount(readField(usage, 'completion_tokens')),
  };
}

function readCount(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function malformed(found: string): ReadCompletion {
  return { kind: 'malformed', found };
}
