import type { Progress } from '../core/model/index.ts';
import type { TimeRange } from '../core/tagging/time-left.ts';

/** Rates are taken over the last so many milliseconds, so that they follow what happens now. */
const rateWindowMs = 12_000;

/** One piece of running work, as the frame shows it. */
export class Job {
  readonly startedAt = performance.now();
  done = $state(0);
  total = $state(0);
  /** Units a second over the last seconds; 0 while unknown. */
  rate = $state(0);
  /** Time left as whoever does the work estimates it; undefined to go by the rate. */
  estimate = $state.raw<TimeRange | undefined>(undefined);
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

  /** Undefined while unknown. */
  get timeLeft(): TimeRange | undefined {
    if (this.estimate !== undefined) return this.estimate;
    if (this.rate === 0 || this.total === 0) return undefined;
    const leftMs = ((this.total - this.done) / this.rate) * 1000;
    return { lowMs: leftMs, highMs: leftMs };
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
