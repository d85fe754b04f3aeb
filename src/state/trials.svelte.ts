import type { LoadProgress } from '../core/tagging/engine.ts';
import type { Comparison, TrialSide } from '../services/trial/comparison.ts';
import type { TrialFigures } from '../services/trial/trial-figures.ts';
import type { TriedRow, TrialProgress } from '../services/trial/tried-rows.ts';
import type { FoundRow } from '../services/rows-service.ts';
import type { StoredRun } from '../store/database.ts';
import { Job } from './jobs.svelte.ts';
import { withLanguageModel } from './language-model-lock.ts';
import type { ProjectParts } from './project-parts.ts';

/** A tagger with the name under which it is compared. */
export interface NamedSide {
  readonly label: string;
  readonly side: TrialSide;
}

/** Trying a tagger on a few rows, and comparing two on the same rows; nothing of it is stored. */
export class Trials {
  isBusy = $state(false);
  /** Rows tried so far, as they come. */
  rows = $state.raw<readonly TriedRow[]>([]);
  figures = $state.raw<TrialFigures | undefined>(undefined);
  comparison = $state.raw<Comparison | undefined>(undefined);
  /** The names of the sides of `comparison`. */
  comparedLabels = $state.raw<readonly [string, string]>(['', '']);
  /** Loading of a model, while it lasts. */
  loading = $state.raw<LoadProgress | undefined>(undefined);
  /** What the models had to tell when they were loaded. */
  notes = $state.raw<readonly string[]>([]);
  /** The side that was set aside to compare with. */
  other = $state.raw<NamedSide | undefined>(undefined);
  /** Whether the next trial takes other rows than the last one. */
  isRedrawn = $state(false);
  /** Another number draws other rows. */
  #seed = 1;
  #stopper = new AbortController();

  constructor(private readonly parts: ProjectParts) {}

  /** The tagger that is chosen on the screen; undefined while something of it is missing. */
  get current(): NamedSide | undefined {
    const { engines, project } = this.parts;
    if (engines.kind === 'built-in') return { label: 'Built-in tagger', side: { kind: 'built-in' } };
    const { model } = engines;
    if (model === undefined) return undefined;
    const setup = { prompt: engines.fitPrompt(project().prompt), decoding: engines.decoding };
    const wording = setup.prompt.hasExplanations ? ', with explanations' : '';
    return {
      label: `${engines.modelName || 'Browser’s own model'}${wording}`,
      side: { kind: 'model', model, setup },
    };
  }

  /** Sets the chosen tagger aside as the other side of a comparison. */
  setAside(): void {
    this.other = this.current;
  }

  /** Takes the stored answers of a run as the other side. */
  setRunAside(run: StoredRun): void {
    const label = run.tagger === 'built-in' ? 'Built-in tagger, as stored' : `${run.model}, as stored`;
    this.other = { label, side: { kind: 'run', run } };
  }

  stop(): void {
    this.#stopper.abort();
  }

  drawOthers(): void {
    this.#seed += 1;
    this.isRedrawn = true;
  }

  /** Has the chosen model tag a few rows. */
  async tryRows(count: number): Promise<void> {
    const chosen = this.current;
    if (chosen?.side.kind !== 'model') return;
    const { side } = chosen;
    await this.#work('Trying the model', [side], async (signal, job) => {
      const rows = await this.#pick(signal, count);
      this.#clear();
      const { trials } = await this.parts.services.modelWork();
      const trial = await trials.tryRows(
        signal,
        side,
        rows,
        (row) => (this.rows = [...this.rows, row]),
        (progress) => this.#report(job, progress),
      );
      this.rows = trial.rows;
      this.figures = trial.figures;
      this.notes = trial.loaded.notice === '' ? [] : [trial.loaded.notice];
    });
  }

  /** Has the chosen tagger and the one set aside tag the same rows. */
  async compare(count: number): Promise<void> {
    const { current, other } = this;
    if (current === undefined || other === undefined) return;
    await this.#work('Comparing two taggers', [current.side, other.side], async (signal, job) => {
      const answeredBy = [current.side, other.side].flatMap((side) =>
        side.kind === 'run' ? [side.run.id] : [],
      );
      const rows = await this.#pick(signal, count, answeredBy);
      this.#clear();
      const { trials } = await this.parts.services.modelWork();
      const comparison = await trials.compare(
        signal,
        current.side,
        other.side,
        rows,
        () => undefined,
        (_, progress) => this.#report(job, progress),
      );
      this.comparison = comparison;
      this.comparedLabels = [
        current.label,
        other.label === current.label ? `${other.label}, as set aside` : other.label,
      ];
      this.notes = [comparison.first, comparison.second].flatMap(({ loaded }, side) =>
        loaded === null || loaded.notice === '' ? [] : `${this.comparedLabels[side]}: ${loaded.notice}`,
      );
    });
  }

  #clear(): void {
    this.rows = [];
    this.figures = undefined;
    this.comparison = undefined;
    this.notes = [];
    this.isRedrawn = false;
  }

  #report(job: Job, progress: TrialProgress): void {
    this.loading = progress.step === 'load' && progress.load.phase !== 'ready' ? progress.load : undefined;
    if (progress.step === 'tag') job.report({ done: progress.done, total: progress.total });
  }

  async #pick(
    signal: AbortSignal,
    count: number,
    answeredBy: readonly StoredRun['id'][] = [],
  ): Promise<FoundRow[]> {
    const { services, project, sources } = this.parts;
    const { trials } = await services.modelWork();
    return trials.pickRows(signal, sources(), project().querySettings, count, this.#seed, answeredBy);
  }

  async #work(
    label: string,
    sides: readonly TrialSide[],
    work: (signal: AbortSignal, job: Job) => Promise<void>,
  ): Promise<void> {
    const { engines, jobs, notices } = this.parts;
    if (this.isBusy) return;
    this.isBusy = true;
    const stopper = (this.#stopper = new AbortController());
    const job = new Job(label, 'rows', { stop: () => stopper.abort() });
    for (const side of sides) if (side.kind === 'model') engines.noteHosts(side.model);
    try {
      await withLanguageModel(notices, () => jobs.run(job, () => work(stopper.signal, job)));
    } catch (thrown) {
      notices.fail(thrown, label);
    } finally {
      this.isBusy = false;
      this.loading = undefined;
    }
  }
}
