import type { Overlap, RowPairs } from '../../workers/contracts/profile-api.ts';
import { defaultQuerySettings, isAborted, type ReportProgress } from '../core/model/index.ts';
import type { BenchmarkHit } from '../core/profile/benchmark-hits.ts';
import { shortNames } from '../core/text/short-names.ts';
import type { FoundRow } from '../services/rows-service.ts';
import type { BenchmarkQuestions } from '../services/benchmark-service.ts';
import { nameRows, type ProfileWork } from '../services/profile-service.ts';
import type { StoredSource } from '../store/database.ts';
import type { StoredBenchmark, StoredProfile } from '../store/profile-records.ts';
import { Job } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { ProjectParts } from './project-parts.ts';

/** The graph and the numbers come first after a tagging; then this. */
const delayMs = 2000;

/** Duplicates in the sources as they are. */
export interface KnownOverlap {
  readonly sources: readonly StoredSource[];
  /** Of the sources, without the folder that all of them lie in. */
  readonly names: readonly string[];
  readonly overlap: Overlap;
}

/** Two texts to be read side by side. */
export interface TextPair {
  readonly first: FoundRow;
  /** A row, or the text of a benchmark's question. */
  readonly second: FoundRow | string;
  readonly share: number;
}

/** What lies in the sources of the open project: found out in the background, while no tagging runs. */
export class Profiles {
  status = $state<'idle' | 'running' | 'stopped' | 'failed'>('idle');
  overlap = $state.raw<KnownOverlap | undefined>(undefined);
  isChecking = $state(false);
  readonly #profiles: Live<StoredProfile[]>;
  readonly #benchmarks: Live<StoredBenchmark[]>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopper = new AbortController();
  #isAskedAgain = false;
  #isLeft = false;

  /** @param isTagging While it is true, work in the background waits. */
  constructor(
    private readonly parts: ProjectParts,
    private readonly isTagging: () => boolean,
  ) {
    const { profiles } = parts.services.store;
    this.#profiles = new Live(profiles.watchProfiles(parts.project().id), []);
    this.#benchmarks = new Live(profiles.watchBenchmarks(parts.project().id), []);
  }

  /** All profiles of this project's sources, those out of date too. */
  get known(): readonly StoredProfile[] {
    return this.#profiles.current;
  }

  get benchmarks(): readonly StoredBenchmark[] {
    return this.#benchmarks.current;
  }

