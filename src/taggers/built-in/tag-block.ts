import type { BlockReading } from '../../../workers/contracts/tagger-api.ts';
import { readQueries, readRecord } from '../../core/ingest/read-queries.ts';
import { packReplies, type RecordBlock, type Reply, type ReplySegment } from '../../core/model/index.ts';
import type { BuiltInTagger } from './built-in-tagger.ts';

/**
 * Tags every record of a block with the built-in tagger. Queries that occur several times are tagged once. A record
 * without a query stays untagged.
 *
 * @param decode Reads UTF-8.
 */
export async function tagBlock(
  tagger: BuiltInTagger,
  block: RecordBlock,
  { columns, mapping, settings }: BlockReading,
  decode: (bytes: Uint8Array) => string,
): Promise<ReplySegment> {
  const queries: string[][] = [];
  for (let index = 0; index + 1 < block.offsets.length; index++) {
    queries.push(readQueries(readRecord(block, index, decode), columns, mapping, settings));
  }
  const distinct = [...new Set(queries.flat())];
  const tagged = await tagger.tagQueries(distinct);
  const replyOf = new Map(
    tagged.map(({ tags }, index): [string, Reply] => [distinct[index], { status: 'ok', tags, rawText: '' }]),
  );
  const replies = queries.map((some) => some.flatMap((query) => replyOf.get(query) ?? []));
  return packReplies(block.firstRow, replies);
}
