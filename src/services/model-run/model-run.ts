import { isAborted, isTagged, toAppError, type AppError, type Reply } from '../../core/model/index.ts';
import type { LoadedModel, LoadProgress } from '../../core/tagging/engine.ts';
import type { TaggedQuery } from '../../core/tagging/query-tagger.ts';
import { noSpending, type RunSpending } from '../../core/tagging/run-setup.ts';
import { rest } from '../../endpoints/rest.ts';
import type { RowAnswer } from '../../store/answer-store.ts';
import type { StoredRun } from '../../store/database.ts';
import type { AnswerWriter } from './answer-writer.ts';
import { limitsFor, type Limits } from './ask-within.ts';
import { defaultPatience, EngineCare, type CareParts, type Patience } from './engine-care.ts';
import { buildAnswer, emptyReply, setAside } from './row-answers.ts';
import { RowsAhead } from './rows-ahead.ts';
import type { QueuedRow, RunQueue } from './run-queue.ts';

/** What a run tells while it goes on. */
export interface RunEvents {
  /** A row has its answers; they are stored at once. */
  readonly answered: (row: QueuedRow, answer: RowAnswer, durationMs: number) => void;
  /** Something a person should see: a step down, a garbled model, a new try. */
  readonly told: (sentence: string) => void;
  readonly loading: (progress: LoadProgress) => void;
  /** The answer to a row as it grows. */
  readonly written: (row: QueuedRow, text: string) => void;
}

/** What a run works with. */
export interface RunParts extends CareParts {
  readonly run: StoredRun;
  readonly queue: RunQueue;
  readonly writer: AnswerWriter;
  /** Share of the time to work, above 0 to 1; asked after each row. */
  readonly workShare: () => number;
  readonly on: RunEvents;
  readonly limits?: Limits | undefined;
  readonly patience?: Patience | undefined;
}

/** The answers to a row, and what they cost. */
interface Given {
  readonly answer: RowAnswer;
  readonly cost: RunSpending;
}

/** How an engine failed. */
interface Breakdown {
  /** Undefined when it was only told to stop. */
  readonly error: AppError | undefined;
  /** Whether its model is gone. */
  readonly isLost: boolean;
}

/** What asks one row after the other. */
interface Lane {
  /** Settles when its last answer is stored. */
  storing: Promise<void>;
}

/** Why the lanes stopped taking rows. */
type Pause = 'empty' | 'stopped' | 'broken' | 'check' | 'renew';

/** So many rows share a transaction when answers come fast. */
const rowsMarkedAhead = 28;

/** Storing takes some milliseconds; no language model answers as fast. */
const quickAnswerMs = 20;

/** Some hundred bytes each. */
const maxRecent = 4096;

/**
 * One run of a language model over a queue: asks row after row, in as many lanes as the model answers at once, and gets
 * the engine back on its feet when it breaks down.
 *
 * A row is marked in the store before it is asked. When the engine breaks down, all rows in flight are under suspicion
 * and asked again alone; one over which it breaks down three times is set aside.
 */
export class ModelRun {
  readonly #patience: Patience;
  readonly #care: EngineCare;
  /** The latest answers by key, for queries that repeat before the store has them. */
  readonly #recent = new Map<string, Promise<Reply>>();

  constructor(private readonly parts: RunParts) {
    this.#patience = parts.patience ?? defaultPatience;
    this.#care = new EngineCare(parts, this.#patience, parts.limits ?? limitsFor(parts.demand.model.kind));
  }

  /**
   * Works until the queue is empty or a stop is asked for; a stop ends the answers in progress.
   * @throws AppError when the engine cannot be brought back, or the store is full. What was answered is stored.
   */
  async work(signal: AbortSignal): Promise<'done' | 'stopped'> {
    const { writer } = this.parts;
    try {
      await this.#care.check(signal);
      const outcome = await this.#workOn(signal);
      await writer.flush();
      return outcome;
    } catch (thrown) {
      // Also the last chance for answers that could not be stored at the first try.
      await writer.flush();
      if (signal.aborted && isAborted(thrown)) return 'stopped';
      throw thrown;
    }
  }

