import {
  isTagged,
  throwIfStopped,
  unpackReplies,
  type Reply,
  type RunId,
  type SourceId,
} from '../../core/model/index.ts';
import { parseCustomId, type BatchQuery } from '../../core/tagging/batch-file/custom-id.ts';
import type { BatchResult } from '../../core/tagging/batch-file/read-batch.ts';
import type { Completion } from '../../core/tagging/engine.ts';
import { parseReply } from '../../core/tagging/parse-reply.ts';
import type { RowPlace } from '../../store/answer-store.ts';
import type { Store } from '../../store/store.ts';
import type { AnswerWriter } from '../model-run/answer-writer.ts';
import { buildAnswer } from '../model-run/row-answers.ts';
import type { AskedRow } from '../model-run/run-rows.ts';
import { HeldReplies } from './held-replies.ts';
import { PageTurns } from './page-turns.ts';
import type { WaitingRows } from './waiting-rows.ts';

/** What became of the results, a line each; and of the rows. */
export interface ResultCounts {
  readonly used: number;
  /** About a query that has its answer. */
  readonly doubled: number;
  /** About no row of this run. */
  readonly foreign: number;
  /** The row's query, the prompt, the model or the decoding is another than when the request was written. */
  readonly outdated: number;
  /** The server gave no answer; the query waits for the next batch. */
  readonly failed: number;
  /** Rows stored with an answer from these files. */
  readonly rowsStored: number;
  /** Rows stored whose queries all repeat answered ones, or that have none. */
  readonly rowsCopied: number;
  /** Of both, rows without usable tags, which wait for a person. */
  readonly rowsUnusable: number;
  /** Rows that wait although some of their queries have an answer. */
  readonly rowsIncomplete: number;
}

/** What results are read with. */
export interface ReadParts {
  readonly store: Pick<Store, 'answers' | 'runs'>;
  readonly runId: RunId;
  readonly rows: WaitingRows;
  readonly writer: AnswerWriter;
}

/** An answer to a query of a row that waits. */
interface Answer {
  readonly place: BatchQuery;
  readonly completion: Completion;
}

interface Failure {
  readonly place: BatchQuery;
  readonly sentence: string;
}

/** Rows in one transaction of the store. */
const rowsPerGroup = 64;

const keptSentences = 5;

const doing = 'Reading the results';

/**
 * Gives the rows of a run the answers that come in files. The first answer to a query counts.
 *
 * Memory: the results handed over, the replies of rows that lack others, and the place of each reply without tags.
 */
