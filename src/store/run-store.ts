import type { ProjectId, ReplySegment, RunId, SourceId } from '../core/model/index.ts';
import type { Database, SegmentKey, StoredRun, StoredSegment } from './database.ts';
import { guardStore } from './guard.ts';
import { watch, type Watched } from './watch.ts';

/** A stretch of tagged rows of one source. */
export interface TaggedStretch {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Runs of a tagger and the replies they gave. */
export class RunStore {
  constructor(private readonly database: Database) {}

  create(run: Omit<StoredRun, 'id'>): Promise<RunId> {
    return guardStore('Starting the run', () => this.database.runs.add(run));
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

  /** Stores the replies to some rows; a row that already has replies in this run is answered twice only by mistake. */
  addSegment(runId: RunId, sourceId: SourceId, sourceRevision: number, segment: ReplySegment): Promise<void> {
    return guardStore('Saving the tags', async () => {
      await this.database.segments.put({ ...segment, runId, sourceId, sourceRevision });
    });
  }

  /** What is tagged of a source, ascending; reads keys only. */
  listStretches(runId: RunId, sourceId: SourceId): Promise<TaggedStretch[]> {
    return guardStore('Reading the state of the run', async () => {
      const keys: SegmentKey[] = await this.#segmentsOf(runId, sourceId).primaryKeys();
      return keys.map(([, , firstRow, rowCount]) => ({ firstRow, rowCount }));
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
    return guardStore('Reading the tags', async () => {
      const segment = await this.database.segments
        .where('[runId+sourceId+firstRow+rowCount]')
        .between([runId, sourceId, 0, 0], [runId, sourceId, row, []], true, true)
        .last();
      return segment !== undefined && row < segment.firstRow + segment.rowCount ? segment : undefined;
    });
  }

  /** Drops the replies to one source, because its queries changed. */
  deleteSegmentsOfSource(projectId: ProjectId, sourceId: SourceId): Promise<void> {
    const { runs, segments } = this.database;
    return guardStore('Dropping the old tags', () =>
      this.database.transaction('rw', [runs, segments], async () => {
        for (const runId of await runs.where({ projectId }).primaryKeys()) {
          await this.#segmentsOf(runId, sourceId).delete();
        }
      }),
    );
  }

  #segmentsOf(runId: RunId, sourceId: SourceId) {
    return this.database.segments
      .where('[runId+sourceId+firstRow+rowCount]')
      .between([runId, sourceId], [runId, sourceId, []]);
  }
}
