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
import { readTags, tagForms } from './read-tags.ts';

// Forms are tried from the surest on.
const minShareOfForm = 0.9;

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

/**
 * Finds how tags are written in a place that a person chose: the form in which most records have some, and of separated
 * texts only where JSON would miss more than a tenth, since an answer that is no list is no tags.
 *
 * @returns Null when no record has tags there.
 */
export function findTagsForm(
  block: RecordBlock,
  columns: readonly string[],
  path: readonly string[],
  decode: (bytes: Uint8Array) => string,
): TagsColumn['form'] | null {
  const records = Array.from({ length: block.offsets.length - 1 }, (_, index) =>
    readRecord(block, index, decode),
  );
  const counts = tagForms.map(
    (form) => records.filter((record) => readTags(record, columns, { path, form }) !== null).length,
  );
  const most = Math.max(...counts);
  return most === 0 ? null : tagForms[counts.findIndex((count) => count >= most * minShareOfForm)];
}

function givenReply(tags: readonly string[]): Reply {
  return { status: 'ok', tags: tags.map((tag) => ({ tag, explanation: '' })), rawText: '' };
}
