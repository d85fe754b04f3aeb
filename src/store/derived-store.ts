import type { ProjectId } from '../core/model/index.ts';
import type { Database } from './database.ts';
import { guardStore } from './guard.ts';

/** Results that can be computed again, kept so that a reload does not have to. */
export class DerivedStore {
  constructor(private readonly database: Database) {}

  /** Keeps a value in place of the last one of its kind; nothing is kept for a project that is gone. */
  save(projectId: ProjectId, kind: string, basis: string, value: unknown): Promise<void> {
    const { projects, derived } = this.database;
    return guardStore('Saving the results', () =>
      this.database.transaction('rw', [projects, derived], async () => {
        if ((await projects.get(projectId)) === undefined) return;
        await derived.put({ projectId, kind, basis, value });
      }),
    );
  }

  /** The value, or undefined when there is none for this basis. */
  read(projectId: ProjectId, kind: string, basis: string): Promise<unknown> {
    return guardStore('Reading the results', async () => {
      const stored = await this.database.derived.get([projectId, kind]);
      return stored?.basis === basis ? stored.value : undefined;
    });
  }
}
