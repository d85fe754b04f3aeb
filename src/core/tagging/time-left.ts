import { studentQuantile } from '../analyse/student-quantile.ts';
import { AppError } from '../model/index.ts';

/** Milliseconds that are left, from and to. */
export interface TimeRange {
  readonly lowMs: number;
  readonly highMs: number;
}

export interface WorkLeft {
  readonly rowsLeft: number;
  /** Rows worked on at once, from 1. */
  readonly lanes: number;
}

/** Older rows say little about now: the machine warms up, another model answers, other rows come. */
export const keptDurations = 512;
/** Two durations have no scatter worth the name. */
const minDurations = 3;
/** Fewer may all have been short by chance, so that their scatter says too little. */
const fewDurations = 10;

/** How long the rows finished last took, each from its start to its end in its lane. */
export class RecentDurations {
  readonly #ring = new Float64Array(keptDurations);
  #count = 0;

  /**
   * @param durationMs From 0.
   * @throws AppError `invalid-input` for a duration that is negative or no number.
   */
  add(durationMs: number): void {
    if (!(durationMs >= 0 && durationMs < Infinity)) {
      throw new AppError(
        'invalid-input',
        `RecentDurations: ${durationMs} ms is no duration, expected a number from 0. Measure with a clock that never goes back.`,
        { durationMs },
      );
    }
    this.#ring[this.#count++ % keptDurations] = durationMs;
  }

  /** The last 512 at most, in no order. */
  get values(): Float64Array {
    return this.#ring.subarray(0, Math.min(this.#count, keptDurations));
  }
}

/**
 * Estimates how long the rows that are left will take, from rows measured before: the sum of what they will take, in 95
 * of 100 runs, shared among the lanes. The interval is taken on a log scale, so that it never reaches 0 and stretches
 * further up, where durations have their long tail.
 *
 * @param durationsMs Of rows finished lately; see `RecentDurations`.
 * @returns Undefined below three durations. O(durations).
 */
export function estimateTimeLeft(
  durationsMs: ArrayLike<number>,
  { rowsLeft, lanes }: WorkLeft,
): TimeRange | undefined {
  if (durationsMs.length < minDurations) return undefined;
  const { mean, variance, count } = describe(durationsMs);
  if (rowsLeft <= 0 || mean === 0) return { lowMs: 0, highMs: 0 };
  // Two sources of doubt: the mean itself is measured, and the rows left scatter around it.
  const relativeError = Math.sqrt(variance * (1 / count + 1 / rowsLeft)) / mean;
  const scatter = studentQuantile(count - 1) * relativeError;
  const halfWidth = count < fewDurations ? Math.max(1 / count, scatter) : scatter;
  const busyLanes = Math.min(lanes, rowsLeft);
  const expectedMs = (rowsLeft * mean) / busyLanes;
  // The last rows leave lanes idle: at worst all but one wait for a row that has just begun.
  const idleMs = (1 - 1 / busyLanes) * mean;
  return {
    lowMs: expectedMs * Math.exp(-halfWidth),
    highMs: expectedMs * Math.exp(halfWidth) + idleMs,
  };
}

interface Scatter {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
}

function describe(values: ArrayLike<number>): Scatter {
  const list = Array.from(values);
  const count = list.length;
  const mean = list.reduce((sum, value) => sum + value, 0) / count;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, variance, count };
}
