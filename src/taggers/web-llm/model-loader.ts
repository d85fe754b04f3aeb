import { probeAdapter } from './check-adapter.ts';
import { describeProgress } from './describe-progress.ts';
import { explainFailure, mayBeBadCopy } from './explain-failure.ts';
import { locateModel, type BuildTraits, type LocatedModel } from './locate-model.ts';
import { findPipeline, openingText } from './pipeline.ts';
import { tryPrefixReuse, type PrefixVerdict } from './prefix-self-test.ts';
import { readyProgress, throttleProgress } from '../common/load-progress.ts';
import { AppError } from '../../core/model/index.ts';
import type { ChatEngine, EngineFactory, Runtime } from './engine-factory.ts';
import type { PrefixReuse } from './prefix-reuse.ts';
import type { GpuScope } from '../common/read-gpu.ts';
import type { WebLlmModel } from '../../core/tagging/engine-model.ts';
import type { LoadProgress } from '../../core/tagging/engine.ts';

/** A model ready to answer. */
export interface ReadyModel extends BuildTraits {
  /** What the tags depend on, to be stored with the run. */
  readonly modelId: string;
  readonly label: string;
  readonly home: WebLlmModel['home']['kind'];
  readonly engine: ChatEngine;
  /** Undefined when the whole prompt is read for every query. */
  readonly reuse: PrefixReuse | undefined;
  /** What a person should know; empty when nothing. */
  readonly notice: string;
}

/** What the loader needs from outside. */
export interface LoaderPorts {
  readonly openRuntime: EngineFactory;
  readonly scope: GpuScope & { readonly caches?: CacheStorage };
  readonly contextTokens: number;
  /** Whether to try to keep the part of the prompt that stays the same. */
  readonly mayReusePrefix: boolean;
}

type OnProgress = (progress: LoadProgress) => void;

/** One load, from the request to the moment the model is given up. */
interface Load {
  /** The model as text, to tell whether two are the same. */
  readonly key: string;
  readonly contextTokens: number;
  readonly stop: AbortController;
  onProgress: OnProgress;
  runtime: Runtime | undefined;
  promise: Promise<ReadyModel>;
}

/** web-llm misses a stop between two files; its next report ends the load, or the engine is left behind after this time. */
const stopTimeoutMs = 5000;

/** Brings one model at a time into graphics memory. */
export class ModelLoader {
  readonly #ports: LoaderPorts;
  #current: Load | undefined;

  constructor(ports: LoaderPorts) {
    this.#ports = ports;
  }

  /** The model that is loaded or on its way; undefined when there is none. */
  get current(): Promise<ReadyModel> | undefined {
    return this.#current?.promise;
  }

  /** The engine of the model that is loaded or on its way, once it is open. */
  get engine(): ChatEngine | undefined {
    return this.#current?.runtime?.engine;
  }

