import type { BlockReading } from '../../../workers/contracts/tagger-api.ts';
import {
  defaultQuerySettings,
  throwIfStopped,
  unpackReplies,
  type RecordBlock,
} from '../../core/model/index.ts';
import { emptyReply } from '../model-run/row-answers.ts';
import { handOver } from '../worker-host.ts';
import type { Workers } from '../workers.ts';
import { noUsage, type RowResult } from './ask-rows.ts';

/** A record for each query, with the query alone in it. */
const queryReading: BlockReading = {
  columns: ['query'],
  mapping: {
    kind: 'columns',
    queryColumns: ['query'],
    systemColumn: null,
    responseColumn: null,
    historyColumn: null,
  },
  settings: defaultQuerySettings,
};

/**
 * Has the built-in tagger tag some rows, one after the other, from the queries that the other side is asked too. A row
 * alone does not fill the encoder's batches, so a whole run takes less time a row.
 *
 * @throws AppError `aborted` after a stop; the row in work is finished, for the worker may serve a run as well.
 */
export async function tagBuiltIn<Row extends { readonly queries: readonly string[] }>(
  signal: AbortSignal,
  tagger: Workers['tagger'],
  rows: readonly Row[],
  onResult: (row: Row, result: RowResult) => void,
): Promise<void> {
  const { signal: never } = new AbortController();
  const tag = async (queries: readonly string[]): Promise<RowResult['replies']> => {
    const block = packQueries(queries);
    const segment = await tagger.call(never, (api) =>
      api.tagBlock(handOver(block, [block.bytes.buffer, block.offsets.buffer]), queryReading),
    );
    // A blank query has no reply.
    return queries.map((_, record) => unpackReplies(segment, record).at(0) ?? emptyReply);
  };
  // Starts the worker and loads the encoder, which is no row's time.
  await tag(rows.slice(0, 1).flatMap(({ queries }) => queries));
  for (const row of rows) {
    throwIfStopped(signal, 'Tagging');
    const startMs = performance.now();
    const replies = await tag(row.queries);
    const durationMs = performance.now() - startMs;
    onResult(row, { replies, durationMs, askedQueries: 0, usage: noUsage, error: null });
  }
}

/** Packs queries into a block, each as a record of one field. */
function packQueries(queries: readonly string[]): RecordBlock {
  const encoder = new TextEncoder();
  const records = queries.map((query) => encoder.encode(JSON.stringify([query])));
  const offsets = new Uint32Array(records.length + 1);
  records.forEach((record, index) => (offsets[index + 1] = offsets[index] + record.length));
  const bytes = new Uint8Array(offsets[records.length]);
  records.forEach((record, index) => bytes.set(record, offsets[index]));
  return { firstRow: 0, bytes, offsets };
}
