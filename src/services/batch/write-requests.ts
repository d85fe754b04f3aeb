import { throwIfStopped, type ReportProgress, type RunId } from '../../core/model/index.ts';
import { writeCustomId, type BatchQuery } from '../../core/tagging/batch-file/custom-id.ts';
import {
  BatchSharder,
  writeBatchLine,
  type BatchSetup,
  type ShardLimits,
  type ShardPiece,
} from '../../core/tagging/batch-file/write-batch.ts';
import type { Store } from '../../store/store.ts';
import type { AskedRow } from '../model-run/run-rows.ts';
import { PageTurns } from './page-turns.ts';
import type { WaitingRows } from './waiting-rows.ts';

/** What was written. The requests and both kinds of queries without one are all queries of the rows. */
export interface BatchWriteCounts {
  /** Rows without an answer, with and without queries. */
  readonly waitingRows: number;
  readonly requests: number;
  /** Queries that repeat one whose request is written. */
  readonly repeatedQueries: number;
  /** Queries that the store has a usable answer to, of this run or another. */
  readonly answeredQueries: number;
  /** Files. */
  readonly shards: number;
}

/** Gets a finished file; the next one waits for it. */
export type OnShard = (name: string, blob: Blob) => void | Promise<void>;

/** What requests are written with. */
export interface WriteParts {
  readonly answers: Pick<Store['answers'], 'find'>;
  readonly runId: RunId;
  readonly rows: WaitingRows;
  readonly setup: BatchSetup;
  readonly limits: ShardLimits;
  readonly onShard: OnShard;
}

interface Question extends BatchQuery {
  readonly query: string;
}

/**
 * Writes one request per distinct query that has no usable answer, in the order of the files.
 *
 * Memory: one file, as a Blob, and some 80 bytes a distinct query.
 *
 * @param onProgress Rows looked at of those that wait.
 * @throws AppError `aborted`; `invalid-input` as `writeBatchLine` and `BatchSharder` do.
 */
export async function writeRequests(
  signal: AbortSignal,
  { answers, runId, rows, setup, limits, onShard }: WriteParts,
  onProgress: ReportProgress,
): Promise<BatchWriteCounts> {
  const encoder = new TextEncoder();
  const sharder = new BatchSharder((text) => encoder.encode(text), limits);
  const files = new ShardFiles(runId, onShard);
  const questions = new DistinctQuestions(answers);
  const turns = new PageTurns();
  const total = rows.count;
  let done = 0;
  onProgress({ done, total });
  for await (const block of rows.readAll(signal)) {
    for (const { query, ...place } of await questions.take(block)) {
      if (turns.isDue) await turns.give();
      throwIfStopped(signal, 'Writing the batch');
      await files.add(sharder.add(writeBatchLine(setup, writeCustomId(place), query)));
    }
    done += block.length;
    onProgress({ done, total });
  }
  throwIfStopped(signal, 'Writing the batch');
  await files.add(sharder.end());
  const { requests, repeatedQueries, answeredQueries } = questions;
  return { waitingRows: total, requests, repeatedQueries, answeredQueries, shards: files.count };
}

/** Picks the queries that have to be asked, each once. */
class DistinctQuestions {
  readonly #asked = new Set<string>();
  readonly #answered = new Set<string>();
  requests = 0;
  repeatedQueries = 0;
  answeredQueries = 0;

  constructor(private readonly answers: Pick<Store['answers'], 'find'>) {}

  async take(rows: readonly AskedRow[]): Promise<Question[]> {
    const unseen = new Set(rows.flatMap(({ keys }) => keys.filter((key) => !this.#hasSeen(key))));
    for (const key of (await this.answers.find([...unseen])).keys()) this.#answered.add(key);
    return rows.flatMap(({ source, row, queries, keys }) =>
      queries.flatMap((query, queryIndex) => {
        const queueKey = keys[queryIndex];
        return this.#wants(queueKey) ? [{ queueKey, sourceId: source.id, row, queryIndex, query }] : [];
      }),
    );
  }

  #hasSeen(key: string): boolean {
    return this.#asked.has(key) || this.#answered.has(key);
  }

  #wants(key: string): boolean {
    if (this.#answered.has(key)) this.answeredQueries += 1;
    else if (this.#asked.has(key)) this.repeatedQueries += 1;
    else {
      this.#asked.add(key);
      this.requests += 1;
      return true;
    }
    return false;
  }
}

/** Puts files together from their pieces and hands each over when it is whole. */
class ShardFiles {
  #parts: Blob[] = [];
  count = 0;

  constructor(
    private readonly runId: RunId,
    private readonly onShard: OnShard,
  ) {}

  async add(pieces: readonly ShardPiece[]): Promise<void> {
    for (const { shard, bytes, isLast } of pieces) {
      // The browser may keep a Blob on disk, an array never.
      this.#parts.push(new Blob([bytes]));
      if (!isLast) continue;
      const blob = new Blob(this.#parts, { type: 'application/jsonl' });
      this.#parts = [];
      this.count += 1;
      await this.onShard(`tagscape-${this.runId}-${String(shard + 1).padStart(3, '0')}.jsonl`, blob);
    }
  }
}
