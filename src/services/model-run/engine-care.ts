import { AppError, isAborted, type Reply } from '../../core/model/index.ts';
import { canaries, judgeCanaries } from '../../core/tagging/canaries.ts';
import type { LoadedModel, LoadProgress } from '../../core/tagging/engine.ts';
import type { ModelChoice } from '../../core/tagging/language-model.ts';
import type { PromptSetup } from '../../core/tagging/prompt.ts';
import type { QuestionSetup } from '../../core/tagging/prepare-question.ts';
import type { TaggedQuery } from '../../core/tagging/query-tagger.ts';
import { stepDown, type Demand } from '../../core/tagging/step-down.ts';
import { rest } from '../../endpoints/rest.ts';
import type { EngineSession } from '../engine-session.ts';
import { AnswerClock, askWithin, type Limits } from './ask-within.ts';

/** How a run bears with a broken engine. */
export interface Patience {
  /** Breakdowns over one row, one after the other, before it is set aside. */
  readonly crashesPerRow: number;
  /** So many breakdowns within `stepDownMs` make it ask less of the machine. */
  readonly crashesPerStep: number;
  readonly stepDownMs: number;
  /** Failed attempts to bring the engine back, one after the other. */
  readonly loadTries: number;
  /** Breakdowns without an answer in between after which the engine is given up, however often it can be loaded. */
  readonly breakdownsInARow: number;
  /** Before the second attempt; doubled for each further one. */
  readonly firstWaitMs: number;
  /** Rows between two looks at whether the model still makes sense. */
  readonly rowsPerCanary: number;
  /** Rows after which the engine is started afresh, because its memory only grows. */
  readonly rowsPerEngine: number;
}

export const defaultPatience: Patience = Object.freeze({
  crashesPerRow: 3,
  crashesPerStep: 3,
  stepDownMs: 600_000,
  loadTries: 6,
  breakdownsInARow: 12,
  firstWaitMs: 1000,
  rowsPerCanary: 500,
  rowsPerEngine: 4000,
});

const longestWaitMs = 60_000;

/** What is needed to look after an engine. */
export interface CareParts {
  readonly session: EngineSession;
  readonly demand: Demand;
  readonly loaded: LoadedModel;
  readonly prompt: PromptSetup;
  /** web-llm's models, smallest first, for a step down. */
  readonly menu: readonly ModelChoice[];
  readonly on: {
    readonly told: (sentence: string) => void;
    readonly loading: (progress: LoadProgress) => void;
  };
}

/**
 * Looks after one engine: asks under a time limit, loads the model again after a breakdown, asks less of the machine when
 * that keeps happening, and notices when a model that made sense writes garbage.
 */
export class EngineCare {
  readonly #clock: AnswerClock;
  #demand: Demand;
  #loaded: LoadedModel | undefined;
  #breakdowns: number[] = [];
  #failedLoads = 0;
  #breakdownsInARow = 0;
  #rowsSinceCheck = 0;
  #rowsSinceLoad = 0;
  /** Whether the model has made sense in this run; one that never did is not checked again. */
  #wasSound: boolean | undefined;
  #unsoundInARow = 0;

  constructor(
    private readonly parts: CareParts,
    private readonly patience: Patience,
    private readonly limits: Limits,
  ) {
    this.#demand = parts.demand;
    this.#loaded = parts.loaded;
    this.#clock = new AnswerClock(limits);
  }

  /** Whether less is asked of the machine than at the start, so that answers may differ. */
  get isSteppedDown(): boolean {
    return this.#demand !== this.parts.demand;
  }

  /** Whether it is time to put the test questions again. */
  get isCheckDue(): boolean {
    return this.#rowsSinceCheck >= this.patience.rowsPerCanary;
  }

  /** Whether the engine has run long enough to be started afresh. */
  get isRenewalDue(): boolean {
    const { kind } = this.#demand.model;
    return (kind === 'web-llm' || kind === 'wllama') && this.#rowsSinceLoad >= this.patience.rowsPerEngine;
  }

  /** Notes an answered row and how long each of its queries took; undefined when none was asked. */
  noteRow(msPerQuery: number | undefined): void {
    if (msPerQuery !== undefined) this.#clock.add(msPerQuery);
    this.#rowsSinceCheck += 1;
    this.#rowsSinceLoad += 1;
    this.#failedLoads = 0;
    this.#breakdownsInARow = 0;
  }

