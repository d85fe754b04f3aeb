import { AppError, type ReportProgress } from '../core/model/index.ts';
import {
  defaultShardLimits,
  type BatchSetup,
  type ShardLimits,
} from '../core/tagging/batch-file/write-batch.ts';
import { parseCustomId } from '../core/tagging/batch-file/custom-id.ts';
import { queueKey } from '../core/tagging/content-hash.ts';
import { promptVersion } from '../core/tagging/prompt.ts';
import { answerFactor, type QuestionSetup } from '../core/tagging/prepare-question.ts';
import type { RunSetup } from '../core/tagging/run-setup.ts';
import type { StoredRun, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { ResultReading, type ResultCounts } from './batch/read-results.ts';
import { ResultFiles, type FileFault } from './batch/result-files.ts';
import { WaitingRows } from './batch/waiting-rows.ts';
import { writeRequests, type BatchWriteCounts, type OnShard } from './batch/write-requests.ts';
import { AnswerWriter } from './model-run/answer-writer.ts';
import type { Workers } from './workers.ts';

/** What a batch is written from. */
export interface BatchWriteRequest {
  readonly run: StoredRun;
  readonly sources: readonly StoredSource[];
  /** The same as the run's own, when it has one. */
  readonly setup: QuestionSetup;
  /** As the server that will run the batch calls it. */
  readonly model: string;
  readonly limits?: ShardLimits | undefined;
  readonly onShard: OnShard;
}

/** A run that results are for. */
export interface BatchReadRequest {
  readonly run: StoredRun & { readonly setup: RunSetup };
  readonly sources: readonly StoredSource[];
}

/**
 * What reading some files came to. The lines are those used, doubled, foreign, outdated, failed and malformed; the rows
 * that waited before are those stored, copied and waiting.
 */
export interface BatchReadReport extends ResultCounts {
  readonly lines: number;
  /** Lines that are no result. */
  readonly malformed: number;
  /** The first ten of these. */
  readonly faults: readonly FileFault[];
  /** What servers said about the first requests that failed, five different sentences at most. */
  readonly failureSentences: readonly string[];
  /** Rows of the run that still have no answer; incomplete ones are among them. */
  readonly rowsWaiting: number;
}

/** Results that tell which run they are for: more than one, because rows may have changed since. */
const lookedAt = 20;

/** Tags by files: writes the questions for a machine elsewhere, and reads its answers. The store is the queue. */
export class BatchService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'text'>,
  ) {}

  /**
   * Writes a request for each distinct query of the waiting rows that the store has no usable answer to. A stop leaves
   * the files that were handed over.
   *
   * @param onProgress Rows looked at of those that wait.
   * @throws AppError `aborted`; `invalid-input` when the results could not be read with this run, the prompt is no
   * chat, or a request is larger than a file may be.
   */
  async write(
    signal: AbortSignal,
    request: BatchWriteRequest,
    onProgress: ReportProgress,
  ): Promise<BatchWriteCounts> {
    const { run, sources, setup, model, limits = defaultShardLimits, onShard } = request;
    requireSameSetup(run, setup);
    const rows = await this.#openRows(run, sources, setup);
    const { answers } = this.store;
    const parts = { answers, runId: run.id, rows, setup: writeSetup(model, setup), limits, onShard };
    return writeRequests(signal, parts, onProgress);
  }

  /**
   * Reads results, in any order, and stores the rows that have all their answers; then those that repeat answered ones,
   * also when there is no file. Rows that lack an answer stay queued. What was read before may be read again. A stop
   * leaves what is stored.
   *
   * @param onProgress Shares of the work; the numbers have no unit.
   * @throws AppError `aborted`, `storage-full`, `not-found` when run or sources are gone, `invalid-input` when a file
   * cannot be read any more, `unsupported-format` before anything is stored when one is packed or no text.
   */
  async read(
    signal: AbortSignal,
    { run, sources }: BatchReadRequest,
    files: readonly File[],
    onProgress: ReportProgress,
  ): Promise<BatchReadReport> {
    const results = new ResultFiles(files);
    await results.refuseBinary();
    const { answers } = this.store;
    const rows = await this.#openRows(run, sources, run.setup);
    const writer = await AnswerWriter.open(answers, run.id);
    const reading = new ResultReading({ store: this.store, runId: run.id, rows, writer });
    try {
      await readThrough(signal, rows, reading, results, onProgress);
    } finally {
      // Rows of a group that a stop or a failure cut short.
      await writer.flush();
    }
    for (const { id } of sources) await answers.compact(run.id, id);
    const { counts, failureSentences } = reading;
    const { resultCount, faultCount, faults } = results;
    return {
      ...counts,
      lines: resultCount + faultCount,
      malformed: faultCount,
      faults,
      failureSentences,
      rowsWaiting: rows.count,
    };
  }

  /**
   * Finds the run whose questions some results answer, by the keys of the first of them.
   *
   * @param runs Looked through in this order.
   * @returns Undefined when they answer none of these runs' questions as its rows are now.
   * @throws AppError as `read` does.
   */
  async findRun<Run extends BatchReadRequest['run']>(
    signal: AbortSignal,
    runs: readonly Run[],
    sources: readonly StoredSource[],
    files: readonly File[],
  ): Promise<Run | undefined> {
    const results = new ResultFiles(files);
    await results.refuseBinary();
    const { value: first } = await results.read(signal).next();
    const places = (first ?? []).flatMap(({ customId }) => parseCustomId(customId) ?? []).slice(0, lookedAt);
    for (const run of runs) {
      const rows = await this.#openRows(run, sources, run.setup);
      const known = places.filter((place) => rows.stateOf(place) !== 'unknown');
      for await (const some of rows.readSome(signal, known)) {
        const isAsked = known.some(({ sourceId, row, queryIndex, queueKey: key }) =>
          some.some((one) => one.source.id === sourceId && one.row === row && one.keys[queryIndex] === key),
        );
        if (isAsked) return run;
      }
    }
    return undefined;
  }

  #openRows(run: StoredRun, sources: readonly StoredSource[], setup: QuestionSetup): Promise<WaitingRows> {
    const { store, workers } = this;
    return WaitingRows.open({ store, workers, keyOf: keysFor(run, setup) }, run, sources);
  }
}

