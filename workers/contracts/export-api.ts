import type { ChosenRows } from '../../src/core/export/row-writer.ts';
import type { RowWriting } from '../../src/core/export/write-rows.ts';
import type { RecordBlock, SourceShape } from '../../src/core/model/index.ts';

/** Writes export files, off the page. */
export interface ExportApi {
  /**
   * Names the field for the tags of a source's rows: one that no row has. Reads all blocks where rows may have fields that
   * are not among the columns, else none. Memory is bounded by one block.
   *
   * @param nextBlock Gives the next block of the source, null after the last; asked for one at a time.
   */
  nameTagsColumn(shape: SourceShape, nextBlock: () => Promise<RecordBlock | null>): Promise<string>;
  /**
   * Writes rows in the format their source came in, with a field of tags added. Memory is bounded by one block, for
   * Parquet by one row group. One call a file, so that a stop leaves nothing half written behind.
   *
   * @param nextRows Gives the next block with chosen rows, null after the last; asked for one at a time.
   * @param onBytes Takes the file's bytes in order, transferred; the next block is asked for when it settles.
   * @returns SHA-256 of the file, in hexadecimal.
   * @throws AppError `invalid-input` when a record does not fit the types of its Parquet file.
   */
  writeRows(
    shape: SourceShape,
    writing: RowWriting,
    nextRows: () => Promise<ChosenRows | null>,
    onBytes: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
  ): Promise<string>;
  /** SHA-256 of a file's bytes, in hexadecimal, read 4 MB at a time. */
  hashFile(file: Blob): Promise<string>;
}
