import { freeSourceName } from '../core/text/free-name.ts';
import { AppError, type ProjectId, type ReportProgress, type SourceId } from '../core/model/index.ts';
import type { DataPart, IngestBatch, PartSummary } from '../../workers/contracts/ingest-api.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { recallChoices } from './source-reading-service.ts';
import { workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Sources have one of so many hues. */
const hueCount = 8;
/** Held by every import while it runs, shared; whoever holds it alone knows that no import of any tab is alive. */
const importLock = 'tagscape-import';

/** What an import left behind. */
export interface ImportResult {
  readonly sourceId: SourceId;
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** What became of one chosen file, part by part. */
export interface ImportOutcome {
  readonly imported: readonly ImportResult[];
  /** Parts that could not be read, with the reason in a sentence. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** What of files that were imported was not, with a sentence. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  /** Parts that are in the project already, under another name or the same. */
  readonly known: readonly KnownPart[];
  /** Files of an archive that by their names hold no records. */
  readonly passedOver: readonly string[];
}

/** A part whose very bytes are in the project. */
export interface KnownPart {
  readonly name: string;
  /** The source that holds them. */
  readonly asName: string;
}

/** How a file is imported. */
export interface ImportOptions {
  /** Imports also what the project has already. */
  readonly allowKnown?: boolean;
  /** Imports only the parts with these names. */
  readonly partNames?: readonly string[];
}

/** Brings files into a project. */
export class ImportService {
  constructor(
    private readonly store: Store,
    private readonly workers: Workers,
  ) {}

  /**
   * Reads every part of a file into the store, each as a source of its own. After a failure or a stop nothing of the part
   * at hand is left; parts finished before stay. What the project has already is not imported again.
   *
   * @param onProgress Bytes read of bytes in the file.
   * @throws AppError `aborted`, `storage-full`, `worker-lost`; `unsupported-format` for a file of one part that cannot be
   *   read. Of several parts, those that cannot be read are listed.
   */
  async importFile(
    signal: AbortSignal,
    projectId: ProjectId,
    file: File,
    onProgress: ReportProgress,
    options: ImportOptions = {},
  ): Promise<ImportOutcome> {
    const found = await this.workers.ingest.call(signal, (ingest) => ingest.inspect(file));
    const { allowKnown = false, partNames } = options;
    const parts = found.parts.filter(({ name }) => partNames?.includes(name) ?? true);
    const isAlone = found.parts.length === 1 && found.refused.length === 0;
    return navigator.locks.request(importLock, { mode: 'shared' }, async () => {
      const imported: ImportResult[] = [];
      const refused = partNames === undefined ? [...found.refused] : [];
      const known: KnownPart[] = [];
      const meter = new PartMeter(file.size, parts, onProgress);
      for (const part of parts) {
        try {
          const job = { signal, projectId, file, part, onBytes: (done: number) => meter.report(done) };
          const outcome = await this.#importOnce(job, allowKnown);
          if ('asName' in outcome) known.push(outcome);
          else imported.push(outcome);
        } catch (thrown) {
          if (isAlone || !isAboutContent(thrown)) throw thrown;
          refused.push({ name: part.name, reason: thrown.message });
        }
        meter.finish(part);
      }
      const leftOut = imported.length === 0 ? [] : found.leftOut;
      return { imported, refused, leftOut, known, passedOver: found.passedOver };
    });
  }

  async #importOnce(job: PartJob, allowKnown: boolean): Promise<ImportResult | KnownPart> {
    const { name, sizeBytes, shape } = job.part;
    if (allowKnown) return this.#importPart(job, []);
    const sources = (await this.store.sources.list(job.projectId)).filter(
      ({ contentHash }) => contentHash !== '',
    );
    const mayBeKnown = sources.some(
      (source) => source.sizeBytes === sizeBytes && source.shape.format === shape.format,
    );
    if (mayBeKnown) {
      const hash = await this.workers.ingest.call(job.signal, (ingest) =>
        ingest.hashPart(job.file, job.part),
      );
      const same = sources.find(({ contentHash }) => contentHash === hash);
      if (same !== undefined) return { name, asName: same.name };
    }
    return this.#importPart(job, sources);
  }

  async #importPart(job: PartJob, sources: readonly StoredSource[]): Promise<ImportResult | KnownPart> {
    const { projectId, part } = job;
    const sourceId = await this.#createSource(projectId, part);
    try {
      const { contentHash, ...totals } = await this.#readInto(job, sourceId);
      const same = sources.find((source) => source.contentHash === contentHash);
      if (same !== undefined) {
        await this.store.sources.delete({ id: sourceId, projectId });
        return { name: part.name, asName: same.name };
      }
      await this.store.sources.change(sourceId, { ...totals, contentHash, state: 'ready' });
      return { sourceId, ...totals };
    } catch (thrown) {
      // What cannot be removed now goes with the next start; the first failure is the one to tell.
      await this.store.sources.delete({ id: sourceId, projectId }).catch(() => undefined);
      throw thrown;
    }
  }

  #readInto({ signal, file, part, onBytes }: PartJob, sourceId: SourceId): Promise<PartSummary> {
    const saveBatch = workerCallback(async ({ blocks, quarantined, bytesDone }: IngestBatch) => {
      signal.throwIfAborted();
      await this.store.sources.appendBatch(sourceId, { blocks, quarantined });
      onBytes(bytesDone);
    });
    return this.workers.ingest.call(signal, (ingest) => ingest.importPart(file, part, saveBatch));
  }

  /** Removes what imports left that ended with their page. While any tab imports, that waits for a later start. */
  async removeUnfinished(): Promise<void> {
    await navigator.locks.request(importLock, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      for (const source of await this.store.sources.listUnfinished()) await this.store.sources.delete(source);
    });
  }

  async #createSource(projectId: ProjectId, part: DataPart): Promise<SourceId> {
    const ready = await this.store.sources.list(projectId);
    const unfinished = await this.store.sources.listUnfinished();
    const names = [...ready, ...unfinished.filter((source) => source.projectId === projectId)].map(
      ({ name }) => name,
    );
    return this.store.sources.create({
      projectId,
      name: freeSourceName(part.name, names),
      hue: rarestHue(ready),
      sizeBytes: part.sizeBytes,
      contentHash: '',
      shape: await recallChoices(this.store, part.shape),
      recordCount: 0,
      quarantinedCount: 0,
      state: 'importing',
      revision: 0,
      usesGivenTags: false,
      addedAt: Date.now(),
    });
  }
}

