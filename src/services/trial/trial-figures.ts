import type { AppError } from '../../core/model/index.ts';
import type { ReplyUsage } from '../../core/tagging/query-tagger.ts';
import type { FailureReason } from '../../store/database.ts';
import { addUsage, noUsage, type RowResult } from './ask-rows.ts';

/** What some rows say about a whole run. */
export interface TrialFigures {
  readonly rowCount: number;
  /** Queries that were answered by a model. */
  readonly askedQueries: number;
  /** Mean over the rows that were measured, each in its lane: a run does as many at once as it has lanes. Null without any. */
  readonly msPerRow: number | null;
  /** Mean over the queries that were answered; null without any. */
  readonly tokensPerQuery: ReplyUsage | null;
  /** Rows that a run would set aside, by the reason of their first query without tags. */
  readonly failures: Readonly<Partial<Record<FailureReason, number>>>;
}

/** Sums up the rows of a trial. */
export function sumUpTrial(rows: readonly RowResult[]): TrialFigures {
  const durations = rows.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  const askedQueries = rows.reduce((sum, row) => sum + row.askedQueries, 0);
  const usage = rows.reduce((sum, row) => addUsage(sum, row.usage), noUsage);
  const failures: Partial<Record<FailureReason, number>> = {};
  for (const row of rows) {
    const reason = failureOf(row);
    if (reason !== null) failures[reason] = (failures[reason] ?? 0) + 1;
  }
  return {
    rowCount: rows.length,
    askedQueries,
    msPerRow:
      durations.length === 0 ? null : durations.reduce((sum, value) => sum + value, 0) / durations.length,
    tokensPerQuery:
      askedQueries === 0
        ? null
        : {
            promptTokens: usage.promptTokens / askedQueries,
            cachedTokens: usage.cachedTokens / askedQueries,
            completionTokens: usage.completionTokens / askedQueries,
          },
    failures,
  };
}

/** Finds why a run would set a row aside; null for one with usable answers. */
function failureOf({ replies, error }: Pick<RowResult, 'replies' | 'error'>): FailureReason | null {
  if (error !== null) return reasonOf(error);
  for (const { status } of replies) {
    if (status !== 'ok' && status !== 'repaired') return status;
  }
  return null;
}

/** Says in the words of a run why a row could not be asked. */
export function reasonOf({ code }: AppError): FailureReason {
  return code === 'query-too-long' ? 'too-long' : 'unanswered';
}
