import { AppError } from '../../src/core/model/index.ts';
import { parseReply } from '../../src/core/tagging/parse-reply.ts';
import type { EngineModel } from '../../src/core/tagging/engine-model.ts';
import type { EngineProbe, EngineTraits, LoadedModel } from '../../src/core/tagging/engine.ts';
import type { QuestionSetup } from '../../src/core/tagging/prepare-question.ts';
import type { TaggedQuery } from '../../src/core/tagging/query-tagger.ts';
import type { EngineSession } from '../../src/services/engine-session.ts';

/** What the model writes, or an error; the text `hang` never comes, `stuck` not even when it is interrupted. */
export type Answer = string | AppError;

/** What a script decides by. */
export interface Asked {
  readonly query: string;
  /** How often this query was asked, this time included. */
  readonly times: number;
  /** Queries asked so far over all, this one included. */
  readonly count: number;
  readonly model: EngineModel;
  readonly setup: QuestionSetup;
}

export const scriptedTraits: EngineTraits = {
  concurrency: 1,
  constraints: ['gbnf'],
  hasSeed: true,
  hasLogProbs: false,
  reusesPrefix: true,
  isReproducible: true,
  contextTokens: 2048,
};

/** Answers that make sense for the test questions, and its own query as the tag for all others. */
export function answerSensibly({ query }: Asked): string {
  const known = ['poem', '17 * 23', 'Python', 'Translate', 'Summarise'];
  const tags = ['poem', 'arithmetic', 'python', 'translation', 'summary'];
  const index = known.findIndex((word) => query.includes(word));
  return JSON.stringify([index < 0 ? query.replace(/\W+/g, ' ').trim().toLowerCase() : tags[index]]);
}

/** Stands in for a model at the port: a graphics card is not to be had here. */
export class ScriptedSession implements EngineSession {
  readonly queries: string[] = [];
  readonly loads: EngineModel[] = [];
  restarts = 0;
  interrupts = 0;
  mostInFlight = 0;
  /** Thrown by the next loads, one each. */
  loadFailures: AppError[] = [];
  #inFlight = 0;
  readonly #times = new Map<string, number>();
  #model: EngineModel | undefined;
  #generation = 0;
  readonly #waiting = new Set<{ readonly isStuck: boolean; readonly reject: (reason: AppError) => void }>();

  constructor(
    private readonly script: (asked: Asked) => Answer = answerSensibly,
    private readonly traits: Partial<EngineTraits> = {},
    private readonly delayMs = 0,
  ) {}

  async probe(): Promise<EngineProbe> {
    return { isUsable: true, sentence: 'It is scripted.' };
  }

  async load(_: AbortSignal, model: EngineModel): Promise<LoadedModel> {
    this.loads.push(model);
    const failure = this.loadFailures.shift();
    if (failure !== undefined) throw failure;
    this.#model = model;
    return { modelId: 'scripted', traits: { ...scriptedTraits, ...this.traits }, notice: '' };
  }

  async tag(signal: AbortSignal, setup: QuestionSetup, query: string): Promise<TaggedQuery> {
    const model = this.#model;
    if (model === undefined) throw new AppError('engine-unavailable', 'No language model is loaded.');
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      this.queries.push(query);
      const times = (this.#times.get(query) ?? 0) + 1;
      this.#times.set(query, times);
      const answer = this.script({ query, times, count: this.queries.length, model, setup });
      const generation = this.#generation;
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      if (generation !== this.#generation) throw new AppError('worker-lost', 'The worker stopped.');
      if (answer === 'hang' || answer === 'stuck') return await this.#wait(signal, answer === 'stuck');
      if (typeof answer !== 'string') {
        // A broken engine takes all its answers along.
        if (answer.code === 'worker-lost' || answer.code === 'engine-failed') this.#lose(answer);
        throw answer;
      }
      const usage = { promptTokens: 10, cachedTokens: 5, completionTokens: 3 };
      return { reply: parseReply(answer, 'stop'), usage, isShortened: false };
    } finally {
      this.#inFlight -= 1;
    }
  }

  async interrupt(): Promise<void> {
    this.interrupts += 1;
    for (const waiting of this.#waiting) if (!waiting.isStuck) waiting.reject(stopped());
  }

  restart(): void {
    this.restarts += 1;
    this.#lose(new AppError('worker-lost', 'The worker was ended.'));
  }

  #lose(reason: AppError): void {
    this.#model = undefined;
    this.#generation += 1;
    for (const waiting of this.#waiting) waiting.reject(reason);
  }

  #wait(signal: AbortSignal, isStuck: boolean): Promise<never> {
    return new Promise((_, reject) => {
      const waiting = { isStuck, reject };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', () => reject(stopped()));
    });
  }
}

function stopped(): AppError {
  return new AppError('aborted', 'The answer was stopped.');
}
