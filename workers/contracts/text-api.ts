import type { BlockReading } from './tagger-api.ts';
import type { RecordBlock, SourceShape } from '../../src/core/model/index.ts';

/** A row with its text, ready to show. */
export interface ShownRow {
  /** Row number in the source, from 0. */
  readonly row: number;
  /** The queries as the tagger sees them. */
  readonly queries: readonly string[];
}

/** What to write into an export for one block. */
export interface ExportRows {
  /** Row numbers in the source, ascending, all within the block. */
  readonly rows: Uint32Array;
  /** Per row: its tags. */
  readonly tags: readonly (readonly string[])[];
}

/** Work on stored text blocks: search, reading rows, writing exports. */
export interface TextApi {
  /** Rows whose queries contain the words of `needle`, ignoring case; at most `limit`. */
  findRows(block: RecordBlock, reading: BlockReading, needle: string, limit: number): Promise<ShownRow[]>;
  readRows(block: RecordBlock, reading: BlockReading, rows: Uint32Array): Promise<ShownRow[]>;
  /**
   * Writes rows in the format their source came in, with a field of tags added. What stands before the first and
   * behind the last row comes from `frameRows` (src/core/export/write-rows.ts).
   * @param isFirst True until a row of this export has been written.
   * @returns UTF-8, transferred.
   */
  writeRows(
    block: RecordBlock,
    shape: SourceShape,
    chosen: ExportRows,
    isFirst: boolean,
  ): Promise<Uint8Array<ArrayBuffer>>;
}
