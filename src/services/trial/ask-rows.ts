import { AppError, isAborted, throwIfStopped, toAppError, type Reply } from '../../core/model/index.ts';
import type { QuestionSetup } from '../../core/tagging/prepare-question.ts';
import type { ReplyUsage } from '../../core/tagging/query-tagger.ts';
import type { EngineSession } from '../engine-session.ts';
import { AnswerClock, askWithin, type Limits } from '../model-run/ask-within.ts';

/** What a tagger made of one row. */
export interface RowResult {
  /** One per query; empty when `error` is set. */
  readonly replies: readonly Reply[];
  /** From its first question to its last answer, in its lane; null when there is no such time. */
  readonly durationMs: number | null;
  /** Queries that a model answered. */
  readonly askedQueries: number;
  /** What they cost together. */
  readonly usage: ReplyUsage;
  /** Why this row alone has no replies: `query-too-long` or `query-refused`. */
  readonly error: AppError | null;
}

export const noUsage: ReplyUsage = Object.freeze({ promptTokens: 0, cachedTokens: 0, completionTokens: 0 });

/** A row as far as asking goes. */
interface Askable {
  readonly queries: readonly string[];
}

type OnResult<Row> = (row: Row, result: RowResult) => Promise<void> | void;

/**
 * Puts rows to a loaded model under the time limit that its answers so far suggest. Nothing is stored or loaded again;
 * an engine that breaks down ends the asking.
 */
export class RowAsker {
  readonly #clock: AnswerClock;

  constructor(
    private readonly session: EngineSession,
    private readonly setup: QuestionSetup,
    private readonly limits: Limits,
  ) {
    this.#clock = new AnswerClock(limits);
  }

  /**
   * Asks all queries of some rows. Rows begin in the order given, and nothing is in flight any more when it settles.
   *
   * @param laneCount Rows in flight at once, from 1; the queries of a row come one after the other.
   * @param onResult Told of each row as it is done; the lane waits for it, and what it throws ends the asking.
   * @throws AppError `aborted` after a stop, or of the engine; rows that were told of are done.
   */
  async ask<Row extends Askable>(
    signal: AbortSignal,
    rows: readonly Row[],
    laneCount: number,
    onResult: OnResult<Row>,
  ): Promise<void> {
    const stopper = new AbortController();
    const either = AbortSignal.any([signal, stopper.signal]);
    let failure: AppError | undefined;
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < rows.length) {
        throwIfStopped(either, 'Asking the model');
        const row = rows[next++];
        await onResult(row, await this.#askRow(either, row));
      }
    };
    const guarded = (): Promise<void> =>
      lane().catch((thrown: unknown) => {
        const error = toAppError(thrown, { code: 'engine-failed', doing: 'Asking the model' });
        // An answer that takes too long is interrupted together with those beside it, which may come back first.
        if (failure === undefined || (isAborted(failure) && !isAborted(error))) failure = error;
        stopper.abort();
      });
    await Promise.all(Array.from({ length: Math.min(laneCount, rows.length) }, guarded));
    if (failure !== undefined) throw failure;
  }

  async #askRow(signal: AbortSignal, { queries }: Askable): Promise<RowResult> {
    const replies: Reply[] = [];
    let askedQueries = 0;
    let usage = noUsage;
    const startMs = performance.now();
    try {
      for (const query of queries) {
        const answer = await this.#askQuery(signal, query);
        replies.push(answer.reply);
        usage = addUsage(usage, answer.usage);
        askedQueries += 1;
      }
    } catch (thrown) {
      if (!isQuerysFault(thrown)) throw thrown;
      return { replies: [], durationMs: null, askedQueries, usage, error: thrown };
    }
    const durationMs = askedQueries === 0 ? null : performance.now() - startMs;
    return { replies, durationMs, askedQueries, usage, error: null };
  }

  async #askQuery(signal: AbortSignal, query: string): ReturnType<typeof askWithin> {
    const limit = { limitMs: this.#clock.limitMs, interruptMs: this.limits.interruptMs };
    const startMs = performance.now();
    const answer = await askWithin(this.session, signal, { setup: this.setup, query }, limit);
    this.#clock.add(performance.now() - startMs);
    return answer;
  }
}

export function addUsage(one: ReplyUsage, other: ReplyUsage): ReplyUsage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}

/** The engine still runs, and other queries will do. */
function isQuerysFault(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && (thrown.code === 'query-too-long' || thrown.code === 'query-refused');
}
