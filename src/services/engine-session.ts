import type { EngineApi, EngineWorkerApi } from '../../workers/contracts/engine-api.ts';
import { AppError, throwIfStopped, toAppError } from '../core/model/index.ts';
import type { EngineKind, EngineModel } from '../core/tagging/engine-model.ts';
import type { EngineProbe, LoadedModel, LoadProgress, OnText } from '../core/tagging/engine.ts';
import type { QuestionSetup } from '../core/tagging/prepare-question.ts';
import type { TaggedQuery } from '../core/tagging/query-tagger.ts';
import { workerCallback, type WorkerHost } from './worker-host.ts';

/** A place where one language model at a time can be loaded and asked, and which can be ended whatever it does. */
export interface EngineSession {
  probe(signal: AbortSignal, kind: EngineKind): Promise<EngineProbe>;
  /** Loads a model. A stop ends the worker: nothing is loaded yet that could be lost. */
  load(
    signal: AbortSignal,
    model: EngineModel,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModel>;
  /** Tags one query; at most the loaded model's `traits.concurrency` at once. */
  tag(signal: AbortSignal, setup: QuestionSetup, query: string, onText?: OnText): Promise<TaggedQuery>;
  /** Ends the answers in progress; the model stays loaded. */
  interrupt(): Promise<void>;
  /** Ends everything at once, even what hangs; the next call needs a load first. */
  restart(): void;
}

/** A session in a worker. */
class WorkerSession implements EngineSession {
  readonly #never = new AbortController().signal;

  constructor(private readonly host: WorkerHost<EngineWorkerApi>) {}

  probe(signal: AbortSignal, kind: EngineKind): Promise<EngineProbe> {
    return this.host.call(signal, (engine) => engine.probe(kind));
  }

  async load(
    signal: AbortSignal,
    model: EngineModel,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModel> {
    const end = (): void => this.host.stop();
    signal.addEventListener('abort', end, { once: true });
    try {
      return await this.host.call(signal, (engine) => engine.load(model, workerCallback(onProgress)));
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  tag(signal: AbortSignal, setup: QuestionSetup, query: string, onText?: OnText): Promise<TaggedQuery> {
    return this.host.call(signal, (engine) =>
      onText === undefined
        ? engine.tag(setup, query)
        : engine.tag(
            setup,
            query,
            workerCallback((text: string) => onText(text)),
          ),
    );
  }

  interrupt(): Promise<void> {
    return this.host.call(this.#never, (engine) => engine.interrupt());
  }

  restart(): void {
    this.host.stop(
      new AppError('worker-lost', 'The language model was ended because it no longer answered.', {
        worker: 'language model',
      }),
    );
  }
}

/** A session in the page, for the one model that workers cannot reach. Its code is fetched with the first call. */
class PageSession implements EngineSession {
  #opened: Promise<EngineApi> | undefined;

  constructor(private readonly open: () => Promise<EngineApi>) {}

  async probe(_: AbortSignal, kind: EngineKind): Promise<EngineProbe> {
    return (await this.#engines()).probe(kind);
  }

  async load(
    signal: AbortSignal,
    model: EngineModel,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModel> {
    const engines = await this.#engines();
    return this.#endOnAbort(
      signal,
      () => engines.load(model, onProgress),
      () => engines.unload(),
    );
  }

  async tag(signal: AbortSignal, setup: QuestionSetup, query: string, onText?: OnText): Promise<TaggedQuery> {
    const engines = await this.#engines();
    return this.#endOnAbort(
      signal,
      () => engines.tag(setup, query, onText),
      () => engines.interrupt(),
    );
  }

  async interrupt(): Promise<void> {
    await (await this.#opened)?.interrupt();
  }

  restart(): void {
    this.#opened?.then((engines) => engines.unload()).catch(() => undefined);
  }

  #engines(): Promise<EngineApi> {
    this.#opened ??= this.open().catch((thrown: unknown) => {
      this.#opened = undefined;
      throw toAppError(thrown, { code: 'internal', doing: 'Loading the code for language models' });
    });
    return this.#opened;
  }

  async #endOnAbort<Result>(
    signal: AbortSignal,
    work: () => Promise<Result>,
    endWork: () => Promise<void>,
  ): Promise<Result> {
    throwIfStopped(signal, 'The work with the language model');
    const end = (): void => void endWork().catch(() => undefined);
    signal.addEventListener('abort', end, { once: true });
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}

/** A session that loads each model where it can run: the browser's own in the page, all others in the worker. */
export class AnySession implements EngineSession {
  readonly #inWorker: EngineSession;
  readonly #inPage: EngineSession;
  #current: EngineSession;

  /** @param page Makes the engines that run in the page. */
  constructor(worker: WorkerHost<EngineWorkerApi>, page: () => Promise<EngineApi>) {
    this.#inWorker = new WorkerSession(worker);
    this.#inPage = new PageSession(page);
    this.#current = this.#inWorker;
  }

  probe(signal: AbortSignal, kind: EngineKind): Promise<EngineProbe> {
    return this.#placeOf(kind).probe(signal, kind);
  }

  load(
    signal: AbortSignal,
    model: EngineModel,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModel> {
    const place = this.#placeOf(model.kind);
    if (place !== this.#current) this.#current.restart();
    this.#current = place;
    return place.load(signal, model, onProgress);
  }

  tag(signal: AbortSignal, setup: QuestionSetup, query: string, onText?: OnText): Promise<TaggedQuery> {
    return this.#current.tag(signal, setup, query, onText);
  }

  interrupt(): Promise<void> {
    return this.#current.interrupt();
  }

  restart(): void {
    this.#current.restart();
  }

  #placeOf(kind: EngineKind): EngineSession {
    return kind === 'browser-model' ? this.#inPage : this.#inWorker;
  }
}
