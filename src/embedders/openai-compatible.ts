import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import { AppError, throwIfStopped, type OpenAiEmbedderChoice } from '../core/model/index.ts';
import { identifyEmbedder } from '../core/normalise/embedder-choice.ts';
import { checkEndpoint } from '../endpoints/endpoint-address.ts';
import type { EndpointPurpose } from '../endpoints/endpoint-failures.ts';
import { requestPatiently } from '../endpoints/patient-request.ts';
import type { Embedder } from './embedder.ts';
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

const embedding: EndpointPurpose = {
  path: 'embeddings',
  doing: 'Embedding the labels',
  matter: 'the labels',
  whenTooLarge: 'Choose fewer labels a request.',
  llamaServer: 'llama-server --embeddings -m model.gguf',
  judge: (status, body, { baseUrl, model }) =>
    refusesToEmbed(status, body)
      ? {
          sentence: `${model} at ${baseUrl} makes no embeddings. Choose an embedding model, such as nomic-embed-text; llama-server also has to be started with --embeddings.`,
        }
      : undefined,
};

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
      batches[index] = await requestBatch(request, either, some);
      done += some.length;
      onProgress({ done, total: texts.length });
    }
  };
  const lanes = Array.from({ length: Math.min(requestsInFlight, batchCount) }, lane);
  try {
    await Promise.all(lanes);
  } catch (thrown) {
    failure.abort();
    throwIfStopped(signal, embedding.doing);
    throw thrown;
  }
  return batches;
}

async function requestBatch(
  request: Request,
  signal: AbortSignal,
  texts: readonly string[],
): Promise<EmbeddedBatch> {
  const { baseUrl, model } = request.choice;
  return requestPatiently(
    { ...request, baseUrl, model },
    {
      purpose: embedding,
      body: { model, input: texts, encoding_format: 'float' },
      receive: async (response) => readEmbeddings(await response.text(), texts, baseUrl),
    },
    signal,
  );
}

/** Tells whether the answer means that this server, as it was started, never embeds with this model. */
function refusesToEmbed(status: number, body: string): boolean {
  return (
    status === 501 ||
    /(not|n't) support (the )?(text )?embedding|not an embedding model|embeddings? (is|are) (disabled|not (enabled|supported))/i.test(
      body,
    )
  );
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
