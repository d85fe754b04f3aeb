import { isAborted, toAppError, type FieldMapping, type QuerySettings } from '../core/model/index.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject, StoredQuarantine, StoredSource } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** A file that could not be imported, with the reason in a sentence. */
export interface RefusedFile {
  readonly name: string;
  readonly reason: string;
}

/** The sources of the open project and the imports that run. */
export class Sources {
  readonly #live: Live<StoredSource[]>;
  #imports = Promise.resolve();
  refused = $state.raw<readonly RefusedFile[]>([]);
  isImporting = $state(false);

  constructor(
    private readonly services: Services,
    private readonly project: StoredProject,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {
    this.#live = new Live(services.store.sources.watchList(project.id), []);
  }

  get list(): readonly StoredSource[] {
    return this.#live.current;
  }

  get recordCount(): number {
    return this.list.reduce((total, source) => total + source.recordCount, 0);
  }

  /** Imports files one after the other; one that fails does not stop the rest. Files added meanwhile come after. */
  importFiles(files: readonly File[]): Promise<void> {
    const turn = this.#imports.then(() => this.#importAll(files));
    this.#imports = turn;
    return turn;
  }

  async remove(source: StoredSource): Promise<void> {
    try {
      await this.services.store.sources.delete(source);
      this.notices.tell(`${source.name} was removed from this project. The file on your disk is untouched.`);
    } catch (thrown) {
      this.notices.fail(thrown, 'Removing the source');
    }
  }

  async changeMapping(source: StoredSource, mapping: FieldMapping): Promise<void> {
    try {
      await this.services.imports.changeMapping(source, mapping);
    } catch (thrown) {
      this.notices.fail(thrown, 'Changing the columns');
    }
  }

  /** The queries of the first records under a mapping that need not be saved yet. */
  preview(
    signal: AbortSignal,
    source: StoredSource,
    mapping: FieldMapping,
    settings: QuerySettings,
  ): Promise<string[][]> {
    return this.services.imports.previewQueries(signal, source, mapping, settings, 5);
  }

  readQuarantine(source: StoredSource): Promise<StoredQuarantine[]> {
    return this.services.store.sources.listQuarantine(source.id, 200);
  }

  async #importAll(files: readonly File[]): Promise<void> {
    this.refused = [];
    this.isImporting = true;
    const stopper = new AbortController();
    for (const file of files) {
      if (stopper.signal.aborted) break;
      await this.#importOne(file, stopper);
    }
    this.isImporting = false;
    if (this.refused.length === 0) return;
    const count = `${this.refused.length} of ${files.length} files could not be imported`;
    this.notices.tell(
      files.length === 1
        ? 'The file could not be imported. Sources says why.'
        : `${count}. Sources says why.`,
    );
  }

  async #importOne(file: File, stopper: AbortController): Promise<void> {
    const job = new Job(`Importing ${file.name}`, 'bytes', { stop: () => stopper.abort() });
    try {
      await this.jobs.run(job, () =>
        this.services.imports.importFile(stopper.signal, this.project.id, file, (progress) =>
          job.report(progress),
        ),
      );
    } catch (thrown) {
      const error = toAppError(thrown, { code: 'internal', doing: `Importing ${file.name}` });
      if (!isAborted(error)) this.refused = [...this.refused, { name: file.name, reason: error.message }];
    }
  }
}