  /** The profile of a source as it is; undefined while it is not known. */
  of({ id, revision, recordCount }: StoredSource): StoredProfile | undefined {
    return this.#profiles.current.find(
      (profile) =>
        profile.sourceId === id && profile.revision === revision && profile.recordCount === recordCount,
    );
  }

  /** Whether a check looked at the rows that are there now. */
  isUpToDate({ basis }: StoredBenchmark): boolean {
    return basis === nameRows(this.parts.sources());
  }

  /** Finds out in a moment what is not known yet, unless a person stopped it; after a tagging when one runs. */
  update(): void {
    clearTimeout(this.#timer);
    if (this.#isLeft) return;
    void this.readOverlap();
    if (this.status !== 'stopped') this.#timer = setTimeout(() => void this.#start(this.isTagging), delayMs);
  }

  /** Shows the duplicates that are known of the sources as they are. */
  async readOverlap(): Promise<void> {
    const { services, project, notices } = this.parts;
    try {
      const sources = await services.store.sources.list(project().id);
      if (this.overlap !== undefined && nameRows(this.overlap.sources) === nameRows(sources)) return;
      const overlap =
        sources.length === 0 ? undefined : await services.profiles.readOverlap(project().id, sources);
      const names = shortNames(sources.map(({ name }) => name));
      this.overlap = overlap && { sources, names, overlap };
    } catch (thrown) {
      notices.fail(thrown, 'Reading the duplicates');
    }
  }

  /** Finds out now, also beside a tagging. */
  async lookNow(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#start(() => false);
  }

  /** Ends for good: the project is closed. */
  leave(): void {
    this.#isLeft = true;
    clearTimeout(this.#timer);
    this.#stopper.abort();
  }

  /** Reads the rows behind a number, side by side. */
  async readPairs(
    signal: AbortSignal,
    holder: StoredSource,
    other: StoredSource,
    { rows, shares }: RowPairs,
  ): Promise<TextPair[]> {
    const addresses = Array.from(rows, (row, index) => ({ source: index % 2 === 0 ? holder : other, row }));
    const found = await this.#readRows(signal, addresses);
    return Array.from(shares, (share, index) => ({
      first: found[2 * index],
      second: found[2 * index + 1],
      share,
    }));
  }

  /** Reads the rows that are like questions of a benchmark, each beside its question. */
  async readHits(
    signal: AbortSignal,
    { texts }: StoredBenchmark,
    hits: readonly BenchmarkHit[],
  ): Promise<TextPair[]> {
    const addresses = hits.flatMap((hit) => {
      const source = this.parts.sources().find(({ id }) => id === hit.sourceId);
      return source === undefined ? [] : [{ source, row: hit.row, hit }];
    });
    const found = await this.#readRows(signal, addresses);
    return addresses.map(({ hit }, index) => ({
      first: found[index],
      second: texts[hit.text],
      share: hit.share,
    }));
  }

  /** Compares the rows with the questions of some files. */
  async checkFiles(files: readonly File[]): Promise<void> {
    const { benchmarks } = this.parts.services;
    await this.#check((signal) => benchmarks.readQuestions(signal, files));
  }

  /** Compares the rows with a benchmark's questions again. */
  async checkAgain(earlier: StoredBenchmark): Promise<void> {
    await this.#check(() => Promise.resolve(earlier), earlier);
  }

  async removeBenchmark({ id }: StoredBenchmark): Promise<void> {
    try {
      await this.parts.services.store.profiles.deleteBenchmark(id);
    } catch (thrown) {
      this.parts.notices.fail(thrown, 'Removing the check');
    }
  }

  #readRows(signal: AbortSignal, addresses: readonly { source: StoredSource; row: number }[]) {
    const settings = { ...defaultQuerySettings, turns: 'joined' } as const;
    return this.parts.services.rows.readRows(signal, addresses, settings);
  }

  async #start(isHeld: () => boolean): Promise<void> {
    if (this.status === 'running') {
      this.#isAskedAgain = true;
      return;
    }
    if (isHeld() || (await this.#isAllKnown())) return;
    this.status = 'running';
    this.#stopper = new AbortController();
    const { signal } = this.#stopper;
    const job = new Job('Looking into the sources', 'rows', { stop: () => this.#stopper.abort() }, true);
    try {
      await this.parts.jobs.run(job, () =>
        this.#runLocked(signal, {
          isHeld,
          progress: (progress, part) => {
            if (part === 'duplicates') job.label = 'Comparing the sources';
            job.report(progress);
          },
        }),
      );
      this.status = 'idle';
    } catch (thrown) {
      this.status = isAborted(thrown) ? 'stopped' : 'failed';
      if (!isAborted(thrown) && !this.#isLeft) this.parts.notices.fail(thrown, 'Looking into the sources');
    }
    await this.readOverlap();
    if (this.#isAskedAgain && this.status === 'idle') this.update();
    this.#isAskedAgain = false;
  }

  async #isAllKnown(): Promise<boolean> {
    const { services, project } = this.parts;
    const sources = await services.store.sources.list(project().id);
    if (sources.length === 0) return true;
    return (await services.profiles.readOverlap(project().id, sources)) !== undefined;
  }

  async #runLocked(signal: AbortSignal, work: ProfileWork): Promise<void> {
    const { services, project } = this.parts;
    const { id } = project();
    // Another tab may be at it; what it finds is seen here too.
    await navigator.locks.request(`tagscape-profile-${id}`, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await services.profiles.run(signal, id, work);
    });
  }

  async #check(
    read: (signal: AbortSignal) => Promise<BenchmarkQuestions>,
    earlier?: StoredBenchmark,
  ): Promise<void> {
    const { services, project, jobs, notices } = this.parts;
    const stopper = new AbortController();
    const { signal } = stopper;
    const job = new Job('Comparing with a benchmark', 'rows', { stop: () => stopper.abort() });
    this.isChecking = true;
    try {
      await jobs.run(job, async () => {
        const questions = await read(signal);
        const report: ReportProgress = (progress) => job.report(progress);
        await services.benchmarks.check(signal, project().id, questions, report, earlier);
      });
    } catch (thrown) {
      if (!isAborted(thrown)) notices.fail(thrown, 'Comparing with the benchmark');
    } finally {
      this.isChecking = false;
    }
  }
}
