import { fileNameOf } from '../core/archive/free-name.ts';
import { AppError, toAppError, type ProjectId } from '../core/model/index.ts';
import type { StoredProject } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { BackupService } from './backup-service.ts';
import { openFileTarget } from './backup/backup-target.ts';
import { backupEnding, mayWrite } from './backup/file-system-access.ts';

/** Where a project is saved by itself. */
export interface Autosaving {
  readonly folder: FileSystemDirectoryHandle;
  /** Milliseconds since 1970; null before the first time. */
  readonly savedAt: number | null;
}

/** Keeps a project's file in a folder of the person's up to date. */
export class AutosaveService {
  constructor(
    private readonly store: Store,
    private readonly backups: BackupService,
  ) {}

  /** Undefined when the project is not saved by itself. */
  async read(projectId: ProjectId): Promise<Autosaving | undefined> {
    const value = await this.store.settings.read(keyOf(projectId));
    return isAutosaving(value) ? value : undefined;
  }

  async turnOn(projectId: ProjectId, folder: FileSystemDirectoryHandle): Promise<Autosaving> {
    const autosaving: Autosaving = { folder, savedAt: null };
    await this.store.settings.save(keyOf(projectId), autosaving);
    return autosaving;
  }

  async turnOff(projectId: ProjectId): Promise<void> {
    await this.store.settings.save(keyOf(projectId), null);
  }

  /**
   * Writes the project's file beside the old one, then puts it in its place; the old one stays as `.previous`. Does
   * nothing, and gives undefined, while another tab does the same.
   *
   * @throws AppError `read-only` when the folder may not be written (any more).
   */
  async save(
    signal: AbortSignal,
    project: StoredProject,
    { folder }: Autosaving,
  ): Promise<Autosaving | undefined> {
    if (!(await mayWrite(folder, false))) throw notAllowed(folder);
    return await navigator.locks.request(keyOf(project.id), { ifAvailable: true }, async (lock) => {
      if (lock === null) return undefined;
      try {
        await this.#write(signal, project, folder);
      } catch (thrown) {
        throw explain(thrown, folder);
      }
      const saved: Autosaving = { folder, savedAt: Date.now() };
      await this.store.settings.save(keyOf(project.id), saved);
      return saved;
    });
  }

  async #write(
    signal: AbortSignal,
    project: StoredProject,
    folder: FileSystemDirectoryHandle,
  ): Promise<void> {
    const base = fileNameOf(project.name);
    const part = await folder.getFileHandle(`${base}${backupEnding}.part`, { create: true });
    await this.backups.save(signal, project.id, await openFileTarget(part), () => undefined);
    const current = await findFile(folder, `${base}${backupEnding}`);
    if (current !== undefined) await moveOver(folder, current, `${base}.previous${backupEnding}`);
    await moveOver(folder, part, `${base}${backupEnding}`);
    // Copied, where the file system cannot move.
    if ((await findFile(folder, `${base}${backupEnding}.part`)) !== undefined)
      await folder.removeEntry(`${base}${backupEnding}.part`);
  }
}

/** Moves a file to another name in one step; copies it where the file system cannot, which also ends in one step. */
async function moveOver(
  folder: FileSystemDirectoryHandle,
  file: FileSystemFileHandle,
  name: string,
): Promise<void> {
  try {
    if (file.move !== undefined) {
      await file.move(name);
      return;
    }
  } catch {
    // Chromium moves files in its own storage only, on some systems.
  }
  const copy = await folder.getFileHandle(name, { create: true });
  await (await file.getFile()).stream().pipeTo(await copy.createWritable());
}

async function findFile(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemFileHandle | undefined> {
  try {
    return await folder.getFileHandle(name);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return undefined;
    throw thrown;
  }
}

function explain(thrown: unknown, folder: FileSystemDirectoryHandle): AppError {
  const isRefused = thrown instanceof DOMException && thrown.name === 'NotAllowedError';
  if (isRefused) return notAllowed(folder);
  return toAppError(thrown, { code: 'storage-failed', doing: `Saving into the folder ${folder.name}` });
}

function notAllowed(folder: FileSystemDirectoryHandle): AppError {
  const text = `The browser no longer lets TagScape write into the folder ${folder.name}, so the project is not saved there.`;
  return new AppError('read-only', text);
}

function keyOf(projectId: ProjectId): string {
  return `autosave-${projectId}`;
}

function isAutosaving(value: unknown): value is Autosaving {
  return (
    typeof value === 'object' &&
    value !== null &&
    'folder' in value &&
    value.folder instanceof FileSystemDirectoryHandle
  );
}
