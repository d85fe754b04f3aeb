import { AppError } from '../../core/model/index.ts';
import type { QuestionSetup } from '../../core/tagging/prepare-question.ts';
import type { TaggedQuery } from '../../core/tagging/query-tagger.ts';
import type { EngineKind } from '../../core/tagging/engine-model.ts';
import type { OnText } from '../../core/tagging/engine.ts';
import type { EngineSession } from '../engine-session.ts';

/** Time limits of answers. */
export interface Limits {
  /** Before any answer was measured: a first answer includes reading the prompt and compiling. */
  readonly firstMs: number;
  readonly minMs: number;
  /** Of the median time of an answer. */
  readonly medianFactor: number;
  /** For an answer to end after it was told to. */
  readonly interruptMs: number;
}

const defaultLimits: Limits = Object.freeze({
  firstMs: 180_000,
  minMs: 20_000,
  medianFactor: 8,
  interruptMs: 3_000,
});

/** A server asks to wait, and a call to it is tried again, by itself: that is no silence. */
const serverMinMs = 120_000;

/** The time limits for a runtime. */
export function limitsFor(kind: EngineKind): Limits {
  return kind === 'local-server' ? { ...defaultLimits, minMs: serverMinMs } : defaultLimits;
}

/** Keeps the time that answers take, and says how long the next may. */
export class AnswerClock {
  readonly #recentMs: number[] = [];
  #next = 0;

  constructor(private readonly limits: Limits) {}

  add(durationMs: number): void {
    this.#recentMs[this.#next] = durationMs;
    this.#next = (this.#next + 1) % 64;
  }

  get limitMs(): number {
    const { firstMs, minMs, medianFactor } = this.limits;
    if (this.#recentMs.length < 5) return firstMs;
    const sorted = [...this.#recentMs].sort((one, other) => one - other);
    return Math.max(minMs, medianFactor * sorted[Math.floor(sorted.length / 2)]);
  }
}

/**
 * Asks for tags under a time limit. An answer that takes longer is interrupted; when even that does not end it, the
 * engine is ended with everything in it.
 *
 * @throws AppError `engine-failed` after the limit, where `details.isStillLoaded` says what is left; otherwise as `EngineSession.tag` does.
 */
export async function askWithin(
  session: EngineSession,
  signal: AbortSignal,
  question: { readonly setup: QuestionSetup; readonly query: string; readonly onText?: OnText | undefined },
  limit: { readonly limitMs: number; readonly interruptMs: number },
): Promise<TaggedQuery> {
  const answer = session.tag(signal, question.setup, question.query, question.onText);
  const inTime = await settlesWithin(answer, limit.limitMs);
  if (inTime) return answer;
  session.interrupt().catch(() => undefined);
  const isStillLoaded = await settlesWithin(answer, limit.interruptMs);
  if (!isStillLoaded) session.restart();
  answer.catch(() => undefined);
  const seconds = Math.round(limit.limitMs / 1000);
  throw new AppError('engine-failed', `The model gave no answer within ${seconds} seconds.`, {
    isStillLoaded,
  });
}

/** Whether a promise settles, one way or the other, in so many milliseconds. */
function settlesWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(settled, settled);
  });
}
