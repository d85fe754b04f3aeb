import { fileNameOf } from '../core/text/free-name.ts';
import type { Services } from '../services/services.ts';
import { isBackup } from '../services/backup-service.ts';
import { BlobTarget, openFileTarget } from '../services/backup/backup-target.ts';
import { backupEnding, pickSaveFile } from '../services/backup/file-system-access.ts';
import type { StoredProject } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** A project file for the browser's downloads. */
export interface DownloadedCopy {
  readonly name: string;
  readonly blob: Blob;
}

/** Saving projects into files and opening such files. */
export class Backups {
  /** A project file that was dropped among data, until a person says what to do with it. */
  offered = $state.raw<File | undefined>(undefined);
  isSaving = $state(false);
  isOpening = $state(false);

  constructor(
    private readonly services: Services,
    private readonly notices: Notices,
  ) {}

  /**
   * Saves a project into a file that the person chooses; only in answer to a press.
   *
   * @returns The file, where the browser can only download it.
   */
  async save(project: StoredProject, jobs: Jobs): Promise<DownloadedCopy | undefined> {
    if (this.isSaving) return undefined;
    this.isSaving = true;
    const name = `${fileNameOf(project.name)}${backupEnding}`;
    try {
      const file = await pickSaveFile(name);
      const download = new BlobTarget();
      const target = file === undefined ? download : await openFileTarget(file);
      const stopper = new AbortController();
      const job = new Job('Saving a copy', 'rows', { stop: () => stopper.abort() });
      await jobs.run(job, () =>
        this.services.backups.save(stopper.signal, project.id, target, (progress) => job.report(progress)),
      );
      if (file === undefined) return { name, blob: download.blob };
      this.notices.tell(`“${project.name}” was saved in ${file.name}.`);
    } catch (thrown) {
      this.notices.fail(thrown, 'Saving the copy');
    } finally {
      this.isSaving = false;
    }
    return undefined;
  }

  /** Opens a project file as a new project. Undefined after a failure or a stop, which is told. */
  async open(file: File, jobs: Jobs): Promise<StoredProject | undefined> {
    if (this.isOpening) return undefined;
    this.isOpening = true;
    this.offered = undefined;
    const stopper = new AbortController();
    const job = new Job(`Opening ${file.name}`, 'bytes', { stop: () => stopper.abort() });
    try {
      return await jobs.run(job, () =>
        this.services.backups.restore(stopper.signal, file, { state: 'ready', origin: null }, (progress) =>
          job.report(progress),
        ),
      );
    } catch (thrown) {
      this.notices.fail(thrown, `Opening ${file.name}`);
      return undefined;
    } finally {
      this.isOpening = false;
    }
  }

  /** Keeps project files back, to ask about the last of them, and gives the other files. */
  async holdBack(files: readonly File[]): Promise<File[]> {
    const others: File[] = [];
    for (const file of files) {
      // What cannot be read is told by whoever imports it.
      if (await isBackup(file).catch(() => false)) this.offered = file;
      else others.push(file);
    }
    return others;
  }
}
