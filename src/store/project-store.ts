import { defaultQuerySettings, defaultRecipe, type ProjectId } from '../core/model/index.ts';
import { emptyHistory, type Database, type StoredProject } from './database.ts';
import { defaultPromptSetup } from '../core/tagging/prompt.ts';
import { guardStore, type WriteGuard } from './guard.ts';
import { watch, type Watched } from './watch.ts';

/** What may change in a project after it was made. */
export type ProjectChange = Partial<Omit<StoredProject, 'id' | 'createdAt'>>;

/** A project and how much is in it. */
export interface ProjectSummary {
  readonly project: StoredProject;
  readonly sourceCount: number;
  /** Records of all sources. */
  readonly rowCount: number;
  /** Of the files that were imported; the disk holds about as much again in tags and results. */
  readonly sizeBytes: number;
}

/** Projects and what belongs to them as a whole. */
export class ProjectStore {
  constructor(
    private readonly database: Database,
    private readonly guard: WriteGuard,
  ) {}

  create(name: string, now: number): Promise<StoredProject> {
    return guardStore('Creating the project', async () => {
      const project: Omit<StoredProject, 'id'> = {
        name,
        createdAt: now,
        openedAt: now,
        querySettings: defaultQuerySettings,
        recipe: defaultRecipe,
        recipeHistory: emptyHistory,
        prompt: defaultPromptSetup,
        selection: { strategy: 'complexity-first-diverse', budget: null, seed: 1 },
        currentRunId: null,
        state: 'ready',
        origin: null,
      };
      const id = await this.database.projects.add(project);
      return { ...project, id };
    });
  }

  change(id: ProjectId, change: ProjectChange): Promise<void> {
    return guardStore('Saving the project', async () => {
      await this.database.projects.update(id, change);
    });
  }

  read(id: ProjectId): Promise<StoredProject | undefined> {
    return guardStore('Opening the project', () => this.database.projects.get(id));
  }

  /** The project opened last, or undefined in an empty store. */
  readLatest(): Promise<StoredProject | undefined> {
    return guardStore('Opening the project', async () => (await this.#listReady()).at(0));
  }

  /** All projects of this browser, the one opened last first; not those being restored or only looked at. */
  watchAll(): Watched<StoredProject[]> {
    return watch(() => this.#listReady());
  }

  /** All projects of this browser with what is in them, the one opened last first. */
  watchSummaries(): Watched<ProjectSummary[]> {
    return watch(async () => {
      const projects = await this.#listReady();
      return Promise.all(projects.map((project) => this.#sumUp(project)));
    });
  }

  /** Names of all projects of this browser. */
  listNames(): Promise<{ readonly id: ProjectId; readonly name: string }[]> {
    return guardStore('Reading the projects', async () =>
      (await this.#listReady()).map(({ id, name }) => ({ id, name })),
    );
  }

  /** Projects that are being restored, or only looked at. */
  listHidden(): Promise<StoredProject[]> {
    return guardStore('Reading the projects', () =>
      this.database.projects.filter(({ state }) => state !== 'ready').toArray(),
    );
  }

  async #listReady(): Promise<StoredProject[]> {
    const projects = await this.database.projects.filter(({ state }) => state === 'ready').toArray();
    return projects.sort((one, other) => other.openedAt - one.openedAt);
  }

  async #sumUp(project: StoredProject): Promise<ProjectSummary> {
    const stored = await this.database.sources.where({ projectId: project.id }).toArray();
    const sources = stored.filter(({ state }) => state === 'ready');
    return {
      project,
      sourceCount: sources.length,
      rowCount: sources.reduce((total, { recordCount }) => total + recordCount, 0),
      sizeBytes: sources.reduce((total, { sizeBytes }) => total + sizeBytes, 0),
    };
  }

  /**
   * Refuses every write to the project's truth (all but derived data and settings) from this page on, with a sentence.
   * Sources, runs and checks that another tab adds later are not known; call it again for those.
   */
  refuseWrites(id: ProjectId, reason: string): Promise<void> {
    const { sources, runs, benchmarks } = this.database;
    return guardStore('Opening the project', async () => {
      const [sourceIds, runIds, benchmarkIds] = await Promise.all([
        sources.where({ projectId: id }).primaryKeys(),
        runs.where({ projectId: id }).primaryKeys(),
        benchmarks.where({ projectId: id }).primaryKeys(),
      ]);
      this.guard.close(id, { reason, sourceIds, runIds, benchmarkIds });
    });
  }

  /** Why this page may not change the project; empty when it may. */
  refusalOf(id: ProjectId): string {
    return this.guard.reasonOf(id);
  }

  allowWrites(id: ProjectId): void {
    this.guard.open(id);
  }

  watchOne(id: ProjectId): Watched<StoredProject | undefined> {
    return watch(() => this.database.projects.get(id));
  }

  /** Deletes a project with everything in it, in one transaction: all of it goes or nothing. */
  delete(id: ProjectId): Promise<void> {
    const { database } = this;
    const { projects, sources, blocks, quarantine, runs, segments, runStates, failures } = database;
    const { corrections, derived, profiles, sketches, benchmarks } = database;
    return guardStore('Deleting the project', () =>
      database.transaction(
        'rw',
        [
          ...[projects, sources, blocks, quarantine, runs, segments, runStates, failures, corrections],
          ...[derived, profiles, sketches, benchmarks],
        ],
        async () => {
          for (const sourceId of await sources.where({ projectId: id }).primaryKeys()) {
            await blocks.where('[sourceId+firstRow]').between([sourceId, 0], [sourceId, Infinity]).delete();
            await quarantine.where({ sourceId }).delete();
            await corrections.where('[sourceId+row+query]').between([sourceId], [sourceId, []]).delete();
            await sketches.where('[sourceId+firstRow]').between([sourceId], [sourceId, []]).delete();
            await profiles.delete(sourceId);
          }
          for (const runId of await runs.where({ projectId: id }).primaryKeys()) {
            await segments.where('[runId+sourceId+firstRow+rowCount]').between([runId], [runId, []]).delete();
            await failures.where('[runId+sourceId+row]').between([runId], [runId, []]).delete();
            await runStates.delete(runId);
          }
          await sources.where({ projectId: id }).delete();
          await runs.where({ projectId: id }).delete();
          await derived.where('[projectId+kind]').between([id], [id, []]).delete();
          await benchmarks.where({ projectId: id }).delete();
          await projects.delete(id);
        },
      ),
    );
  }
}
