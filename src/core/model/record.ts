import type { SourceId } from './ids.ts';

/** How a file is laid out, found from its bytes. */
export type FileFormat = 'json-array' | 'json-lines' | 'csv';

/** Where the queries of a record stand. */
export type FieldMapping = ColumnMapping | TurnMapping;

/** The query is one or more columns, joined by a line break; empty ones are left out. */
export interface ColumnMapping {
  readonly kind: 'columns';
  readonly queryColumns: readonly string[];
  readonly systemColumn: string | null;
  readonly responseColumn: string | null;
}

/**
 * The record is a conversation: a list of turns, each with a role and a text. An empty `roleKey` means that every entry
 * is a user's turn, an empty `textKey` that the entries are plain texts.
 */
export interface TurnMapping {
  readonly kind: 'turns';
  readonly listColumn: string;
  readonly roleKey: string;
  readonly textKey: string;
  readonly userRoles: readonly string[];
  readonly systemRoles: readonly string[];
}

/** Which parts of a record the tagger sees. */
export interface QuerySettings {
  readonly turns: 'every' | 'first' | 'joined';
  readonly includeSystem: boolean;
}

export const defaultQuerySettings: QuerySettings = Object.freeze({ turns: 'every', includeSystem: false });

/**
 * A run of consecutive records of one source: the JSON of record i is `bytes[offsets[i]] … bytes[offsets[i + 1] - 1]`
 * in UTF-8, exactly as read (a CSV row is a JSON array of its fields, in the order of the source's header).
 */
export interface RecordBlock {
  /** Row number in the source of the first record, from 0. */
  readonly firstRow: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** rowCount + 1 entries. */
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** What the importer found out about a file before reading all of it. */
export interface SourceShape {
  readonly format: FileFormat;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Known name of the record layout, or `table` for any other columns. */
  readonly layout: 'alpaca' | 'sharegpt' | 'openai' | 'table';
  /** Column names in order of first appearance; a CSV's header. */
  readonly columns: readonly string[];
  /** CSV only: the character between fields. */
  readonly delimiter: string | null;
  readonly mapping: FieldMapping;
  /** False when the mapping is a guess that a person should look at. */
  readonly isMappingSure: boolean;
}

/** One imported file. */
export interface Source {
  readonly id: SourceId;
  readonly name: string;
  /** 0 to 7, the place in the palette of eight hues. */
  readonly hue: number;
  readonly sizeBytes: number;
  readonly shape: SourceShape;
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** A row that could not be imported. */
export interface QuarantinedRow {
  /** Line in the file, from 1, where the row starts. */
  readonly line: number;
  readonly reason: string;
  /** The start of the raw text, at most 2,000 characters. */
  readonly text: string;
}
