import type { ProfiledBlock } from '../core/profile/profile-block.ts';
import type { SourceProfile } from '../core/profile/source-profile.ts';
import type { ProjectId, SourceId } from '../core/model/index.ts';
import type { Database, StoredSource } from './database.ts';
import { guardStore, requireProject } from './guard.ts';
import type { StoredBenchmark, StoredProfile, StoredSketch } from './profile-records.ts';
import { watch, type Watched } from './watch.ts';

type SourceAt = Pick<StoredSource, 'id' | 'revision'>;

/** Profiles of sources, the sketches they are made of, and checks against benchmarks. */
export class ProfileStore {
  constructor(private readonly database: Database) {}

  /** Stores a block's part. Returns false when the source is gone or its columns have changed meanwhile. */
  addBlock({ id, revision }: SourceAt, { profile, sketch }: ProfiledBlock): Promise<boolean> {
    const { sources, sketches } = this.database;
    return guardStore('Saving what is in the source', () =>
      this.database.transaction('rw', [sources, sketches], async () => {
        if ((await sources.get(id))?.revision !== revision) return false;
        await sketches.put({ ...sketch, profile, sourceId: id });
        return true;
      }),
    );
  }

  /** First rows of the blocks that are sketched, ascending. */
  listSketched(sourceId: SourceId): Promise<number[]> {
    return guardStore('Reading what is in the source', async () => {
      const keys = await this.#sketchesOf(sourceId).primaryKeys();
      return keys.map(([, firstRow]) => firstRow);
    });
  }

  readSketch(sourceId: SourceId, firstRow: number): Promise<StoredSketch | undefined> {
    return guardStore('Reading what is in the source', () =>
      this.database.sketches.get([sourceId, firstRow]),
    );
  }

  /** Forgets all that was found out about a source. */
  forget(sourceId: SourceId): Promise<void> {
    const { sketches, profiles } = this.database;
    return guardStore('Forgetting what is in the source', () =>
      this.database.transaction('rw', [sketches, profiles], async () => {
        await this.#sketchesOf(sourceId).delete();
        await profiles.delete(sourceId);
      }),
    );
  }

  /** Stores a profile, unless the source is gone or its columns have changed meanwhile. */
  saveProfile(source: SourceAt, profile: SourceProfile): Promise<void> {
    const { sources, profiles } = this.database;
    return guardStore('Saving what is in the source', () =>
      this.database.transaction('rw', [sources, profiles], async () => {
        const stored = await sources.get(source.id);
        if (stored?.revision !== source.revision) return;
        const { revision } = source;
        await profiles.put({ sourceId: source.id, revision, recordCount: stored.recordCount, profile });
      }),
    );
  }

  read(sourceId: SourceId): Promise<StoredProfile | undefined> {
    return guardStore('Reading what is in the source', () => this.database.profiles.get(sourceId));
  }

  /** The profiles of a project's sources, those out of date too. */
  watchProfiles(projectId: ProjectId): Watched<StoredProfile[]> {
    return watch(async () => {
      const ids = await this.database.sources.where({ projectId }).primaryKeys();
      return this.database.profiles.where('sourceId').anyOf(ids).toArray();
    });
  }

  /** Stores a check, in place of an earlier one when it has its number. */
  saveBenchmark(benchmark: Omit<StoredBenchmark, 'id'> & { readonly id?: number }): Promise<void> {
    const { projects, benchmarks } = this.database;
    return guardStore('Saving the check', () =>
      this.database.transaction('rw', [projects, benchmarks], async () => {
        requireProject(await projects.get(benchmark.projectId));
        await benchmarks.put(benchmark);
      }),
    );
  }

  deleteBenchmark(id: number): Promise<void> {
    return guardStore('Removing the check', () => this.database.benchmarks.delete(id));
  }

  watchBenchmarks(projectId: ProjectId): Watched<StoredBenchmark[]> {
    return watch(() => this.database.benchmarks.where({ projectId }).toArray());
  }

  #sketchesOf(sourceId: SourceId) {
    return this.database.sketches.where('[sourceId+firstRow]').between([sourceId], [sourceId, []]);
  }
}
