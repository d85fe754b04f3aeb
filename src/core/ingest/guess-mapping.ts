import {
  defaultQuerySettings,
  type ColumnMapping,
  type FieldMapping,
  type RecordLayout,
  type SourceShape,
} from '../model/index.ts';
import { isNamed, rankColumns } from './column-names.ts';
import { guessTree, guessTurns } from './guess-turns.ts';
import { isObject } from './is-object.ts';
import { innerMark, readField, readQueries, readText } from './read-queries.ts';

// An object that maps names to values has a field each.
const maxInnerColumns = 100;

/** The part of a shape that this file finds out. */
export type GuessedMapping = Pick<SourceShape, 'layout' | 'mapping' | 'isMappingSure'>;

// Names that queries, answers and system prompts go by, best first.
const queryNames = [
  'instruction',
  'prompt',
  'question',
  'query',
  'problem',
  'user',
  'input',
  'text',
  'content',
  'message',
  'title',
  'goal',
  'ctx',
  'sentence',
];
const strongQueryNames = queryNames.slice(0, 5);
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
  'solution',
];
// What stands beside a query and is none, whatever it is called.
const otherNames = ['rejected', 'endings', 'choices', 'options', 'hints'];

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
  return guessKnown(records, columns) ?? guessWithin(records, columns) ?? guessColumns(records, columns);
}

function guessKnown(records: readonly unknown[], columns: readonly string[]): GuessedMapping | null {
  return guessTree(records, columns) ?? guessTurns(records, columns) ?? guessLayout(records, columns);
}

/**
 * Guesses from the objects in a column, such as `body › messages` of a batch file, where no column goes by a name for
 * queries. What is found by its length alone must be longer than all that stands outside of it.
 */
function guessWithin(records: readonly unknown[], columns: readonly string[]): GuessedMapping | null {
  if (rankColumns(columns, queryNames).length > 0) return null;
  const outside = guessColumns(records, columns).mapping;
  for (const column of columns) {
    const objects = records.map((record) => readField(record, columns, column)).filter(isObject);
    if (objects.length * 2 <= records.length) continue;
    const inner = [...new Set(objects.flatMap((object) => Object.keys(object)))].slice(0, maxInnerColumns);
    if (inner.length === 0) continue;
    const known = guessKnown(objects, inner);
    const guessed = known ?? guessColumns(objects, inner);
    const mapping = putWithin(column, guessed.mapping);
    if (known !== null) return { ...known, mapping };
    const [within, without] = [mapping, outside].map((one) => countText(records, columns, one));
    if (within > without) return { ...guessed, mapping, isMappingSure: false };
  }
  return null;
}

function putWithin(column: string, mapping: FieldMapping): FieldMapping {
  const within = (name: string): string => `${column}${innerMark}${name}`;
  const orNull = (name: string | null): string | null => (name === null ? null : within(name));
  if (mapping.kind === 'turns') return { ...mapping, listColumn: within(mapping.listColumn) };
  if (mapping.kind === 'tree') return { ...mapping, rootColumn: within(mapping.rootColumn) };
  return {
    ...mapping,
    queryColumns: mapping.queryColumns.map(within),
    systemColumn: orNull(mapping.systemColumn),
    responseColumn: orNull(mapping.responseColumn),
    historyColumn: orNull(mapping.historyColumn),
  };
}

function countText(records: readonly unknown[], columns: readonly string[], mapping: FieldMapping): number {
  return records
    .flatMap((record) => readQueries(record, columns, mapping, defaultQuerySettings))
    .reduce((length, query) => length + query.length, 0);
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
  const others = rankColumns(allColumns, [...systemNames, ...responseNames, ...otherNames]);
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
