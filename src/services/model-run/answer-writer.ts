import { toAppError, type AppError, type RunId } from '../../core/model/index.ts';
import { addSpending, type RunSpending } from '../../core/tagging/run-setup.ts';
import type { AnswerStore, RowAnswer, RowPlace } from '../../store/answer-store.ts';
import type { MarkedRow } from '../../store/database.ts';

/**
 * Writes a run's marks and answers as they come. What comes while a transaction is under way goes into the next one, so
 * slow answers are stored one by one at once, and fast ones many together. After a failure it keeps what it could not
 * write, so that a later `flush` can.
 */
export class AnswerWriter {
  #spending: RunSpending;
  #unsaved: RowAnswer[] = [];
  readonly #asked = new Map<string, MarkedRow>();
  #isBehind = false;
  #writing: Promise<void> | undefined;
  /** Set when answers could not be stored; the run has to stop. */
  failure: AppError | undefined;

  /** @param waiting Rows under suspicion that wait to be asked alone. */
  constructor(
    private readonly store: AnswerStore,
    private readonly runId: RunId,
    spending: RunSpending,
    private readonly waiting: () => readonly MarkedRow[] = () => [],
  ) {
    this.#spending = spending;
  }

  get spending(): RunSpending {
    return this.#spending;
  }

  /**
   * Marks a row as being asked. Resolves when the mark is in the store.
   * @throws AppError of the store.
   */
  async mark(row: MarkedRow): Promise<void> {
    this.#asked.set(keyOf(row), row);
    this.#isBehind = true;
    // What is being written began without this mark.
    const current = this.#writing;
    if (current !== undefined) await current.catch(() => undefined);
    await this.#writeOn();
  }

  /** Takes the mark from a row that is not asked after all. */
  unmark(row: RowPlace): void {
    this.#isBehind = this.#asked.delete(keyOf(row)) || this.#isBehind;
  }

  /** Takes the answers to a row; a failure to store them shows itself in `failure`. */
  add(answer: RowAnswer, cost: RunSpending): void {
    this.#unsaved.push(answer);
    this.#asked.delete(keyOf(answer));
    this.#spending = addSpending(this.#spending, cost);
    this.#isBehind = true;
    if (this.failure === undefined) this.#writeOn().catch(() => undefined);
  }

  /**
   * Resolves when all answers and marks so far are stored.
   * @throws AppError of the store; the answers are kept and a later call tries again.
   */
  async flush(): Promise<void> {
    while (this.#isBehind || this.#writing !== undefined) await this.#writeOn();
  }

  /** Writes what there is, together with all who ask before it has begun. */
  #writeOn(): Promise<void> {
    if (!this.#isBehind && this.#writing === undefined) return Promise.resolve();
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#isBehind && this.failure === undefined) this.#writeOn().catch(() => undefined);
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    // Lanes that were let go together mark their next rows together.
    await Promise.resolve();
    const answers = this.#unsaved;
    this.#unsaved = [];
    this.#isBehind = false;
    const state = { asked: [...this.#asked.values()], waiting: this.waiting(), spending: this.#spending };
    try {
      await this.store.write(this.runId, answers, state);
      this.failure = undefined;
    } catch (thrown) {
      this.#unsaved = [...answers, ...this.#unsaved];
      this.#isBehind = true;
      this.failure = toAppError(thrown, { code: 'storage-failed', doing: 'Saving the tags' });
      throw this.failure;
    }
  }
}

function keyOf({ sourceId, row }: RowPlace): string {
  return `${sourceId}:${row}`;
}
