import type {
  FieldMapping,
  QuarantinedRow,
  QuerySettings,
  RecordBlock,
  SourceShape,
} from '../../src/core/model/index.ts';

/** What the importer hands back as it goes; the next batch is read when the promise settles. */
export interface IngestBatch {
  readonly blocks: readonly RecordBlock[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Bytes of the file read so far. */
  readonly bytesDone: number;
}

/** Totals of a finished import; records + quarantined = rows in the file. */
export interface IngestSummary {
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** Reads files, off the page. */
export interface IngestApi {
  /**
   * Looks at the start of a file (1 MB; more only when the first record does not end there) and tells its format,
   * columns and mapping.
   * @throws AppError `unsupported-format` with a sentence for a file that holds no records.
   */
  inspect(file: File): Promise<SourceShape>;
  /**
   * Reads the whole file. Memory is bounded by one batch.
   * @param onBatch Called in order; its arrays are transferred.
   */
  importFile(
    file: File,
    shape: SourceShape,
    onBatch: (batch: IngestBatch) => Promise<void>,
  ): Promise<IngestSummary>;
  /** The queries of some records, exactly as a tagger will see them. */
  previewQueries(
    block: RecordBlock,
    columns: readonly string[],
    mapping: FieldMapping,
    settings: QuerySettings,
  ): Promise<string[][]>;
}
