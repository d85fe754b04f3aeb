import { isAborted, type RunId } from '../core/model/index.ts';
import { createBuiltInBlockTagger } from '../services/built-in-block-tagger.ts';
import type { TaggedRow } from '../services/rows-service.ts';
import type { Services } from '../services/services.ts';
import type { BlockTagger } from '../services/tagging-service.ts';
import type { StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import type { TaggedStretch } from '../store/run-store.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Which tagger to run, and how. */
export interface TaggerPlan {
  readonly tagger: StoredRun['tagger'];
  readonly model: string;
  readonly promptHash: string;
  readonly create: (signal: AbortSignal) => Promise<BlockTagger>;
}

const liveRowCount = 6;
const liveRefreshMs = 1500;

/** The tagging of the open project: what runs, how far it is, what came out last. */
export class Tagging {
  status = $state<'idle' | 'starting' | 'running' | 'stopping'>('idle');
  done = $state(0);
  total = $state(0);
  latest = $state.raw<readonly TaggedRow[]>([]);
  /** The running work, for its rate and time left. */
  job = $state.raw<Job | undefined>(undefined);
  readonly #runs: Live<StoredRun[]>;
  #stopper = new AbortController();
  /** Started again while busy: rows came that the plan of the running work does not have. */
  #isAskedAgain = false;
  /** The project is left, not paused: its run goes on when it is opened again. */
  #isLeft = false;
  #ending = Promise.resolve();
  #latestAt = 0;

  /** @param onEnded Called when a run pauses or ends, so that results can be computed. */
  constructor(
    private readonly services: Services,
    private readonly project: StoredProject,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
    private readonly onEnded: () => Promise<void>,
  ) {
    this.#runs = new Live(services.store.runs.watchList(project.id), []);
  }

  get runs(): readonly StoredRun[] {
    return this.#runs.current;
  }

  get isBusy(): boolean {
    return this.status !== 'idle';
  }

  /** The built-in tagger, which needs neither network nor graphics card. */
  get builtIn(): TaggerPlan {
    return {
      tagger: 'built-in',
      model: 'built-in vocabulary',
      promptHash: '',
      create: () => Promise.resolve(createBuiltInBlockTagger(this.services.workers)),
    };
  }

  /** Tells whether a plan would go on with a run rather than begin a new one. */
  continues(run: StoredRun, plan: TaggerPlan, settings: StoredProject['querySettings']): boolean {
    return isSameTagging(run, plan, settings);
  }

  /** Counts what the current run has, for a fresh page. */
  async recount(runId: RunId | null, sources: readonly StoredSource[]): Promise<void> {
    if (this.isBusy) return;
    const total = sources.reduce((rows, source) => rows + source.recordCount, 0);
    const counted =
      runId === null ? { done: 0, total } : await this.services.tagging.countTagged(runId, sources);
    this.done = counted.done;
    this.total = counted.total;
  }

  /**
   * Starts a run, or goes on with the current one when it used the same tagger, model and prompt. While one runs, rows
   * added meanwhile come after it.
   */
  async start(plan: TaggerPlan): Promise<void> {
    if (this.isBusy) {
      this.#isAskedAgain = true;
      return;
    }
    this.#ending = this.#runUntilAsked(plan);
    await this.#ending;
    if (!this.#isLeft) await this.onEnded();
  }

  /** Stops after the rows in work; `start` with the same tagger goes on from there. */
  pause(): void {
    this.#isAskedAgain = false;
    if (!this.isBusy) return;
    this.status = 'stopping';
    this.#stopper.abort();
  }

  /** Pauses for as long as another project is open. Resolves when nothing is stored any more. */
  leave(): Promise<void> {
    this.#isLeft = true;
    this.pause();
    return this.#ending;
  }

  async #runUntilAsked(plan: TaggerPlan): Promise<void> {
    do {
      this.#isAskedAgain = false;
      await this.#runLocked(plan);
    } while (this.#isAskedAgain);
  }

  async #runLocked(plan: TaggerPlan): Promise<void> {
    this.status = 'starting';
    this.#stopper = new AbortController();
    try {
      await navigator.locks.request(
        `tagscape-run-${this.project.id}`,
        { ifAvailable: true },
        async (lock) => {
          if (lock === null) {
            this.notices.tell('Another tab is tagging this project. Its tags appear here when you reload.');
            return;
          }
          const run = await this.#findRun(plan);
          await this.#runToEnd(run, plan);
        },
      );
    } catch (thrown) {
      this.#isAskedAgain = false;
      // Of a project that is left, perhaps deleted, nothing is lost: what failed is tagged when it is opened again.
      if (!this.#isLeft) this.notices.fail(thrown, 'Tagging');
    } finally {
      this.status = 'idle';
      this.job = undefined;
    }
  }

  async #findRun(plan: TaggerPlan): Promise<StoredRun> {
    const { runs, projects } = this.services.store;
    const project = await projects.read(this.project.id);
    const current = project?.currentRunId == null ? undefined : await runs.read(project.currentRunId);
    if (
      current !== undefined &&
      isSameTagging(current, plan, project?.querySettings ?? this.project.querySettings)
    ) {
      await runs.change(current.id, { state: 'running' });
      return current;
    }
    const run: Omit<StoredRun, 'id'> = {
      projectId: this.project.id,
      tagger: plan.tagger,
      model: plan.model,
      promptHash: plan.promptHash,
      querySettings: project?.querySettings ?? this.project.querySettings,
      state: 'running',
      startedAt: Date.now(),
    };
    const id = await runs.create(run);
    await projects.change(this.project.id, { currentRunId: id });
    return { ...run, id };
  }

  // At once, so that a reload while the last rows are being saved does not take up again what a person paused.
  async #markPaused(runId: RunId): Promise<void> {
    if (this.#isLeft) return;
    try {
      await this.services.store.runs.change(runId, { state: 'paused' });
    } catch (thrown) {
      this.notices.fail(thrown, 'Pausing');
    }
  }

  async #runToEnd(run: StoredRun, plan: TaggerPlan): Promise<void> {
    const { signal } = this.#stopper;
    const job = new Job('Tagging', 'rows', { pause: () => this.pause() });
    this.job = job;
    signal.addEventListener('abort', () => void this.#markPaused(run.id), { once: true });
    let outcome: 'done' | 'stopped' = 'stopped';
    try {
      outcome = await this.jobs.run(job, async () => {
        const tagger = await plan.create(signal);
        if (this.status === 'starting') this.status = 'running';
        return this.services.tagging.run(signal, this.project, run, tagger, {
          progress: (progress) => {
            job.report(progress);
            this.done = progress.done;
            this.total = progress.total;
          },
          tagged: (source, stretch) => void this.#showLatest(run, source, stretch),
        });
      });
    } catch (thrown) {
      if (!isAborted(thrown)) throw thrown;
    } finally {
      const state = outcome === 'done' ? 'done' : this.#isLeft ? 'running' : 'paused';
      await this.services.store.runs.change(run.id, { state });
    }
  }

  // A failure here costs a glance at fresh rows, not the run, so it is not reported.
  async #showLatest(run: StoredRun, source: StoredSource, stretch: TaggedStretch): Promise<void> {
    if (performance.now() - this.#latestAt < liveRefreshMs) return;
    this.#latestAt = performance.now();
    try {
      const step = Math.max(1, Math.floor(stretch.rowCount / liveRowCount));
      const addresses = Array.from({ length: Math.min(liveRowCount, stretch.rowCount) }, (_, index) => ({
        source,
        row: stretch.firstRow + index * step,
      }));
      this.latest = await this.services.rows.readTaggedRows(this.#stopper.signal, run, addresses);
    } catch {
      return;
    }
  }
}

function isSameTagging(run: StoredRun, plan: TaggerPlan, settings: StoredProject['querySettings']): boolean {
  return (
    run.tagger === plan.tagger &&
    run.model === plan.model &&
    run.promptHash === plan.promptHash &&
    run.querySettings.turns === settings.turns &&
    run.querySettings.includeSystem === settings.includeSystem
  );
}
