import { buildRequest } from './build-request.ts';
import { probeAdapter } from './check-adapter.ts';
import { explainFailure, isHarmless } from './explain-failure.ts';
import { ModelLoader, type ReadyModel } from './model-loader.ts';
import { requestAnswer } from './request-answer.ts';
import { AppError } from '../../core/model/index.ts';
import { defaultDecoding } from '../../core/tagging/decoding.ts';
import type { EngineFactory } from './engine-factory.ts';
import type { GpuScope } from '../common/read-gpu.ts';
import type { WebLlmModel } from '../../core/tagging/engine-model.ts';
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
import type { AdapterReport } from '../../core/tagging/language-model.ts';

/** What the engine needs from outside. */
export interface WebLlmPorts {
  readonly openRuntime: EngineFactory;
  /** The page's or the worker's global scope. */
  readonly scope: GpuScope & { readonly caches?: CacheStorage };
  /** Tokens of prompt, query and answer together, 1,024 to 2,048: more takes graphics memory that tags do not need. */
  readonly contextTokens?: number;
  /** Whether to try, at every load, to keep the part of the prompt that stays the same. */
  readonly mayReusePrefix?: boolean;
  /** How long an answer may go on after it was told to end: slow adapters read the longest prompt for about 15 s. */
  readonly stopTimeoutMs?: number;
}

/** One answer in progress. */
interface Turn {
  isStopped: boolean;
  /** False while it waits for the model to be loaded. */
  isAsking: boolean;
  /** Ends it without the runtime. */
  abandon: (error: AppError) => void;
}

const minContextTokens = 1024;
const maxContextTokens = 2048;
const stopGapMs = 20;

/**
 * A language model run by web-llm on the graphics adapter, one answer at a time. Lives in a worker. When it has lost its
 * adapter or failed in any other way that may leave the runtime in disorder, it unloads itself.
 */
export class WebLlmEngine implements TaggingEngine<WebLlmModel> {
  readonly #loader: ModelLoader;
  readonly #scope: GpuScope;
  readonly #contextTokens: number;
  readonly #stopTimeoutMs: number;
  readonly #turns = new Set<Turn>();

  /** @throws AppError `invalid-input` for a context outside its range. */
  constructor({
    openRuntime,
    scope,
    contextTokens = defaultDecoding.contextTokens,
    mayReusePrefix = true,
    stopTimeoutMs = 15_000,
  }: WebLlmPorts) {
    checkContext(contextTokens);
    this.#scope = scope;
    this.#contextTokens = contextTokens;
    this.#stopTimeoutMs = stopTimeoutMs;
    this.#loader = new ModelLoader({ openRuntime, scope, contextTokens, mayReusePrefix });
  }

  async probe(): Promise<EngineProbe> {
    const { isUsable, sentence } = await this.probeAdapter();
    return { isUsable, sentence };
  }

  /** Tells what the graphics adapter can do, for the menu of models; nothing is downloaded. */
  probeAdapter(): Promise<AdapterReport> {
    return probeAdapter(this.#scope);
  }

  async load(model: WebLlmModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    const contextTokens = model.contextTokens ?? this.#contextTokens;
    checkContext(contextTokens);
    const { modelId, notice, reuse } = await this.#loader.load(model, onProgress);
    const traits: EngineTraits = Object.freeze({
      concurrency: 1,
      constraints: ['ebnf'] as const,
      hasSeed: true,
      hasLogProbs: true,
      reusesPrefix: reuse !== undefined,
      isReproducible: true,
      contextTokens,
    });
    return { modelId, traits, notice };
  }

  async complete(request: CompletionRequest, onText?: OnText): Promise<Completion> {
    const turn: Turn = { isStopped: false, isAsking: false, abandon: () => undefined };
    const abandoned = new Promise<never>((_, reject) => (turn.abandon = reject));
    this.#turns.add(turn);
    try {
      return await Promise.race([this.#answer(request, turn, onText), abandoned]);
    } finally {
      this.#turns.delete(turn);
    }
  }

  async interrupt(): Promise<void> {
    const stopping = [...this.#turns];
    const isGoing = (): boolean => stopping.some((turn) => this.#turns.has(turn));
    for (const turn of stopping) {
      turn.isStopped = true;
      if (!turn.isAsking) turn.abandon(interrupted());
    }
    const endMs = performance.now() + this.#stopTimeoutMs;
    // Again and again: a request that is about to begin takes an earlier interruption back.
    while (isGoing() && performance.now() < endMs) {
      await this.#loader.engine?.interruptGenerate();
      await new Promise((resolve) => setTimeout(resolve, stopGapMs));
    }
    if (!isGoing()) return;
    const text =
      'The language model did not stop when it was told to: the graphics adapter is still at work, or has stopped answering. Load the model again, and if that fails, restart the browser.';
    for (const turn of stopping) turn.abandon(new AppError('engine-failed', text));
    await this.#loader.unload();
  }

  async unload(): Promise<void> {
    for (const turn of this.#turns) turn.isStopped = true;
    await this.#loader.unload();
    for (const turn of this.#turns) turn.abandon(interrupted());
  }

  async #answer(request: CompletionRequest, turn: Turn, onText?: OnText): Promise<Completion> {
    const ready = await this.#readyModel();
    const grow = onText && ((text: string): void => (turn.isStopped ? undefined : onText(text)));
    try {
      if (turn.isStopped) throw interrupted();
      turn.isAsking = true;
      const answer = await requestAnswer(ready.engine, buildRequest(request, ready), grow);
      const { text, finish, promptTokens, completionTokens } = answer;
      if (turn.isStopped || finish === 'abort') throw interrupted();
      const cachedTokens = ready.reuse?.cachedTokens ?? 0;
      const end = finish === 'length' ? 'length' : 'stop';
      return { text, end, promptTokens, cachedTokens, completionTokens };
    } catch (thrown) {
      throw await this.#settle(thrown, ready, turn);
    }
  }

  /** Brings the engine in order after a failed answer. */
  async #settle(thrown: unknown, ready: ReadyModel, turn: Turn): Promise<AppError> {
    if (thrown instanceof AppError) return thrown;
    // A model that was given up meanwhile takes its answers with it, and another one may be there already.
    const isGivenUp = this.#loader.engine !== ready.engine;
    if (isHarmless(thrown)) ready.reuse?.forget();
    else if (!isGivenUp) await this.#loader.unload();
    if (turn.isStopped || isGivenUp) return interrupted(thrown);
    return explainFailure(thrown, { doing: 'tag', modelLabel: ready.label, home: ready.home });
  }

  async #readyModel(): Promise<ReadyModel> {
    const { current } = this.#loader;
    if (current === undefined) {
      throw new AppError(
        'engine-unavailable',
        'No language model is loaded. Choose one of the menu and load it.',
      );
    }
    return current;
  }
}

function interrupted(cause?: unknown): AppError {
  return new AppError(
    'aborted',
    'The answer in progress was stopped.',
    {},
    cause === undefined ? {} : { cause },
  );
}

function checkContext(contextTokens: number): void {
  if (contextTokens >= minContextTokens && contextTokens <= maxContextTokens) return;
  const text = `The context has ${contextTokens} tokens, expected ${minContextTokens} to ${maxContextTokens}. Choose a value between them.`;
  throw new AppError('invalid-input', text, { contextTokens });
}
