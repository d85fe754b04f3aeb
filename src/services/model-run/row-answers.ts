import { isTagged, type Reply } from '../../core/model/index.ts';
import type { RowAnswer } from '../../store/answer-store.ts';
import type { AskedRow } from './run-rows.ts';

/** The answer to a query without text. */
export const emptyReply: Reply = Object.freeze({ status: 'empty', tags: [], rawText: '' });

/**
 * Builds what is stored for a row.
 *
 * @param madeBy What gave the answers, when it was not what the run was started with.
 */
export function buildAnswer(row: AskedRow, replies: readonly Reply[], madeBy: string | undefined): RowAnswer {
  const failed = replies.find(({ status }, index) => !isTagged(status) && row.queries[index].trim() !== '');
  return {
    sourceId: row.source.id,
    sourceRevision: row.source.revision,
    row: row.row,
    replies,
    // Another model's answers are not to be taken for this one's.
    keys: madeBy === undefined ? row.keys : row.keys.map(() => ''),
    madeBy,
    failure: failed === undefined ? null : describeFailure(failed, row.crashes + 1),
  };
}

function describeFailure({ status }: Reply, tries: number): RowAnswer['failure'] {
  if (status === 'ok' || status === 'repaired') return null;
  return { reason: status, sentence: '', tries };
}

/** Builds what is stored for a row that could not be asked, so that it waits for a person. */
export function setAside(row: AskedRow, failure: NonNullable<RowAnswer['failure']>): RowAnswer {
  return {
    sourceId: row.source.id,
    sourceRevision: row.source.revision,
    row: row.row,
    replies: row.queries.map(() => ({ status: 'unanswered', tags: [], rawText: '' })),
    keys: row.queries.map(() => ''),
    failure,
  };
}
