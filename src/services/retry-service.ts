import { AppError, isAborted, toAppError, type Progress, type SourceId } from '../core/model/index.ts';
import { queueKey } from '../core/tagging/content-hash.ts';
import type { EngineModel } from '../core/tagging/engine-model.ts';
import type { LoadedModel, LoadProgress } from '../core/tagging/engine.ts';
import { promptVersion } from '../core/tagging/prompt.ts';
import type { QuestionSetup } from '../core/tagging/prepare-question.ts';
import { noSpending } from '../core/tagging/run-setup.ts';
import type { RowAnswer } from '../store/answer-store.ts';
import type { StoredFailure, StoredRun } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { EngineSession } from './engine-session.ts';
import type { LanguageModelService } from './language-model-service.ts';
import { limitsFor, type Limits } from './model-run/ask-within.ts';
import { buildAnswer, setAside } from './model-run/row-answers.ts';
import type { QueuedRow } from './model-run/run-queue.ts';
import { RowsService, type RowAddress } from './rows-service.ts';
import { addUsage, noUsage, RowAsker, type RowResult } from './trial/ask-rows.ts';
import { reasonOf } from './trial/trial-figures.ts';
import type { Workers } from './workers.ts';

/** Which rows to ask again, and how. */
export interface RetryRequest {
  readonly run: StoredRun;
  readonly model: EngineModel;
  /** May be another than the run's: another prompt, more tokens for the answer. */
  readonly setup: QuestionSetup;
  readonly rows: readonly StoredFailure[];
  readonly limits?: Limits | undefined;
}

/** What a retry tells while it goes on. */
export interface RetryEvents {
  readonly loading: (progress: LoadProgress) => void;
  /** A row has other answers, or failed anew; it is stored. */
  readonly answered: (row: QueuedRow, answer: RowAnswer) => void;
  /** In rows. */
  readonly progress: (progress: Progress) => void;
}

/** How many rows came to what; after a stop they are fewer than were asked for. */
export interface RetryCounts {
  readonly mended: number;
  readonly stillFailing: number;
  /** Deleted, or settled meanwhile. */
  readonly gone: number;
}

/** Rows read ahead of the model: some hundred kilobytes of text. */
const rowsPerReading = 256;

/** Breakdowns without an answer in between after which the engine, not the rows, is to blame. */
const maxBreakdowns = 3;

/** Asks rows that failed in a run again. */
export class RetryService {
  readonly #rows: RowsService;

  constructor(
    private readonly store: Store,
    workers: Pick<Workers, 'text'>,
    private readonly models: Pick<LanguageModelService, 'session'>,
  ) {
    this.#rows = new RowsService(store, workers);
  }

  /**
   * Loads the model, asks all queries of each row and stores the answers in place of the old, row by row. A stop keeps
   * what is done. A row over which the engine breaks down is asked once more alone, then it counts as failing.
   *
   * @throws AppError of the engine when it cannot be loaded or keeps breaking down, or of the store. What was answered
   * is stored.
   */
  async retry(signal: AbortSignal, request: RetryRequest, on: RetryEvents): Promise<RetryCounts> {
    const retry = new Retry(this.store, this.#rows, this.models.session, request, on);
    try {
      await retry.work(signal);
    } catch (thrown) {
      if (!signal.aborted || !isAborted(thrown)) throw thrown;
    } finally {
      await retry.keepAccount();
    }
    return retry.counts;
  }
}

/** One going through of failed rows. */
class Retry {
  counts: RetryCounts = { mended: 0, stillFailing: 0, gone: 0 };
  readonly #asker: RowAsker;
  #loaded: LoadedModel | undefined;
  #breakdowns = 0;
  #askedQueries = 0;
  #usage = noUsage;

  constructor(
    private readonly store: Store,
    private readonly rows: RowsService,
    private readonly session: EngineSession,
    private readonly request: RetryRequest,
    private readonly on: RetryEvents,
  ) {
    this.#asker = new RowAsker(session, request.setup, request.limits ?? limitsFor(request.model.kind));
  }

