import { checkAdapter, checkModel } from './check-adapter.ts';
import { explainFailure, mayBeBadCopy } from './explain-failure.ts';
import { describeProgress, throttleProgress } from './load-progress.ts';
import { findModel } from './model-menu.ts';
import { readGpu, type GpuScope } from './read-gpu.ts';
import { AppError } from '../../core/model/index.ts';
import type { ChatEngine, EngineFactory, Runtime } from './engine-factory.ts';
import type {
  AdapterReport,
  LoadProgress,
  ModelCheck,
  ModelChoice,
} from '../../core/tagging/language-model.ts';

/** A model ready to answer. */
export interface ReadyModel {
  readonly modelId: string;
  readonly label: string;
  readonly engine: ChatEngine;
}

type OnProgress = (progress: LoadProgress) => void;

/** One load, from the request to the moment the model is given up. */
interface Load {
  readonly requestedId: string;
  onProgress: OnProgress;
  isStopped: boolean;
  runtime: Runtime | undefined;
  model: ModelCheck | undefined;
  promise: Promise<ReadyModel>;
}

/** web-llm misses a stop between two files; its next report ends the load, or the engine is left behind after this time. */
const stopTimeoutMs = 5000;

/** Brings one model at a time into graphics memory. */
export class ModelLoader {
  readonly #openRuntime: EngineFactory;
  readonly #scope: GpuScope;
  readonly #contextTokens: number;
  #current: Load | undefined;

  constructor(openRuntime: EngineFactory, scope: GpuScope, contextTokens: number) {
    this.#openRuntime = openRuntime;
    this.#scope = scope;
    this.#contextTokens = contextTokens;
  }

  /** Looks at the adapter; costs some milliseconds and no download. */
  async probe(): Promise<AdapterReport> {
    return checkAdapter(await readGpu(this.#scope));
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
   * Loads a model of the menu in the build that fits the adapter. A second request for the same model joins the first
   * and takes over its reports; a request for another one ends the first.
   * @throws AppError `engine-unavailable`, `engine-failed`, `storage-full`, or `aborted` after `unload`.
   */
  load(modelId: string, onProgress: OnProgress): Promise<ReadyModel> {
    const previous = this.#current;
    if (previous?.requestedId === modelId) {
      previous.onProgress = throttleProgress(onProgress);
      return previous.promise.then((ready) => {
        onProgress({ phase: 'ready', share: 1, text: 'The model is ready.' });
        return ready;
      });
    }
    return this.#begin(modelId, throttleProgress(onProgress), previous);
  }

  /** Loads the model again in a new engine, after the adapter was lost. */
  async reload(): Promise<ReadyModel> {
    const previous = this.#current;
    if (previous === undefined) throw new AppError('aborted', 'The model was unloaded.');
    return this.#begin(previous.requestedId, previous.onProgress, previous);
  }

  /** Frees the graphics memory; ends a load in progress, keeping the files that have arrived. */
  async unload(): Promise<void> {
    const load = this.#current;
    this.#current = undefined;
    if (load !== undefined) await stopLoad(load);
  }

  #begin(requestedId: string, onProgress: OnProgress, previous: Load | undefined): Promise<ReadyModel> {
    const load: Load = {
      requestedId,
      onProgress,
      isStopped: false,
      runtime: undefined,
      model: undefined,
      promise: Promise.reject(new AppError('internal', 'The load has not begun.')),
    };
    load.promise.catch(() => undefined);
    load.promise = this.#run(load, previous).catch((thrown: unknown) => {
      if (this.#current === load) this.#current = undefined;
      throw thrown;
    });
    this.#current = load;
    return load.promise;
  }

  async #run(load: Load, previous: Load | undefined): Promise<ReadyModel> {
    const choice = findModel(load.requestedId);
    if (choice === undefined) {
      throw new AppError(
        'invalid-input',
        `${load.requestedId} is not a model of the menu. Choose one of the menu.`,
      );
    }
    try {
      if (previous !== undefined) await stopLoad(previous);
      return await this.#bring(load, choice);
    } catch (thrown) {
      if (load.isStopped)
        throw new AppError('aborted', `Loading ${choice.label} was stopped.`, {}, { cause: thrown });
      if (load.model !== undefined && mayBeBadCopy(thrown)) {
        await load.runtime?.forgetProgram(load.model.modelId).catch(() => undefined);
      }
      throw explainFailure(thrown, { doing: 'load', modelLabel: choice.label });
    }
  }

  async #bring(load: Load, choice: ModelChoice): Promise<ReadyModel> {
    const model = checkModel(choice, await this.probe());
    if (!model.isRunnable) throw new AppError('engine-unavailable', model.sentence);
    load.model = model;
    load.onProgress({ phase: 'download', share: 0, text: "Fetching the model's settings and program." });
    load.runtime = await this.#openRuntime((report) => {
      throwIfStopped(load);
      load.onProgress(describeProgress(report, model));
    });
    throwIfStopped(load);
    const { engine } = load.runtime;
    await engine.reload(model.modelId, { context_window_size: this.#contextTokens });
    // An aborted reload resolves like a finished one.
    throwIfStopped(load);
    return { modelId: model.modelId, label: choice.label, engine };
  }
}

function throwIfStopped(load: Load): void {
  if (load.isStopped) throw new AppError('aborted', 'The load was stopped.');
}

async function stopLoad(load: Load): Promise<void> {
  load.isStopped = true;
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
