import { defaultQuerySettings, throwIfStopped } from '../core/model/index.ts';
import type { StoredRun, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { planBlocks, sliceBlock } from './tagging-plan.ts';
import { handOver } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Rows read in one call, and at most in one segment: a block. */
const rowsPerCall = 1000;

/** What the tags of a source look like, from its first rows. */
export interface GivenTagsSample {
  /** Different tags, the first ones first. */
  readonly labels: readonly string[];
  readonly rowsWithTags: number;
  readonly rowsLookedAt: number;
}

/** Takes over tags that came with the data, in place of asking a tagger. */
export class GivenTagsService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'text'>,
  ) {}

  /** Looks at the tags of the first rows of a source; null when none were found in its columns. */
  async sample(signal: AbortSignal, source: StoredSource): Promise<GivenTagsSample | null> {
    const { tagsColumn, columns, mapping } = source.shape;
    if (tagsColumn === null || source.recordCount === 0) return null;
    const block = await this.store.sources.readBlock(source.id, 0);
    const rowsLookedAt = Math.min(100, block.offsets.length - 1);
    const slice = sliceBlock(block, { firstRow: 0, rowCount: rowsLookedAt });
    const segments = await this.workers.text.call(signal, (text) =>
      text.readGivenReplies(slice, { columns, mapping, settings: defaultQuerySettings, tagsColumn }),
    );
    const labels = new Set(segments.flatMap((segment) => segment.labels));
    const rowsWithTags = segments.reduce((rows, { rowCount }) => rows + rowCount, 0);
    return { labels: [...labels], rowsWithTags, rowsLookedAt };
  }

  /**
   * Writes the tags that stand in the sources into a run, for rows that have none in it yet. Rows whose record holds no
   * tags are left to the tagger. Only sources whose tags a person chose to use are read.
   *
   * @throws AppError `storage-full`, `aborted`, `worker-lost`; what is stored stays stored.
   * Cost: one pass over the rows that lack tags.
   */
  async takeOver(
    signal: AbortSignal,
    run: Pick<StoredRun, 'id' | 'querySettings'>,
    sources: readonly StoredSource[],
  ): Promise<void> {
    for (const source of sources) {
      const { tagsColumn, columns, mapping } = source.shape;
      if (!source.usesGivenTags || tagsColumn === null) continue;
      const [starts, done] = await Promise.all([
        this.store.sources.listBlockStarts(source.id),
        this.store.runs.listStretches(run.id, source.id),
      ]);
      const reading = { columns, mapping, settings: run.querySettings, tagsColumn };
      for (const { blockStart, stretches } of planBlocks(source, starts, done, rowsPerCall)) {
        const block = await this.store.sources.readBlock(source.id, blockStart);
        for (const stretch of stretches) {
          throwIfStopped(signal, 'Taking over the tags');
          const slice = sliceBlock(block, stretch);
          const segments = await this.workers.text.call(signal, (text) =>
            text.readGivenReplies(handOver(slice, [slice.bytes.buffer, slice.offsets.buffer]), reading),
          );
          for (const segment of segments)
            await this.store.runs.addSegment(run.id, source.id, source.revision, segment, 'the file');
        }
      }
    }
  }
}
