import {
  AppError,
  sliceSegment,
  type ProjectId,
  type QuarantinedRow,
  type RunId,
  type SourceId,
} from '../core/model/index.ts';
import type {
  Database,
  StoredBlock,
  StoredCorrection,
  StoredFailure,
  StoredProject,
  StoredQuarantine,
  StoredRun,
  StoredRunState,
  StoredSegment,
  StoredSource,
} from './database.ts';
import { guardStore } from './guard.ts';
import type { StoredBenchmark } from './profile-records.ts';
import { listenToProject } from './project-changes.ts';
import { segmentOfRow } from './segment-lookup.ts';

/** Everything of a project that is not read row by row, as of one moment. */
export interface ProjectHead {
  readonly project: StoredProject;
  readonly sources: readonly StoredSource[];
  readonly runs: readonly StoredRun[];
  readonly runStates: readonly StoredRunState[];
}

/** Rows on their way into a project that is being restored. */
export interface RestoredRows {
  readonly blocks?: readonly StoredBlock[];
  readonly quarantine?: readonly (QuarantinedRow & { readonly sourceId: SourceId })[];
  readonly runStates?: readonly StoredRunState[];
  readonly segments?: readonly StoredSegment[];
  readonly failures?: readonly StoredFailure[];
  readonly corrections?: readonly StoredCorrection[];
  readonly benchmarks?: readonly Omit<StoredBenchmark, 'id'>[];
}

