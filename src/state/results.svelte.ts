import type { PoolMetrics, SelectionOrder, SelectionStrategy } from '../../workers/contracts/analysis-api.ts';
import type { TagGraph } from '../../workers/contracts/graph-api.ts';
import type { RawTags, Recipe, ReportProgress, Vocabulary } from '../core/model/index.ts';
import type { PoolTags } from '../core/pool/collect-raw-tags.ts';
import type { NormaliseTask } from '../services/normalise-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Raised when the form or the meaning of stored results changes, so that old ones are computed again. */
const resultsVersion = 3;

/** Everything computed from the tags of a run; parts of one result always belong together. */
export interface Results {
  readonly basis: string;
  /** Says what the raw tags are; another recipe leaves it as it is. */
  readonly poolBasis: string;
  readonly run: StoredRun;
  readonly sources: readonly StoredSource[];
  readonly pool: Omit<PoolTags, 'raw'>;
  readonly taggedRowCount: number;
  readonly vocabulary: Vocabulary;
  readonly metrics: PoolMetrics;
  readonly graph: TagGraph;
  readonly orders: Readonly<Record<SelectionStrategy, SelectionOrder>>;
}

/** The results of the open project, and the work that makes them. */
export class ResultsState {
  current = $state.raw<Results | undefined>(undefined);
  isWorking = $state(false);
  /** Whether `current` belongs to earlier tags or settings, because working out the present ones failed. */
  isStale = $state(false);
  #stopper = new AbortController();

  constructor(
    private readonly services: Services,
    private readonly projectId: StoredProject['id'],
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {}

  /** Brings the results in line with what is tagged; reads stored ones where nothing has changed. */
  async refresh(): Promise<void> {
    this.#stopper.abort();
    const stopper = (this.#stopper = new AbortController());
    this.isWorking = true;
    try {
      await this.#refresh(stopper.signal);
      this.isStale = false;
    } catch (thrown) {
      this.isStale = this.#stopper === stopper ? this.current !== undefined : this.isStale;
      this.notices.fail(thrown, 'Working out the tags');
    } finally {
      if (this.#stopper === stopper) this.isWorking = false;
    }
  }

  /** Shows what another tab has worked out, if anything is new. */
  adopt(): Promise<void> {
    return this.#refresh(new AbortController().signal, { computes: false });
  }

  async #refresh(signal: AbortSignal, { computes } = { computes: true }): Promise<void> {
    const { store, pool } = this.services;
    const project = await store.projects.read(this.projectId);
    const run = project?.currentRunId == null ? undefined : await store.runs.read(project.currentRunId);
    const sources = await store.sources.list(this.projectId);
    if (project === undefined || run === undefined || sources.length === 0) {
      this.current = undefined;
      return;
    }
    const poolBasis = await pool.describe(run.id, sources);
    const basis = `v${resultsVersion} ${poolBasis} ${describeSettings(project)}`;
    if (this.current?.basis === basis) return;
    const stored = await store.derived.read(this.projectId, 'results', basis);
    if (stored !== undefined) {
      // Written by this very version, as the basis says.
      this.current = { ...(stored as Results), run, sources };
      return;
    }
    if (!computes) return;
    const counted = await this.services.tagging.countTagged(run.id, sources);
    this.current =
      counted.done === 0
        ? undefined
        : await this.#compute(signal, { basis, poolBasis, project, run, sources });
  }

  /** What normalising the pool of some results under a recipe takes. */
  describeTask(
    { poolBasis, run, sources }: Pick<Results, 'poolBasis' | 'run' | 'sources'>,
    recipe: Recipe,
    onProgress?: ReportProgress,
  ): NormaliseTask {
    const read = async (signal: AbortSignal): Promise<RawTags> =>
      (await this.services.pool.read(signal, run, sources)).raw;
    return {
      pool: { name: poolBasis, read },
      recipe,
      ...(onProgress === undefined ? {} : { onProgress }),
    };
  }

  async #compute(
    signal: AbortSignal,
    { basis, poolBasis, project, run, sources }: Computation,
  ): Promise<Results> {
    const job = new Job('Joining tags', 'tags', { stop: () => this.#stopper.abort() });
    return this.jobs.run(job, async () => {
      const { pool, readRaw } = await this.#readPool(signal, { poolBasis, run, sources });
      const task = this.describeTask({ poolBasis, run, sources }, project.recipe, (progress) =>
        job.report(progress),
      );
      const vocabulary = await this.services.normalise.normalise(signal, {
        ...task,
        pool: { name: poolBasis, read: readRaw ?? task.pool.read },
      });
      const { analysis } = this.services;
      const seed = project.selection.seed;
      const [metrics, graph, diverse, random] = await Promise.all([
        analysis.measureSources(signal, vocabulary, pool),
        analysis.buildGraph(signal, vocabulary),
        analysis.orderRows(signal, vocabulary, pool, 'complexity-first-diverse', seed),
        analysis.orderRows(signal, vocabulary, pool, 'random', seed),
      ]);
      const taggedRowCount = pool.taggedRows.reduce((total, isTagged) => total + isTagged, 0);
      const orders = { 'complexity-first-diverse': diverse, random };
      const results = {
        basis,
        poolBasis,
        run,
        sources,
        pool,
        taggedRowCount,
        vocabulary,
        metrics,
        graph,
        orders,
      };
      await this.#keep(results);
      return results;
    });
  }

  /** What the measures need of the pool; its raw tags are read only when nothing of it is known. */
  async #readPool(
    signal: AbortSignal,
    { poolBasis, run, sources }: Pick<Results, 'poolBasis' | 'run' | 'sources'>,
  ): Promise<{ pool: Results['pool']; readRaw?: () => Promise<RawTags> }> {
    if (this.current?.poolBasis === poolBasis) return { pool: this.current.pool };
    const { raw, ...pool } = await this.services.pool.read(signal, run, sources);
    return { pool, readRaw: () => Promise.resolve(raw) };
  }

  // Results that cannot be kept are computed again after a reload; that is worth a word, not a failure.
  async #keep(results: Results): Promise<void> {
    try {
      await this.services.store.derived.save(this.projectId, 'results', results.basis, results);
    } catch (thrown) {
      this.notices.fail(thrown, 'Keeping the results');
    }
  }
}

interface Computation extends Pick<Results, 'basis' | 'poolBasis' | 'run' | 'sources'> {
  readonly project: StoredProject;
}

/** What of a project's settings shapes its results. */
function describeSettings({ recipe, selection }: StoredProject): string {
  return JSON.stringify({ recipe, seed: selection.seed });
}
