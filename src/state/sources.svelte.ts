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

/** The lists of what was not imported. */
export type ReportKind = 'refused' | 'leftOut' | 'large' | 'known' | 'passedOver';

/** What became of one chosen file. */
interface Fate {
  readonly refusedCount: number;
  readonly knownCount: number;
  readonly isStopped: boolean;
}

const nothingTold: Fate = Object.freeze({ refusedCount: 0, knownCount: 0, isStopped: false });
/** Stands between the names of an archive and of a file in it. */
const partMark = ' › ';
/** A list keeps so many entries; the oldest go first. */
const maxReported = 1000;

/**
 * The sources of the open project, the imports that run, and what was not imported. Of the latter, the newest stands
 * first; an entry stays until its list is cleared or its file is imported again.
 */
export class Sources {
  readonly #live: Live<StoredSource[]>;
  #imports = Promise.resolve();
  #stopper = new AbortController();
  #isLeft = false;
  refused = $state.raw<readonly RefusedFile[]>([]);
  /** What of imported files is not here. */
  leftOut = $state.raw<readonly RefusedFile[]>([]);
  /** What was chosen that is here already. */
  known = $state.raw<readonly KnownFile[]>([]);
  /** What waits for a person, because there seems to be no room for it. */
  large = $state.raw<readonly LargeFile[]>([]);
  /** How many files hold no records by their names: 1 for a file of a folder, more for an archive. */
  #passedOver = $state.raw<ReadonlyMap<string, number>>(new Map());
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

  /** How many files of folders and archives hold no records, by their names. */
  get passedOverCount(): number {
    return [...this.#passedOver.values()].reduce((total, count) => total + count, 0);
  }

  /** Empties a list of what was not imported. */
  clear(kind: ReportKind): void {
    if (kind === 'passedOver') this.#passedOver = new Map();
    else this[kind] = [];
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
      await this.#importAlone(known.file, { allowKnown: true, partNames: [known.name] });
    });
  }

  /** Imports what may not fit. */
  addAnyway(large: LargeFile): Promise<void> {
    return this.#inTurn(async () => {
      this.large = this.large.filter((other) => other !== large);
      await this.#importAlone(large.file, {});
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
    const left = chosen.filter((file) => !files.includes(file));
    this.#passedOver = new Map([...this.#passedOver, ...left.map(({ name }) => [name, 1] as const)]);
    const fates: Fate[] = [];
    for (const [index, file] of files.entries()) {
      if (await this.#hasRoomFor(file)) fates.push(await this.#importOne(file, {}));
      if (!this.#stopper.signal.aborted) continue;
      this.#tellOfStop(fates.some(({ isStopped }) => isStopped) ? file.name : '', files.length - index - 1);
      break;
    }
    const refusedCount = fates.reduce((total, fate) => total + fate.refusedCount, 0);
    const knownCount = fates.reduce((total, fate) => total + fate.knownCount, 0);
    if (refusedCount > 0) this.#tellOfRefused(refusedCount, files.length);
    else if (knownCount > 0) {
      const what = knownCount === 1 ? 'One file is' : `${knownCount} files are`;
      this.notices.tell(`${what} in this project already and not added again. Sources says which.`);
    } else if (files.length === 0) this.notices.tell('There are no files with records in this folder.');
  }

  async #importAlone(file: File, options: ImportOptions): Promise<void> {
    const { isStopped } = await this.#importOne(file, options);
    if (isStopped) this.#tellOfStop(file.name, 0);
  }

  #tellOfRefused(count: number, fileCount: number): void {
    const isAll = fileCount === 1 && count === 1;
    const of = count <= fileCount ? ` of ${fileCount}` : '';
    const what = isAll ? 'The file' : `${count}${of} files`;
    this.notices.tell(`${what} could not be imported. Sources says why.`);
  }

  /** Says what a stop has cost; `name` is empty when the file was imported before the stop reached it. */
  #tellOfStop(name: string, leftCount: number): void {
    if (this.#isLeft || (name === '' && leftCount === 0)) return;
    const what = name === '' ? 'The import was stopped' : `The import of ${name} was stopped`;
    const more = name === '' ? '' : 'more ';
    const left = `${leftCount} ${more}${leftCount === 1 ? 'file was' : 'files were'} not imported`;
    this.notices.tell(leftCount === 0 ? `${what}.` : `${what}; ${left}.`);
  }

  async #hasRoomFor(file: File): Promise<boolean> {
    // What is in a packed file is larger, but nobody knows by how much.
    // Where that cannot be found out, the import finds out by itself.
    const room = await this.services.storage
      .checkFile(file.name, 'json-lines', file.size)
      .catch(() => undefined);
    if (room === undefined || room.fits) return true;
    const others = this.large.filter((large) => large.file.name !== file.name);
    this.large = [{ file, sentence: room.sentence }, ...others].slice(0, maxReported);
    return false;
  }

  async #importOne(file: File, options: ImportOptions): Promise<Fate> {
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
      this.#note(file, outcome, options);
      return { ...nothingTold, refusedCount: outcome.refused.length, knownCount: outcome.known.length };
    } catch (thrown) {
      const error = toAppError(thrown, { code: 'internal', doing: `Importing ${file.name}` });
      if (isAborted(error)) return { ...nothingTold, isStopped: true };
      if (error.code === 'read-only') {
        this.notices.fail(error, 'Importing');
        return nothingTold;
      }
      const refused = [{ name: file.name, reason: error.message }];
      this.#note(file, { refused, leftOut: [], known: [], passedOverCount: 0 }, options);
      return { ...nothingTold, refusedCount: 1 };
    }
  }

  /** Puts what is told of a file in place of what was told of it, and of what it holds, before. */
  #note(
    file: File,
    { refused, leftOut, known, passedOverCount }: Omit<ImportOutcome, 'imported'>,
    { partNames }: ImportOptions,
  ): void {
    const isOther = ({ name }: { readonly name: string }): boolean =>
      partNames === undefined
        ? name !== file.name && !name.startsWith(`${file.name}${partMark}`)
        : !partNames.includes(name);
    const knownFiles = known.map((part) => ({ ...part, file }));
    this.refused = [...refused, ...this.refused.filter(isOther)].slice(0, maxReported);
    this.leftOut = [...leftOut, ...this.leftOut.filter(isOther)].slice(0, maxReported);
    this.known = [...knownFiles, ...this.known.filter(isOther)].slice(0, maxReported);
    this.large = this.large.filter((large) => large.file.name !== file.name);
    if (partNames === undefined) {
      this.#passedOver = new Map([...this.#passedOver, [file.name, passedOverCount]]);
    }
  }
}
