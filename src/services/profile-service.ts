import type { Overlap } from '../../workers/contracts/profile-api.ts';
import { addProfiles, emptyProfile, type SourceProfile } from '../core/profile/source-profile.ts';
import { throwIfStopped, type Progress, type ProjectId, type ReportProgress } from '../core/model/index.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { handOver, workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

const overlapKind = 'overlap';
/** Raised when the same texts would give another profile or another sketch. */
const method = 1;

/** How finding out what lies in sources ended. */
export type ProfileOutcome = 'done' | 'held';

/** What finding out is made of: each source by itself, then all of them beside each other. */
export type ProfilePart = 'profiles' | 'duplicates';

export interface ProfileWork {
  /** Rows looked at of rows to look at in this part; those profiled at an earlier time are not counted. */
  readonly progress: (progress: Progress, part: ProfilePart) => void;
  /** Asked before each block: true ends the work early, and the next time goes on from there. */
  readonly isHeld: () => boolean;
}

/** Names the rows of some sources: other rows, other columns or another method give another name. */
export function nameRows(sources: readonly StoredSource[]): string {
  const parts = sources.map(({ id, revision, recordCount }) => `${id}.${revision}.${recordCount}`);
  return `${method}:${parts.join(' ')}`;
}

/**
 * Gives the name of the same rows where their sources have other keys; empty, which names no rows, when one has none.
 *
 * @param keys The other key of each source.
 */
export function renameRows(name: string, keys: ReadonlyMap<number, number>): string {
  let isKnown = true;
  const renamed = name.replaceAll(/(?<=[: ])\d+(?=\.)/g, (id) => {
    const key = keys.get(Number(id));
    isKnown &&= key !== undefined;
    return String(key);
  });
  return isKnown ? renamed : '';
}

/** Finds out what lies in the sources of a project, by block; memory is bounded by the search for duplicates. */
export class ProfileService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'profile'>,
  ) {}

  /**
   * Profiles what has no profile yet, then looks for duplicates when sources have changed. What is done stays done.
   *
   * @throws AppError `aborted`, `storage-full`, `worker-lost`.
   */
  async run(signal: AbortSignal, projectId: ProjectId, work: ProfileWork): Promise<ProfileOutcome> {
    const sources = await this.store.sources.list(projectId);
    const plan = await this.#plan(sources);
    const total = plan.reduce((rows, { rowCount }) => rows + rowCount, 0);
    let done = 0;
    for (const { source } of plan) {
      const outcome = await this.#profileSource(signal, source, {
        isHeld: work.isHeld,
        progress: (progress) => work.progress({ done: done + progress.done, total }, 'profiles'),
      });
      if (outcome === 'held') return outcome;
      done += source.recordCount;
    }
    if (work.isHeld()) return 'held';
    if ((await this.readOverlap(projectId, sources)) === undefined)
      await this.#findOverlap(signal, projectId, sources, (progress) =>
        work.progress(progress, 'duplicates'),
      );
    return 'done';
  }

  /** The duplicates in exactly these sources as they are; undefined while they are not known. */
  async readOverlap(projectId: ProjectId, sources: readonly StoredSource[]): Promise<Overlap | undefined> {
    const value = await this.store.derived.read(projectId, overlapKind, nameRows(sources));
    return value as Overlap | undefined;
  }

  async #plan(sources: readonly StoredSource[]): Promise<{ source: StoredSource; rowCount: number }[]> {
    const plan = [];
    for (const source of sources) {
      const profile = await this.store.profiles.read(source.id);
      const isCurrent = profile?.revision === source.revision && profile.recordCount === source.recordCount;
      if (!isCurrent) plan.push({ source, rowCount: source.recordCount });
    }
    return plan;
  }

  async #profileSource(signal: AbortSignal, source: StoredSource, work: SourceWork): Promise<ProfileOutcome> {
    if ((await this.#sketchBlocks(signal, source, work)) === 'held') return 'held';
    let profile = await this.#gather(source);
    if (profile.rowCount !== source.recordCount) {
      // Blocks were replaced since they were sketched.
      await this.store.profiles.forget(source.id);
      if ((await this.#sketchBlocks(signal, source, work)) === 'held') return 'held';
      profile = await this.#gather(source);
    }
    await this.store.profiles.saveProfile(source, profile);
    return 'done';
  }

  async #sketchBlocks(signal: AbortSignal, source: StoredSource, work: SourceWork): Promise<ProfileOutcome> {
    const sketched = new Set(await this.store.profiles.listSketched(source.id));
    const starts = await this.store.sources.listBlockStarts(source.id);
    const waiting = starts.filter((start) => !sketched.has(start));
    let isHeld = false;
    // Rows of an earlier time count as done at once; their number is that of all rows, less what is left, by block.
    let doneBlocks = starts.length - waiting.length;
    const takeShare = async (): Promise<void> => {
      for (let start = waiting.shift(); start !== undefined; start = waiting.shift()) {
        isHeld ||= work.isHeld();
        if (isHeld) return;
        await this.#sketchBlock(signal, source, start);
        doneBlocks += 1;
        work.progress({
          done: Math.round((source.recordCount * doneBlocks) / starts.length),
          total: source.recordCount,
        });
      }
    };
    await Promise.all(this.workers.profile.hosts.map(takeShare));
    return isHeld ? 'held' : 'done';
  }

  async #sketchBlock(signal: AbortSignal, source: StoredSource, start: number): Promise<void> {
    throwIfStopped(signal, 'Looking into the source');
    const { columns, mapping } = source.shape;
    const { firstRow, bytes, offsets } = await this.store.sources.readBlock(source.id, start);
    const profiled = await this.workers.profile.call(signal, (api) =>
      api.profileBlock(handOver({ firstRow, bytes, offsets }, [bytes.buffer, offsets.buffer]), {
        columns,
        mapping,
      }),
    );
    await this.store.profiles.addBlock(source, profiled);
  }

  async #gather(source: StoredSource): Promise<SourceProfile> {
    let profile = emptyProfile;
    for (const start of await this.store.profiles.listSketched(source.id)) {
      const sketch = await this.store.profiles.readSketch(source.id, start);
      if (sketch !== undefined) profile = addProfiles(profile, sketch.profile);
    }
    return profile;
  }

  async #findOverlap(
    signal: AbortSignal,
    projectId: ProjectId,
    sources: readonly StoredSource[],
    report: ReportProgress,
  ): Promise<void> {
    report({ done: 0, total: sources.reduce((rows, { recordCount }) => rows + recordCount, 0) });
    const overlap = await this.workers.profile.hosts[0].call(signal, async (api) => {
      await api.beginOverlap(sources.map(({ recordCount }) => recordCount));
      for (const [index, source] of sources.entries()) {
        for (const start of await this.store.profiles.listSketched(source.id)) {
          const sketch = await this.store.profiles.readSketch(source.id, start);
          if (sketch === undefined) continue;
          const { firstRow, rowCount, hashes, signatures } = sketch;
          const buffers = [hashes.buffer, signatures.buffer];
          await api.addSketch(index, handOver({ firstRow, rowCount, hashes, signatures }, buffers));
        }
      }
      return api.findOverlap(workerCallback(report));
    });
    await this.store.derived.save(projectId, overlapKind, nameRows(sources), overlap);
  }
}

/** Profiling one source. */
interface SourceWork extends Pick<ProfileWork, 'isHeld'> {
  readonly progress: ReportProgress;
}
