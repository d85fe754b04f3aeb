import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/core/model/index.ts';
import { noUsage, type RowResult } from '../../../../src/services/trial/ask-rows.ts';
import { sumUpTrial } from '../../../../src/services/trial/trial-figures.ts';
import { replyOf } from '../../../helpers/tiny-datasets.ts';

/** A row with two answered queries. */
function answered(fields: Partial<RowResult>): RowResult {
  return {
    replies: [replyOf(['a']), replyOf(['b'])],
    durationMs: 100,
    askedQueries: 2,
    usage: { promptTokens: 20, cachedTokens: 10, completionTokens: 6 },
    error: null,
    ...fields,
  };
}

function failed(code: 'query-too-long' | 'query-refused'): RowResult {
  return answered({
    replies: [],
    durationMs: null,
    askedQueries: 0,
    usage: noUsage,
    error: new AppError(code, ''),
  });
}

describe('the figures of a trial', () => {
  test('the time is the mean of the rows that were measured', () => {
    const rows = [answered({ durationMs: 100 }), answered({ durationMs: 300 }), failed('query-too-long')];
    expect(sumUpTrial(rows).msPerRow).toBe(200);
  });

  test('tokens are counted for each query that was answered, also those before a failure in the same row', () => {
    const usage = { promptTokens: 40, cachedTokens: 4, completionTokens: 9 };
    const figures = sumUpTrial([answered({}), { ...failed('query-refused'), askedQueries: 1, usage }]);
    expect(figures.askedQueries).toBe(3);
    expect(figures.tokensPerQuery).toEqual({ promptTokens: 20, cachedTokens: 14 / 3, completionTokens: 5 });
  });

  test('a failed row counts once, under the reason of its first query without tags', () => {
    const rows = [
      answered({}),
      answered({ replies: [replyOf(['a'], 'repaired'), replyOf([], 'truncated'), replyOf([], 'invalid')] }),
      answered({ replies: [replyOf([], 'invalid')] }),
      answered({ replies: [replyOf([], 'invalid'), replyOf(['a'])] }),
      failed('query-too-long'),
      failed('query-refused'),
    ];
    expect(sumUpTrial(rows)).toMatchObject({
      rowCount: 6,
      failures: { truncated: 1, invalid: 2, 'too-long': 1, unanswered: 1 },
    });
  });

  test('without any answer there is no time and there are no tokens', () => {
    const stored = answered({ durationMs: null, askedQueries: 0, usage: noUsage });
    expect(sumUpTrial([stored])).toEqual({
      rowCount: 1,
      askedQueries: 0,
      msPerRow: null,
      tokensPerQuery: null,
      failures: {},
    });
  });
});