  async work(signal: AbortSignal): Promise<void> {
    const { run, rows } = this.request;
    this.#report();
    const sources = await this.store.sources.list(run.projectId);
    const revisions = new Map(sources.map(({ id, revision }) => [id, revision]));
    const stored = await this.store.answers.listFailures(run.id, Infinity);
    const triesOf = new Map(stored.map((failure) => [keyOf(failure), failure.tries]));
    const waiting = rows.filter((row) => triesOf.has(keyOf(row)));
    this.#count('gone', rows.length - waiting.length);
    const read = (some: readonly StoredFailure[]): Promise<QueuedRow[]> =>
      this.#read(signal, some, { revisions, triesOf });
    const suspects: QueuedRow[] = [];
    for (const some of chunk(waiting.filter(({ reason }) => reason !== 'crashed'))) {
      suspects.push(...(await this.#askTogether(signal, await read(some))));
    }
    for (const row of suspects) await this.#askAlone(signal, row);
    // Those that broke the engine before come last, the least tried first, so that they keep nothing from being asked.
    const breaking = waiting.filter(({ reason }) => reason === 'crashed');
    for (const some of chunk(breaking.toSorted((one, other) => one.tries - other.tries))) {
      for (const row of await read(some)) await this.#askAlone(signal, row);
    }
  }

  /** Adds what the retry cost to what the run has cost. */
  async keepAccount(): Promise<void> {
    if (this.#askedQueries === 0) return;
    const cost = { ...noSpending, ...this.#usage, askedQueries: this.#askedQueries };
    await this.store.answers.addSpending(this.request.run.id, cost);
  }

  /** Reads rows with their queries; what is gone, or reads differently by now, is counted and left out. */
  async #read(
    signal: AbortSignal,
    failures: readonly StoredFailure[],
    known: {
      readonly revisions: ReadonlyMap<SourceId, number>;
      readonly triesOf: ReadonlyMap<string, number>;
    },
  ): Promise<QueuedRow[]> {
    const { run, setup } = this.request;
    const sources = new Map((await this.store.sources.list(run.projectId)).map((one) => [one.id, one]));
    const addresses = failures.flatMap(({ sourceId, row }): RowAddress[] => {
      const source = sources.get(sourceId);
      const isHere = source !== undefined && source.revision === known.revisions.get(sourceId);
      return isHere && row < source.recordCount ? [{ source, row }] : [];
    });
    this.#count('gone', failures.length - addresses.length);
    const found = await this.rows.readRows(signal, addresses, run.querySettings);
    const identity = { prompt: promptVersion(setup.prompt), modelId: run.model, decoding: setup.decoding };
    return found.map(({ source, row, queries }) => ({
      source,
      row,
      queries,
      keys: queries.map((query) => queueKey({ ...identity, query })),
      known: new Map(),
      crashes: known.triesOf.get(keyOf({ sourceId: source.id, row })) ?? 0,
    }));
  }

  /** Asks rows side by side; those over which the engine may have broken down come back. */
  async #askTogether(signal: AbortSignal, rows: readonly QueuedRow[]): Promise<QueuedRow[]> {
    const suspects: QueuedRow[] = [];
    let open = rows;
    while (open.length > 0) {
      const { traits } = await this.#bringUp(signal);
      const done = new Set<QueuedRow>();
      try {
        await this.#ask(signal, open, traits.concurrency, (row) => done.add(row));
        return suspects;
      } catch (thrown) {
        this.#bear(signal, thrown);
        const left = open.filter((row) => !done.has(row));
        // Rows begin in their order, so those that were in flight are the first of what is left.
        suspects.push(...left.slice(0, traits.concurrency));
        open = left.slice(traits.concurrency);
      }
    }
    return suspects;
  }

  async #askAlone(signal: AbortSignal, row: QueuedRow): Promise<void> {
    await this.#bringUp(signal);
    try {
      await this.#ask(signal, [row], 1, () => undefined);
    } catch (thrown) {
      const { message } = this.#bear(signal, thrown);
      // Only when the engine comes back, the row is to blame.
      await this.#bringUp(signal);
      await this.#store(row, setAside(row, { reason: 'crashed', sentence: message, tries: row.crashes + 1 }));
    }
  }

  async #bringUp(signal: AbortSignal): Promise<LoadedModel> {
    this.#loaded ??= await this.session.load(signal, this.request.model, this.on.loading);
    return this.#loaded;
  }

  /** Notes a breakdown of the engine; any other failure ends the retry, and so does one breakdown too many. */
  #bear(signal: AbortSignal, thrown: unknown): AppError {
    const error = toAppError(thrown, { code: 'engine-failed', doing: 'Asking a row again' });
    const isEngines = !['aborted', 'storage-full', 'storage-failed'].includes(error.code);
    this.#breakdowns += 1;
    if (signal.aborted || !isEngines || this.#breakdowns >= maxBreakdowns) throw error;
    if (error.details['isStillLoaded'] !== true) this.#loaded = undefined;
    return error;
  }

  #ask(
    signal: AbortSignal,
    rows: readonly QueuedRow[],
    laneCount: number,
    onStored: (row: QueuedRow) => void,
  ): Promise<void> {
    return this.#asker.ask(signal, rows, laneCount, async (row, result) => {
      this.#breakdowns = 0;
      this.#askedQueries += result.askedQueries;
      this.#usage = addUsage(this.#usage, result.usage);
      await this.#store(row, this.#answer(row, result));
      onStored(row);
    });
  }

  #answer(row: QueuedRow, { replies, error }: RowResult): RowAnswer {
    if (error === null) return buildAnswer(row, replies, this.#madeBy);
    return setAside(row, { reason: reasonOf(error), sentence: error.message, tries: row.crashes + 1 });
  }

  /** What gives the answers; undefined when it is what the run was started with. */
  get #madeBy(): string | undefined {
    const { run, setup } = this.request;
    const modelId = this.#loaded?.modelId ?? '';
    const isSame = run.setup !== undefined && identityOf(run.setup, run.model) === identityOf(setup, modelId);
    return isSame ? undefined : modelId;
  }

  async #store(row: QueuedRow, answer: RowAnswer): Promise<void> {
    try {
      await this.store.answers.replace(this.request.run.id, answer);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
      this.#count('gone', 1);
      return;
    }
    this.on.answered(row, answer);
    this.#count(answer.failure === null ? 'mended' : 'stillFailing', 1);
  }

  #count(what: keyof RetryCounts, rows: number): void {
    if (rows === 0) return;
    this.counts = { ...this.counts, [what]: this.counts[what] + rows };
    this.#report();
  }

  #report(): void {
    const { mended, stillFailing, gone } = this.counts;
    this.on.progress({ done: mended + stillFailing + gone, total: this.request.rows.length });
  }
}

/** All that decides a model's answer to a query, in one value. */
function identityOf({ prompt, decoding }: QuestionSetup, modelId: string): string {
  return queueKey({ query: '', prompt: promptVersion(prompt), modelId, decoding });
}

function keyOf({ sourceId, row }: Pick<StoredFailure, 'sourceId' | 'row'>): string {
  return `${sourceId}:${row}`;
}

function chunk<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / rowsPerReading);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * rowsPerReading, (index + 1) * rowsPerReading),
  );
}
