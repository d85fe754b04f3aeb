import type { FieldMapping } from '../model/index.ts';
import { guessMapping } from './guess-mapping.ts';
import { readConversationColumn, type ConversationColumn } from './guess-turns.ts';
import { isObject } from './is-object.ts';
import { innerMark, readField } from './read-queries.ts';

/** The ways in which the queries of some records can be read. */
export interface MappingChoices {
  /** What an import takes that knows of no choice. */
  readonly found: FieldMapping;
  /** Columns of conversations whose turns say who speaks. */
  readonly conversations: readonly ConversationColumn[];
  /** All columns, and the fields of objects in them; at most 200. */
  readonly columns: readonly string[];
}

const maxColumns = 200;

/**
 * Lists how the queries of records can be read.
 *
 * @param records Objects, texts, or lists of fields in the order of `columns`; up to a few hundred.
 */
export function listMappings(records: readonly unknown[], columns: readonly string[]): MappingChoices {
  const all = columns.flatMap((column) => [column, ...listInner(records, columns, column)]);
  return {
    found: guessMapping(records, columns).mapping,
    conversations: all
      .map((column) => readConversationColumn(records, columns, column))
      .filter((found) => found !== null),
    columns: all.slice(0, maxColumns),
  };
}

function listInner(records: readonly unknown[], columns: readonly string[], column: string): string[] {
  const objects = records.map((record) => readField(record, columns, column)).filter(isObject);
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  return [...names].map((name) => `${column}${innerMark}${name}`);
}
