import { isAborted, type RunId } from '../core/model/index.ts';
import { PaceMeter, type Pace } from '../core/tagging/pace.ts';
import type { LoadProgress } from '../core/tagging/engine.ts';
import type { TaggedRow } from '../services/rows-service.ts';
import type { Services } from '../services/services.ts';
import type { QueuedRow } from '../services/model-run/run-queue.ts';
import type { RowAnswer } from '../store/answer-store.ts';
import type { StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import type { TaggedStretch } from '../store/run-store.ts';
import { CrashFlag } from './crash-flag.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import { languageModelLock, tellOtherTab } from './language-model-lock.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { RunMeter } from './run-meter.svelte.ts';
import { planBuiltIn, type ReadyTagger, type TaggerPlan, type TaggingEvents } from './tagger-plan.ts';
import { Wakefulness } from './wakefulness.ts';

const liveRowCount = 6;
const liveRefreshMs = 1500;

/** A language model's rows come one by one and slowly: more of them stay to be read. */
const shownAnswers = 20;

/** The parts of a run after which the results are worked out anew while it goes on. */
const milestones: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5];

/** Fewer rows make no picture. */
const minMilestoneRows = 50;

/** What is being written for a row. */
export interface GrowingAnswer {
  readonly query: string;
  readonly text: string;
}

/** The tagging of the open project: what runs, how far it is, what came out last. */
export class Tagging {
  status = $state<'idle' | 'starting' | 'running' | 'stopping'>('idle');
  done = $state(0);
  total = $state(0);
  latest = $state.raw<readonly TaggedRow[]>([]);
  /** Loading of the model, while it lasts. */
  loading = $state.raw<LoadProgress | undefined>(undefined);
  /** The running work, for its rate and time left. */
  job = $state.raw<Job | undefined>(undefined);
  /** Figures of the language model's run that goes on, or went on last. */
  meter = $state.raw<RunMeter | undefined>(undefined);
  growing = $state.raw<GrowingAnswer | undefined>(undefined);
  /** What the run had to tell: a step down, a model that makes no sense. */
  notes = $state.raw<readonly string[]>([]);
  /** The run that goes on, or went on last on this page: meter, notes and latest rows are of it. */
  lastRunId = $state<RunId | undefined>(undefined);
  /** Share of the time a language model works, for a machine that gets hot. */
  workShare = $state(1);
  readonly builtIn: TaggerPlan;
  readonly #runs: Live<StoredRun[]>;
  readonly #crashFlag = new CrashFlag();
  readonly #wakefulness = new Wakefulness();
  #stopper = new AbortController();
  /** Started again while busy: rows came that the plan of the running work does not have. */
  #isAskedAgain = false;
  /** The project is left, not paused: its run goes on when it is opened again. */
  #isLeft = false;
  #ending = Promise.resolve();
  #latestAt = 0;

  /**
   * @param onEnded Called when a run pauses or ends, so that results can be computed.
   * @param onMilestone Called when a good part of a run is done and the results are worth another look.
   */
  constructor(
    private readonly services: Services,
    private readonly project: StoredProject,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
    private readonly on: {
      readonly ended: () => Promise<void>;
      readonly milestone: () => void;
      readonly measured: (run: StoredRun, pace: Pace) => void;
    },
  ) {
    this.builtIn = planBuiltIn(services);
    this.#runs = new Live(services.store.runs.watchList(project.id), []);
  }

  get runs(): readonly StoredRun[] {
    return this.#runs.current;
  }

  get isBusy(): boolean {
    return this.status !== 'idle';
  }

