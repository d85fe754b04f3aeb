import { orderRepresentatively, type BlockVisit } from '../../core/tagging/representative-order.ts';
import type { Reply } from '../../core/model/index.ts';
import type { MarkedRow, StoredRun, StoredSource } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import {
  countDone,
  planSources,
  readBlockRows,
  type AskedRow,
  type PlannedSource,
  type RowTools,
} from './run-rows.ts';

/** A row that wants tags. */
export interface QueuedRow extends AskedRow {
  /** Answers given before to the same queries, by key. */
  readonly known: ReadonlyMap<string, Reply>;
}

/** What a queue reads from. */
export interface QueueTools extends RowTools {
  readonly store: Store;
  /** Whether the page went away without a goodbye last time: what it worked on may be to blame. */
  readonly hasCrashed: boolean;
}

/** Turns rows into an order in which each is far from those before it. */
export type ArrangeFarApart = (taken: readonly string[], waiting: readonly string[]) => Promise<Uint32Array>;

/** Rows kept ready, so that a lane never waits for the store. */
const readyRows = 32;

/**
 * The first rows of a run, which are put far apart: at 2 % of 100,000 rows the figures are within a few per cent, and
 * arranging as many takes the encoder some seconds.
 */
export const sampleRows = 2048;

/**
 * The rows of a run that have no answer yet, in an order whose every part stands for the whole. It is what the store
 * does not hold; nothing else is kept of it. Rows over which the engine broke down come first, one by one.
 */
export class RunQueue {
  readonly #visits: Generator<BlockVisit, void>;
  /** Rows under suspicion. */
  readonly #suspects: QueuedRow[] = [];
  #ready: QueuedRow[] = [];
  /** What was taken of the sample, while it may still be arranged. */
  #takenTexts: string[] | undefined = [];
  #dealt = 0;
  #filling: Promise<void> | undefined;
  #isExhausted = false;
  /** Rows that had an answer before. */
  readonly doneAtStart: number;
  readonly total: number;

  private constructor(
    private readonly tools: QueueTools,
    private readonly run: StoredRun,
    private readonly planned: readonly PlannedSource[],
  ) {
    const shapes = planned.map(({ source, blockStarts }) => ({ blockStarts, rowCount: source.recordCount }));
    this.#visits = orderRepresentatively(shapes, run.id);
    this.total = planned.reduce((rows, { done }) => rows + done.length, 0);
    this.doneAtStart = countDone(planned);
  }

  /** Plans what is left of a run. Reads keys only: a byte a row and a number a block. */
  static async open(tools: QueueTools, run: StoredRun, sources: readonly StoredSource[]): Promise<RunQueue> {
    const queue = new RunQueue(tools, run, await planSources(tools, run, sources));
    await queue.#recallSuspects();
    return queue;
  }

  /** Whether rows under suspicion wait; they are to be asked one at a time. */
  get hasSuspects(): boolean {
    return this.#suspects.length > 0;
  }

  /** The next row, or undefined when none is left. */
  async take(): Promise<QueuedRow | undefined> {
    const suspect = this.#suspects.shift();
    if (suspect !== undefined) return suspect;
    while (this.#ready.length === 0 && !this.#isExhausted) await this.#fill();
    const row = this.#ready.shift();
    // A failure shows itself at the next take that has to wait.
    if (this.#ready.length < readyRows && !this.#isExhausted) this.#fill().catch(() => undefined);
    if (row !== undefined) this.#takenTexts?.push(row.queries.join('\n'));
    return row;
  }

  /** Puts a row back: under suspicion when the engine broke down over it. */
  giveBack(row: QueuedRow): void {
    if (row.crashes > 0) this.#suspects.push(row);
    else this.#ready.unshift(row);
  }

  /** Whether the sample is worth arranging: a good part of it still waits. */
  get isSampleWaiting(): boolean {
    return this.#takenTexts !== undefined && this.#dealt - this.#ready.length < sampleRows / 2;
  }

  /** Puts the rest of the sample into an order in which each row is far from those before it. */
  async arrangeSample(arrange: ArrangeFarApart): Promise<void> {
    while (this.#dealt < sampleRows && !this.#isExhausted) await this.#fill();
    const waiting = [...this.#ready];
    const order = await arrange(
      this.#takenTexts ?? [],
      waiting.map(({ queries }) => queries.join('\n')),
    );
    // Rows that were taken meanwhile are gone, rows that came stay behind.
    const isHere = new Set(this.#ready);
    const arranged = Array.from(order, (index) => waiting[index]).filter((row) => isHere.has(row));
    const moved = new Set(arranged);
    this.#ready = [...arranged, ...this.#ready.filter((row) => !moved.has(row))];
    this.#takenTexts = undefined;
  }

  /** Reads the rows of one visit; one reading at a time. */
  #fill(): Promise<void> {
    this.#filling ??= this.#readVisit().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async #readVisit(): Promise<void> {
    for (;;) {
      const next = this.#visits.next();
      if (next.done === true) {
        this.#isExhausted = true;
        return;
      }
      const { source: index, blockStart, rows } = next.value;
      const { source, done } = this.planned[index];
      this.#dealt += rows.length;
      const open = rows.filter((row) => done[row] === 0);
      if (open.length === 0) continue;
      this.#ready.push(...(await this.#readRows(source, blockStart, open)));
      if (this.#dealt >= 2 * sampleRows) this.#takenTexts = undefined;
      return;
    }
  }

  async #readRows(source: StoredSource, blockStart: number, rows: readonly number[]): Promise<QueuedRow[]> {
    const { signal } = new AbortController();
    const found = await readBlockRows(signal, this.tools, this.run, { source, blockStart, rows });
    const keys = new Set(found.flatMap((row) => row.keys));
    const known = await this.tools.store.answers.find([...keys]);
    return found.map((row) => ({ ...row, known }));
  }

  /** Rows under suspicion that wait, as the store keeps them. */
  get waiting(): readonly MarkedRow[] {
    return this.#suspects.map(({ source, row, crashes }) => ({ sourceId: source.id, row, crashes }));
  }

  /** Rows that were in flight when the page went away come first; after a crash under suspicion, one at a time. */
  async #recallSuspects(): Promise<void> {
    const { asked, waiting } = await this.tools.store.answers.readState(this.run.id);
    const blame = this.tools.hasCrashed ? 1 : 0;
    const marked = [...asked.map((row) => ({ ...row, crashes: row.crashes + blame })), ...waiting];
    for (const { source, blockStarts, done } of this.planned) {
      for (const { sourceId, row, crashes } of marked) {
        if (sourceId !== source.id || done[row] !== 0) continue;
        // The visit that deals this row out later must pass it over.
        done[row] = 1;
        const blockStart = blockStarts.findLast((start) => start <= row) ?? 0;
        const [read] = await this.#readRows(source, blockStart, [row]);
        if (crashes > 0) this.#suspects.push({ ...read, crashes });
        else this.#ready.push(read);
      }
    }
  }
}
