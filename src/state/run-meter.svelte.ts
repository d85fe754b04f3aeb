import { isTagged } from '../core/model/index.ts';
import { RunEstimates, type SampleFigures } from '../core/tagging/run-estimates.ts';
import { noSpending, type RunSpending } from '../core/tagging/run-setup.ts';
import { estimateTimeLeft, RecentDurations, type TimeRange } from '../core/tagging/time-left.ts';
import type { QueuedRow } from '../services/model-run/run-queue.ts';
import type { RowAnswer } from '../store/answer-store.ts';
import type { StoredSource } from '../store/database.ts';

/** Figures change this often at most: faster nobody can read them. */
const refreshMs = 500;

/** Speed is taken over so many milliseconds. */
const speedWindowMs = 30_000;

/** Without an answer for so long, and for so many times the mean, a run is said to be silent. */
const minSilenceMs = 10_000;
const silenceFactor = 4;

/** Where a run stands after a row. */
interface MeterReading {
  readonly rowsLeft: number;
  readonly spending: RunSpending;
  /** Share of the time that it works. */
  readonly workShare: number;
}

/** What a language model's run costs, how long it takes, and what its rows say about the whole. */
export class RunMeter {
  spending = $state.raw<RunSpending>(noSpending);
  timeLeft = $state.raw<TimeRange | undefined>(undefined);
  /** Written tokens a second over the last half minute; 0 while unknown. */
  tokensPerSecond = $state(0);
  figures = $state.raw<SampleFigures | undefined>(undefined);
  /** Rows answered since the run was started or gone on with. */
  rowCount = $state(0);
  /** When the latest answer came, on the clock of `performance.now`. */
  answeredAtMs = $state(performance.now());
  readonly #durations = new RecentDurations();
  readonly #estimates: RunEstimates;
  readonly #sourceIndex: ReadonlyMap<number, number>;
  #speed: { readonly atMs: number; readonly tokens: number }[] = [];
  #refreshedAt = -Infinity;
  #rows = 0;

  constructor(
    sources: readonly StoredSource[],
    private readonly lanes: number,
  ) {
    this.#estimates = new RunEstimates(sources.map(({ recordCount }) => recordCount));
    this.#sourceIndex = new Map(sources.map(({ id }, index) => [id, index]));
  }

  note(
    row: QueuedRow,
    answer: RowAnswer,
    { durationMs, ...at }: { readonly durationMs: number } & MeterReading,
  ): void {
    this.#rows += 1;
    if (durationMs > 0) this.#durations.add(durationMs);
    const source = this.#sourceIndex.get(row.source.id);
    const replies = answer.replies.filter(({ status }) => isTagged(status));
    if (source !== undefined && replies.length > 0) {
      // By case only: full normalisation is the next screen's matter, and here only what is new counts.
      const tags = replies.flatMap((reply) => reply.tags.map(({ tag }) => tag.toLowerCase()));
      this.#estimates.add(source, tags, replies.length);
    }
    const nowMs = performance.now();
    this.answeredAtMs = nowMs;
    if (nowMs - this.#refreshedAt < refreshMs && at.rowsLeft > 0) return;
    this.#refreshedAt = nowMs;
    this.#refresh(nowMs, at);
  }

  /** Whether a row took so long that the rate and the time left say nothing any more. */
  isSilent(atMs: number): boolean {
    const { values } = this.#durations;
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return atMs - this.answeredAtMs > Math.max(minSilenceMs, silenceFactor * mean);
  }

  #refresh(atMs: number, { rowsLeft, spending, workShare }: MeterReading): void {
    this.spending = spending;
    this.rowCount = this.#rows;
    const working = estimateTimeLeft(this.#durations.values, { rowsLeft, lanes: this.lanes });
    this.timeLeft = working && {
      lowMs: working.lowMs / workShare,
      highMs: working.highMs / workShare,
    };
    this.figures = this.#estimates.total;
    this.#speed.push({ atMs, tokens: spending.completionTokens });
    while (this.#speed.length > 2 && this.#speed[0].atMs < atMs - speedWindowMs) this.#speed.shift();
    const first = this.#speed[0];
    const seconds = (atMs - first.atMs) / 1000;
    this.tokensPerSecond = seconds > 1 ? (spending.completionTokens - first.tokens) / seconds : 0;
  }
}
