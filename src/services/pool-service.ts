import { applyCorrections, groupByRow } from '../core/pool/apply-corrections.ts';
import { RawTagCollector, type PoolTags } from '../core/pool/collect-raw-tags.ts';
import { throwIfStopped, type RunId } from '../core/model/index.ts';
import type { StoredRun, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** Segments read from the store in one go: some thousand rows, a few milliseconds of work. */
const segmentsPerRead = 16;

/** Reads all tags of a project together. */
export class PoolService {
  constructor(private readonly store: Store) {}

  /**
   * Says what a pool is made of: results with the same basis need no new computation.
   * Cost: the keys of the replies, the failed rows and the corrections; no reply is read.
   */
  async describe(runId: RunId, sources: readonly StoredSource[]): Promise<string> {
    const parts = [`run ${runId}`];
    for (const source of sources) {
      const [stretches, corrections] = await Promise.all([
        this.store.runs.listStretches(runId, source.id),
        this.store.corrections.version(source.id),
      ]);
      const rows = stretches.reduce((total, stretch) => total + stretch.rowCount, 0);
      const changed = corrections === '' ? '' : `+${corrections}`;
      parts.push(`${source.id}.${source.revision}:${rows}${changed}`);
    }
    // A row that is asked again has other tags under the same key; its failure is settled or has one try more.
    const failures = await this.store.answers.listFailures(runId, Infinity);
    const tries = failures.reduce((total, failure) => total + failure.tries, 0);
    if (failures.length > 0) parts.push(`failed ${failures.length} after ${tries}`);
    return parts.join(' ');
  }

  /**
   * Reads the replies of a run, as a person corrected them, into one table of raw tags.
   * Cost: one pass over the stored replies; memory for the table only.
   */
  async read(signal: AbortSignal, run: StoredRun, sources: readonly StoredSource[]): Promise<PoolTags> {
    const collector = new RawTagCollector(sources.map((source) => source.recordCount));
    for (const [index, source] of sources.entries()) {
      const stretches = await this.store.runs.listStretches(run.id, source.id);
      const corrections = groupByRow(await this.store.corrections.list(source.id));
      for (let first = 0; first < stretches.length; first += segmentsPerRead) {
        throwIfStopped(signal, 'Reading the tags');
        const some = stretches.slice(first, first + segmentsPerRead);
        const segments = await this.store.runs.readSegments(run.id, source.id, some);
        for (const segment of segments) {
          collector.addSegment(index, applyCorrections(segment, corrections, run.querySettings.turns));
        }
      }
    }
    return collector.finish();
  }
}
