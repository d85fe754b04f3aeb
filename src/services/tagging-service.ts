import type { BlockReading } from '../../workers/contracts/tagger-api.ts';
import { AppError, isAborted, toAppError, type ReportProgress, type RunId } from '../core/model/index.ts';
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

interface StretchToTag {
  readonly source: StoredSource;
  readonly block: StoredBlock;
  readonly stretch: TaggedStretch;
  readonly reading: BlockReading;
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
    return done === total ? 'done' : 'stopped';
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
    let failure: AppError | undefined;
    const keepFailure = (thrown: unknown): void => {
      if (signal.aborted && isWithoutLoss(thrown)) return;
      failure ??= toAppError(thrown, { code: 'internal', doing: 'Tagging' });
    };
    try {
      for await (const work of this.#readWork(run, blocks)) {
        if (signal.aborted || failure !== undefined) break;
        const call = this.#tagStretch(signal, run, work, tagger)
          .then(() => {
            onTagged(work.source, work.stretch);
          })
          .catch(keepFailure)
          .finally(() => inFlight.delete(call));
        inFlight.add(call);
        if (inFlight.size >= tagger.concurrency) await Promise.race(inFlight);
      }
    } catch (thrown) {
      keepFailure(thrown);
    }
    // Nothing may still be stored once the run has ended: the next one plans by what it finds.
    await Promise.all(inFlight);
    if (failure !== undefined) throw failure;
  }

  /** Reads each block once, when its first stretch is due. */
  async *#readWork(run: StoredRun, blocks: readonly PendingBlock[]): AsyncGenerator<StretchToTag> {
    for (const { source, blockStart, stretches } of blocks) {
      const block = await this.store.sources.readBlock(source.id, blockStart);
      const { columns, mapping } = source.shape;
      const reading: BlockReading = { columns, mapping, settings: run.querySettings };
      for (const stretch of stretches) yield { source, block, stretch, reading };
    }
  }

  async #tagStretch(
    signal: AbortSignal,
    run: StoredRun,
    { source, block, stretch, reading }: StretchToTag,
    tagger: BlockTagger,
  ): Promise<void> {
    const segment = await tagger.tag(signal, block, stretch, reading);
    await this.store.runs.addSegment(run.id, source.id, source.revision, segment);
  }
}

/** After a stop: the call was cut short, or a project was closed to be deleted and took the rows along. */
function isWithoutLoss(thrown: unknown): boolean {
  return isAborted(thrown) || (thrown instanceof AppError && thrown.code === 'not-found');
}
