import type {
  FieldMapping,
  QuarantinedRow,
  QuerySettings,
  RecordBlock,
  SourceShape,
} from '../../src/core/model/index.ts';
import type { FirstLineChange } from '../../src/core/ingest/first-line.ts';
import type { ComparedQuestions } from '../../src/core/profile/read-questions.ts';
import type { ImportSummary, RecordBatch } from '../../src/core/ingest/import-records.ts';
import type { MappingChoices } from '../../src/core/ingest/list-mappings.ts';
import type { CheckedText, RowShape } from '../../src/core/ingest/repair/check-repaired-text.ts';
import type { RowDescription } from '../../src/core/ingest/repair/describe-row.ts';
import type { Repair, RepairCandidate, RepairOutline } from '../../src/core/ingest/repair/propose-repair.ts';

/** What the importer hands back as it goes: of a part, whose `bytesDone` count towards its `sizeBytes`. */
export type IngestBatch = RecordBatch;

/** Totals of a finished import of one part. */
export interface PartSummary extends ImportSummary {
  /**
   * SHA-256 over the SHA-256 of each 1,048,576 unpacked bytes, in hexadecimal; for one of several lists in a JSON object,
   * the SHA-256 of that, `/` and the list's path.
   */
  readonly contentHash: string;
}

/** Ways to pack one file; a zip archive is no packing, for it holds many. */
export type Packing = 'gzip' | 'zstd';

/** Where an entry of a zip archive lies, so that it can be read without the archive's directory. */
export interface EntryPlace {
  /** Position of the entry's own head, which stands before its data. */
  readonly headAt: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** How it is packed: 0 not at all, 8 Deflate, 93 Zstandard. */
  readonly method: number;
  readonly crc32: number;
}

/** How to reach a part within the chosen file; plain data. */
export interface PartPlace {
  /** Where it lies in a zip archive; null when the file is none. */
  readonly entry: EntryPlace | null;
  /** What the file, or the archive's entry, is packed with besides. */
  readonly packing: Packing | null;
}

/** One set of records within what a person chose: a file, an entry of an archive, or one of several lists in a JSON object. */
export interface DataPart {
  /** As shown, such as `pack.zip › data/train.jsonl.gz`. */
  readonly name: string;
  readonly place: PartPlace;
  readonly shape: SourceShape;
  /** On the disk, packed or not. */
  readonly sizeBytes: number;
}

/** A file in an archive that could not be read, with the reason in a sentence. */
export interface RefusedPart {
  readonly name: string;
  readonly reason: string;
}

/** What a chosen file holds. */
export interface Inspection {
  readonly parts: readonly DataPart[];
  readonly refused: readonly RefusedPart[];
  /** What of files that are imported is not, with a sentence. */
  readonly leftOut: readonly RefusedPart[];
  /** The names of an archive's files that by them hold no records, such as a README. */
  readonly passedOver: readonly string[];
}

/** Reads files, off the page. */
export interface IngestApi {
  /**
   * Finds the sets of records in a file and tells their format, columns and mapping from their first 1 MB; more is read
   * only when the first record does not end there.
   * @throws AppError `unsupported-format` with a sentence for a file that holds no records. What lies in an archive and
   *   cannot be read is listed.
   */
  inspect(file: File): Promise<Inspection>;
  /**
   * Reads one part to its end. Memory is bounded by one batch.
   * @param onBatch Called in order; its arrays are transferred.
   * @throws AppError `unsupported-format` when it is damaged; the batches before must then be thrown away.
   */
  importPart(
    file: File,
    part: DataPart,
    onBatch: (batch: IngestBatch) => Promise<void>,
  ): Promise<PartSummary>;
  /** Hashes a part without importing it. */
  hashPart(file: File, part: DataPart): Promise<string>;
  /** The queries of some records, exactly as a tagger will see them. */
  previewQueries(
    block: RecordBlock,
    columns: readonly string[],
    mapping: FieldMapping,
    settings: QuerySettings,
  ): Promise<string[][]>;
  /** The ways in which the queries of some records can be read. */
  listMappings(block: RecordBlock, columns: readonly string[]): Promise<MappingChoices>;
  /** What is compared of a benchmark's file with the rows of a project. */
  readQuestions(blocks: readonly RecordBlock[], shape: SourceShape): Promise<ComparedQuestions>;
  /**
   * Reads the first line of a stored table the other way.
   * @param block The first block of its rows.
   */
  changeFirstLine(shape: SourceShape, block: RecordBlock): Promise<FirstLineChange>;
  /** Tells of each candidate, taken by itself, whether there is a way to repair it, and a sure one; null when not. */
  findRepairs(candidates: readonly RepairCandidate[], shape: RowShape): Promise<(RepairOutline | null)[]>;
  /** What each candidate would become, taken by itself; null where there is no one obvious way. */
  proposeRepairs(candidates: readonly RepairCandidate[], shape: RowShape): Promise<(Repair | null)[]>;
  /** Describes each candidate as a person looks at it; its `next` is the second half of the same record. */
  describeRows(candidates: readonly RepairCandidate[], shape: RowShape): Promise<RowDescription[]>;
  /** Writes rows that were set aside as lines of a file: JSON Lines in UTF-8. */
  writeQuarantineLines(source: string, rows: readonly QuarantinedRow[]): Promise<Uint8Array<ArrayBuffer>>;
  /** Judges a row as a person has written it. */
  checkRepairedText(text: string, shape: RowShape): Promise<CheckedText>;
}
