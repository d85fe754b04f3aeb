import type { RowPlace } from '../../store/answer-store.ts';
import type { AnswerWriter } from './answer-writer.ts';
import type { QueuedRow, RunQueue } from './run-queue.ts';

/**
 * The next rows of a run, taken and marked ahead of time: so lanes wait neither for the store nor for a mark, and one
 * transaction marks many rows.
 */
export class RowsAhead {
  readonly #rows: Promise<QueuedRow | undefined>[] = [];

  /** @param depth Rows that are ready at any time, from 1; with 1 each is marked when it is asked for. */
  constructor(
    private readonly queue: RunQueue,
    private readonly writer: AnswerWriter,
    private readonly depth: number,
  ) {}

  /** The next row, marked; undefined when none is left. */
  async next(): Promise<QueuedRow | undefined> {
    while (this.#rows.length < this.depth) this.#rows.push(this.#take());
    const row = await this.#rows.shift();
    if (row !== undefined) await this.writer.requireMark(placeOf(row));
    return row;
  }

  /** Gives back what was not asked for. */
  async giveBack(): Promise<void> {
    const rows = this.#rows.splice(0);
    const taken = await Promise.all(rows.map((row) => row.catch(() => undefined)));
    for (const row of taken.reverse()) {
      if (row === undefined) continue;
      this.writer.unmark(placeOf(row));
      this.queue.giveBack(row);
    }
  }

  #take(): Promise<QueuedRow | undefined> {
    const row = this.queue.take().then((taken) => {
      if (taken !== undefined) this.writer.mark({ ...placeOf(taken), crashes: taken.crashes });
      return taken;
    });
    // It may fail before a lane asks for it.
    row.catch(() => undefined);
    return row;
  }
}

function placeOf({ source, row }: QueuedRow): RowPlace {
  return { sourceId: source.id, row };
}
