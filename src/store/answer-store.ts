import {
  AppError,
  isTagged,
  joinSegments,
  packReplies,
  sliceSegment,
  unpackReplies,
  type Reply,
  type ReplySegment,
  type RunId,
  type SourceId,
} from '../core/model/index.ts';
import { addSpending, noSpending, type RunSpending } from '../core/tagging/run-setup.ts';
import type { Database, StoredFailure, StoredRunState, StoredSegment } from './database.ts';
import { guardStore } from './guard.ts';
import { segmentOfRow, segmentsOf } from './segment-lookup.ts';
import { watch, type Watched } from './watch.ts';

/** Where a row stands. */
export interface RowPlace {
  readonly sourceId: SourceId;
  readonly row: number;
}

/** The answers to all queries of one row. */
export interface RowAnswer extends RowPlace {
  readonly sourceRevision: number;
  /** One per query. */
  readonly replies: readonly Reply[];
  /** Per query, its reuse key; empty for an answer that nobody may reuse. */
  readonly keys: readonly string[];
  /** What gave the answer, when it was not what the run was started with. */
  readonly madeBy?: string | undefined;
  /** Set when the row waits for a person. */
  readonly failure: Pick<StoredFailure, 'reason' | 'sentence' | 'tries'> | null;
}

/** Rows of a stored segment of joined answers: as many as the built-in tagger writes. */
const rowsPerSegment = 200;

/** Where a run stands. */
export type RunState = Omit<StoredRunState, 'runId'>;

/** Before the first row. */
export const newRunState: RunState = Object.freeze({ asked: [], waiting: [], spending: noSpending });

/** What a language model's run keeps: answers row by row, rows in flight, failures. */
export class AnswerStore {
  constructor(private readonly database: Database) {}

  /**
   * Stores the answers to some rows together with where the run stands: all of it or nothing.
   *
   * @throws AppError `not-found` when run or source are gone, or the source's queries are others by now.
   */
  write(runId: RunId, answers: readonly RowAnswer[], state: RunState): Promise<void> {
    const { sources, runs, segments, runStates, failures } = this.database;
    const failed = answers.flatMap((answer) => writeFailure(runId, answer));
    return guardStore('Saving the tags', () =>
      this.database.transaction('rw', [sources, runs, segments, runStates, failures], async () => {
        // All requests at once, as a run does this for every few rows; a refusal takes the writes back.
        await Promise.all([
          this.#requireSources(runId, answers),
          segments.bulkPut(
            answers.map(({ row, replies, keys, ...answer }) =>
              writeSegment(runId, packReplies(row, [replies], keys), answer),
            ),
          ),
          failed.length === 0 ? undefined : failures.bulkPut(failed),
          runStates.put({ runId, ...state }),
        ]);
      }),
    );
  }

