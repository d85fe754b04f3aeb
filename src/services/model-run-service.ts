import { isAborted, toAppError, type Progress } from '../core/model/index.ts';
import { queueKey } from '../core/tagging/content-hash.ts';
import { promptVersion } from '../core/tagging/prompt.ts';
import type { RunSetup, RunSpending } from '../core/tagging/run-setup.ts';
import type { EngineModel } from '../core/tagging/engine-model.ts';
import type { LoadedModel } from '../core/tagging/engine.ts';
import type { StoredRun, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { LanguageModelService } from './language-model-service.ts';
import { AnswerWriter } from './model-run/answer-writer.ts';
import type { Limits } from './model-run/ask-within.ts';
import type { Patience } from './model-run/engine-care.ts';
import { ModelRun, type RunEvents } from './model-run/model-run.ts';
import { RunQueue } from './model-run/run-queue.ts';
import { handOver } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** What a run with a language model needs beside the store. */
export interface ModelRunRequest {
  readonly run: StoredRun & { readonly setup: RunSetup };
  readonly sources: readonly StoredSource[];
  /** The model as it was loaded: with files in hand and keys. */
  readonly model: EngineModel;
  readonly loaded: LoadedModel;
  /** Whether the page went away without a goodbye while this run was on. */
  readonly hasCrashed: boolean;
  readonly workShare: () => number;
  readonly on: RunEvents & {
    /** Rows done of all rows, and what they have cost. */
    readonly progress: (progress: Progress, spending: RunSpending) => void;
  };
  readonly limits?: Limits | undefined;
  readonly patience?: Patience | undefined;
}

/** Answered rows after which the speed is known well enough to say whether arranging the sample pays. */
const rowsBeforeArranging = 20;

/** A run that is over sooner does not gain from a better order. */
const minRunMs = 60_000;

/** Labels the encoder takes in one call. */
const textsPerCall = 32;

/** Longer texts say no more about what a row is like, and cost the encoder time. */
const maxArrangedCharacters = 300;

/** Runs language models over what a project has no tags for. The store is the queue. */
export class ModelRunService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'text' | 'tagger' | 'analysis'>,
    private readonly models: Pick<LanguageModelService, 'session' | 'menu'>,
  ) {}

  /**
   * Tags what is left. A stop ends the answers in progress; all others are stored.
   * @throws AppError when the engine cannot be brought back or the store is full; what was answered is stored.
   */
  async run(signal: AbortSignal, request: ModelRunRequest): Promise<'done' | 'stopped'> {
    const { run, sources, loaded, on } = request;
    const { prompt, decoding } = run.setup;
    const identity = { prompt: promptVersion(prompt), modelId: run.model, decoding };
    const queue = await RunQueue.open(
      {
        store: this.store,
        workers: this.workers,
        keyOf: (query) => queueKey({ ...identity, query }),
        hasCrashed: request.hasCrashed,
      },
      run,
      sources,
    );
    let done = queue.doneAtStart;
    const writer = await AnswerWriter.open(this.store.answers, run.id, () => queue.waiting);
    const report = (): void => on.progress({ done, total: queue.total }, writer.spending);
    const arranging = new Arranging(queue, (...texts) => this.#arrange(signal, ...texts), on.told);
    report();
    const work = new ModelRun({
      ...request,
      queue,
      writer,
      prompt,
      session: this.models.session,
      menu: this.models.menu,
      demand: { model: request.model, decoding },
      on: {
        ...on,
        answered: (row, answer, durationMs) => {
          done += 1;
          report();
          arranging.noteRow(durationMs / loaded.traits.concurrency, queue.total - done);
          on.answered(row, answer, durationMs);
        },
      },
    });
    const outcome = await work.work(signal);
    for (const source of sources) await this.store.answers.compact(run.id, source.id);
    return outcome;
  }

  async #arrange(
    signal: AbortSignal,
    taken: readonly string[],
    waiting: readonly string[],
  ): Promise<Uint32Array> {
    const texts = [...taken, ...waiting].map((text) => text.slice(0, maxArrangedCharacters));
    const calls: Promise<Float32Array>[] = [];
    for (let first = 0; first < texts.length; first += textsPerCall) {
      const some = texts.slice(first, first + textsPerCall);
      calls.push(this.workers.tagger.call(signal, (tagger) => tagger.embed(some)));
    }
    const parts = await Promise.all(calls);
    const dimensions = texts.length === 0 ? 0 : parts[0].length / Math.min(textsPerCall, texts.length);
    const vectors = new Float32Array(texts.length * dimensions);
    parts.forEach((part, index) => vectors.set(part, index * textsPerCall * dimensions));
    const order = await this.workers.analysis.call(signal, (analysis) =>
      analysis.orderFarApart(handOver(vectors, [vectors.buffer]), dimensions, taken.length),
    );
    return order.map((index) => index - taken.length);
  }
}

/** Arranges a run's sample once, in the background, when the run is long enough for it to pay. */
class Arranging {
  #rowCount = 0;
  #totalMs = 0;
  #hasBegun = false;

  constructor(
    private readonly queue: RunQueue,
    private readonly arrange: Parameters<RunQueue['arrangeSample']>[0],
    private readonly tell: (sentence: string) => void,
  ) {}

  noteRow(durationMs: number, rowsLeft: number): void {
    this.#rowCount += 1;
    this.#totalMs += durationMs;
    if (this.#hasBegun || this.#rowCount < rowsBeforeArranging || !this.queue.isSampleWaiting) return;
    this.#hasBegun = true;
    if ((this.#totalMs / this.#rowCount) * rowsLeft < minRunMs) return;
    this.queue.arrangeSample(this.arrange).catch((thrown: unknown) => {
      if (isAborted(thrown)) return;
      const { message } = toAppError(thrown, { code: 'internal', doing: 'Arranging the first rows' });
      this.tell(`${message} The run goes on in a random order.`);
    });
  }
}
