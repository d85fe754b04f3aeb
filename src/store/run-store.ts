import {
  AppError,
  type ProjectId,
  type ReplySegment,
  type RunId,
  type SourceId,
} from '../core/model/index.ts';
import type { Database, SegmentKey, StoredRun, StoredSegment } from './database.ts';
import { guardStore, requireProject } from './guard.ts';
import { segmentOfRow, segmentsOf } from './segment-lookup.ts';
import { watch, type Watched } from './watch.ts';

/** A stretch of tagged rows of one source. */
export interface TaggedStretch {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** A stretch of rows whose tags something else gave than the run's tagger. */
export interface MadeStretch extends TaggedStretch {
  readonly madeBy: string;
}

/** Runs of a tagger and the replies they gave. */
export class RunStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `not-found` when the project is gone. */
  create(run: Omit<StoredRun, 'id'>): Promise<RunId> {
    return this.#create(run, false);
  }

  /**
   * Creates a run that is its project's current one: both or nothing, so that no page that ends leaves a run behind.
   *
   * @throws AppError `not-found` when the project is gone.
   */
  createCurrent(run: Omit<StoredRun, 'id'>): Promise<RunId> {
    return this.#create(run, true);
  }

  #create(run: Omit<StoredRun, 'id'>, isCurrent: boolean): Promise<RunId> {
    const { projects, runs } = this.database;
    return guardStore('Starting the run', () =>
      this.database.transaction('rw', [projects, runs], async () => {
        requireProject(await projects.get(run.projectId));
        const id = await runs.add(run);
        if (isCurrent) await projects.update(run.projectId, { currentRunId: id });
        return id;
      }),
    );
  }

  change(id: RunId, change: Partial<Omit<StoredRun, 'id' | 'projectId'>>): Promise<void> {
    return guardStore('Saving the run', async () => {
      await this.database.runs.update(id, change);
    });
  }

  read(id: RunId): Promise<StoredRun | undefined> {
    return guardStore('Reading the run', () => this.database.runs.get(id));
  }

  watchList(projectId: ProjectId): Watched<StoredRun[]> {
    return watch(() => this.database.runs.where({ projectId }).sortBy('id'));
  }

  /**
   * Stores the replies to some rows; a row that already has replies in this run is answered twice only by mistake.
   *
   * @param madeBy What gave them, when it was not the run's tagger.
   * @throws AppError `not-found` when run or source are gone, or the source's queries are others by now.
   */
  addSegment(
    runId: RunId,
    sourceId: SourceId,
    sourceRevision: number,
    segment: ReplySegment,
    madeBy?: string,
  ): Promise<void> {
    const { sources, runs, segments } = this.database;
    return guardStore('Saving the tags', () =>
      this.database.transaction('rw', [sources, runs, segments], async () => {
        const [run, source] = await Promise.all([runs.get(runId), sources.get(sourceId)]);
        if (run === undefined || source?.revision !== sourceRevision) {
          const text =
            'The rows being tagged were deleted or their columns changed meanwhile. Start tagging again.';
          throw new AppError('not-found', text, { runId, sourceId });
        }
        const maker = madeBy === undefined ? {} : { madeBy };
        await segments.put({ ...segment, runId, sourceId, sourceRevision, ...maker });
      }),
    );
  }

  /** What is tagged of a source, ascending; reads keys only. */
  listStretches(runId: RunId, sourceId: SourceId): Promise<TaggedStretch[]> {
    return guardStore('Reading the state of the run', async () => {
      const keys: SegmentKey[] = await segmentsOf(this.database, runId, sourceId).primaryKeys();
      return keys.map(([, , firstRow, rowCount]) => ({ firstRow, rowCount }));
    });
  }

  /**
   * The stretches of a source whose answers something else gave than the run's tagger, ascending. Reads every answer of
   * the source, one segment at a time.
   */
  listMakers(runId: RunId, sourceId: SourceId): Promise<MadeStretch[]> {
    return guardStore('Reading the tags', async () => {
      const made: MadeStretch[] = [];
      await segmentsOf(this.database, runId, sourceId).each(({ firstRow, rowCount, madeBy }) => {
        if (madeBy !== undefined) made.push({ firstRow, rowCount, madeBy });
      });
      return made;
    });
  }

  readSegment(runId: RunId, sourceId: SourceId, stretch: TaggedStretch): Promise<StoredSegment | undefined> {
    return guardStore('Reading the tags', () =>
      this.database.segments.get([runId, sourceId, stretch.firstRow, stretch.rowCount]),
    );
  }

  /** Some segments at once, for reading a run through. */
  readSegments(
    runId: RunId,
    sourceId: SourceId,
    stretches: readonly TaggedStretch[],
  ): Promise<StoredSegment[]> {
    return guardStore('Reading the tags', async () => {
      const keys = stretches.map(({ firstRow, rowCount }): SegmentKey => [
        runId,
        sourceId,
        firstRow,
        rowCount,
      ]);
      const segments = await this.database.segments.bulkGet(keys);
      return segments.filter((segment) => segment !== undefined);
    });
  }

  /** The segment that holds a row's replies, or undefined for an untagged row. */
  readSegmentOfRow(runId: RunId, sourceId: SourceId, row: number): Promise<StoredSegment | undefined> {
    return guardStore('Reading the tags', () => segmentOfRow(this.database, runId, sourceId, row));
  }
}
