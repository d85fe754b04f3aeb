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

  /** @param onChanged Called when a run was begun or answers were read, so that rows can be counted and results computed. */
  constructor(
    private readonly parts: ProjectParts,
    private readonly onChanged: () => Promise<void>,
  ) {}

  /** The run that files are for: the current one when it is such a run. */
  get run(): BatchRun | undefined {
    const run = this.parts.run();
    return run?.tagger === 'batch-file' && run.setup !== undefined ? { ...run, setup: run.setup } : undefined;
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

  /** Reads answers and takes what is there. */
  async read(files: readonly File[]): Promise<void> {
    const { services, sources } = this.parts;
    await this.#work('Reading the answers', async (signal, job) => {
      const { run } = this;
      if (run === undefined) return;
      const { batches } = await services.modelWork();
      this.report = await batches.read(signal, { run, sources: sources() }, files, (progress) =>
        job.report(progress),
      );
      const state = this.report.rowsWaiting === 0 ? 'done' : 'paused';
      await services.store.runs.change(run.id, { state });
      await this.onChanged();
    });
  }

  async #findRun(): Promise<BatchRun> {
    const { services, engines, project } = this.parts;
    const model = engines.batchModel.trim();
    const prompt = engines.fitPrompt(project().prompt);
    const promptHash = promptVersion(prompt);
    const { run } = this;
    if (run?.model === model && run.promptHash === promptHash) return run;
    const setup: RunSetup = { engine: { kind: 'batch-file', model }, prompt, decoding: engines.decoding };
    const { id: projectId, querySettings } = project();
    const fresh = {
      projectId,
      tagger: 'batch-file' as const,
      model,
      promptHash,
      setup,
      querySettings,
      state: 'paused' as const,
      startedAt: Date.now(),
    };
    const id = await services.store.runs.create(fresh);
    await services.store.projects.change(projectId, { currentRunId: id });
    await this.onChanged();
    return { ...fresh, id };
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