  /** Tells whether a plan would go on with a run rather than begin a new one. */
  continues(run: StoredRun, plan: TaggerPlan, settings: StoredProject['querySettings']): boolean {
    return plan.fits(run) && hasSameQueries(run, settings);
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
    if (!this.#isLeft) await this.on.ended();
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
    this.notes = [];
    this.meter = undefined;
    this.#stopper = new AbortController();
    // Holding a lock also keeps the browser from freezing the tab in the background.
    const names = [`tagscape-run-${this.project.id}`];
    if (plan.tagger !== 'built-in') names.push(languageModelLock);
    try {
      await this.#withLocks(names, () => this.#runPlan(plan));
    } catch (thrown) {
      this.#isAskedAgain = false;
      // Of a project that is left, perhaps deleted, nothing is lost: what failed is tagged when it is opened again.
      if (!this.#isLeft) this.notices.fail(thrown, 'Tagging');
    } finally {
      this.status = 'idle';
      this.job = undefined;
      this.loading = undefined;
      this.growing = undefined;
      this.#crashFlag.end();
      this.#wakefulness.end();
    }
  }

  async #withLocks([name, ...rest]: readonly string[], work: () => Promise<void>): Promise<void> {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        if (name === languageModelLock) tellOtherTab(this.notices);
        else this.notices.tell('Another tab is tagging this project. Its tags appear here when you reload.');
      } else if (rest.length > 0) await this.#withLocks(rest, work);
      else await work();
    });
  }

  async #runPlan(plan: TaggerPlan): Promise<void> {
    const { signal } = this.#stopper;
    const job = new Job('Tagging', 'rows', { pause: () => this.pause() });
    this.job = job;
    try {
      await this.jobs.run(job, async () => {
        const tagger = await plan.prepare(signal, {
          loading: (progress) => (this.loading = progress),
          told: (sentence) => this.#tell(sentence),
        });
        this.loading = undefined;
        await this.#runToEnd(await this.#findRun(tagger), tagger, job);
      });
    } catch (thrown) {
      if (!isAborted(thrown)) throw thrown;
    }
  }

  async #findRun({ identity }: ReadyTagger): Promise<StoredRun> {
    const { runs, projects } = this.services.store;
    const project = (await projects.read(this.project.id)) ?? this.project;
    const current = project.currentRunId === null ? undefined : await runs.read(project.currentRunId);
    if (
      current !== undefined &&
      isSameTagging(current, identity) &&
      hasSameQueries(current, project.querySettings)
    ) {
      await runs.change(current.id, { state: 'running' });
      return current;
    }
    const run: Omit<StoredRun, 'id'> = {
      projectId: this.project.id,
      ...identity,
      querySettings: project.querySettings,
      state: 'running',
      startedAt: Date.now(),
    };
    return { ...run, id: await runs.createCurrent(run) };
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

  async #runToEnd(run: StoredRun, tagger: ReadyTagger, job: Job): Promise<void> {
    const { signal } = this.#stopper;
    signal.addEventListener('abort', () => void this.#markPaused(run.id), { once: true });
    const isModel = run.tagger !== 'built-in';
    let outcome: 'done' | 'stopped' = 'stopped';
    if (this.lastRunId !== run.id) this.latest = [];
    this.lastRunId = run.id;
    const meter = new PaceMeter();
    try {
      const sources = await this.services.store.sources.list(this.project.id);
      await this.services.givenTags.takeOver(signal, run, sources);
      if (isModel) {
        this.meter = new RunMeter(sources, tagger.lanes);
        this.#wakefulness.begin();
      }
      if (this.status === 'starting') this.status = 'running';
      outcome = await tagger.run(signal, {
        run,
        project: this.project,
        hasCrashed: isModel && this.#crashFlag.begin(run.id),
        workShare: () => this.workShare,
        on: this.#listen(run, job, meter),
      });
    } finally {
      const state = outcome === 'done' ? 'done' : this.#isLeft ? 'running' : 'paused';
      await this.services.store.runs.change(run.id, { state });
      if (meter.pace !== undefined) this.on.measured(run, meter.pace);
    }
  }

  #listen(run: StoredRun, job: Job, meter: PaceMeter): TaggingEvents {
    const milestone = new Milestones(this.on.milestone);
    return {
      progress: (progress) => {
        job.report(progress);
        meter.note(progress.done, performance.now());
        this.done = progress.done;
        this.total = progress.total;
      },
      stored: (source, stretch) => void this.#showLatest(run, source, stretch),
      answered: (row, answer, durationMs, spending) => {
        this.meter?.note(row, answer, {
          durationMs,
          rowsLeft: this.total - this.done,
          spending,
          workShare: this.workShare,
        });
        job.estimate = this.meter?.timeLeft;
        this.#showAnswer(row, answer);
        milestone.note(this.done, this.total);
      },
      written: (row, text) => (this.growing = { query: row.queries.join('\n\n'), text }),
      told: (sentence) => this.#tell(sentence),
      loading: (progress) => (this.loading = progress.phase === 'ready' ? undefined : progress),
    };
  }

  #tell(sentence: string): void {
    this.notes = [...this.notes.filter((note) => note !== sentence), sentence].slice(-5);
  }

  #showAnswer(row: QueuedRow, { replies }: RowAnswer): void {
    const nowMs = performance.now();
    // A fast server answers hundreds of rows a second; nobody reads them all.
    if (nowMs - this.#latestAt < liveRefreshMs / 10) return;
    this.#latestAt = nowMs;
    const { source, queries } = row;
    const others = this.latest.filter((shown) => shown.source.id !== source.id || shown.row !== row.row);
    this.latest = [{ source, row: row.row, queries, replies }, ...others].slice(0, shownAnswers);
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

/** Tells once for each milestone that was passed. */
class Milestones {
  #passed: number | undefined;

  constructor(private readonly tell: () => void) {}

  note(done: number, total: number): void {
    const passed = milestones.filter((share) => done >= Math.max(minMilestoneRows, share * total)).length;
    const isNew = this.#passed !== undefined && passed > this.#passed && done < total;
    this.#passed = passed;
    if (isNew) this.tell();
  }
}

function isSameTagging(run: StoredRun, identity: ReadyTagger['identity']): boolean {
  return (
    run.tagger === identity.tagger &&
    run.model === identity.model &&
    run.promptHash === identity.promptHash &&
    JSON.stringify(run.setup?.decoding) === JSON.stringify(identity.setup?.decoding)
  );
}

function hasSameQueries({ querySettings }: StoredRun, settings: StoredProject['querySettings']): boolean {
  return querySettings.turns === settings.turns && querySettings.includeSystem === settings.includeSystem;
}
