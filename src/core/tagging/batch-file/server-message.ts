import { cleanText, readField } from './json-fields.ts';

/** The server's own words about a failure, cut to 200 characters; empty when there are none. */
export function readServerMessage(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // A page of a proxy says nothing that helps.
    return body.trimStart().startsWith('<') ? '' : cleanText(body);
  }
  return readErrorMessage(parsed);
}

/**
 * The words in a value that reports a failure: a text, or an object with them in `error`, `detail` or `message`, one
 * in another or not. Empty when there are none.
 */
export function readErrorMessage(value: unknown): string {
  if (typeof value === 'string') return cleanText(value);
  const error = readField(value, 'error') ?? readField(value, 'detail') ?? readField(value, 'message');
  const text = readField(error, 'message') ?? error;
  return typeof text === 'string' ? cleanText(text) : '';
}
