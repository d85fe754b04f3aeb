import {
  packReplies,
  type QuerySettings,
  type RecordBlock,
  type Reply,
  type ReplySegment,
  type SourceShape,
  type TagsColumn,
} from '../model/index.ts';
import { readQueries, readRecord } from './read-queries.ts';
import { readTags } from './read-tags.ts';

/** What is needed to read the tags that came with some records. */
export interface GivenReading {
  readonly columns: readonly string[];
  readonly mapping: SourceShape['mapping'];
  readonly settings: QuerySettings;
  readonly tagsColumn: TagsColumn;
}

/**
 * Reads the tags that stand in the records of a block as if a tagger had given them. Tags belong to a record, so the
 * first of its queries gets them all and the others get none.
 *
 * @returns A segment for each stretch of rows that have tags and something to tag; the other rows are left out.
 * O(bytes) time.
 */
export function readGivenReplies(
  block: RecordBlock,
  { columns, mapping, settings, tagsColumn }: GivenReading,
  decode: (bytes: Uint8Array) => string,
): ReplySegment[] {
  const segments: ReplySegment[] = [];
  let stretch: Reply[][] = [];
  const rowCount = block.offsets.length - 1;
  function close(endRow: number): void {
    if (stretch.length > 0) segments.push(packReplies(endRow - stretch.length, stretch));
    stretch = [];
  }
  for (let index = 0; index < rowCount; index++) {
    const record = readRecord(block, index, decode);
    const tags = readTags(record, columns, tagsColumn);
    const queries = tags === null ? [] : readQueries(record, columns, mapping, settings);
    if (queries.length === 0) close(block.firstRow + index);
    else stretch.push(queries.map((_, query) => givenReply(query === 0 ? (tags ?? []) : [])));
  }
  close(block.firstRow + rowCount);
  return segments;
}

function givenReply(tags: readonly string[]): Reply {
  return { status: 'ok', tags: tags.map((tag) => ({ tag, explanation: '' })), rawText: '' };
}