  /**
   * Notes a breakdown. An engine that was only interrupted still has its model.
   * @throws AppError what it broke down with, when it keeps doing so.
   */
  noteBreakdown(isStillLoaded: boolean, error: AppError | undefined): void {
    this.#breakdownsInARow += 1;
    if (error !== undefined && this.#breakdownsInARow >= this.patience.breakdownsInARow) throw error;
    this.#breakdowns.push(Date.now());
    if (!isStillLoaded) this.#loaded = undefined;
  }

  /** Ends the engine; `bringUp` starts another. */
  drop(): void {
    this.parts.session.restart();
    this.#loaded = undefined;
  }

  /** Asks for the tags of a query under the time limit that the answers so far suggest. */
  ask(signal: AbortSignal, query: string, onText?: (text: string) => void): Promise<TaggedQuery> {
    const setup: QuestionSetup = { prompt: this.parts.prompt, decoding: this.#demand.decoding };
    const limit = { limitMs: this.#clock.limitMs, interruptMs: this.limits.interruptMs };
    return askWithin(this.parts.session, signal, { setup, query, onText }, limit);
  }

  /** Makes sure that a model is loaded, with patience and if need be with a smaller demand. */
  async bringUp(signal: AbortSignal): Promise<LoadedModel> {
    const { session, on } = this.parts;
    while (this.#loaded === undefined) {
      this.#stepDownIfShaky();
      const { firstWaitMs } = this.patience;
      const waitMs =
        this.#failedLoads === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#failedLoads - 1));
      await rest(waitMs, signal);
      if (signal.aborted) throw new AppError('aborted', 'Tagging was stopped.');
      this.#failedLoads += 1;
      try {
        this.#loaded = await session.load(signal, this.#demand.model, on.loading);
      } catch (thrown) {
        if (isAborted(thrown) || this.#failedLoads >= this.patience.loadTries) throw thrown;
        session.restart();
        continue;
      }
      this.#rowsSinceLoad = 0;
      await this.check(signal);
    }
    return this.#loaded;
  }

  /**
   * Puts the test questions to the model. One that made sense before and no longer does is loaded again.
   * @throws AppError `engine-failed` when that does not help.
   */
  async check(signal: AbortSignal): Promise<void> {
    const loaded = this.#loaded;
    this.#rowsSinceCheck = 0;
    if (loaded === undefined || this.#wasSound === false) return;
    const replies = await this.#askCanaries(signal, loaded.traits.concurrency);
    if (replies === undefined) return;
    const { isSound, sentence } = judgeCanaries(replies);
    if (isSound) {
      this.#wasSound = true;
      this.#unsoundInARow = 0;
    } else if (this.#wasSound === undefined) {
      this.#wasSound = false;
      this.parts.on.told(`${sentence} Its tags may be of no use: look at them before you go on.`);
    } else {
      this.#unsoundInARow += 1;
      if (this.#unsoundInARow > 1) throw garbled(sentence);
      this.parts.on.told(`${sentence} It made sense before, so it is loaded again.`);
      this.drop();
    }
  }

  /** Undefined when the engine broke down over them, which the next row will show too. */
  async #askCanaries(signal: AbortSignal, concurrency: number): Promise<Reply[] | undefined> {
    const replies: Reply[] = [];
    try {
      for (let first = 0; first < canaries.length; first += concurrency) {
        const some = canaries.slice(first, first + concurrency);
        const asked = some.map(({ query }) => this.ask(signal, query));
        for (const { reply } of await Promise.all(asked)) replies.push(reply);
      }
      return replies;
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      this.#breakdowns.push(Date.now());
      this.drop();
      return undefined;
    }
  }

  #stepDownIfShaky(): void {
    const { crashesPerStep, stepDownMs } = this.patience;
    this.#breakdowns = this.#breakdowns.filter((at) => at > Date.now() - stepDownMs);
    if (this.#breakdowns.length < crashesPerStep) return;
    const count = this.#breakdowns.length;
    const step = stepDown(this.#demand, this.parts.menu);
    this.#breakdowns = [];
    if (step === null) return;
    this.#demand = step.demand;
    this.parts.on.told(`The model broke down ${count} times in ten minutes. ${step.sentence}`);
  }
}

function garbled(sentence: string): AppError {
  return new AppError(
    'engine-failed',
    `${sentence} It made sense before, and loading it again did not help. Restart the browser, then go on; what is tagged is kept.`,
  );
}
