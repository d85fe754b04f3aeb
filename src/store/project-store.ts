import { defaultQuerySettings, defaultRecipe, type ProjectId } from '../core/model/index.ts';
import { emptyHistory, type Database, type StoredProject } from './database.ts';
import { defaultPromptSetup } from '../core/tagging/prompt.ts';
import { guardStore } from './guard.ts';
import { watch, type Watched } from './watch.ts';

/** What may change in a project after it was made. */
export type ProjectChange = Partial<Omit<StoredProject, 'id' | 'createdAt'>>;

/** Projects and what belongs to them as a whole. */
export class ProjectStore {
  constructor(private readonly database: Database) {}

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
    return guardStore('Opening the project', async () => {
      const projects = await this.database.projects.toArray();
      return projects.sort((one, other) => other.openedAt - one.openedAt).at(0);
    });
  }

  /** All projects, the one opened last first. */
  watchAll(): Watched<StoredProject[]> {
    return watch(async () => {
      const projects = await this.database.projects.toArray();
      return projects.sort((one, other) => other.openedAt - one.openedAt);
    });
  }

  watchOne(id: ProjectId): Watched<StoredProject | undefined> {
    return watch(() => this.database.projects.get(id));
  }

  /** Deletes a project with everything in it, in one transaction: all of it goes or nothing. */
  delete(id: ProjectId): Promise<void> {
    const { database } = this;
    const { projects, sources, blocks, quarantine, runs, segments, runStates, failures } = database;
    const { corrections, derived } = database;
    return guardStore('Deleting the project', () =>
      database.transaction(
        'rw',
        [projects, sources, blocks, quarantine, runs, segments, runStates, failures, corrections, derived],
        async () => {
          for (const sourceId of await sources.where({ projectId: id }).primaryKeys()) {
            await blocks.where('[sourceId+firstRow]').between([sourceId, 0], [sourceId, Infinity]).delete();
            await quarantine.where({ sourceId }).delete();
            await corrections.where('[sourceId+row+query]').between([sourceId], [sourceId, []]).delete();
          }
          for (const runId of await runs.where({ projectId: id }).primaryKeys()) {
            await segments.where('[runId+sourceId+firstRow+rowCount]').between([runId], [runId, []]).delete();
            await failures.where('[runId+sourceId+row]').between([runId], [runId, []]).delete();
            await runStates.delete(runId);
          }
          await sources.where({ projectId: id }).delete();
          await runs.where({ projectId: id }).delete();
          await derived.where('[projectId+kind]').between([id], [id, []]).delete();
          await projects.delete(id);
        },
      ),
    );
  }
}
