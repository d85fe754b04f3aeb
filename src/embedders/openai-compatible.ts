import type { PageOrigin } from '../../workers/contracts/embedder-api.ts';
import { AppError, throwIfStopped, type OpenAiEmbedderChoice } from '../core/model/index.ts';
import { identifyEmbedder } from '../core/normalise/embedder-choice.ts';
import type { Embedder } from './embedder.ts';
import { checkEndpoint } from './endpoint-address.ts';
import {
  explainNoAnswer,
  explainStatus,
  explainTimeout,
  refusesToEmbed,
  type EndpointFacts,
} from './endpoint-failures.ts';
import { readEmbeddings, type EmbeddedBatch } from './read-embeddings.ts';

/** How requests are made. */
export interface EndpointOptions {
  readonly choice: OpenAiEmbedderChoice;
  readonly page: PageOrigin;
  /** Sent as a bearer token; never stored. */
  readonly apiKey?: string | undefined;
  readonly textsPerRequest?: number;
  readonly requestsInFlight?: number;
  /** A local server may have to load the model first. */
  readonly timeoutMs?: number;
  /** Wait before the first new try, doubled for each further one. */
  readonly firstWaitMs?: number;
}

const defaultOptions = Object.freeze({
  // Labels are short: 64 of them are some 300 word pieces, below the batch size of llama-server (512).
  textsPerRequest: 64,
  // llama-server and LM Studio work on four requests at once.
  requestsInFlight: 4,
  timeoutMs: 120_000,
  firstWaitMs: 500,
});

// With waits of 0.5, 1, 2, 4, 8, 8 and 8 s a server has half a minute to load a model or to get through a rush.
const tries = 8;
const networkTries = 3;
const longestWaitMs = 8_000;
// A longer wait than a minute is a quota, which no patience here mends.
const longestRetryAfterMs = 60_000;

/**
 * Embeds through a server's `POST {baseUrl}/embeddings`, as OpenAI defined it.
 * Answers with status 408, 429 or 5xx and broken connections are tried again; a wait that the server asks for is kept.
 *
 * @throws AppError `engine-unavailable` when the page may not call the address.
 */
export function createOpenAiEmbedder(options: EndpointOptions): Embedder {
  checkEndpoint(options.choice.baseUrl, options.page);
  const request = { ...defaultOptions, ...options };
  let dimensions: number | undefined;
  return {
    id: identifyEmbedder(options.choice),
    get dimensions() {
      return dimensions;
    },
    async embed(signal, texts, onProgress) {
      const batches = await requestAll(request, signal, texts, onProgress);
      const lengths = new Set(batches.map((batch) => batch.dimensions));
      if (dimensions !== undefined) lengths.add(dimensions);
      if (lengths.size > 1) throw changedLength([...lengths], options.choice);
      [dimensions] = lengths;
      return join(batches, texts.length * (dimensions ?? 0));
    },
  };
}

type Request = Required<Omit<EndpointOptions, 'apiKey'>> & Pick<EndpointOptions, 'apiKey'>;

async function requestAll(
  request: Request,
  signal: AbortSignal,
  texts: readonly string[],
  onProgress: Parameters<Embedder['embed']>[2],
): Promise<EmbeddedBatch[]> {
  const { textsPerRequest, requestsInFlight } = request;
  const batchCount = Math.ceil(texts.length / textsPerRequest);
  const batches = new Array<EmbeddedBatch>(batchCount);
  // The first failure ends the other requests.
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  let next = 0;
  let done = 0;
  onProgress({ done, total: texts.length });
  const lane = async (): Promise<void> => {
    while (next < batchCount) {
      const index = next++;
      const some = texts.slice(index * textsPerRequest, (index + 1) * textsPerRequest);
      batches[index] = await requestPatiently(request, either, some);
      done += some.length;
      onProgress({ done, total: texts.length });
    }
  };
  const lanes = Array.from({ length: Math.min(requestsInFlight, batchCount) }, lane);
  try {
    await Promise.all(lanes);
  } catch (thrown) {
    failure.abort();
    throwIfStopped(signal, 'Embedding the labels');
    throw thrown;
  }
  return batches;
}