  async #workOn(signal: AbortSignal): Promise<'done' | 'stopped'> {
    const { queue, writer } = this.parts;
    for (;;) {
      if (signal.aborted) return 'stopped';
      const loaded = await this.#care.bringUp(signal);
      const pause = await this.#runLanes(signal, loaded, queue.hasSuspects ? 1 : loaded.traits.concurrency);
      if (writer.failure !== undefined) throw writer.failure;
      if (pause === 'empty') return 'done';
      if (pause === 'stopped') return 'stopped';
      if (pause === 'check') await this.#care.check(signal);
      if (pause === 'renew') this.#care.drop();
    }
  }

  /** Lets lanes take rows until something makes them pause; all have ended when it returns. */
  async #runLanes(signal: AbortSignal, loaded: LoadedModel, laneCount: number): Promise<Pause> {
    const { queue, writer } = this.parts;
    const isAlone = queue.hasSuspects;
    const ahead = new RowsAhead(queue, writer, isAlone ? 1 : laneCount + rowsMarkedAhead);
    let pause: Pause | undefined;
    let isLost = false;
    let failure: AppError | undefined;
    let breakdown: AppError | undefined;
    const work = async (): Promise<void> => {
      const lane: Lane = { storing: Promise.resolve() };
      while (pause === undefined && writer.failure === undefined) {
        pause = this.#reasonToPause(signal);
        if (pause !== undefined || (isAlone && !queue.hasSuspects)) return;
        const row = await ahead.next();
        if (row === undefined) return;
        const outcome = await this.#tagRow(signal, row, loaded, lane);
        if (outcome === 'answered') continue;
        isLost ||= outcome.isLost;
        breakdown ??= outcome.error;
        pause = signal.aborted ? 'stopped' : 'broken';
      }
    };
    const guarded = (): Promise<void> =>
      work().catch((thrown: unknown) => {
        failure ??= toAppError(thrown, { code: 'internal', doing: 'Tagging' });
        pause ??= 'broken';
      });
    await Promise.all(Array.from({ length: laneCount }, guarded));
    await ahead.giveBack();
    if (failure !== undefined) throw failure;
    // One breakdown, however many rows it hit.
    if (pause === 'broken') this.#care.noteBreakdown(!isLost, breakdown);
    return pause ?? (isAlone ? 'check' : 'empty');
  }

  #reasonToPause(signal: AbortSignal): Pause | undefined {
    if (signal.aborted) return 'stopped';
    if (this.#care.isCheckDue) return 'check';
    return this.#care.isRenewalDue ? 'renew' : undefined;
  }

  /** Tells how the engine broke down, or that it did not. */
  async #tagRow(
    signal: AbortSignal,
    row: QueuedRow,
    loaded: LoadedModel,
    lane: Lane,
  ): Promise<'answered' | Breakdown> {
    const { writer, on, workShare } = this.parts;
    const startMs = performance.now();
    let given: Given;
    try {
      given = await this.#answer(signal, row, loaded);
    } catch (thrown) {
      return this.#bearFailure(row, thrown);
    }
    const { answer, cost } = given;
    const durationMs = performance.now() - startMs;
    this.#care.noteRow(cost.askedQueries === 0 ? undefined : durationMs / cost.askedQueries);
    // The next row is asked while this answer is on its way into the store, but not the one after it: so a crash repeats
    // two rows a lane and no more. Answers that come faster than they can be stored one by one are stored many together.
    if (durationMs > quickAnswerMs) await lane.storing;
    lane.storing = writer.add(answer, cost);
    on.answered(row, answer, durationMs);
    await rest(durationMs * (1 / workShare() - 1), signal);
    return 'answered';
  }

  /** Decides what a failed row means for it and for the engine. */
  async #bearFailure(row: QueuedRow, thrown: unknown): Promise<'answered' | Breakdown> {
    const { queue, writer, on } = this.parts;
    const error = toAppError(thrown, { code: 'engine-failed', doing: 'Tagging a row' });
    if (error.code === 'aborted') {
      // Stopped, or interrupted together with a row that took too long: no blame.
      queue.giveBack(row);
      return { error: undefined, isLost: false };
    }
    const isRowsFault = error.code === 'query-too-long' || error.code === 'query-refused';
    const crashes = row.crashes + 1;
    if (isRowsFault || crashes >= this.#patience.crashesPerRow) {
      const reason = error.code === 'query-too-long' ? 'too-long' : isRowsFault ? 'unanswered' : 'crashed';
      const answer = setAside(row, { reason, sentence: error.message, tries: crashes });
      await writer.add(answer, noSpending);
      on.answered(row, answer, 0);
      if (isRowsFault) return 'answered';
    } else queue.giveBack({ ...row, crashes });
    return { error, isLost: error.details['isStillLoaded'] !== true };
  }

  async #answer(signal: AbortSignal, row: QueuedRow, loaded: LoadedModel): Promise<Given> {
    const replies: Reply[] = [];
    let cost = noSpending;
    for (const index of row.queries.keys()) {
      const key = row.keys[index];
      // No waiting before `#ask` when there is nothing to wait for: another lane would ask the same in the meantime.
      const earlier =
        this.#knownReply(row, index) ?? (this.#recent.has(key) ? await this.#waitForTwin(key) : undefined);
      if (earlier === undefined) {
        const { reply, usage } = await this.#ask(signal, row, index, loaded);
        replies.push(reply);
        cost = {
          askedQueries: cost.askedQueries + 1,
          copiedQueries: cost.copiedQueries,
          promptTokens: cost.promptTokens + usage.promptTokens,
          cachedTokens: cost.cachedTokens + usage.cachedTokens,
          completionTokens: cost.completionTokens + usage.completionTokens,
        };
      } else {
        replies.push(earlier);
        cost = { ...cost, copiedQueries: cost.copiedQueries + 1 };
      }
    }
    const isOther = loaded.modelId !== this.parts.run.model || this.#care.isSteppedDown;
    return { answer: buildAnswer(row, replies, isOther ? loaded.modelId : undefined), cost };
  }

  #ask(signal: AbortSignal, row: QueuedRow, index: number, loaded: LoadedModel): Promise<TaggedQuery> {
    // Letters as they come are for the eye: with several lanes nobody can read them.
    const isShown = loaded.traits.concurrency === 1;
    const onText = isShown ? (text: string): void => this.parts.on.written(row, text) : undefined;
    const asked = this.#care.ask(signal, row.queries[index], onText);
    const key = row.keys[index];
    const reply = asked.then((tagged) => tagged.reply);
    reply.catch(() => this.#recent.delete(key));
    this.#recent.set(key, reply);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > maxRecent) this.#recent.delete(oldest);
    return asked;
  }

  #knownReply(row: QueuedRow, index: number): Reply | undefined {
    return row.queries[index].trim() === '' ? emptyReply : row.known.get(row.keys[index]);
  }

  /** Waits for an answer to the same query in other lanes; one that failed is of no use. */
  async #waitForTwin(key: string): Promise<Reply | undefined> {
    // Looked up anew after each wait: of several lanes that waited for one that failed, the first asks again.
    for (let twin = this.#recent.get(key); twin !== undefined; twin = this.#recent.get(key)) {
      const reply = await twin.catch(() => undefined);
      if (reply !== undefined) return isTagged(reply.status) ? reply : undefined;
    }
    return undefined;
  }
}
