import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import { AppError, throwIfStopped } from '../core/model/index.ts';
import {
  explainNoAnswer,
  explainStatus,
  explainTimeout,
  mayRecover,
  type EndpointFacts,
  type EndpointPurpose,
} from './endpoint-failures.ts';
import { rest } from './rest.ts';

/** A server with one of its models, and how patiently it is asked. */
export interface Endpoint {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
  readonly page: PageOrigin;
  /** Sent as a bearer token; never stored. */
  readonly apiKey?: string | undefined;
  /** For one try, from the request to the end of the answer. */
  readonly timeoutMs: number;
  /** Wait before the first new try, doubled for each further one. */
  readonly firstWaitMs: number;
}

/** One request to an endpoint. */
export interface EndpointRequest<Answer> {
  readonly purpose: EndpointPurpose;
  /** Posted as JSON; a request without one is a GET. */
  readonly body?: unknown;
  /**
   * Reads an answer with status 200. An AppError that it throws is final; anything else counts as a broken connection.
   * @param signal Fires when the answer is not wanted any more, or late.
   */
  readonly receive: (response: Response, signal: AbortSignal) => Promise<Answer>;
}

// With waits of 0.5, 1, 2, 4, 8, 8 and 8 s a server has half a minute to load a model or to get through a rush.
const tries = 8;
const networkTries = 3;
const longestWaitMs = 8_000;
// A longer wait than a minute is a quota, which no patience here mends.
const longestRetryAfterMs = 60_000;

/** What became of one try: an answer, or a failure and how long to wait before the next one; null means never. */
type Outcome<Answer> =
  | { readonly answer: Answer }
  | { readonly error: AppError; readonly waitMs: number | null; readonly isNetwork: boolean };

/**
 * Asks a server. Answers with status 408, 429 or 5xx and broken connections are tried again; a wait that the server
 * asks for is kept.
 *
 * @throws AppError `aborted` when the signal fires, `engine-unavailable`, `engine-failed`, and what the purpose's judge
 * and `receive` say.
 */
export async function requestPatiently<Answer>(
  endpoint: Endpoint,
  request: EndpointRequest<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await requestOnce(endpoint, request, signal, attempt);
    if ('answer' in outcome) return outcome.answer;
    const { error, waitMs, isNetwork } = outcome;
    if (waitMs === null || attempt >= (isNetwork ? networkTries : tries)) throw error;
    await rest(waitMs, signal);
  }
}

async function requestOnce<Answer>(
  endpoint: Endpoint,
  request: EndpointRequest<Answer>,
  signal: AbortSignal,
  attempt: number,
): Promise<Outcome<Answer>> {
  const { timeoutMs, baseUrl } = endpoint;
  const { doing } = request.purpose;
  throwIfStopped(signal, doing);
  const facts = describeFacts(endpoint, request.purpose);
  const waitMs = Math.min(longestWaitMs, endpoint.firstWaitMs * 2 ** (attempt - 1));
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  try {
    const response = await send(endpoint, request, either);
    if (response.status === 200) return { answer: await request.receive(response, either) };
    const body = await response.text();
    const { status } = response;
    const error = explainStatus(status, body, facts);
    const nextMs = mayRecover(status, body, facts)
      ? readWait(response.headers.get('Retry-After'), waitMs)
      : null;
    return { error, waitMs: nextMs, isNetwork: false };
  } catch (thrown) {
    throwIfStopped(signal, doing);
    if (thrown instanceof AppError) throw thrown;
    if (timeout.aborted) return { error: explainTimeout(timeoutMs, facts), waitMs: null, isNetwork: true };
    const isLast = attempt === networkTries;
    const error = explainNoAnswer(isLast && (await isListening(baseUrl, signal)), facts, thrown);
    return { error, waitMs, isNetwork: true };
  }
}

function send(
  { baseUrl, apiKey }: Endpoint,
  { purpose, body }: Pick<EndpointRequest<unknown>, 'purpose' | 'body'>,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${baseUrl}/${purpose.path}`, {
    ...privateRequest,
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...writeKey(apiKey),
    },
    signal,
  });
}

function writeKey(apiKey = ''): Readonly<Record<string, string>> {
  const key = apiKey.trim();
  if (key === '') return {};
  // The browser throws what looks like a broken connection for a header that it cannot send.
  if (!/^[\x20-\x7e]+$/.test(key)) {
    throw new AppError(
      'engine-unavailable',
      'The key holds line breaks or letters that no key has. Copy it again, and nothing around it.',
    );
  }
  return { Authorization: `Bearer ${key}` };
}

/** How every server is called: no cookies, nothing kept, and what is sent goes to the chosen address and no other. */
export const privateRequest = Object.freeze({
  credentials: 'omit',
  cache: 'no-store',
  referrerPolicy: 'no-referrer',
  redirect: 'error',
} satisfies RequestInit);

/** Asks without wanting to read the answer, which no server can forbid. */
export async function isListening(
  baseUrl: string,
  signal: AbortSignal,
  init?: RequestInit,
): Promise<boolean> {
  try {
    await fetch(`${baseUrl}/models`, {
      ...init,
      mode: 'no-cors',
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    return true;
  } catch {
    return false;
  }
}

function readWait(retryAfter: string | null, waitMs: number): number | null {
  if (retryAfter === null || retryAfter.trim() === '') return waitMs;
  // Seconds, or a date (RFC 9110 section 10.2.3).
  const seconds = Number(retryAfter);
  const askedMs = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  if (Number.isNaN(askedMs)) return waitMs;
  return askedMs > longestRetryAfterMs ? null : Math.max(askedMs, waitMs);
}

function describeFacts({ baseUrl, model, apiKey, page }: Endpoint, purpose: EndpointPurpose): EndpointFacts {
  return {
    baseUrl,
    model,
    hasKey: (apiKey ?? '').trim() !== '',
    pageOrigin: page.origin,
    purpose,
  };
}
