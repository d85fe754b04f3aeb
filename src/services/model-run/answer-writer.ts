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
  readonly #asked = new Map<string, MarkedRow>();
  #storedMarks: ReadonlySet<string> = new Set();
  readonly #unsaved: RowAnswer[] = [];
  /** Whether the store lacks something. */
  #isBehind = false;
  #current = Promise.resolve();
  /** A write that has not begun. */
  #next: Promise<void> | undefined;
  /** Set when answers could not be stored; the run has to stop. */
  failure: AppError | undefined;

  private constructor(
    private readonly store: AnswerStore,
    private readonly runId: RunId,
    private readonly waiting: () => readonly MarkedRow[],
    private total: RunSpending,
  ) {}

  /**
   * Opens a run for writing; only one writer may have it.
   * @param waiting Rows under suspicion that wait to be asked alone.
   * @throws AppError of the store.
   */
  static async open(
    store: AnswerStore,
    runId: RunId,
    waiting: () => readonly MarkedRow[] = () => [],
  ): Promise<AnswerWriter> {
    const { spending } = await store.readState(runId);
    return new AnswerWriter(store, runId, waiting, spending);
  }

  get spending(): RunSpending {
    return this.total;
  }

  /** Marks a row that is going to be asked. The mark is stored with what is written next. */
  mark(row: MarkedRow): void {
    this.#asked.set(keyOf(row), row);
    this.#isBehind = true;
  }

  /**
   * Resolves when the mark of a row is in the store.
   * @throws AppError of the store.
   */
  async requireMark(row: RowPlace): Promise<void> {
    if (!this.#storedMarks.has(keyOf(row))) await this.#writeSoon();
  }

  /** Takes the mark from a row that is not asked after all. */
  unmark(row: RowPlace): void {
    this.#isBehind = this.#asked.delete(keyOf(row)) || this.#isBehind;
  }

  /**
   * Takes the answers to a row. Resolves when they are in the store, or could not be written, which shows itself in
   * `failure`.
   */
  async add(answer: RowAnswer, cost: RunSpending): Promise<void> {
    this.#unsaved.push(answer);
    this.#asked.delete(keyOf(answer));
    this.total = addSpending(this.total, cost);
    await this.#writeSoon().catch(() => undefined);
  }

  /**
   * Resolves when all answers and marks so far are stored.
   * @throws AppError of the store; the answers are kept and a later call tries again.
   */
  async flush(): Promise<void> {
    if (this.#isBehind) await this.#writeSoon();
    await (this.#next ?? this.#current);
  }

  /** Resolves when all there is by now is in the store. */
  #writeSoon(): Promise<void> {
    this.#isBehind = true;
    this.#next ??= this.#writeNext();
    return this.#next;
  }

  async #writeNext(): Promise<void> {
    await this.#current.catch(() => undefined);
    // Lanes that were let go together bring their next answers together.
    await nextTask();
    this.#next = undefined;
    this.#current = this.#write();
    await this.#current;
  }

  async #write(): Promise<void> {
    this.#isBehind = false;
    const answers = [...this.#unsaved];
    const marks = new Set(this.#asked.keys());
    const state = { asked: [...this.#asked.values()], waiting: this.waiting(), spending: this.total };
    try {
      await this.store.write(this.runId, answers, state);
    } catch (thrown) {
      this.#isBehind = true;
      this.failure = toAppError(thrown, { code: 'storage-failed', doing: 'Saving the tags' });
      throw this.failure;
    }
    this.failure = undefined;
    this.#unsaved.splice(0, answers.length);
    this.#storedMarks = marks;
  }
}

/** Resolves in a task of its own, after all that is ready now; a timer may take 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

function keyOf({ sourceId, row }: RowPlace): string {
  return `${sourceId}:${row}`;
}
