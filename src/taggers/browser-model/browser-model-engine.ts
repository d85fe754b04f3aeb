import { AppError } from '../../core/model/index.ts';
import { writeJsonSchema } from '../../core/tagging/answer-form.ts';
import { estimateTokens } from '../../core/tagging/truncate-query.ts';
import { readyProgress } from '../common/load-progress.ts';
import { watchDownload } from './download-progress.ts';
import { explainAnswerFailure, explainLoadFailure } from './explain-failure.ts';
import {
  explainAvailability,
  sessionOptions,
  type AnswerOptions,
  type BrowserModelScope,
  type PromptApi,
  type PromptSession,
} from './prompt-api.ts';
import type { BrowserModel } from '../../core/tagging/engine-model.ts';
import type { ReplyEnd } from '../../core/tagging/found-tags.ts';
import type { PromptMessage } from '../../core/tagging/prompt.ts';
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

/** Where the browser names no limit: what the smallest models of this kind read. */
const assumedContextTokens = 4096;

// The API has no cap on answers, so they are measured as they come; estimates run high, and only runaways are meant.
const capFactor = 1.5;

/** A session that has read the start of the prompt; every query gets a copy of it. */
interface Opening {
  readonly key: string;
  readonly session: PromptSession;
}

interface Loaded {
  readonly api: PromptApi;
  /** Nothing read yet; it keeps the model in memory. */
  readonly blank: PromptSession;
  opening: Opening | undefined;
}

interface Answer {
  readonly text: string;
  readonly end: ReplyEnd;
}

/**
 * The browser's own model, by the Prompt API (Chrome; Gemini Nano there). It runs on the page's thread only, since the
 * API is not in workers; the model itself has a process of its own. Temperature, top-p and seed cannot be set.
 */
export class BrowserModelEngine implements TaggingEngine<BrowserModel> {
  #loaded: Loaded | undefined;
  #loading = new AbortController();
  readonly #answering = new Set<AbortController>();

  /** @param scope The page's global object. */
  constructor(readonly scope: BrowserModelScope) {}