export class ResultReading {
  #counts: { -readonly [Name in keyof ResultCounts]: number } = {
    used: 0,
    doubled: 0,
    foreign: 0,
    outdated: 0,
    failed: 0,
    rowsStored: 0,
    rowsCopied: 0,
    rowsUnusable: 0,
    rowsIncomplete: 0,
  };
  readonly #held = new HeldReplies();
  /** By queue key, where in the store a reply without usable tags is, which `AnswerStore.find` passes over. */
  readonly #unusable = new Map<string, RowPlace & { readonly queryIndex: number }>();
  /** Rows given to the writer since the last flush. */
  #written: AskedRow[] = [];
  readonly #sentences = new Set<string>();
  readonly #turns = new PageTurns();

  constructor(private readonly parts: ReadParts) {}

  get counts(): ResultCounts {
    return { ...this.#counts };
  }

  /** What servers said about the first requests that failed, each sentence once. */
  get failureSentences(): readonly string[] {
    return [...this.#sentences];
  }

  /**
   * Takes some results and stores the rows that have all their answers.
   * @param onShare Share of these results that are done, 0 to 1.
   */
  async take(
    signal: AbortSignal,
    results: readonly BatchResult[],
    onShare: (share: number) => void,
  ): Promise<void> {
    const answers = new AnswersByRow();
    const failures: Failure[] = [];
    for (const result of results) {
      if (this.#turns.isDue) await this.#turns.give();
      this.#sort(result, answers, failures);
    }
    let rowsDone = 0;
    for await (const rows of this.parts.rows.readSome(signal, answers.places)) {
      for (const row of rows) {
        if (this.#turns.isDue) await this.#turns.give();
        for (const answer of answers.of(row)) this.#accept(row, answer);
      }
      await this.#settle(signal, rows, await this.#findMissing(rows));
      rowsDone += rows.length;
      onShare(rowsDone / answers.rowCount);
    }
    await this.#flush();
    for (const failure of failures) this.#countFailure(failure);
  }

  /**
   * Goes through the rows that are left and stores those whose queries have all been answered for others.
   * @param onRows Rows gone through.
   */
  async takeRepeats(signal: AbortSignal, onRows: (count: number) => void): Promise<void> {
    let rowsDone = 0;
    for await (const rows of this.parts.rows.readAll(signal)) {
      if (this.#turns.isDue) await this.#turns.give();
      const known = await this.#findMissing(rows);
      const withUnusable = new Map([...(await this.#recallUnusable(rows, known)), ...known]);
      this.#counts.rowsIncomplete += rows.filter((row) => this.#isIncomplete(row, withUnusable)).length;
      await this.#settle(signal, rows, withUnusable);
      rowsDone += rows.length;
      onRows(rowsDone);
    }
    await this.#flush();
  }

  /** Counts a result that is over with and puts the others where they belong. */
  #sort({ customId, outcome }: BatchResult, answers: AnswersByRow, failures: Failure[]): void {
    const place = parseCustomId(customId);
    const state = place === null ? 'unknown' : this.parts.rows.stateOf(place);
    if (place === null || state === 'unknown') this.#counts.foreign += 1;
    else if (state === 'done') {
      this.#counts.doubled += 1;
      if (outcome.kind === 'answer' && !isTagged(parseReply(outcome.text, outcome.end).status)) {
        // The reading that stored it may have been stopped before the rows that repeat it.
        this.#unusable.set(place.queueKey, place);
      }
    } else if (outcome.kind === 'failure') failures.push({ place, sentence: outcome.sentence });
    else answers.add({ place, completion: outcome });
  }

  /** Counts a request that failed, unless its query has been answered since: it may have been sent twice. */
  #countFailure({ place, sentence }: Failure): void {
    if (this.parts.rows.stateOf(place) === 'done' || this.#held.has(place.queueKey)) {
      this.#counts.doubled += 1;
      return;
    }
    this.#counts.failed += 1;
    if (this.#sentences.size < keptSentences) this.#sentences.add(sentence);
  }

  #accept(row: AskedRow, { place, completion }: Answer): void {
    const { queueKey, queryIndex } = place;
    if (row.keys[queryIndex] !== queueKey) this.#counts.outdated += 1;
    else if (this.#held.has(queueKey)) this.#counts.doubled += 1;
    else {
      this.#counts.used += 1;
      this.#held.add(place, parseReply(completion.text, completion.end), completion);
    }
  }

  /** Usable answers in the store to the queries that these files have not answered yet. */
  #findMissing(rows: readonly AskedRow[]): Promise<ReadonlyMap<string, Reply>> {
    const missing = new Set(rows.flatMap(({ keys }) => keys.filter((key) => !this.#held.has(key))));
    return missing.size === 0 ? Promise.resolve(new Map()) : this.parts.store.answers.find([...missing]);
  }

  async #recallUnusable(
    rows: readonly AskedRow[],
    known: ReadonlyMap<string, Reply>,
  ): Promise<ReadonlyMap<string, Reply>> {
    const found = new Map<string, Reply>();
    for (const key of new Set(rows.flatMap(({ keys }) => keys))) {
      const place = this.#unusable.get(key);
      if (place === undefined || known.has(key) || this.#held.has(key)) continue;
      const { sourceId, row, queryIndex } = place;
      const segment = await this.parts.store.runs.readSegmentOfRow(this.parts.runId, sourceId, row);
      if (segment === undefined) continue;
      // A line of another data set may name a row here that has an answer to something else.
      const firstQuery = segment.queryOffsets[row - segment.firstRow];
      if (segment.keys?.[firstQuery + queryIndex] !== key) continue;
      found.set(key, unpackReplies(segment, row)[queryIndex]);
    }
    return found;
  }

  /** Stores those of some rows that have all their answers. */
  async #settle(
    signal: AbortSignal,
    rows: readonly AskedRow[],
    known: ReadonlyMap<string, Reply>,
  ): Promise<void> {
    // All are looked up first, because a flush lets go of replies that others of them repeat.
    const complete = rows.flatMap((row) => {
      const replies = this.#repliesTo(row, known);
      return replies.length === row.keys.length ? [{ row, replies }] : [];
    });
    for (const { row, replies } of complete) {
      throwIfStopped(signal, doing);
      this.#write(row, replies);
      if (this.#written.length >= rowsPerGroup) await this.#flush();
    }
  }

  #repliesTo({ keys }: AskedRow, known: ReadonlyMap<string, Reply>): Reply[] {
    return keys.flatMap((key) => this.#held.get(key) ?? known.get(key) ?? []);
  }

  #isIncomplete(row: AskedRow, known: ReadonlyMap<string, Reply>): boolean {
    const { length } = this.#repliesTo(row, known);
    return length > 0 && length < row.keys.length;
  }

  #write(row: AskedRow, replies: readonly Reply[]): void {
    const answer = buildAnswer(row, replies, undefined);
    this.#counts[this.#held.hasFor(row) ? 'rowsStored' : 'rowsCopied'] += 1;
    if (answer.failure !== null) this.#counts.rowsUnusable += 1;
    for (const [queryIndex, { status }] of replies.entries()) {
      const key = row.keys[queryIndex];
      if (isTagged(status) || this.#unusable.has(key)) continue;
      this.#unusable.set(key, { sourceId: row.source.id, row: row.row, queryIndex });
    }
    void this.parts.writer.add(answer, this.#held.takeCost(row));
    this.parts.rows.settle({ sourceId: row.source.id, row: row.row });
    this.#written.push(row);
  }

  async #flush(): Promise<void> {
    await this.parts.writer.flush();
    for (const row of this.#written) this.#held.release(row);
    this.#written = [];
  }
}

/** The answers of some lines, by row. */
class AnswersByRow {
  readonly #answers = new Map<SourceId, Map<number, Answer[]>>();
  readonly places: RowPlace[] = [];

  add(answer: Answer): void {
    const { sourceId, row } = answer.place;
    const ofSource = this.#answers.get(sourceId) ?? new Map<number, Answer[]>();
    const ofRow = ofSource.get(row);
    if (ofRow === undefined) {
      this.places.push(answer.place);
      ofSource.set(row, [answer]);
    } else ofRow.push(answer);
    this.#answers.set(sourceId, ofSource);
  }

  get rowCount(): number {
    return this.places.length;
  }

  of({ source, row }: AskedRow): readonly Answer[] {
    return this.#answers.get(source.id)?.get(row) ?? [];
  }
}
