import type { PageOrigin } from '../../../workers/contracts/page-origin.ts';
import { AppError, throwIfStopped } from '../../core/model/index.ts';
import type { ServerModel } from '../../core/tagging/engine-model.ts';
import type {
  Completion,
  CompletionRequest,
  EngineProbe,
  EngineTraits,
  LoadedModel,
  LoadProgress,
  OnText,
  TaggingEngine,
} from '../../core/tagging/engine.ts';
import { checkEndpoint, describeAddress } from '../../endpoints/endpoint-address.ts';
import type { Endpoint } from '../../endpoints/patient-request.ts';
import { complete, openServer, type OpenServer } from './open-server.ts';

/** How long a server is waited for. */
export type ServerPatience = Pick<Endpoint, 'timeoutMs' | 'firstWaitMs'>;

// Five minutes: a server on a processor writes an answer with explanations in some, and has to load the model first.
const defaultPatience: ServerPatience = Object.freeze({ timeoutMs: 300_000, firstWaitMs: 500 });

const maxConcurrency = 64;

// Connections that a browser opens to one server over HTTP/1.1; without TLS there is no other HTTP (Chromium 156: 6).
const maxConnections = 6;

/**
 * A language model behind an OpenAI-compatible server: Ollama, llama-server, LM Studio, vLLM and their like. Lives in
 * a worker; nothing is sent before `load`, and then only to the address of the model.
 */
export class ServerEngine implements TaggingEngine<ServerModel> {
  readonly #page: PageOrigin;
  readonly #patience: ServerPatience;
  #server: OpenServer | undefined;
  #loading = new AbortController();
  #answering = new AbortController();

  constructor(page: PageOrigin, patience: Partial<ServerPatience> = {}) {
    this.#page = page;
    this.#patience = { ...defaultPatience, ...patience };
  }

  async probe(): Promise<EngineProbe> {
    const sentence =
      'A server with a language model can be used, such as Ollama, llama-server, LM Studio or vLLM on this computer.';
    return { isUsable: true, sentence };
  }

  async load(model: ServerModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    this.#release();
    const baseUrl = model.baseUrl.replace(/\/+$/, '');
    checkEndpoint(baseUrl, this.#page);
    checkConcurrency(model.concurrency);
    const { signal } = this.#loading;
    const endpoint = {
      ...this.#patience,
      baseUrl,
      model: model.model,
      apiKey: model.apiKey,
      page: this.#page,
    };
    const server = await openServer(endpoint, signal, onProgress);
    throwIfStopped(signal, `Loading ${model.model}`);
    this.#server = server;
    const notices = [
      describeAddress(baseUrl, this.#page),
      server.notice,
      describeQueue(baseUrl, model.concurrency),
    ];
    return {
      modelId: `${model.model} at ${baseUrl}`,
      traits: describeTraits(server, model.concurrency),
      notice: notices.filter((sentence) => sentence !== null).join(' '),
    };
  }

  async complete(request: CompletionRequest, onText?: OnText): Promise<Completion> {
    if (this.#server === undefined) {
      throw new AppError(
        'engine-unavailable',
        'No server is connected. Choose one with a model, and load it.',
      );
    }
    return complete(this.#server, request, this.#answering.signal, onText);
  }

  async interrupt(): Promise<void> {
    this.#answering.abort();
    this.#answering = new AbortController();
  }

  async unload(): Promise<void> {
    this.#release();
  }

  #release(): void {
    for (const work of [this.#loading, this.#answering]) work.abort();
    this.#loading = new AbortController();
    this.#answering = new AbortController();
    this.#server = undefined;
  }
}

const constraintsOf = Object.freeze({
  json_schema: ['json-schema'],
  json_object: ['json-object'],
  none: [],
} as const);

function describeTraits({ format, contextTokens }: OpenServer, concurrency: number): EngineTraits {
  return {
    concurrency,
    constraints: constraintsOf[format],
    hasSeed: true,
    hasLogProbs: false,
    reusesPrefix: true,
    // Answers side by side share their arithmetic, and the server may be updated.
    isReproducible: false,
    contextTokens,
  };
}

function checkConcurrency(concurrency: number): void {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= maxConcurrency) return;
  throw new AppError(
    'invalid-input',
    `The number of requests at once is ${concurrency}, expected a whole number from 1 to ${maxConcurrency}.`,
    { concurrency },
  );
}

function describeQueue(baseUrl: string, concurrency: number): string | null {
  if (concurrency <= maxConnections || !baseUrl.startsWith('http:')) return null;
  return `The browser sends at most ${maxConnections} requests at once to an http address, so more than that wait for their turn.`;
}