  async probe(): Promise<EngineProbe> {
    try {
      return explainAvailability(await this.#readState());
    } catch (thrown) {
      return { isUsable: false, sentence: explainLoadFailure(thrown).message };
    }
  }

  async load(_: BrowserModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    await this.unload();
    const { signal } = (this.#loading = new AbortController());
    try {
      const { isUsable, sentence } = explainAvailability(await this.#readState());
      const api = this.scope.LanguageModel;
      if (!isUsable || api === undefined) throw new AppError('engine-unavailable', sentence);
      const blank = await api.create({ ...sessionOptions, signal, monitor: watchDownload(onProgress) });
      if (signal.aborted) {
        blank.destroy();
        throw new AppError('aborted', "Loading the browser's own model was stopped.");
      }
      this.#loaded = { api, blank, opening: undefined };
      onProgress(readyProgress);
      return { modelId: this.#modelId, traits: readTraits(blank), notice };
    } catch (thrown) {
      throw explainLoadFailure(thrown);
    }
  }

  async complete(request: CompletionRequest, onText?: OnText): Promise<Completion> {
    const loaded = this.#loaded;
    if (loaded === undefined) throw new AppError('engine-unavailable', notLoaded);
    const controller = new AbortController();
    this.#answering.add(controller);
    try {
      return await answerOnCopy(loaded, request, controller.signal, onText);
    } catch (thrown) {
      const isStopped = controller.signal.aborted;
      const failure = isStopped ? answerStopped(thrown) : explainAnswerFailure(thrown);
      if (failure.code === 'engine-failed' && this.#loaded === loaded) await this.unload();
      throw failure;
    } finally {
      this.#answering.delete(controller);
    }
  }

  interrupt(): Promise<void> {
    for (const controller of this.#answering) controller.abort();
    return Promise.resolve();
  }

  unload(): Promise<void> {
    this.#loading.abort();
    this.#loaded?.opening?.session.destroy();
    this.#loaded?.blank.destroy();
    this.#loaded = undefined;
    return this.interrupt();
  }

  async #readState(): Promise<string> {
    return (await this.scope.LanguageModel?.availability(sessionOptions)) ?? 'absent';
  }

  /** The browser tells no build of its model, which comes and goes with the browser's own version. */
  get #modelId(): string {
    const userAgent = this.scope.navigator?.userAgent ?? '';
    const [, name, version] = /(Edg|Chrome)\/(\d+)(?!.*Edg\/)/.exec(userAgent) ?? [];
    if (name === undefined) return 'browser-model';
    return `browser-model (${name === 'Edg' ? 'Edge' : name} ${version})`;
  }
}

const notice =
  'The browser chooses the words of its own model: temperature and seed are not used, and the same query may get other tags another time.';

const notLoaded = "The browser's own model is not loaded. Load it before tagging.";

function readTraits({ contextWindow }: PromptSession): EngineTraits {
  const isKnown = contextWindow !== undefined && Number.isFinite(contextWindow) && contextWindow > 0;
  return {
    concurrency: 1,
    constraints: ['json-schema'],
    hasSeed: false,
    hasLogProbs: false,
    reusesPrefix: true,
    isReproducible: false,
    contextTokens: isKnown ? Math.floor(contextWindow) : assumedContextTokens,
  };
}

async function answerOnCopy(
  loaded: Loaded,
  request: CompletionRequest,
  signal: AbortSignal,
  onText: OnText | undefined,
): Promise<Completion> {
  const { opening, query } = splitPrompt(request.prompt);
  const base = await openWith(loaded, opening, signal);
  const session = await base.clone({ signal });
  try {
    const cachedTokens = session.contextUsage ?? estimateAll(opening);
    const queryTokens = await countQuery(session, query);
    const answer = await readAnswer(session, query, { request, signal, onText });
    const promptTokens = cachedTokens + queryTokens;
    return {
      ...answer,
      promptTokens,
      cachedTokens,
      completionTokens: countAnswer(session, promptTokens, answer),
    };
  } finally {
    session.destroy();
  }
}

/** The last message is the query; what stands before it is the same for every query. */
function splitPrompt(prompt: CompletionRequest['prompt']): {
  readonly opening: readonly PromptMessage[];
  readonly query: string;
} {
  if (typeof prompt === 'string') return { opening: [], query: prompt };
  return { opening: prompt.slice(0, -1), query: prompt.at(-1)?.content ?? '' };
}

async function openWith(
  loaded: Loaded,
  opening: readonly PromptMessage[],
  signal: AbortSignal,
): Promise<PromptSession> {
  if (opening.length === 0) return loaded.blank;
  const key = JSON.stringify(opening);
  if (loaded.opening?.key === key) return loaded.opening.session;
  loaded.opening?.session.destroy();
  loaded.opening = undefined;
  const session = await loaded.api
    .create({ ...sessionOptions, initialPrompts: opening, signal })
    .catch(explainOpening);
  if (signal.aborted) {
    session.destroy();
    throw answerStopped(undefined);
  }
  loaded.opening = { key, session };
  return session;
}

function explainOpening(thrown: unknown): never {
  const failure = explainAnswerFailure(thrown);
  if (failure.code !== 'query-too-long') throw thrown;
  const text =
    "The prompt alone is longer than the browser's own model can read. Shorten it, or give fewer examples.";
  throw new AppError('engine-failed', text, failure.details, { cause: thrown });
}

interface Reading {
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly onText: OnText | undefined;
}

async function readAnswer(
  session: PromptSession,
  query: string,
  { request, signal, onText }: Reading,
): Promise<Answer> {
  const held: Partial<AnswerOptions> =
    request.form === null
      ? {}
      : { responseConstraint: writeJsonSchema(request.form), omitResponseConstraintInput: true };
  // Streaming even when nobody watches: a whole answer could not be stopped at the cap.
  if (session.promptStreaming === undefined) {
    const text = await session.prompt(query, { ...held, signal });
    onText?.(text);
    return { text, end: 'stop' };
  }
  const reader = session.promptStreaming(query, { ...held, signal }).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return { text, end: 'stop' };
    text += value;
    if (value !== '') onText?.(text);
    if (estimateTokens(text) <= capFactor * request.maxTokens) continue;
    await reader.cancel().catch(() => undefined);
    return { text, end: 'length' };
  }
}

async function countQuery(session: PromptSession, query: string): Promise<number> {
  const counted = await session.measureContextUsage?.(query).catch(() => undefined);
  return counted ?? estimateTokens(query);
}

/** The session's own count, when it moved on with the answer. */
function countAnswer({ contextUsage = 0 }: PromptSession, promptTokens: number, { text }: Answer): number {
  return contextUsage > promptTokens ? contextUsage - promptTokens : estimateTokens(text);
}

function estimateAll(messages: readonly PromptMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}

function answerStopped(cause: unknown): AppError {
  const options = cause === undefined ? {} : { cause };
  return new AppError('aborted', 'The answer in progress was stopped.', {}, options);
}
