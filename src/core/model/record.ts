import type { SourceId } from './ids.ts';

/** How a file is laid out, found from its bytes. */
export type FileFormat = 'json-array' | 'json-lines' | 'csv' | 'parquet';

/** Where the queries of a record stand. */
export type FieldMapping = ColumnMapping | TurnMapping | TreeMapping;

/** The query is one or more columns, joined by a line break; empty ones are left out. */
export interface ColumnMapping {
  readonly kind: 'columns';
  readonly queryColumns: readonly string[];
  readonly systemColumn: string | null;
  readonly responseColumn: string | null;
  /** A list of [query, answer] pairs that came before this query, oldest first (LLaMA-Factory's `history`). */
  readonly historyColumn: string | null;
}

/**
 * The record is a conversation: a list of turns, each with a role and a text. An empty `roleKey` means that every entry
 * is a user's turn (with `isAlternating`, every second, from the first on), an empty `textKey` that the entries are
 * plain texts.
 */
export interface TurnMapping {
  readonly kind: 'turns';
  readonly listColumn: string;
  readonly roleKey: string;
  readonly textKey: string;
  readonly userRoles: readonly string[];
  readonly systemRoles: readonly string[];
  /** Only where entries have no role: the user's turns and the answers take turns (UltraChat's `data`). */
  readonly isAlternating?: boolean;
}

/**
 * The record is a tree of messages, each with a role, a text and its replies (OASST). The conversation is the thread
 * that follows the reply of the lowest rank, or the first where replies have none.
 */
export interface TreeMapping {
  readonly kind: 'tree';
  /** Holds the first message. */
  readonly rootColumn: string;
  readonly roleKey: string;
  readonly textKey: string;
  readonly repliesKey: string;
  readonly rankKey: string;
  readonly userRoles: readonly string[];
  readonly systemRoles: readonly string[];
}

/** Tags that stand in the records already, so that no tagger needs to be asked. */
export interface TagsColumn {
  /** The column, or the path into it: `annotation`, `labels` gives `record.annotation.labels`. */
  readonly path: readonly string[];
  /**
   * `list`: texts, or objects with a `tag` and perhaps an `explanation`; `json`: such a list in a text, as JSON,
   * which InsTagger writes, or as Python has it; `separated`: one text with `; ` or `, ` or a line break between the tags.
   */
  readonly form: 'list' | 'json' | 'separated';
}

/** Which parts of a record the tagger sees. */
export interface QuerySettings {
  readonly turns: 'every' | 'first' | 'joined';
  readonly includeSystem: boolean;
}

export const defaultQuerySettings: QuerySettings = Object.freeze({ turns: 'every', includeSystem: false });

/**
 * A run of consecutive records of one source: the JSON of record i is `bytes[offsets[i]] … bytes[offsets[i + 1] - 1]`
 * in UTF-8, exactly as read. A CSV row is a JSON array of its fields, in the order of the source's columns; a record of
 * Parquet an object.
 */
export interface RecordBlock {
  /** Row number in the source of the first record, from 0. */
  readonly firstRow: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** rowCount + 1 entries. */
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** Known names of record layouts; `dialogue` is any other list of turns with roles, `table` any other columns. */
export type RecordLayout =
  | 'alpaca'
  | 'sharegpt'
  | 'openai'
  | 'dolly'
  | 'gsm8k'
  | 'prompt-completion'
  | 'llama-factory'
  | 'self-instruct'
  | 'fastchat'
  | 'ultrachat'
  | 'dialogue'
  | 'oasst'
  | 'table';

/**
 * What one record is: an object with named fields, a list of fields in the order of `columns` (CSV, and JSON that
 * stores rows as lists), or a single text, whose one column is called `text`.
 */
export type RecordKind = 'object' | 'list' | 'text';

/** What the importer found out about a file before reading all of it. */
export interface SourceShape {
  readonly format: FileFormat;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /**
   * CSV only: the file began with a byte order mark, without which spreadsheets do not take a CSV for UTF-8. Missing in
   * what was imported without: then it is taken for none.
   */
  readonly hasByteOrderMark?: boolean | undefined;
  readonly layout: RecordLayout;
  /** Column names in order of first appearance, each once. */
  readonly columns: readonly string[];
  /**
   * CSV only: the fields of its first line as they stand there, which the columns are named after; null when that line is
   * a row and the names are ours. Missing in what was imported without: then the fields are the columns.
   */
  readonly header?: readonly string[] | null | undefined;
  /** CSV only: the character between fields. */
  readonly delimiter: string | null;
  readonly recordKind: RecordKind;
  /** JSON only: the keys that lead from the file's one object to its list of records; empty when it starts with them. */
  readonly listPath: readonly string[];
  /** Parquet only: its schema as plain JSON, from which the same types can be written again. */
  readonly parquetSchema: unknown;
  readonly mapping: FieldMapping;
  /** False when the mapping is a guess that a person should look at. */
  readonly isMappingSure: boolean;
  /** Where tags stand that came with the data; null when none were found. */
  readonly tagsColumn: TagsColumn | null;
}

/** One imported file, or one part of it. */
export interface Source {
  readonly id: SourceId;
  readonly name: string;
  /** 0 to 7, the place in the palette of eight hues. */
  readonly hue: number;
  /** Of the file as it was chosen, packed or not. */
  readonly sizeBytes: number;
  /** SHA-256 over the SHA-256 of each MB of its unpacked bytes, in hexadecimal; empty for what was imported without. */
  readonly contentHash: string;
  readonly shape: SourceShape;
  readonly recordCount: number;
  /** Rows set aside that wait for a person; those repaired are not among them. */
  readonly quarantinedCount: number;
  /** What was made of rows that had been set aside; missing when nothing was. */
  readonly repairs?: RepairTotals | undefined;
}

/** Rows of the file = `recordCount` - `repairs.recordCount` + `repairs.rowCount` + `quarantinedCount` of its source. */
export interface RepairTotals {
  /** Records made from rows that had been set aside; they are the last ones of the source. */
  readonly recordCount: number;
  /** The rows they were; two for a record that went over two. */
  readonly rowCount: number;
  /** Records of each repair, the oldest first; missing where all count as one repair. */
  readonly steps?: readonly number[] | undefined;
}

/** How many records the last repair of a source made. */
export function countLastRepair({ recordCount, steps }: RepairTotals): number {
  return steps?.at(-1) ?? recordCount;
}

/** A row that could not be imported. */
export interface QuarantinedRow {
  /** Line in the unpacked file, from 1, where the row starts. */
  readonly line: number;
  /** Position in the unpacked file, from 0, where the row starts. */
  readonly byteOffset: number;
  readonly reason: string;
  /** The raw bytes in UTF-8, as far as the file gave any; at most `maxQuarantinedBytes`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** False when `bytes` is only the row's start, so that it cannot be repaired here. */
  readonly isWhole: boolean;
  /** Row number in the source, from 0, of the record that was made of it; missing while it waits. */
  readonly repairedAs?: number | undefined;
}

/** Of a row that is set aside as much is kept, so that it can be repaired; of a longer one, its start. */
export const maxQuarantinedBytes = 256 * 1024;