  /**
   * Loads a model in the build that fits the adapter. A second request for the same model joins the first and takes over
   * its reports; a request for another one ends the first.
   * @throws AppError `engine-unavailable`, `engine-failed`, `storage-full`, `invalid-input`, or `aborted` after `unload`.
   */
  load(model: WebLlmModel, onProgress: OnProgress): Promise<ReadyModel> {
    const previous = this.#current;
    const contextTokens = model.contextTokens ?? this.#ports.contextTokens;
    const key = JSON.stringify([model.modelId, model.home, contextTokens]);
    if (previous?.key === key) {
      previous.onProgress = throttleProgress(onProgress);
      return previous.promise.then((ready) => {
        onProgress(readyProgress);
        return ready;
      });
    }
    const load: Load = {
      key,
      contextTokens,
      stop: new AbortController(),
      onProgress: throttleProgress(onProgress),
      runtime: undefined,
      promise: Promise.reject(new AppError('internal', 'The load has not begun.')),
    };
    load.promise.catch(() => undefined);
    load.promise = this.#run(load, model, previous).catch((thrown: unknown) => {
      if (this.#current === load) this.#current = undefined;
      throw thrown;
    });
    this.#current = load;
    return load.promise;
  }

  /** Frees the graphics memory; ends a load in progress, keeping the files that have arrived. */
  async unload(): Promise<void> {
    const load = this.#current;
    this.#current = undefined;
    if (load !== undefined) await stopLoad(load);
  }

  async #run(load: Load, model: WebLlmModel, previous: Load | undefined): Promise<ReadyModel> {
    let located: LocatedModel | undefined;
    try {
      if (previous !== undefined) await stopLoad(previous);
      const { scope } = this.#ports;
      const adapter = await probeAdapter(scope);
      located = await locateModel(model, { adapter, caches: scope.caches, signal: load.stop.signal });
      return await this.#bring(load, located, model.home.kind);
    } catch (thrown) {
      const modelLabel = located?.label ?? model.modelId;
      if (load.stop.signal.aborted) {
        throw new AppError('aborted', `Loading ${modelLabel} was stopped.`, {}, { cause: thrown });
      }
      if (located !== undefined && mayBeBadCopy(thrown)) {
        await load.runtime?.forgetProgram(located.buildId).catch(() => undefined);
      }
      throw explainFailure(thrown, { doing: 'load', modelLabel, home: model.home.kind });
    }
  }

  async #bring(load: Load, located: LocatedModel, home: ReadyModel['home']): Promise<ReadyModel> {
    const text = "Opening the model's settings and program.";
    load.onProgress({ phase: 'download', share: 0, text });
    let engine = await this.#open(load, located);
    const verdict = await this.#tryReuse(load, engine, located.buildId);
    // A failed trial may have left the runtime in disorder; its files are stored by now.
    if (verdict?.kind === 'broken') {
      await engine.unload().catch(() => undefined);
      engine = await this.#open(load, located);
    }
    const pipeline = findPipeline(engine, located.buildId);
    load.onProgress(readyProgress);
    return {
      modelId: located.modelId,
      label: located.label,
      home,
      engine,
      reuse: verdict?.kind === 'on' ? verdict.reuse : undefined,
      thinksAloud: located.thinksAloud,
      openingText: typeof pipeline === 'string' ? '' : openingText(pipeline),
      notice: [located.notice, explainVerdict(verdict)].filter((sentence) => sentence !== '').join(' '),
    };
  }

  async #open(load: Load, { place, buildId, downloadBytes }: LocatedModel): Promise<ChatEngine> {
    load.runtime = await this.#ports.openRuntime(place, (report) => {
      throwIfStopped(load);
      const progress = describeProgress(report, downloadBytes);
      // The trial of the prompt's memory is still to come.
      if (progress.phase !== 'ready') load.onProgress(progress);
    });
    throwIfStopped(load);
    const { engine } = load.runtime;
    // A sliding window excludes a bound on the context, and no window of a model is as small as this context.
    await engine.reload(buildId, {
      context_window_size: load.contextTokens,
      sliding_window_size: -1,
    });
    // An aborted reload resolves like a finished one.
    throwIfStopped(load);
    return engine;
  }

  async #tryReuse(load: Load, engine: ChatEngine, buildId: string): Promise<PrefixVerdict | undefined> {
    if (!this.#ports.mayReusePrefix) return undefined;
    if (typeof findPipeline(engine, buildId) !== 'string') {
      const text = 'Trying whether answers stay the same when the prompt is kept in memory.';
      load.onProgress({ phase: 'compile', share: 1, text });
    }
    return tryPrefixReuse(engine, buildId, () => throwIfStopped(load));
  }
}

function explainVerdict(verdict: PrefixVerdict | undefined): string {
  if (verdict === undefined || verdict.kind === 'on') return '';
  return `The whole prompt is read again for every query, which takes longer, because ${verdict.reason}.`;
}

function throwIfStopped({ stop }: Load): void {
  if (stop.signal.aborted) throw new AppError('aborted', 'The load was stopped.');
}

async function stopLoad(load: Load): Promise<void> {
  load.stop.abort();
  const settled = load.promise.then(
    () => undefined,
    () => undefined,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTimeoutMs)));
  // An engine whose adapter is gone may fail to free what is gone with it; it is left behind either way.
  const freed = load.runtime?.engine.unload().catch(() => undefined);
  await Promise.race([Promise.all([freed, settled]), timeout]);
  clearTimeout(timer);
}
