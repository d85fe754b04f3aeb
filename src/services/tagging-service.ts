import type { BlockReading } from '../../workers/contracts/tagger-api.ts';
import { isAborted, type ReportProgress, type RunId } from '../core/model/index.ts';
import type { StoredBlock, StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import type { TaggedStretch } from '../store/run-store.ts';
import type { Store } from '../store/store.ts';
import { countPendingRows, planBlocks, type PendingBlock } from './tagging-plan.ts';

/** How a tagger answers some rows of one block; the rows come with nothing missing and nothing doubled. */
export interface BlockTagger {
  /** Rows in one call: few for a slow tagger, so that a stop loses little. */
  readonly rowsPerCall: number;
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Tags some rows and gives back the segment to store. */
  tag(
    signal: AbortSignal,
    block: StoredBlock,
    stretch: TaggedStretch,
    reading: BlockReading,
  ): Promise<Parameters<Store['runs']['addSegment']>[3]>;
}

/** Told after each stretch is safely stored. */
export type OnTagged = (source: StoredSource, stretch: TaggedStretch) => void;

/** Runs a tagger over everything in a project that has no tags yet. The store is the queue. */
export class TaggingService {
  constructor(private readonly store: Store) {}

  /**
   * Tags what is left, storing each stretch as it comes. A stop finishes the calls in flight, so nothing is lost.
   *
   * @param onProgress Rows tagged of all rows.
   * @throws AppError of the tagger or the store; what is stored stays stored.
   */
  async run(
    signal: AbortSignal,
    project: StoredProject,
    run: StoredRun,
    tagger: BlockTagger,
    on: { readonly progress: ReportProgress; readonly tagged: OnTagged },
  ): Promise<'done' | 'stopped'> {
    const sources = await this.store.sources.list(project.id);
    const blocks = await this.#plan(run.id, sources, tagger.rowsPerCall);
    const total = sources.reduce((rows, source) => rows + source.recordCount, 0);
    let done = total - countPendingRows(blocks);
    on.progress({ done, total });
    await this.#work(signal, run, blocks, tagger, (source, stretch) => {
      done += stretch.rowCount;
      on.progress({ done, total });
      on.tagged(source, stretch);
    });
    return signal.aborted ? 'stopped' : 'done';
  }

  /** Rows of the project that a run has replies for, and all its rows. Reads keys only. */
  async countTagged(
    runId: RunId,
    sources: readonly StoredSource[],
  ): Promise<{ done: number; total: number }> {
    let done = 0;
    let total = 0;
    for (const source of sources) {
      total += source.recordCount;
      for (const { rowCount } of await this.store.runs.listStretches(runId, source.id)) done += rowCount;
    }
    return { done, total };
  }

  async #plan(runId: RunId, sources: readonly StoredSource[], rowsPerCall: number): Promise<PendingBlock[]> {
    const plans: PendingBlock[] = [];
    for (const source of sources) {
      const [starts, done] = await Promise.all([
        this.store.sources.listBlockStarts(source.id),
        this.store.runs.listStretches(runId, source.id),
      ]);
      plans.push(...planBlocks(source, starts, done, rowsPerCall));
    }
    return plans;
  }

  async #work(
    signal: AbortSignal,
    run: StoredRun,
    blocks: readonly PendingBlock[],
    tagger: BlockTagger,
    onTagged: OnTagged,
  ): Promise<void> {
    const inFlight = new Set<Promise<void>>();
    let failure: unknown;
    for (const { source, blockStart, stretches } of blocks) {
      const block = await this.store.sources.readBlock(source.id, blockStart);
      const reading: BlockReading = {
        columns: source.shape.columns,
        mapping: source.shape.mapping,
        settings: run.querySettings,
      };
      for (const stretch of stretches) {
        if (signal.aborted || failure !== undefined) break;
        const call = this.#tagStretch(signal, run, source, block, stretch, reading, tagger)
          .then((isStored) => {
            if (isStored) onTagged(source, stretch);
          })
          .catch((thrown: unknown) => {
            failure ??= thrown;
          })
          .finally(() => inFlight.delete(call));
        inFlight.add(call);
        if (inFlight.size >= tagger.concurrency) await Promise.race(inFlight);
      }
      if (signal.aborted || failure !== undefined) break;
    }
    await Promise.all(inFlight);
    if (failure !== undefined) throw failure;
  }

  async #tagStretch(
    signal: AbortSignal,
    run: StoredRun,
    source: StoredSource,
    block: StoredBlock,
    stretch: TaggedStretch,
    reading: BlockReading,
    tagger: BlockTagger,
  ): Promise<boolean> {
    try {
      const segment = await tagger.tag(signal, block, stretch, reading);
      await this.store.runs.addSegment(run.id, source.id, source.revision, segment);
      return true;
    } catch (thrown) {
      if (isAborted(thrown) && signal.aborted) return false;
      throw thrown;
    }
  }
}