/** Reads whole projects in small steps, and takes them in again. */
export class ArchiveStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `not-found` when the project is gone. */
  readHead(projectId: ProjectId): Promise<ProjectHead> {
    const { projects, sources, runs, runStates } = this.database;
    return guardStore('Reading the project', () =>
      this.database.transaction('r', [projects, sources, runs, runStates], async () => {
        const project = await projects.get(projectId);
        if (project === undefined) throw goneProject();
        const stored = await sources.where({ projectId }).sortBy('id');
        const found = await runs.where({ projectId }).sortBy('id');
        const states = await runStates.bulkGet(found.map(({ id }) => id));
        return {
          project,
          sources: stored.filter(({ state }) => state === 'ready'),
          runs: found,
          runStates: states.filter((state) => state !== undefined),
        };
      }),
    );
  }

  /** @throws AppError `not-found` when the source is gone or its columns are others than they were. */
  requireUnchanged({ id, revision }: StoredSource): Promise<void> {
    return guardStore('Reading the project', async () => {
      if ((await this.database.sources.get(id))?.revision === revision) return;
      const text =
        'A source was deleted or its columns changed while the project was being saved. Save it again.';
      throw new AppError('not-found', text);
    });
  }

  /** Some answers from a row on, in order. Of a segment that begins before it, the part from it on. */
  readSegmentsFrom(
    runId: RunId,
    sourceId: SourceId,
    fromRow: number,
    limit: number,
  ): Promise<StoredSegment[]> {
    const { segments } = this.database;
    return guardStore('Reading the tags', () =>
      this.database.transaction('r', [segments], async () => {
        const first = await segmentOfRow(this.database, runId, sourceId, fromRow);
        // Joined with its neighbours since the rows before it were read.
        const cut = first !== undefined && first.firstRow < fromRow ? cutFrom(first, fromRow) : [];
        const rest = await segments
          .where('[runId+sourceId+firstRow+rowCount]')
          .between([runId, sourceId, fromRow, 0], [runId, sourceId, []])
          .limit(limit)
          .toArray();
        return [...cut, ...rest];
      }),
    );
  }

  /** Some failed rows of a run and source behind a row, in order. */
  readFailuresAfter(runId: RunId, sourceId: SourceId, row: number, limit: number): Promise<StoredFailure[]> {
    return guardStore('Reading the failed rows', () =>
      this.database.failures
        .where('[runId+sourceId+row]')
        .between([runId, sourceId, row], [runId, sourceId, []], false)
        .limit(limit)
        .toArray(),
    );
  }

  /** Some rows set aside, in order. O(first row + limit). */
  readQuarantine(sourceId: SourceId, firstRow: number, limit: number): Promise<StoredQuarantine[]> {
    return guardStore('Reading the rows set aside', () =>
      this.database.quarantine.where({ sourceId }).offset(firstRow).limit(limit).toArray(),
    );
  }

  /** Keys of a project's checks against benchmarks, in order. */
  listBenchmarks(projectId: ProjectId): Promise<number[]> {
    return guardStore('Reading the checks', () =>
      this.database.benchmarks.where({ projectId }).primaryKeys(),
    );
  }

  /** A check with all its questions; undefined when it is gone. */
  readBenchmark(id: number): Promise<StoredBenchmark | undefined> {
    return guardStore('Reading the checks', () => this.database.benchmarks.get(id));
  }

  /** Begins to restore a project: it is in no list until `finish`. */
  begin(project: Omit<StoredProject, 'id' | 'state'>): Promise<ProjectId> {
    return guardStore('Opening the project file', () =>
      this.database.projects.add({ ...project, state: 'restoring' }),
    );
  }

  /** @throws AppError `not-found` when the project being restored is gone. */
  addSource(source: Omit<StoredSource, 'id'>): Promise<SourceId> {
    const { projects, sources } = this.database;
    return guardStore('Opening the project file', () =>
      this.database.transaction('rw', [projects, sources], async () => {
        await this.#requireRestoring(source.projectId);
        return sources.add(source);
      }),
    );
  }

  /** @throws AppError `not-found` when the project being restored is gone. */
  addRun(run: Omit<StoredRun, 'id'>): Promise<RunId> {
    const { projects, runs } = this.database;
    return guardStore('Opening the project file', () =>
      this.database.transaction('rw', [projects, runs], async () => {
        await this.#requireRestoring(run.projectId);
        return runs.add(run);
      }),
    );
  }

  /**
   * Stores some rows of a project that is being restored: all or nothing.
   *
   * @throws AppError `not-found` when that project is gone.
   */
  append(projectId: ProjectId, rows: RestoredRows): Promise<void> {
    const { database } = this;
    const { projects, blocks, quarantine, runStates, segments, failures, corrections, benchmarks } = database;
    return guardStore('Opening the project file', () =>
      database.transaction(
        'rw',
        [projects, blocks, quarantine, runStates, segments, failures, corrections, benchmarks],
        async () => {
          await this.#requireRestoring(projectId);
          await blocks.bulkAdd(rows.blocks ?? []);
          await quarantine.bulkAdd(rows.quarantine ?? []);
          await runStates.bulkAdd(rows.runStates ?? []);
          await segments.bulkAdd(rows.segments ?? []);
          await failures.bulkAdd(rows.failures ?? []);
          await corrections.bulkAdd(rows.corrections ?? []);
          await benchmarks.bulkAdd(rows.benchmarks ?? []);
        },
      ),
    );
  }

  /** Makes a restored project appear. */
  finish(
    projectId: ProjectId,
    change: Pick<StoredProject, 'state' | 'name' | 'currentRunId' | 'openedAt'>,
  ): Promise<StoredProject> {
    const { projects } = this.database;
    return guardStore('Opening the project file', () =>
      this.database.transaction('rw', [projects], async () => {
        const project = await this.#requireRestoring(projectId);
        await projects.put({ ...project, ...change });
        return { ...project, ...change };
      }),
    );
  }

  /** Calls back after every change to something of a project that cannot be computed again; see `listenToProject`. */
  onChange(projectId: ProjectId, callback: () => void): () => void {
    return listenToProject(this.database, projectId, callback);
  }

  async #requireRestoring(projectId: ProjectId): Promise<StoredProject> {
    const project = await this.database.projects.get(projectId);
    if (project?.state === 'restoring') return project;
    throw goneProject();
  }
}

function cutFrom(segment: StoredSegment, fromRow: number): StoredSegment[] {
  const end = segment.firstRow + segment.rowCount;
  if (fromRow >= end) return [];
  return [{ ...segment, ...sliceSegment(segment, fromRow, end) }];
}

function goneProject(): AppError {
  return new AppError('not-found', 'The project was deleted, perhaps in another tab. Reload the page.');
}
