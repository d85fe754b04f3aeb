import {
  defaultQuerySettings,
  type RecordLayout,
  type SourceShape,
  type TreeMapping,
  type TurnMapping,
} from '../model/index.ts';
import { isNamed, rankColumns } from './column-names.ts';
import { isObject } from './is-object.ts';
import { readField, readQueries } from './read-queries.ts';
import { readTurnList, roleKeys, textKeys } from './turn-list.ts';

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
  'contents',
  'chosen',
  'text',
];
// Lists of these names may hold anything; they are conversations only where each turn says who speaks.
const spokenNames = ['contents', 'chosen', 'text'];
// Texts in lists of these names are all the user's; elsewhere questions and answers take turns.
const userListNames = ['turns', 'prompt'];
const rootNames = ['prompt', 'root', 'message', 'tree'];
const rankKeys = ['rank'];
const repliesKeys = ['replies', 'children'];
const userRoles = ['user', 'human', 'prompter', 'User', 'Human', 'USER', 'HUMAN'];
const systemRoles = ['system', 'developer'];
// In lower case.
const answerRoles = ['assistant', 'gpt', 'chatgpt', 'bot', 'model', 'bing', 'bard'];
const maxRoles = 20;
/** Where more records have no query, the guess is one to look at. */
const maxUnreadShare = 0.05;

/** Finds a conversation in the records, in a column that goes by a name for them; null when there is none. */
export function guessTurns(records: readonly unknown[], columns: readonly string[]): GuessedTurns | null {
  for (const listColumn of rankColumns(columns, listNames)) {
    const values = records.map((record) => readField(record, columns, listColumn));
    const lists = readLists(values);
    const mapping = lists === null ? null : readTurnShape(listColumn, lists);
    if (lists === null || mapping === null) continue;
    const mayBeOther = spokenNames.some((name) => isNamed(listColumn, name));
    if (mayBeOther && (mapping.roleKey === '' || !fitsMost(records, columns, mapping))) continue;
    const layout = values.some(isText) ? 'dialogue' : nameLayout(mapping, columns);
    const isSure = layout === 'fastchat' || (layout !== 'table' && hasUser(lists.flat(), mapping));
    return { layout, mapping, isMappingSure: isSure && fitsMost(records, columns, mapping) };
  }
  return null;
}

/** A column that holds conversations whose turns say who speaks. */
export interface ConversationColumn {
  readonly mapping: TurnMapping;
  /** Who speaks in the records, in the order of first appearance; at most 20. */
  readonly roles: readonly string[];
}

/**
 * Tells whether a column of any name holds conversations whose turns say who speaks; null when not. Where nobody goes by a
 * known name for the user, whoever speaks first does, besides the system.
 */
export function readConversationColumn(
  records: readonly unknown[],
  columns: readonly string[],
  column: string,
): ConversationColumn | null {
  const lists = readLists(records.map((record) => readField(record, columns, column)));
  const mapping = lists === null ? null : readTurnShape(column, lists);
  if (lists === null || mapping === null || mapping.roleKey === '') return null;
  return { mapping, roles: listRoles(lists.flat(), mapping).slice(0, maxRoles) };
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

/** The lists of turns among some values; null where most of what is there is none, or in texts not all speak. */
function readLists(values: readonly unknown[]): (readonly unknown[])[] | null {
  const present = values.filter((value) => value !== null && value !== undefined && value !== '');
  const lists = present.map(readTurnList).filter((list) => list !== null);
  const fromTexts = present.filter(isText).length;
  if (fromTexts === 0 || present.some(Array.isArray)) return lists;
  const spoken = present.filter((value) => isText(value) && isSpoken(value, readTurnList(value) ?? []));
  return spoken.length * 2 > present.length ? lists : null;
}

/** Tells whether a text holds turns: more than one of a transcript, or objects as JSON. */
function isSpoken(text: string, list: readonly unknown[]): boolean {
  const isJson = text.trimStart().startsWith('[');
  return list.length > (isJson ? 0 : 1) && list.every(isObject);
}

function listRoles(entries: readonly unknown[], { roleKey }: TurnMapping): string[] {
  return [...new Set(entries.map((entry) => readField(entry, [], roleKey)).filter(isText))];
}

/** Reads how the entries of lists say who speaks and what; null when they are no turns. */
function readTurnShape(listColumn: string, lists: readonly (readonly unknown[])[]): TurnMapping | null {
  const entries = lists.flat();
  if (entries.length > 0 && entries.every(isText)) return readTextTurns(listColumn, lists);
  const textKey = textKeys.find((key) => entries.some((entry) => readField(entry, [], key) !== undefined));
  if (textKey === undefined) return null;
  const mapping = turnMapping(listColumn, findKey(entries, roleKeys, isText) ?? '', textKey);
  const roles = listRoles(entries, mapping);
  if (roles.length === 0 || roles.some((role) => userRoles.includes(role))) return mapping;
  const asking = roles.filter((role) => ![...systemRoles, ...answerRoles].includes(role.toLowerCase()));
  return asking.length === 0 ? mapping : { ...mapping, userRoles: asking.slice(0, 1) };
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

function fitsMost(records: readonly unknown[], columns: readonly string[], mapping: TurnMapping): boolean {
  const unread = records.filter(
    (record) => readQueries(record, columns, mapping, defaultQuerySettings).length === 0,
  );
  return unread.length <= records.length * maxUnreadShare;
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
