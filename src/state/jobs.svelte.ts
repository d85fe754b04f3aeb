import type { Progress } from '../core/model/index.ts';
import type { TimeRange } from '../core/tagging/time-left.ts';

/** Rates are taken over the last so many milliseconds, so that they follow what happens now. */
const rateWindowMs = 12_000;

/** One piece of running work, as the frame shows it. */
export class Job {
  readonly startedAt = performance.now();
  /** What is going on, as in "Importing alpaca.json". */
  label = $state('');
  done = $state(0);
  total = $state(0);
  /** Units a second over the last seconds; 0 while unknown. */
  rate = $state(0);
  /** Time left as whoever does the work estimates it; undefined to go by the rate. */
  estimate = $state.raw<TimeRange | undefined>(undefined);
  readonly #samples: { at: number; done: number }[] = [];

  /**
   * @param unit What is counted, as in `rows`; empty for a share only.
   * @param isBackground It goes on by itself beside what a person waits for.
   */
  constructor(
    label: string,
    readonly unit: 'rows' | 'bytes' | 'tags' | '',
    readonly controls: { readonly stop?: () => void; readonly pause?: () => void },
    readonly isBackground = false,
  ) {
    this.label = label;
  }

  /** Undefined while unknown. */
  get timeLeft(): TimeRange | undefined {
    if (this.estimate !== undefined) return this.estimate;
    if (this.rate === 0 || this.total === 0) return undefined;
    const leftMs = ((this.total - this.done) / this.rate) * 1000;
    return { lowMs: leftMs, highMs: leftMs };
  }

  /** A count that falls begins another part of the work. */
  report({ done, total }: Progress): void {
    if (done < this.done) {
      this.#samples.length = 0;
      this.rate = 0;
    }
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
  /** What a person waits for before what goes on beside it, of each the newest first. */
  readonly ranked: readonly Job[] = $derived(
    this.running.toReversed().sort((one, other) => Number(one.isBackground) - Number(other.isBackground)),
  );

  /** Shows `work` as a job while it runs, and leaves a performance measure under the label it begins with. */
  async run<Result>(job: Job, work: () => Promise<Result>): Promise<Result> {
    const { label } = job;
    this.running = [...this.running, job];
    const start = performance.now();
    try {
      return await work();
    } finally {
      performance.measure(label, { start });
      this.running = this.running.filter((other) => other !== job);
    }
  }
}