  readState(runId: RunId): Promise<RunState> {
    return guardStore('Reading the state of the run', () => this.#stateOf(runId));
  }

  /** Adds what was spent on a run apart from its own work. */
  addSpending(runId: RunId, cost: RunSpending): Promise<void> {
    const { runs, runStates } = this.database;
    return guardStore('Saving the state of the run', () =>
      this.database.transaction('rw', [runs, runStates], async () => {
        if ((await runs.get(runId)) === undefined) return;
        const state = await this.#stateOf(runId);
        await runStates.put({ ...state, runId, spending: addSpending(state.spending, cost) });
      }),
    );
  }

  /** Puts other answers to a row in place of those it has, and settles or renews its failure. */
  replace(runId: RunId, answer: RowAnswer): Promise<void> {
    const { sources, runs, segments, failures } = this.database;
    return guardStore('Saving the tags', () =>
      this.database.transaction('rw', [sources, runs, segments, failures], async () => {
        await this.#requireSources(runId, [answer]);
        const { sourceId, row, replies, keys } = answer;
        const old = await segmentOfRow(this.database, runId, sourceId, row);
        if (old !== undefined) {
          await segments.delete([runId, sourceId, old.firstRow, old.rowCount]);
          await segments.bulkPut(splitAround(old, row));
        }
        await segments.put(writeSegment(runId, packReplies(row, [replies], keys), answer));
        await failures.delete([runId, sourceId, row]);
        await failures.bulkPut(writeFailure(runId, answer));
      }),
    );
  }

  /** Finds usable answers given before, in any run, by their reuse keys. One index look-up a key. */
  find(keys: readonly string[]): Promise<ReadonlyMap<string, Reply>> {
    const { segments } = this.database;
    return guardStore('Looking for earlier answers', () =>
      this.database.transaction('r', [segments], async () => {
        const found = new Map<string, Reply>();
        const read = async (key: string): Promise<void> => {
          const segment = await segments.where('keys').equals(key).first();
          const reply = segment === undefined ? undefined : replyWithKey(segment, key);
          if (reply !== undefined && isTagged(reply.status)) found.set(key, reply);
        };
        await Promise.all(keys.map(read));
        return found;
      }),
    );
  }

  /** Failed rows of a run, by source and row. */
  listFailures(runId: RunId, limit: number): Promise<StoredFailure[]> {
    return guardStore('Reading the failed rows', () => this.#failuresOf(runId).limit(limit).toArray());
  }

  watchFailures(
    runId: RunId,
    limit: number,
  ): Watched<{ readonly total: number; readonly first: StoredFailure[] }> {
    return watch(async () => ({
      total: await this.#failuresOf(runId).count(),
      first: await this.#failuresOf(runId).limit(limit).toArray(),
    }));
  }

  /**
   * Joins the answers to neighbouring rows of a source into larger segments, so that reading a run costs some hundred
   * reads rather than one a row. A stop in between leaves both kinds, which read the same.
   */
  compact(runId: RunId, sourceId: SourceId): Promise<void> {
    return guardStore('Tidying the tags', async () => {
      const keys = await segmentsOf(this.database, runId, sourceId).primaryKeys();
      for (const group of groupNeighbours(keys.map(([, , firstRow, rowCount]) => ({ firstRow, rowCount })))) {
        await this.#joinStored(runId, sourceId, group);
      }
    });
  }

  #joinStored(
    runId: RunId,
    sourceId: SourceId,
    stretches: readonly { readonly firstRow: number; readonly rowCount: number }[],
  ): Promise<void> {
    const { segments } = this.database;
    return this.database.transaction('rw', [segments], async () => {
      const keys = stretches.map(({ firstRow, rowCount }): [RunId, SourceId, number, number] => [
        runId,
        sourceId,
        firstRow,
        rowCount,
      ]);
      const stored = (await segments.bulkGet(keys)).filter((segment) => segment !== undefined);
      const { size } = new Set(
        stored.map(({ madeBy, sourceRevision }) => `${sourceRevision} ${madeBy ?? ''}`),
      );
      // Deleted meanwhile, or of different makers: they stay as they are.
      if (stored.length !== keys.length || size > 1) return;
      await segments.bulkDelete(keys);
      const { sourceRevision, madeBy } = stored[0];
      await segments.put(writeSegment(runId, joinSegments(stored), { sourceId, sourceRevision, madeBy }));
    });
  }

  async #requireSources(runId: RunId, answers: readonly RowAnswer[]): Promise<void> {
    const revisions = new Map(answers.map(({ sourceId, sourceRevision }) => [sourceId, sourceRevision]));
    const [run, stored] = await Promise.all([
      this.database.runs.get(runId),
      this.database.sources.bulkGet([...revisions.keys()]),
    ]);
    const isCurrent = stored.every(
      (source) => source !== undefined && revisions.get(source.id) === source.revision,
    );
    if (run !== undefined && isCurrent) return;
    throw goneRun(runId);
  }

  async #stateOf(runId: RunId): Promise<RunState> {
    return { ...newRunState, ...(await this.database.runStates.get(runId)) };
  }

  #failuresOf(runId: RunId) {
    return this.database.failures.where('[runId+sourceId+row]').between([runId], [runId, []]);
  }
}

function goneRun(runId: RunId): AppError {
  const text = 'The rows being tagged were deleted or their columns changed meanwhile. Start tagging again.';
  return new AppError('not-found', text, { runId });
}

function writeSegment(
  runId: RunId,
  segment: ReplySegment,
  { sourceId, sourceRevision, madeBy }: Pick<RowAnswer, 'sourceId' | 'sourceRevision' | 'madeBy'>,
): StoredSegment {
  return { ...segment, runId, sourceId, sourceRevision, ...(madeBy === undefined ? {} : { madeBy }) };
}

/** The rows of a segment before and behind one row; segments without rows are left out. */
function splitAround(segment: StoredSegment, row: number): StoredSegment[] {
  const { runId, firstRow, rowCount } = segment;
  const stretches: readonly (readonly [number, number])[] = [
    [firstRow, row],
    [row + 1, firstRow + rowCount],
  ];
  return stretches
    .filter(([start, end]) => end > start)
    .map(([start, end]) => writeSegment(runId, sliceSegment(segment, start, end), segment));
}

function writeFailure(runId: RunId, { sourceId, row, failure }: RowAnswer): StoredFailure[] {
  return failure === null ? [] : [{ runId, sourceId, row, ...failure }];
}

function replyWithKey(segment: StoredSegment, key: string): Reply | undefined {
  const query = segment.keys?.indexOf(key) ?? -1;
  if (query < 0) return undefined;
  let record = 0;
  while (segment.queryOffsets[record + 1] <= query) record++;
  return unpackReplies(segment, segment.firstRow + record)[query - segment.queryOffsets[record]];
}

/** Groups small stretches that touch, up to the rows of a full segment; groups of one are left out. */
function groupNeighbours<Stretch extends { readonly firstRow: number; readonly rowCount: number }>(
  stretches: readonly Stretch[],
): Stretch[][] {
  const groups: Stretch[][] = [];
  let rows = 0;
  let end = -1;
  for (const stretch of stretches) {
    const isFull = rows + stretch.rowCount > rowsPerSegment;
    if (stretch.firstRow !== end || isFull) {
      groups.push([]);
      rows = 0;
    }
    groups.at(-1)?.push(stretch);
    rows += stretch.rowCount;
    end = stretch.firstRow + stretch.rowCount;
  }
  return groups.filter((group) => group.length > 1);
}
