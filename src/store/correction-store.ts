import { AppError, type ProjectId, type SourceId } from '../core/model/index.ts';
import type { Database, StoredCorrection } from './database.ts';
import { guardStore } from './guard.ts';
import { watch, type Watched } from './watch.ts';

/** The tags that people gave queries, in place of those of any tagger. */
export class CorrectionStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `not-found` when the source is gone. */
  save(correction: StoredCorrection): Promise<void> {
    const { sources, corrections } = this.database;
    return guardStore('Saving the tags', () =>
      this.database.transaction('rw', [sources, corrections], async () => {
        if ((await sources.get(correction.sourceId)) === undefined) {
          throw new AppError('not-found', 'The source of this row was deleted. Reload the page.');
        }
        await corrections.put(correction);
      }),
    );
  }

  /** Takes a correction back: the tagger's tags count again. */
  delete({ sourceId, row, query }: Pick<StoredCorrection, 'sourceId' | 'row' | 'query'>): Promise<void> {
    return guardStore('Taking the tags back', async () => {
      await this.database.corrections.delete([sourceId, row, query]);
    });
  }

  /** All corrections of a source, by row and query. */
  list(sourceId: SourceId): Promise<StoredCorrection[]> {
    return guardStore('Reading the corrected tags', () => this.#of([sourceId]).toArray());
  }

  /** The corrections of one row. */
  listOfRow(sourceId: SourceId, row: number): Promise<StoredCorrection[]> {
    return guardStore('Reading the corrected tags', () => this.#of([sourceId, row]).toArray());
  }

  /** Changes with every correction of the source: for results that depend on them. O(corrections). */
  async version(sourceId: SourceId): Promise<string> {
    const all = await this.list(sourceId);
    const newest = all.reduce((latest, { changedAt }) => Math.max(latest, changedAt), 0);
    return all.length === 0 ? '' : `${all.length}@${newest}`;
  }

  /** All corrections of a project. */
  watchProject(projectId: ProjectId): Watched<StoredCorrection[]> {
    return watch(async () => {
      const sourceIds = await this.database.sources.where({ projectId }).primaryKeys();
      return (await Promise.all(sourceIds.map((id) => this.#of([id]).toArray()))).flat();
    });
  }

  #of(prefix: readonly number[]) {
    return this.database.corrections.where('[sourceId+row+query]').between([...prefix], [...prefix, []]);
  }
}
