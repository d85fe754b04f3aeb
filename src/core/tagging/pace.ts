import type { TimeRange } from './time-left.ts';

/** Fewer rows, or less time, say little about a whole source. */
const minRows = 50;
const minDurationMs = 1000;

/** How fast rows were tagged. */
export interface Pace {
  readonly rows: number;
  readonly durationMs: number;
}

/** A pace measured on this device. */
export interface MeasuredPace extends Pace {
  /** Mean estimated tokens of the queries of a row; 0 when they were not counted. */
  readonly tokensPerRow: number;
  /** Milliseconds since 1970. */
  readonly measuredAt: number;
}

/** Rows to be tagged. */
export interface RowsToTag {
  readonly rowCount: number;
  readonly queryCount: number;
  /** Estimated tokens of all queries. */
  readonly tokenCount: number;
}

/** Measures the pace of a run from its first report to its last; loading is not in it. */
export class PaceMeter {
  #first: { readonly done: number; readonly atMs: number } | undefined;
  #last: { readonly done: number; readonly atMs: number } | undefined;

  /** @param done Rows tagged, those of earlier times too. */
  note(done: number, atMs: number): void {
    this.#first ??= { done, atMs };
    this.#last = { done, atMs };
  }

  /** Undefined below fifty rows or one second. */
  get pace(): Pace | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const rows = this.#last.done - this.#first.done;
    const durationMs = this.#last.atMs - this.#first.atMs;
    return rows < minRows || durationMs < minDurationMs ? undefined : { rows, durationMs };
  }
}

/** A pace is right within a fifth as a rule: another program works, a laptop gets warm. */
const paceDoubt = 1.2;

/**
 * Estimates the time for some rows from a measured pace: between counting by rows and counting by tokens, and a fifth
 * further on both sides.
 */
export function estimateFromPace(
  { rowCount, tokenCount }: RowsToTag,
  { rows, durationMs, tokensPerRow }: MeasuredPace,
): TimeRange {
  const byRows = (rowCount * durationMs) / rows;
  const byTokens = tokensPerRow > 0 ? (tokenCount / (tokensPerRow * rows)) * durationMs : byRows;
  return { lowMs: Math.min(byRows, byTokens) / paceDoubt, highMs: Math.max(byRows, byTokens) * paceDoubt };
}

/** What two to eight cores take, by the benchmark on Alpaca and a device a quarter as fast. */
const builtInRowsPerSecond = { slow: 250, fast: 3000 } as const;

/** Estimates the built-in tagger's time on a device on which it has not run: 250 to 3,000 rows a second. */
export function guessBuiltInTime({ rowCount }: RowsToTag): TimeRange {
  const { slow, fast } = builtInRowsPerSecond;
  return { lowMs: (rowCount / fast) * 1000, highMs: (rowCount / slow) * 1000 };
}

/** Tokens of the instructions around a query, and of an answer with its tags and explanations. */
const promptTokens = 700;
const answerTokens = 150;
/** Written a second: a small model on a processor, and one on a graphics card. Reading is ten times as fast. */
const writtenPerSecond = { slow: 8, fast: 100 } as const;
const readingFactor = 10;

/** Estimates a language model's time on a device on which none has run: 8 to 100 tokens written a second, one at a time. */
export function guessModelTime({ queryCount, tokenCount }: RowsToTag): TimeRange {
  const read = queryCount * promptTokens + tokenCount;
  const tokens = queryCount * answerTokens + read / readingFactor;
  const { slow, fast } = writtenPerSecond;
  return { lowMs: (tokens / fast) * 1000, highMs: (tokens / slow) * 1000 };
}
