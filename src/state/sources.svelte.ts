import { isPassedOver } from '../core/ingest/passed-over.ts';
import { isAborted, toAppError, type FieldMapping, type QuerySettings } from '../core/model/index.ts';
import type { ImportOptions, ImportOutcome } from '../services/import-service.ts';
import type { GivenTagsSample } from '../services/given-tags-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject, StoredSource } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** A file that could not be imported, with the reason in a sentence. */
export interface RefusedFile {
  readonly name: string;
  readonly reason: string;
}

/** A file, or a part of one, whose very bytes are in the project already. */
export interface KnownFile {
  readonly name: string;
  /** The source that holds them. */
  readonly asName: string;
  readonly file: File;
}

/** A file that would not fit into the browser's storage, as far as can be told. */
export interface LargeFile {
  readonly file: File;
  readonly sentence: string;
}

/** The sources of the open project and the imports that run. */
export class Sources {
  readonly #live: Live<StoredSource[]>;
  #imports = Promise.resolve();
  #stopper = new AbortController();
  #isLeft = false;
  refused = $state.raw<readonly RefusedFile[]>([]);
  /** What the last files held that is here already. */
  known = $state.raw<readonly KnownFile[]>([]);
  /** What of the last files waits for a person, because there seems to be no room for it. */
  large = $state.raw<readonly LargeFile[]>([]);
  /** How many files of the last folders and archives hold no records, by their names. */
  passedOverCount = $state(0);
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

  /**
   * Imports files one after the other; one that fails does not stop the rest. Files added meanwhile come after. Of those
   * from a folder, whose names hold a `/`, such as are no data by their names are passed over.
   */
  importFiles(files: readonly File[]): Promise<void> {
    return this.#inTurn(() => this.#importAll(files));
  }

  /** Imports what is here already a second time. */
  addAgain(known: KnownFile): Promise<void> {
    return this.#inTurn(async () => {
      this.known = this.known.filter((other) => other !== known);
      await this.#importOne(known.file, { allowKnown: true, partNames: [known.name] });
    });
  }

  /** Imports what may not fit. */
  addAnyway(large: LargeFile): Promise<void> {
    return this.#inTurn(async () => {
      this.large = this.large.filter((other) => other !== large);
      await this.#importOne(large.file, {});
    });
  }

  /** Ends for good: the project is closed. Resolves when nothing of an import is stored any more. */
  leave(): Promise<void> {
    this.#isLeft = true;
    this.#stopper.abort();
    return this.#imports;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#imports.then(async () => {
      if (this.#isLeft) return;
      this.#stopper = new AbortController();
      this.isImporting = true;
      try {
        await work();
      } finally {
        this.isImporting = false;
      }
    });
    this.#imports = turn.catch(() => undefined);
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

  /** What the tags look like that came with a source; null when it has none. */
  sampleTags(signal: AbortSignal, source: StoredSource): Promise<GivenTagsSample | null> {
    return this.services.givenTags.sample(signal, source);
  }

  async #importAll(chosen: readonly File[]): Promise<void> {
    const files = chosen.filter(({ name }) => !name.includes('/') || !isPassedOver(name));
    this.refused = [];
    this.known = [];
    this.large = [];
    this.passedOverCount = chosen.length - files.length;
    for (const file of files) {
      if (this.#stopper.signal.aborted) break;
      if (await this.#hasRoomFor(file)) await this.#importOne(file, {});
    }
    if (this.refused.length > 0) this.#tellOfRefused(files.length);
    else if (this.known.length > 0) {
      const what = this.known.length === 1 ? 'One file is' : `${this.known.length} files are`;
      this.notices.tell(`${what} in this project already and not added again. Sources says which.`);
    } else if (files.length === 0) this.notices.tell('There are no files with records in this folder.');
  }

  #tellOfRefused(fileCount: number): void {
    const count = this.refused.length;
    const isAll = fileCount === 1 && count === 1;
    const of = count <= fileCount ? ` of ${fileCount}` : '';
    const what = isAll ? 'The file' : `${count}${of} files`;
    this.notices.tell(`${what} could not be imported. Sources says why.`);
  }

  async #hasRoomFor(file: File): Promise<boolean> {
    // What is in a packed file is larger, but nobody knows by how much.
    // Where that cannot be found out, the import finds out by itself.
    const room = await this.services.storage
      .checkFile(file.name, 'json-lines', file.size)
      .catch(() => undefined);
    if (room === undefined || room.fits) return true;
    this.large = [...this.large, { file, sentence: room.sentence }];
    return false;
  }

  async #importOne(file: File, options: ImportOptions): Promise<void> {
    const stopper = this.#stopper;
    const job = new Job(`Importing ${file.name}`, 'bytes', { stop: () => stopper.abort() });
    try {
      const outcome = await this.jobs.run(job, () =>
        this.services.imports.importFile(
          stopper.signal,
          this.project.id,
          file,
          (progress) => job.report(progress),
          options,
        ),
      );
      this.#note(file, outcome);
    } catch (thrown) {
      const error = toAppError(thrown, { code: 'internal', doing: `Importing ${file.name}` });
      if (error.code === 'read-only') this.notices.fail(error, 'Importing');
      else if (!isAborted(error))
        this.refused = [...this.refused, { name: file.name, reason: error.message }];
    }
  }

  #note(file: File, { refused, known, passedOverCount }: ImportOutcome): void {
    this.refused = [...this.refused, ...refused];
    this.known = [...this.known, ...known.map((part) => ({ ...part, file }))];
    this.passedOverCount += passedOverCount;
  }
}
