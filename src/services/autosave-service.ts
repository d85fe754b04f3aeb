import { fileNameOf } from '../core/text/free-name.ts';
import { AppError, toAppError, type ProjectId } from '../core/model/index.ts';
import type { StoredProject } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { BackupService } from './backup-service.ts';
import { openFileTarget } from './backup/backup-target.ts';
import { backupEnding, mayWrite } from './backup/file-system-access.ts';

/** The file that was saved before the last one. */
const previousEnding = `.previous${backupEnding}`;
/** The file that is being written. */
const partEnding = `${backupEnding}.part`;

/** Where a project is saved by itself. */
export interface Autosaving {
  readonly folder: FileSystemDirectoryHandle;
  /** Milliseconds since 1970; null before the first time. */
  readonly savedAt: number | null;
  /** What its file is called there, without the ending; missing before the first time. */
  readonly fileName?: string;
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
   * Writes the project's file beside the old one, then puts it in its place; the old one stays as `.previous`. When the
   * project has another name since, both files get it first. Does nothing, and gives undefined, while another tab does
   * the same.
   *
   * @throws AppError `read-only` when the folder may not be written (any more).
   */
  async save(
    signal: AbortSignal,
    project: StoredProject,
    { folder }: Autosaving,
  ): Promise<Autosaving | undefined> {
    if (!(await mayWrite(folder, false))) throw notAllowed(folder);
    const key = keyOf(project.id);
    return await navigator.locks.request(key, { ifAvailable: true }, async (lock) => {
      if (lock === null) return undefined;
      const { savedAt = null, fileName: oldName } = (await this.read(project.id)) ?? {};
      const fileName = fileNameOf(project.name);
      try {
        if (oldName !== undefined && oldName !== fileName) {
          await renameFiles(folder, oldName, fileName);
          await this.store.settings.save(key, { folder, savedAt, fileName });
        }
        await this.#write(signal, project.id, folder, fileName);
      } catch (thrown) {
        throw explain(thrown, folder);
      }
      const saved: Autosaving = { folder, savedAt: Date.now(), fileName };
      await this.store.settings.save(key, saved);
      return saved;
    });
  }

  async #write(
    signal: AbortSignal,
    projectId: ProjectId,
    folder: FileSystemDirectoryHandle,
    fileName: string,
  ): Promise<void> {
    const [whole, part] = [`${fileName}${backupEnding}`, `${fileName}${partEnding}`];
    const file = await folder.getFileHandle(part, { create: true });
    await this.backups.save(signal, projectId, await openFileTarget(file), () => undefined);
    await moveOver(folder, whole, `${fileName}${previousEnding}`);
    await moveOver(folder, part, whole);
    await removeCopied(folder, part);
  }
}

/** Gives a project's files another name where that is free, so that nothing is lost. */
async function renameFiles(folder: FileSystemDirectoryHandle, from: string, to: string): Promise<void> {
  for (const ending of [backupEnding, previousEnding, partEnding]) {
    if ((await findFile(folder, `${to}${ending}`)) !== undefined) continue;
    await moveOver(folder, `${from}${ending}`, `${to}${ending}`);
    await removeCopied(folder, `${from}${ending}`);
  }
}

/**
 * Moves a file, if it is there, to another name in one step; copies it where the file system cannot, which also ends in
 * one step.
 */
async function moveOver(folder: FileSystemDirectoryHandle, from: string, to: string): Promise<void> {
  const file = await findFile(folder, from);
  if (file === undefined) return;
  try {
    if (file.move !== undefined) {
      await file.move(to);
      return;
    }
  } catch {
    // Chromium moves files in its own storage only, on some systems.
  }
  const copy = await folder.getFileHandle(to, { create: true });
  await (await file.getFile()).stream().pipeTo(await copy.createWritable());
}

/** Removes what `moveOver` copied. */
async function removeCopied(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  if ((await findFile(folder, name)) !== undefined) await folder.removeEntry(name);
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