/** One part on its way into the store. */
interface PartJob {
  readonly signal: AbortSignal;
  readonly projectId: ProjectId;
  readonly file: File;
  readonly part: DataPart;
  readonly onBytes: (bytesDone: number) => void;
}

/** Adds up the progress of parts, as bytes of the file they lie in. */
class PartMeter {
  readonly #totalBytes: number;
  #doneBytes = 0;

  constructor(
    private readonly fileBytes: number,
    parts: readonly DataPart[],
    private readonly onProgress: ReportProgress,
  ) {
    this.#totalBytes = parts.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  }

  /** @param bytesDone Of the part at hand. */
  report(bytesDone: number): void {
    const share = this.#totalBytes === 0 ? 1 : (this.#doneBytes + bytesDone) / this.#totalBytes;
    this.onProgress({ done: Math.round(this.fileBytes * Math.min(1, share)), total: this.fileBytes });
  }

  finish({ sizeBytes }: DataPart): void {
    this.#doneBytes += sizeBytes;
  }
}

/** The hue that the fewest sources have; of several the first. */
function rarestHue(sources: readonly StoredSource[]): number {
  const uses = Array.from(
    { length: hueCount },
    (_, hue) => sources.filter((source) => source.hue === hue).length,
  );
  return uses.indexOf(Math.min(...uses));
}

/** Tells whether other parts of the file can still be read. */
function isAboutContent(thrown: unknown): thrown is AppError {
  return (
    thrown instanceof AppError && (thrown.code === 'unsupported-format' || thrown.code === 'invalid-input')
  );
}