/** First the files, then the rows that are left; each is half of the progress. */
async function readThrough(
  signal: AbortSignal,
  rows: WaitingRows,
  reading: ResultReading,
  results: ResultFiles,
  onProgress: ReportProgress,
): Promise<void> {
  const half = rows.count;
  const report = (done: number): void => onProgress({ done: Math.round(done), total: 2 * half });
  report(0);
  let shareBefore = 0;
  for await (const some of results.read(signal)) {
    const share = results.bytesRead / results.totalBytes;
    const before = shareBefore;
    await reading.take(signal, some, (part) => report(half * (before + part * (share - before))));
    shareBefore = share;
  }
  const left = rows.count;
  await reading.takeRepeats(signal, (count) => report(half * (1 + count / left)));
  report(2 * half);
}

function keysFor({ model }: StoredRun, { prompt, decoding }: QuestionSetup): (query: string) => string {
  const identity = { prompt: promptVersion(prompt), modelId: model, decoding };
  return (query) => queueKey({ ...identity, query });
}

function requireSameSetup(run: StoredRun, setup: QuestionSetup): void {
  if (run.setup === undefined || keysFor(run, run.setup)('') === keysFor(run, setup)('')) return;
  throw new AppError(
    'invalid-input',
    'The run was started with another prompt or other settings of the model, so the results of this batch would not fit it. Start a new run for them.',
    { runId: run.id },
  );
}

// A batch cannot ask again with the higher cap, so it starts with it: what `queryBudget` leaves room for.
function writeSetup(model: string, question: QuestionSetup): BatchSetup {
  const { prompt, decoding } = question;
  const maxTokens = decoding.retryMaxTokens * answerFactor(prompt);
  return { model, question, contextTokens: decoding.contextTokens, maxTokens };
}
