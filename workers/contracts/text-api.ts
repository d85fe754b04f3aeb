import type { GivenReading } from '../../src/core/ingest/given-replies.ts';
import type { BlockReading } from './tagger-api.ts';
import type { RecordBlock, ReplySegment, TagsColumn } from '../../src/core/model/index.ts';

/** A row with its text, ready to show. */
export interface ShownRow {
  /** Row number in the source, from 0. */
  readonly row: number;
  /** The queries as the tagger sees them. */
  readonly queries: readonly string[];
}

/** Work on stored text blocks: search and reading rows. */
export interface TextApi {
  /** Rows whose queries fit what a person typed, `needle`; at most `limit`. */
  findRows(block: RecordBlock, reading: BlockReading, needle: string, limit: number): Promise<ShownRow[]>;
  readRows(block: RecordBlock, reading: BlockReading, rows: Uint32Array): Promise<ShownRow[]>;
  /** The tags that came with the records, as a tagger's answers; rows without are left out. */
  readGivenReplies(block: RecordBlock, reading: GivenReading): Promise<ReplySegment[]>;
  /** How tags are written in a place of the records; null when there are none. */
  findTagsForm(
    block: RecordBlock,
    columns: readonly string[],
    path: readonly string[],
  ): Promise<TagsColumn['form'] | null>;
}
