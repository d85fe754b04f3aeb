import type { RecordLayout, SourceShape, TreeMapping, TurnMapping } from '../model/index.ts';
import { isNamed, rankColumns } from './column-names.ts';
import { readField } from './read-queries.ts';

type GuessedTurns = Pick<SourceShape, 'layout' | 'mapping' | 'isMappingSure'>;

const listNames = [
  'conversations',
  'conversation',
  'messages',
  'dialogs',
  'dialogues',
  'dialogue',
  'dialog',
  'turns',
  'prompt',
  'data',
];
// Texts in lists of these names are all the user's; elsewhere questions and answers take turns.
const userListNames = ['turns', 'prompt'];
const rootNames = ['prompt', 'root', 'message', 'tree'];
const roleKeys = ['from', 'role', 'speaker', 'author'];
const textKeys = ['value', 'content', 'text', 'utterance', 'message'];
const rankKeys = ['rank'];
const repliesKeys = ['replies', 'children'];
const userRoles = ['user', 'human', 'prompter', 'User', 'Human', 'USER', 'HUMAN'];
const systemRoles = ['system', 'developer'];

/** Finds a list of turns in the records; null when there is none. */
export function guessTurns(records: readonly unknown[], columns: readonly string[]): GuessedTurns | null {
  for (const listColumn of rankColumns(columns, listNames)) {
    const lists = records
      .map((record) => readField(record, columns, listColumn))
      .filter((list): list is readonly unknown[] => Array.isArray(list));
    const mapping = readTurnShape(listColumn, lists);
    if (mapping === null) continue;
    const layout = nameLayout(mapping, columns);
    const isSure = layout === 'fastchat' || (layout !== 'table' && hasUser(lists.flat(), mapping));
    return { layout, mapping, isMappingSure: isSure };
  }
  return null;
}

/** Finds a tree of messages in the records; null when there is none. */
export function guessTree(records: readonly unknown[], columns: readonly string[]): GuessedTurns | null {
  for (const rootColumn of rankColumns(columns, rootNames)) {
    const roots = records.map((record) => readField(record, columns, rootColumn)).filter(isObject);
    const roleKey = findKey(roots, roleKeys, isText);
    const textKey = findKey(roots, textKeys, isText);
    const repliesKey = findKey(roots, repliesKeys, Array.isArray);
    if (roleKey === null || textKey === null || repliesKey === null) continue;
    const rankKey = rankKeys[0];
    const keys = { rootColumn, roleKey, textKey, repliesKey, rankKey };
    const mapping: TreeMapping = { kind: 'tree', ...keys, userRoles, systemRoles };
    return { layout: 'oasst', mapping, isMappingSure: hasUser(roots, mapping) };
  }
  return null;
}

/** Reads how the entries of lists say who speaks and what; null when they are no turns. */
function readTurnShape(listColumn: string, lists: readonly (readonly unknown[])[]): TurnMapping | null {
  const entries = lists.flat();
  if (entries.length > 0 && entries.every(isText)) return readTextTurns(listColumn, lists);
  const textKey = textKeys.find((key) => entries.some((entry) => readField(entry, [], key) !== undefined));
  if (textKey === undefined) return null;
  return turnMapping(listColumn, findKey(entries, roleKeys, isText) ?? '', textKey);
}

function readTextTurns(listColumn: string, lists: readonly (readonly unknown[])[]): TurnMapping | null {
  if (userListNames.some((name) => isNamed(listColumn, name))) return turnMapping(listColumn, '', '');
  // Such a list may hold anything; a conversation has an answer to each question as a rule.
  const evenCount = lists.filter((list) => list.length > 0 && list.length % 2 === 0).length;
  if (evenCount * 2 < lists.length) return null;
  return { ...turnMapping(listColumn, '', ''), isAlternating: true };
}

function nameLayout(mapping: TurnMapping, columns: readonly string[]): RecordLayout {
  const { listColumn, roleKey, textKey } = mapping;
  if (roleKey === 'from' && textKey === 'value') return 'sharegpt';
  if (roleKey === 'role' && textKey === 'content') return 'openai';
  if (mapping.isAlternating === true) return isNamed(listColumn, 'data') ? 'ultrachat' : 'dialogue';
  if (roleKey === '' && columns.includes('question_id')) return 'fastchat';
  return roleKey === '' ? 'table' : 'dialogue';
}

function hasUser(entries: readonly unknown[], mapping: TurnMapping | TreeMapping): boolean {
  if (mapping.roleKey === '') return true;
  return entries.some((entry) => {
    const role = readField(entry, [], mapping.roleKey);
    return isText(role) && userRoles.includes(role);
  });
}

function findKey(
  entries: readonly unknown[],
  keys: readonly string[],
  fits: (value: unknown) => boolean,
): string | null {
  return keys.find((key) => entries.some((entry) => fits(readField(entry, [], key)))) ?? null;
}

function turnMapping(listColumn: string, roleKey: string, textKey: string): TurnMapping {
  return { kind: 'turns', listColumn, roleKey, textKey, userRoles, systemRoles };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
