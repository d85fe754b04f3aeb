import { isPassedOver } from '../core/ingest/passed-over.ts';
import { isAborted, toAppError } from '../core/model/index.ts';
import type { ImportOptions } from '../services/import-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject, StoredSource } from '../store/database.ts';
import { ImportReports, type KnownFile, type LargeFile } from './import-reports.svelte.ts';
import { describeImport, describeStop, type AddedSource } from './import-sentences.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What became of one chosen file. */
interface Fate {
  readonly added: readonly AddedSource[];
  readonly refusedCount: number;
  readonly knownCount: number;
  readonly isStopped: boolean;
}

const nothingTold: Fate = Object.freeze({ added: [], refusedCount: 0, knownCount: 0, isStopped: false });

/** The sources of the open project, and the imports that run. */
export class Sources {
  readonly reports = new ImportReports();
  readonly #live: Live<StoredSource[]>;
  #imports = Promise.resolve();
  #stopper = new AbortController();
  #isLeft = false;
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
      this.reports.remove(known);
      const options = { allowKnown: true, partNames: [known.name] };
      await this.#importEach([known.file], (file) => this.#importOne(file, options));
    });
  }

  /** Imports what may not fit. */
  addAnyway(large: LargeFile): Promise<void> {
    return this.#inTurn(async () => {
      this.reports.remove(large);
      await this.#importEach([large.file], (file) => this.#importOne(file, {}));
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

  async #importAll(chosen: readonly File[]): Promise<void> {
    const mayHoldRecords = ({ name }: File): boolean => !name.includes('/') || !isPassedOver(name);
    const files = chosen.filter(mayHoldRecords);
    this.reports.notePassedOver(chosen.filter((file) => !mayHoldRecords(file)));
    await this.#importEach(files, async (file) =>
      (await this.#hasRoomFor(file)) ? this.#importOne(file, {}) : nothingTold,
    );
  }

  /** Imports files until it is stopped, then tells of all of them at once. */
  async #importEach(files: readonly File[], importOne: (file: File) => Promise<Fate>): Promise<void> {
    const fates: Fate[] = [];
    let stop = '';
    for (const [index, file] of files.entries()) {
      const fate = await importOne(file);
      fates.push(fate);
      if (!this.#stopper.signal.aborted) continue;
      stop = describeStop(fate.isStopped ? file.name : '', files.length - index - 1);
      break;
    }
    const outcome = describeImport({
      fileCount: files.length,
      added: fates.flatMap(({ added }) => added),
      refusedFileCount: fates.filter(isRefusedWhole).length,
      refusedPartCount: fates.reduce((sum, fate) => sum + (isRefusedWhole(fate) ? 0 : fate.refusedCount), 0),
      knownCount: fates.reduce((sum, fate) => sum + fate.knownCount, 0),
    });
    const text = `${outcome} ${stop}`.trim();
    if (text !== '' && !this.#isLeft) this.notices.tell(text);
  }

  async #hasRoomFor(file: File): Promise<boolean> {
    // What is in a packed file is larger, but nobody knows by how much.
    // Where that cannot be found out, the import finds out by itself.
    const room = await this.services.storage
      .checkFile(file.name, 'json-lines', file.size)
      .catch(() => undefined);
    if (room === undefined || room.fits) return true;
    this.reports.noteLarge({ file, sentence: room.sentence });
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
      this.reports.noteFile(file, outcome, options.partNames);
      return {
        ...nothingTold,
        added: outcome.imported.map((source) => ({ ...source, name: file.name })),
        refusedCount: outcome.refused.length,
        knownCount: outcome.known.length,
      };
    } catch (thrown) {
      const error = toAppError(thrown, { code: 'internal', doing: `Importing ${file.name}` });
      if (isAborted(error)) return { ...nothingTold, isStopped: true };
      if (error.code === 'read-only') {
        this.notices.fail(error, 'Importing');
        return nothingTold;
      }
      const refused = [{ name: file.name, reason: error.message }];
      this.reports.noteFile(file, { refused }, options.partNames);
      return { ...nothingTold, refusedCount: 1 };
    }
  }
}

function isRefusedWhole({ added, knownCount, refusedCount }: Fate): boolean {
  return refusedCount > 0 && added.length === 0 && knownCount === 0;
}
