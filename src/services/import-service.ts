import type { ProjectId, QuerySettings, ReportProgress, SourceId, SourceShape } from '../core/model/index.ts';
import type { IngestBatch } from '../../workers/contracts/ingest-api.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Eight hues; the ninth source starts over. */
const hueCount = 8;
/** Held by every import while it runs, shared; whoever holds it alone knows that no import of any tab is alive. */
const importLock = 'tagscape-import';

/** What an import left behind. */
export interface ImportResult {
  readonly sourceId: SourceId;
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** Brings files into a project. */
export class ImportService {
  constructor(
    private readonly store: Store,
    private readonly workers: Workers,
  ) {}

  /**
   * Reads one file into the store as a new source. After a failure or a stop nothing of it is left.
   *
   * @param onProgress Bytes read of bytes in the file.
   * @throws AppError `unsupported-format`, `aborted`, `storage-full`, `worker-lost`.
   */
  async importFile(
    signal: AbortSignal,
    projectId: ProjectId,
    file: File,
    onProgress: ReportProgress,
  ): Promise<ImportResult> {
    const shape = await this.workers.ingest.call(signal, (ingest) => ingest.inspect(file));
    return navigator.locks.request(importLock, { mode: 'shared' }, async () => {
      const sourceId = await this.#createSource(projectId, file, shape);
      try {
        return await this.#readInto(signal, sourceId, file, shape, onProgress);
      } catch (thrown) {
        // What cannot be removed now goes with the next start; the first failure is the one to tell.
        await this.store.sources.delete({ id: sourceId, projectId }).catch(() => undefined);
        throw thrown;
      }
    });
  }

  async #readInto(
    signal: AbortSignal,
    sourceId: SourceId,
    file: File,
    shape: SourceShape,
    onProgress: ReportProgress,
  ): Promise<ImportResult> {
    const saveBatch = workerCallback(async ({ blocks, quarantined, bytesDone }: IngestBatch) => {
      signal.throwIfAborted();
      await this.store.sources.appendBatch(sourceId, { blocks, quarantined });
      onProgress({ done: bytesDone, total: file.size });
    });
    const summary = await this.workers.ingest.call(signal, (ingest) =>
      ingest.importFile(file, shape, saveBatch),
    );
    await this.store.sources.change(sourceId, { ...summary, state: 'ready' });
    return { sourceId, ...summary };
  }

  /** Removes what imports left that ended with their page. While any tab imports, that waits for a later start. */
  async removeUnfinished(): Promise<void> {
    await navigator.locks.request(importLock, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      for (const source of await this.store.sources.listUnfinished()) await this.store.sources.delete(source);
    });
  }

  /** The queries of the first records of a source, exactly as a tagger will see them. */
  async previewQueries(
    signal: AbortSignal,
    source: StoredSource,
    mapping: SourceShape['mapping'],
    settings: QuerySettings,
    limit: number,
  ): Promise<string[][]> {
    if (source.recordCount === 0) return [];
    const block = await this.store.sources.readBlock(source.id, 0);
    const count = Math.min(limit, block.offsets.length - 1);
    const start = {
      firstRow: 0,
      bytes: block.bytes.slice(0, block.offsets[count]),
      offsets: block.offsets.slice(0, count + 1),
    };
    return this.workers.ingest.call(signal, (ingest) =>
      ingest.previewQueries(start, source.shape.columns, mapping, settings),
    );
  }

  /** Stores a mapping chosen by a person; replies to the old queries are dropped. */
  changeMapping(source: StoredSource, mapping: SourceShape['mapping']): Promise<void> {
    return this.store.sources.changeMapping(source, mapping);
  }

  async #createSource(projectId: ProjectId, file: File, shape: SourceShape): Promise<SourceId> {
    const taken = new Set((await this.store.sources.list(projectId)).map((source) => source.hue));
    const free = Array.from({ length: hueCount }, (_, hue) => hue).find((hue) => !taken.has(hue));
    return this.store.sources.create({
      projectId,
      name: file.name,
      hue: free ?? taken.size % hueCount,
      sizeBytes: file.size,
      shape,
      recordCount: 0,
      quarantinedCount: 0,
      state: 'importing',
      revision: 0,
      addedAt: Date.now(),
    });
  }
}
