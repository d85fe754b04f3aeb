import type { ArchivePart } from '../core/archive/archive-part.ts';
import { freeName } from '../core/text/free-name.ts';
import { plainName } from '../core/text/plain-name.ts';
import { startsAsBackup, type Manifest } from '../core/archive/manifest.ts';
import { AppError, throwIfStopped, type ProjectId, type ReportProgress } from '../core/model/index.ts';
import type { ProjectOrigin, StoredProject } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { BackupTarget } from './backup/backup-target.ts';
import { readParts } from './backup/read-parts.ts';
import { RestoringProject } from './backup/restore-rows.ts';
import { handOver, workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Held by every restore while it runs, shared; whoever holds it alone knows that no restore of any tab is alive. */
const restoreLock = 'tagscape-restore';

/** What a restored project becomes. */
export interface RestoreOptions {
  readonly state: 'ready' | 'visiting';
  readonly origin: ProjectOrigin | null;
}

/** Tells whether a file is a project file, by its first bytes. */
export async function isBackup(file: File): Promise<boolean> {
  return startsAsBackup(new Uint8Array(await file.slice(0, 64).arrayBuffer()));
}

/** Saves projects into files and opens such files. */
export class BackupService {
  /** @param appVersion Goes into the files. */
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'archive'>,
    private readonly appVersion: string,
  ) {}

  /**
   * Writes a project into a file: all but what can be computed again. After a failure or a stop nothing is written.
   *
   * @param onProgress Rows of the project.
   * @throws AppError `aborted`, `worker-lost`, `not-found` when the project changes under it.
   */
  async save(
    signal: AbortSignal,
    projectId: ProjectId,
    target: BackupTarget,
    onProgress: ReportProgress,
  ): Promise<Manifest> {
    try {
      const head = await this.store.archive.readHead(projectId);
      const parts = readParts(signal, this.store, head, onProgress);
      const nextPart = workerCallback(async (): Promise<ArchivePart | null> => {
        const next = await parts.next();
        return next.done === true ? null : handOver(next.value, buffersOf(next.value));
      });
      const onChunk = workerCallback(async (chunk: Blob) => {
        throwIfStopped(signal, 'Saving the project');
        await target.write(chunk);
      });
      const about = {
        appVersion: this.appVersion,
        createdAt: new Date().toISOString(),
        project: head.project.name,
      };
      const manifest = await this.workers.archive.call(signal, (archive) =>
        archive.write(about, nextPart, onChunk),
      );
      await target.close();
      return manifest;
    } catch (thrown) {
      await target.abort();
      throw thrown;
    }
  }

  /**
   * Opens a project file as a new project. It appears when every byte of the file was checked; after a failure or a stop
   * nothing of it is left.
   *
   * @param onProgress Unpacked bytes.
   * @throws AppError `invalid-input` with the reason, `aborted`, `storage-full`, `worker-lost`.
   */
  async restore(
    signal: AbortSignal,
    file: Blob,
    { state, origin }: RestoreOptions,
    onProgress: ReportProgress,
  ): Promise<StoredProject> {
    return await navigator.locks.request(restoreLock, { mode: 'shared' }, async () => {
      const restoring = new RestoringProject(this.store, origin);
      try {
        const manifest = await this.#readInto(signal, file, restoring, onProgress);
        const taken = (await this.store.projects.listNames()).map(({ name }) => name);
        const name = state === 'ready' ? freeName(manifest.project, taken) : plainName(manifest.project);
        return await restoring.finish(state, name, Date.now());
      } catch (thrown) {
        // What cannot be removed now goes with the next start; the first failure is the one to tell.
        if (restoring.id !== undefined) await this.store.projects.delete(restoring.id).catch(() => undefined);
        throw thrown;
      }
    });
  }

  /** Removes what restores left that ended with their page. While any tab restores, that waits for a later start. */
  async removeUnfinished(): Promise<void> {
    await navigator.locks.request(restoreLock, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      for (const { id, state } of await this.store.projects.listHidden())
        if (state === 'restoring') await this.store.projects.delete(id);
    });
  }

  async #readInto(
    signal: AbortSignal,
    file: Blob,
    restoring: RestoringProject,
    onProgress: ReportProgress,
  ): Promise<Manifest> {
    let total = 0;
    let pending = Promise.resolve();
    const onManifest = workerCallback(async ({ totals }: Manifest) => {
      total = totals.bytes;
      await requireSpace(totals.bytes);
    });
    const onPart = workerCallback((part: ArchivePart, done: number) => {
      pending = pending.then(async () => {
        throwIfStopped(signal, 'Opening the project file');
        await restoring.add(part);
        onProgress({ done, total });
      });
      return pending;
    });
    try {
      return await this.workers.archive.call(signal, (archive) => archive.read(file, onManifest, onPart));
    } finally {
      // A part that is being stored must not come after the project was removed.
      await pending.catch(() => undefined);
    }
  }
}

/** @throws AppError `storage-full` when the browser says that so much will not fit; many browsers say nothing. */
async function requireSpace(bytes: number): Promise<void> {
  const { quota, usage } = await navigator.storage.estimate();
  if (quota === undefined || usage === undefined || quota - usage >= bytes) return;
  const [neededMb, leftMb] = [bytes, quota - usage].map((size) => Math.ceil(size / 2 ** 20));
  throw new AppError(
    'storage-full',
    `The project needs about ${neededMb} MB, and this browser has ${leftMb} MB left for this site. Delete a project or free disk space, then open the file again.`,
    { bytes },
  );
}

function buffersOf(part: ArchivePart): ArrayBuffer[] {
  return part.kind === 'records'
    ? part.rows.flatMap(({ bytes, offsets }) => [bytes.buffer, offsets.buffer])
    : [];
}
