import { handOver } from './worker-host.ts';
import { sliceBlock } from './tagging-plan.ts';
import type { BlockTagger } from './tagging-service.ts';
import type { Workers } from './workers.ts';

/** About a second of work for one encoder: short enough to stop soon, long enough to fill its batches. */
const rowsPerCall = 200;

/** The built-in tagger, one call per worker and one waiting. */
export function createBuiltInBlockTagger(workers: Workers): BlockTagger {
  // In-flight calls are finished after a stop, so they get a signal that never fires.
  const { signal } = new AbortController();
  return {
    rowsPerCall,
    concurrency: workers.taggerCount * 2,
    tag: (_, block, stretch, reading) => {
      const slice = sliceBlock(block, stretch);
      return workers.tagger.call(signal, (tagger) =>
        tagger.tagBlock(handOver(slice, [slice.bytes.buffer, slice.offsets.buffer]), reading),
      );
    },
  };
}
