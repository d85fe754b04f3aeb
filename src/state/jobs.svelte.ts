import type { Progress } from '../core/model/index.ts';

/** Rates are taken over the last so many milliseconds, so that they follow what happens now. */
const rateWindowMs = 12_000;

/** One piece of running work, as the frame shows it. */
export class Job {
  readonly startedAt = performance.now();
  done = $state(0);
  total = $state(0);
  /** Units a second over the last seconds; 0 while unknown. */
  rate = $state(0);
  readonly #samples: { at: number; done: number }[] = [];

  /**
   * @param label What is going on, as in "Importing alpaca.json".
   * @param unit What is counted, as in `rows`; empty for a share only.
   */
  constructor(
    readonly label: string,
    readonly unit: 'rows' | 'bytes' | 'tags' | '',
    readonly controls: { readonly stop?: () => void; readonly pause?: () => void },
  ) {}

  /** Time left in milliseconds, or undefined while unknown. */
  get leftMs(): number | undefined {
    return this.rate > 0 && this.total > 0 ? ((this.total - this.done) / this.rate) * 1000 : undefined;
  }

  report({ done, total }: Progress): void {
    this.done = done;
    this.total = total;
    const at = performance.now();
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && this.#samples[0].at < at - rateWindowMs) this.#samples.shift();
    const first = this.#samples[0];
    const elapsedMs = at - first.at;
    if (elapsedMs > 500) this.rate = ((done - first.done) / elapsedMs) * 1000;
  }
}

/** All running work, oldest first. */
export class Jobs {
  running = $state.raw<readonly Job[]>([]);

  /** Shows `work` as a job while it runs, and leaves a performance measure under its label. */
  async run<Result>(job: Job, work: () => Promise<Result>): Promise<Result> {
    this.running = [...this.running, job];
    const start = performance.now();
    try {
      return await work();
    } finally {
      performance.measure(job.label, { start });
      this.running = this.running.filter((other) => other !== job);
    }
  }
}
