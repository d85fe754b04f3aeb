import type { ColumnMapping, FieldMapping, RecordLayout, SourceShape } from '../model/index.ts';
import { isNamed, rankColumns } from './column-names.ts';
import { guessTree, guessTurns } from './guess-turns.ts';
import { readField, readText } from './read-queries.ts';

/** The part of a shape that this file finds out. */
export type GuessedMapping = Pick<SourceShape, 'layout' | 'mapping' | 'isMappingSure'>;

// Names that queries, answers and system prompts go by, best first.
const queryNames = [
  'instruction',
  'prompt',
  'question',
  'query',
  'user',
  'input',
  'text',
  'content',
  'message',
  'title',
];
const strongQueryNames = queryNames.slice(0, 4);
const systemNames = ['system', 'system_prompt'];
const responseNames = [
  'output',
  'response',
  'answer',
  'completion',
  'std_answer',
  'reply',
  'assistant',
  'chosen',
];

/** Layouts told by their columns alone, and which of these hold the query and the answer; the first that fits counts. */
const columnLayouts: readonly {
  readonly layout: RecordLayout;
  readonly query: readonly string[];
  readonly response: string;
}[] = [
  { layout: 'alpaca', query: ['instruction', 'input'], response: 'output' },
  { layout: 'dolly', query: ['instruction', 'context'], response: 'response' },
  { layout: 'self-instruct', query: ['instruction'], response: 'instances' },
  { layout: 'prompt-completion', query: ['prompt'], response: 'completion' },
  { layout: 'gsm8k', query: ['question'], response: 'answer' },
];

/**
 * Guesses from some records where their queries stand: by their trees of messages, their lists of turns or their
 * columns, otherwise a column by its name or by the length of its texts.
 *
 * @param records Objects, texts, or lists of fields in the order of `columns`; up to a few hundred.
 * @param columns At least one.
 */
export function guessMapping(records: readonly unknown[], columns: readonly string[]): GuessedMapping {
  return (
    guessTree(records, columns) ??
    guessTurns(records, columns) ??
    guessLayout(records, columns) ??
    guessColumns(records, columns)
  );
}

/** Tells whether a column goes by a name that queries usually have. */
export function isQueryName(column: string): boolean {
  return queryNames.some((name) => isNamed(column, name));
}

/** Tells whether a column goes by a name that queries, system prompts or answers usually have. */
export function isTextName(column: string): boolean {
  return [...queryNames, ...systemNames, ...responseNames].some((name) => isNamed(column, name));
}

/** Tells whether a column goes by a name that hardly anything but queries has. */
export function isStrongQueryName(column: string): boolean {
  return strongQueryNames.some((name) => isNamed(column, name));
}

function guessLayout(records: readonly unknown[], columns: readonly string[]): GuessedMapping | null {
  const fitting = columnLayouts.find(({ query, response }) =>
    [...query, response].every((name) => columns.includes(name)),
  );
  if (fitting === undefined) return null;
  const { layout, query, response } = fitting;
  const historyColumn = layout === 'alpaca' ? findHistory(records, columns) : null;
  const mapping: ColumnMapping = {
    kind: 'columns',
    queryColumns: query,
    systemColumn: rankColumns(columns, systemNames)[0] ?? null,
    responseColumn: response === 'instances' ? null : response,
    historyColumn,
  };
  return { layout: historyColumn === null ? layout : 'llama-factory', mapping, isMappingSure: true };
}

// Pairs of a query and an answer; most records have none.
function findHistory(records: readonly unknown[], columns: readonly string[]): string | null {
  const column = rankColumns(columns, ['history'])[0];
  if (column === undefined) return null;
  const lists = records.map((record) => readField(record, columns, column)).filter(Array.isArray);
  const isHistory = lists.every((list: readonly unknown[]) => list.every((pair) => Array.isArray(pair)));
  return lists.length > 0 && isHistory ? column : null;
}

function guessColumns(records: readonly unknown[], columns: readonly string[]): GuessedMapping {
  const named = rankColumns(columns, queryNames);
  const strong = rankColumns(columns, strongQueryNames);
  const query = named[0] ?? findLongestColumn(records, columns);
  const mapping: FieldMapping = {
    kind: 'columns',
    queryColumns: isNamed(query, 'instruction') ? [query, ...rankColumns(columns, ['input'])] : [query],
    systemColumn: rankColumns(columns, systemNames)[0] ?? null,
    responseColumn: rankColumns(columns, responseNames)[0] ?? null,
    historyColumn: null,
  };
  return { layout: 'table', mapping, isMappingSure: strong.length === 1 || named.length === 1 };
}

function findLongestColumn(records: readonly unknown[], allColumns: readonly string[]): string {
  const others = rankColumns(allColumns, [...systemNames, ...responseNames]);
  const free = allColumns.filter((column) => !others.includes(column));
  const columns = free.length > 0 ? free : allColumns;
  const lengths = columns.map((column) =>
    records.reduce<number>((total, record) => {
      const value = readField(record, allColumns, column);
      const isText = typeof value === 'string' || (Array.isArray(value) && typeof value[0] === 'string');
      return total + (isText ? readText(value).length : 0);
    }, 0),
  );
  return columns[lengths.indexOf(Math.max(...lengths))];
}