/** What became of one try: vectors, or a failure and how long to wait before the next one; null means never. */
type Outcome =
  | { readonly batch: EmbeddedBatch }
  | { readonly error: AppError; readonly waitMs: number | null; readonly isNetwork: boolean };

async function requestPatiently(
  request: Request,
  signal: AbortSignal,
  texts: readonly string[],
): Promise<EmbeddedBatch> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await requestOnce(request, signal, texts, attempt);
    if ('batch' in outcome) return outcome.batch;
    const { error, waitMs, isNetwork } = outcome;
    if (waitMs === null || attempt >= (isNetwork ? networkTries : tries)) throw error;
    await wait(waitMs, signal);
  }
}

async function requestOnce(
  request: Request,
  signal: AbortSignal,
  texts: readonly string[],
  attempt: number,
): Promise<Outcome> {
  throwIfStopped(signal, 'Embedding the labels');
  const { choice, timeoutMs } = request;
  const facts = describeFacts(request);
  const waitMs = Math.min(longestWaitMs, request.firstWaitMs * 2 ** (attempt - 1));
  let status: number;
  let body: string;
  let retryAfter: string | null;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(request, texts, AbortSignal.any([signal, timeout]));
    body = await response.text();
    ({ status } = response);
    retryAfter = response.headers.get('Retry-After');
  } catch (thrown) {
    throwIfStopped(signal, 'Embedding the labels');
    if (timeout.aborted) return { error: explainTimeout(timeoutMs, facts), waitMs: null, isNetwork: true };
    const isLast = attempt === networkTries;
    const error = explainNoAnswer(isLast && (await isListening(choice.baseUrl, signal)), facts, thrown);
    return { error, waitMs, isNetwork: true };
  }
  if (status === 200) return { batch: readEmbeddings(body, texts, choice.baseUrl) };
  const error = explainStatus(status, body, facts);
  const mayRecover = (status === 408 || status === 429 || status >= 500) && !refusesToEmbed(status, body);
  return { error, waitMs: mayRecover ? readWait(retryAfter, waitMs) : null, isNetwork: false };
}

function send({ choice, apiKey }: Request, texts: readonly string[], signal: AbortSignal): Promise<Response> {
  return fetch(`${choice.baseUrl}/embeddings`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(apiKey === undefined || apiKey === '' ? {} : { Authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ model: choice.model, input: texts, encoding_format: 'float' }),
    signal,
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    // The labels go to the address that was chosen and to no other.
    redirect: 'error',
  });
}

/** Asks without wanting to read the answer, which no server can forbid. */
async function isListening(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    await fetch(`${baseUrl}/models`, {
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

function wait(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, waitMs);
    signal.addEventListener('abort', finish, { once: true });
  });
}

function describeFacts({ choice, apiKey, page }: Request): EndpointFacts {
  return {
    baseUrl: choice.baseUrl,
    model: choice.model,
    hasKey: apiKey !== undefined && apiKey !== '',
    pageOrigin: page.origin,
  };
}

function join(batches: readonly EmbeddedBatch[], length: number): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array(length);
  let offset = 0;
  for (const batch of batches) {
    vectors.set(batch.vectors, offset);
    offset += batch.vectors.length;
  }
  return vectors;
}

function changedLength(lengths: readonly number[], { baseUrl, model }: OpenAiEmbedderChoice): AppError {
  return new AppError(
    'engine-failed',
    `The server at ${baseUrl} answered with vectors of ${lengths.join(' and ')} numbers, expected one length. Check that it serves one model under the name ${model}, then try again.`,
    { server: baseUrl, model },
  );
}
