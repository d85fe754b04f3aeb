import { isAborted, toAppError } from '../core/model/index.ts';
import type { SearchService } from '../services/search-service.ts';
import type { StoredSource } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Keeps the index of rows in step with the sources, in the background. */
export class RowIndexing {
  #stopper = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly search: SearchService,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {}

  /** Indexes what is new, once what is under way has ended. */
  follow(sources: readonly StoredSource[]): Promise<void> {
    this.stop();
    const stopper = (this.#stopper = new AbortController());
    this.#turn = this.#turn.then(() => this.#index(stopper, sources));
    return this.#turn;
  }

  stop(): void {
    this.#stopper.abort();
  }

  async #index(stopper: AbortController, sources: readonly StoredSource[]): Promise<void> {
    // A source that is gone is forgotten with the next one that comes.
    if (stopper.signal.aborted || sources.length === 0) return;
    const job = new Job('Making the rows searchable', 'rows', { stop: () => stopper.abort() }, true);
    try {
      if (await this.search.isIndexed(stopper.signal, sources)) return;
      await this.jobs.run(job, () =>
        this.search.indexSources(stopper.signal, sources, (progress) => job.report(progress)),
      );
    } catch (thrown) {
      const { code } = toAppError(thrown, { code: 'internal', doing: 'Making the rows searchable' });
      // Without an index rows are looked through one by one, which is slower and all that changes.
      if (!isAborted(thrown) && code !== 'storage-failed')
        this.notices.fail(thrown, 'Making the rows searchable');
    }
  }
}
