import type { RunId } from '../core/model/index.ts';
import type { QuestionSetup } from '../core/tagging/prepare-question.ts';
import type { RowAddress, TaggedRow } from '../services/rows-service.ts';
import type { StoredFailure } from '../store/database.ts';
import { Job } from './jobs.svelte.ts';
import { withLanguageModel } from './language-model-lock.ts';
import { Live } from './live.svelte.ts';
import type { ProjectParts } from './project-parts.ts';

/** As many as anybody looks through; the rest moves up as these are settled. */
const shownFailures = 100;

type FailureList = Readonly<{ total: number; first: readonly StoredFailure[] }>;

/** The rows of the current run that got no usable answer. */
export class Failures {
  isBusy = $state(false);
  #stopper = new AbortController();
  readonly #lists = new Map<RunId, Live<FailureList>>();

  /** @param on Told of each new answer once it is stored, and when all are, so that results can be computed. */
  constructor(
    private readonly parts: ProjectParts,
    private readonly on: {
      readonly answered: (row: RowAddress) => void;
      readonly mended: () => Promise<void>;
    },
  ) {}

  get list(): FailureList {
    const run = this.parts.run();
    return run === undefined ? none : this.#listOf(run.id).current;
  }

  /** The row of a failure with its text and the reply as it came. */
  async read(failure: StoredFailure): Promise<TaggedRow | undefined> {
    const { services, sources, run } = this.parts;
    const source = sources().find(({ id }) => id === failure.sourceId);
    const current = run();
    if (source === undefined || current === undefined) return undefined;
    const { signal } = new AbortController();
    const [row] = await services.rows.readTaggedRows(signal, current, [{ source, row: failure.row }]);
    return row;
  }

  /** Asks some failed rows again, with the model and the prompt that are chosen now. */
  async retry(rows: readonly StoredFailure[]): Promise<void> {
    const { services, jobs, notices, engines, project } = this.parts;
    const run = this.parts.run();
    const { model } = engines;
    if (this.isBusy || run === undefined || model === undefined) return;
    this.isBusy = true;
    const stopper = (this.#stopper = new AbortController());
    const job = new Job('Asking again', 'rows', { stop: () => stopper.abort() });
    const setup: QuestionSetup = { prompt: engines.fitPrompt(project().prompt), decoding: engines.decoding };
    engines.noteHosts(model);
    try {
      await withLanguageModel(notices, async () => {
        const { retries } = await services.modelWork();
        const counts = await jobs.run(job, () =>
          retries.retry(
            stopper.signal,
            { run, model, setup, rows },
            {
              loading: () => undefined,
              answered: (row) => this.on.answered(row),
              progress: (progress) => job.report(progress),
            },
          ),
        );
        notices.tell(describeRetry(rows.length, counts.mended));
      });
      await this.on.mended();
    } catch (thrown) {
      notices.fail(thrown, 'Asking again');
    } finally {
      this.isBusy = false;
    }
  }

  stop(): void {
    this.#stopper.abort();
  }

  /** All failures of the run, for a retry in bulk. */
  async retryAll(): Promise<void> {
    const run = this.parts.run();
    if (run === undefined) return;
    try {
      await this.retry(await this.parts.services.store.answers.listFailures(run.id, Infinity));
    } catch (thrown) {
      this.parts.notices.fail(thrown, 'Reading the failed rows');
    }
  }

  #listOf(runId: RunId): Live<FailureList> {
    const known = this.#lists.get(runId);
    if (known !== undefined) return known;
    const list = new Live<FailureList>(
      this.parts.services.store.answers.watchFailures(runId, shownFailures),
      none,
    );
    this.#lists.set(runId, list);
    return list;
  }
}

function describeRetry(asked: number, mended: number): string {
  if (asked === 1) return mended === 1 ? 'The row has tags now.' : 'The row still has no usable answer.';
  return `${mended.toLocaleString('en')} of ${asked.toLocaleString('en')} rows have tags now.`;
}

const none: FailureList = Object.freeze({ total: 0, first: [] });
