import type { FieldMapping, SourceShape, TurnMapping } from '../model/index.ts';
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

const listNames = [
  'conversations',
  'conversation',
  'messages',
  'dialogs',
  'dialogue',
  'dialog',
  'turns',
  'prompt',
];
const roleKeys = ['from', 'role', 'speaker', 'author'];
const textKeys = ['value', 'content', 'text', 'utterance', 'message'];
const userRoles = ['user', 'human', 'prompter', 'User', 'Human', 'USER', 'HUMAN'];
const systemRoles = ['system', 'developer'];

/**
 * Guesses from some records where their queries stand: Alpaca by its columns, ShareGPT and OpenAI by their lists of
 * turns, otherwise a column by its name or by the length of its texts.
 *
 * @param records Objects, or for a CSV lists of fields in the order of `columns`; up to a few hundred.
 * @param columns At least one.
 */
export function guessMapping(records: readonly unknown[], columns: readonly string[]): GuessedMapping {
  return guessTurns(records, columns) ?? guessAlpaca(columns) ?? guessColumns(records, columns);
}

/** Tells whether a column goes by a name that queries usually have. */
export function isQueryName(column: string): boolean {
  return queryNames.some((name) => isNamed(column, name));
}

function guessTurns(records: readonly unknown[], columns: readonly string[]): GuessedMapping | null {
  for (const listColumn of rank(columns, listNames)) {
    const entries = records.flatMap((record) => {
      const list = readField(record, columns, listColumn);
      return Array.isArray(list) ? (list as readonly unknown[]) : [];
    });
    const mapping = readTurnShape(listColumn, entries);
    if (mapping === null) continue;
    const isSharegpt = mapping.roleKey === 'from' && mapping.textKey === 'value';
    const isOpenai = listColumn === 'messages' && mapping.roleKey === 'role' && mapping.textKey === 'content';
    const layout = isSharegpt ? 'sharegpt' : isOpenai ? 'openai' : 'table';
    const hasUser = entries.some((entry) => {
      const role = readField(entry, [], mapping.roleKey);
      return typeof role === 'string' && userRoles.includes(role);
    });
    return { layout, mapping, isMappingSure: layout !== 'table' && hasUser };
  }
  return null;
}

/** Reads how the entries of a list say who speaks and what; null when they are no turns. */
function readTurnShape(listColumn: string, entries: readonly unknown[]): TurnMapping | null {
  const texts = entries.filter((entry) => typeof entry === 'string').length;
  if (texts > 0 && texts === entries.length) return turnMapping(listColumn, '', '');
  const textKey = textKeys.find((key) => entries.some((entry) => readField(entry, [], key) !== undefined));
  if (textKey === undefined) return null;
  const roleKey = roleKeys.find((key) =>
    entries.some((entry) => typeof readField(entry, [], key) === 'string'),
  );
  return turnMapping(listColumn, roleKey ?? '', textKey);
}

function turnMapping(listColumn: string, roleKey: string, textKey: string): TurnMapping {
  return { kind: 'turns', listColumn, roleKey, textKey, userRoles, systemRoles };
}

function guessAlpaca(columns: readonly string[]): GuessedMapping | null {
  const isAlpaca = columns.includes('instruction') && columns.includes('input') && columns.includes('output');
  if (!isAlpaca) return null;
  const mapping: FieldMapping = {
    kind: 'columns',
    queryColumns: ['instruction', 'input'],
    systemColumn: rank(columns, systemNames)[0] ?? null,
    responseColumn: 'output',
  };
  return { layout: 'alpaca', mapping, isMappingSure: true };
}

function guessColumns(records: readonly unknown[], columns: readonly string[]): GuessedMapping {
  const named = rank(columns, queryNames);
  const strong = rank(columns, strongQueryNames);
  const longest = findLongestColumn(records, columns);
  const query = named[0] ?? longest;
  const mapping: FieldMapping = {
    kind: 'columns',
    queryColumns: isNamed(query, 'instruction') ? [query, ...rank(columns, ['input'])] : [query],
    systemColumn: rank(columns, systemNames)[0] ?? null,
    responseColumn: rank(columns, responseNames)[0] ?? null,
  };
  return { layout: 'table', mapping, isMappingSure: strong.length === 1 || named.length === 1 };
}

function findLongestColumn(records: readonly unknown[], columns: readonly string[]): string {
  const lengths = columns.map((column) =>
    records.reduce<number>((total, record) => {
      const value = readField(record, columns, column);
      const isText = typeof value === 'string' || (Array.isArray(value) && typeof value[0] === 'string');
      return total + (isText ? readText(value).length : 0);
    }, 0),
  );
  return columns[lengths.indexOf(Math.max(...lengths))];
}

/** The columns that go by one of the names, ignoring case, in the order of the names. */
function rank(columns: readonly string[], names: readonly string[]): string[] {
  return names.flatMap((name) => columns.filter((column) => isNamed(column, name)));
}

function isNamed(column: string, name: string): boolean {
  return column.trim().toLowerCase() === name;
}
