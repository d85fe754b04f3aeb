import { isAborted, toAppError } from '../core/model/index.ts';
import type { Autosaving } from '../services/autosave-service.ts';
import { AutosaveLoop } from '../services/backup/autosave-loop.ts';
import { canPickFolder, mayWrite, pickFolder } from '../services/backup/file-system-access.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject } from '../store/database.ts';
import type { Notices } from './notices.svelte.ts';

/** Keeps the file of the open project up to date, in a folder that the person chose. */
export class Autosave {
  status = $state<'off' | 'on' | 'saving' | 'refused'>('off');
  #autosaving = $state.raw<Autosaving | undefined>(undefined);
  readonly #loop = new AutosaveLoop(() => this.#save());
  readonly #stopper = new AbortController();
  #stopListening: () => void = () => undefined;

  constructor(
    private readonly services: Services,
    private readonly notices: Notices,
    private readonly opened: StoredProject,
  ) {}

  /** Why it cannot be turned on; empty when it can. */
  get hindrance(): string {
    if (canPickFolder()) return '';
    return 'This browser lets no page write into a folder; Chrome and Edge do. Save a copy from time to time.';
  }

  get folderName(): string {
    return this.#autosaving?.folder.name ?? '';
  }

  /** Milliseconds since 1970; null before the first time. */
  get savedAt(): number | null {
    return this.#autosaving?.savedAt ?? null;
  }

  /** Goes on with the folder chosen before, if there is one. */
  async resume(): Promise<void> {
    try {
      this.#autosaving = await this.services.autosaves.read(this.opened.id);
      if (this.#autosaving === undefined || this.#stopper.signal.aborted) return;
      if (await mayWrite(this.#autosaving.folder, false)) this.#listen();
      else this.#askAgain(this.#autosaving.folder.name);
    } catch (thrown) {
      this.notices.fail(thrown, 'Saving by itself');
    }
  }

  /** Asks for a folder and saves there; only in answer to a press. */
  async turnOn(): Promise<void> {
    try {
      const folder = await pickFolder();
      this.#autosaving = await this.services.autosaves.turnOn(this.opened.id, folder);
      this.#listen();
      await this.#loop.saveNow();
    } catch (thrown) {
      this.notices.fail(thrown, 'Choosing the folder');
    }
  }

  async turnOff(): Promise<void> {
    try {
      this.#stopListening();
      this.status = 'off';
      this.#autosaving = undefined;
      await this.services.autosaves.turnOff(this.opened.id);
    } catch (thrown) {
      this.notices.fail(thrown, 'Turning it off');
    }
  }

  /** Asks the browser for the folder again; only in answer to a press. */
  async allowAgain(): Promise<void> {
    try {
      const autosaving = this.#autosaving;
      if (autosaving === undefined || !(await mayWrite(autosaving.folder, true))) return;
      this.#listen();
      await this.#loop.saveNow();
    } catch (thrown) {
      this.notices.fail(thrown, 'Asking for the folder');
    }
  }

  async saveNow(): Promise<void> {
    await this.#loop.saveNow();
  }

  /** Ends it with its project. */
  close(): void {
    this.#stopper.abort();
    this.#loop.stop();
    this.#stopListening();
  }

  #listen(): void {
    this.#stopListening();
    if (this.#stopper.signal.aborted) return;
    this.status = 'on';
    this.#stopListening = this.services.store.archive.onChange(this.opened.id, () => this.#loop.note());
  }

  async #save(): Promise<void> {
    const autosaving = this.#autosaving;
    if (autosaving === undefined || this.status === 'refused') return;
    this.status = 'saving';
    try {
      const project = (await this.services.store.projects.read(this.opened.id)) ?? this.opened;
      const saved = await this.services.autosaves.save(this.#stopper.signal, project, autosaving);
      // Turned off meanwhile, or another tab saves it.
      if (saved !== undefined && this.#autosaving !== undefined) this.#autosaving = saved;
      this.status = this.#autosaving === undefined ? 'off' : 'on';
    } catch (thrown) {
      this.#tellFailure(thrown, autosaving.folder.name);
    }
  }

  #tellFailure(thrown: unknown, folderName: string): void {
    this.status = 'on';
    if (isAborted(thrown)) return;
    const error = toAppError(thrown, {
      code: 'storage-failed',
      doing: `Saving into the folder ${folderName}`,
    });
    if (error.code === 'read-only') this.#askAgain(folderName);
    else this.notices.warn(error.message, { label: 'Try again', run: () => void this.saveNow() });
  }

  #askAgain(folderName: string): void {
    this.status = 'refused';
    this.#stopListening();
    this.notices.warn(
      `This project is not saved into the folder ${folderName} any more: the browser wants to be asked again.`,
      { label: 'Allow again', run: () => void this.allowAgain() },
    );
  }
}
