import type { RunId } from '../core/model/index.ts';
import { promptVersion } from '../core/tagging/prompt.ts';
import type { RunSetup } from '../core/tagging/run-setup.ts';
import type { BatchReadReport } from '../services/batch-service.ts';
import type { BatchWriteCounts } from '../services/batch/write-requests.ts';
import type { StoredRun } from '../store/database.ts';
import { Job } from './jobs.svelte.ts';
import type { ProjectParts } from './project-parts.ts';

type BatchRun = StoredRun & { readonly setup: RunSetup };

/** Tagging by files: the questions go out as files, the answers come back as files. */
export class BatchFiles {
  isBusy = $state(false);
  written = $state.raw<BatchWriteCounts | undefined>(undefined);
  report = $state.raw<BatchReadReport | undefined>(undefined);
  /** Bytes of one file at most. */
  maxMegabytes = $state(100);

  /** The model whose questions were answered, when they were not those of what is chosen; empty otherwise. */
  answeredModel = $state('');

  /**
   * @param runs All runs of the project.
   * @param onChanged Called when a run was begun or answers were read, so that rows can be counted and results
   * computed.
   */
  constructor(
    private readonly parts: ProjectParts,
    private readonly runs: () => readonly StoredRun[],
    private readonly onChanged: () => Promise<void>,
  ) {}

  /** Whether questions were saved that answers can come to. */
  get hasQuestions(): boolean {
    return this.#batchRuns.length > 0;
  }

  /** The newest run for the model, the prompt and the way of reading rows that are chosen. */
  get run(): BatchRun | undefined {
    const { engines, project } = this.parts;
    const model = engines.batchModel.trim();
    const { prompt, querySettings } = project();
    const promptHash = promptVersion(engines.fitPrompt(prompt));
    return this.#batchRuns.find(
      (run) =>
        run.model === model &&
        run.promptHash === promptHash &&
        run.querySettings.turns === querySettings.turns &&
        run.querySettings.includeSystem === querySettings.includeSystem,
    );
  }

  /** Newest first. */
  get #batchRuns(): readonly BatchRun[] {
    return this.runs()
      .flatMap((run) =>
        run.tagger === 'batch-file' && run.setup !== undefined ? [{ ...run, setup: run.setup }] : [],
      )
      .toReversed();
  }

  /**
   * Writes what has no answer yet. Begins a run when there is none for this model and prompt.
   *
   * @param save Gets each file as it is done.
   */
  async write(save: (name: string, blob: Blob) => void): Promise<void> {
    const { services, sources, engines } = this.parts;
    await this.#work('Writing the questions', async (signal, job) => {
      const run = await this.#findRun();
      const { prompt, decoding } = run.setup;
      this.report = undefined;
      const { batches } = await services.modelWork();
      this.written = await batches.write(
        signal,
        {
          run,
          sources: sources(),
          setup: { prompt, decoding },
          model: engines.batchModel.trim(),
          limits: { maxBytes: this.maxMegabytes * 1e6, maxRequests: 50_000 },
          onShard: save,
        },
        (progress) => job.report(progress),
      );
    });
  }

  /**
   * Reads answers into the run whose questions they answer, whatever is chosen, and shows its tags. Answers to no run's
   * questions are counted as such.
   */
  async read(files: readonly File[]): Promise<void> {
    const { services, sources } = this.parts;
    await this.#work('Reading the answers', async (signal, job) => {
      const chosen = this.run;
      const runs = this.#batchRuns;
      // The chosen run first: questions of two runs are the same when only the rows' reading differs.
      const ordered = chosen === undefined ? runs : [chosen, ...runs.filter(({ id }) => id !== chosen.id)];
      const { batches } = await services.modelWork();
      this.report = undefined;
      const found = await batches.findRun(signal, ordered, sources(), files);
      const run = found ?? ordered.at(0);
      if (run === undefined) return;
      this.answeredModel = found === undefined || found.id === chosen?.id ? '' : found.model;
      this.report = await batches.read(signal, { run, sources: sources() }, files, (progress) =>
        job.report(progress),
      );
      const state = this.report.rowsWaiting === 0 ? 'done' : 'paused';
      await services.store.runs.change(run.id, { state });
      await (found === undefined ? this.onChanged() : this.#show(run.id));
    });
  }

  async #findRun(): Promise<BatchRun> {
    const { services, engines, project } = this.parts;
    const model = engines.batchModel.trim();
    const prompt = engines.fitPrompt(project().prompt);
    const { run } = this;
    if (run !== undefined) {
      if (this.parts.run()?.id !== run.id) await this.#show(run.id);
      return run;
    }
    const setup: RunSetup = { engine: { kind: 'batch-file', model }, prompt, decoding: engines.decoding };
    const { id: projectId, querySettings } = project();
    const fresh = {
      projectId,
      tagger: 'batch-file' as const,
      model,
      promptHash: promptVersion(prompt),
      setup,
      querySettings,
      state: 'paused' as const,
      startedAt: Date.now(),
    };
    const id = await services.store.runs.create(fresh);
    await this.#show(id);
    return { ...fresh, id };
  }

  async #show(runId: RunId): Promise<void> {
    const { services, project } = this.parts;
    await services.store.projects.change(project().id, { currentRunId: runId });
    await this.onChanged();
  }

  async #work(label: string, work: (signal: AbortSignal, job: Job) => Promise<void>): Promise<void> {
    const { jobs, notices } = this.parts;
    if (this.isBusy) return;
    this.isBusy = true;
    const stopper = new AbortController();
    const job = new Job(label, '', { stop: () => stopper.abort() });
    try {
      await jobs.run(job, () => work(stopper.signal, job));
    } catch (thrown) {
      notices.fail(thrown, label);
    } finally {
      this.isBusy = false;
    }
  }
}
