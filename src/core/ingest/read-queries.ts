import type {
  ColumnMapping,
  FieldMapping,
  QuerySettings,
  RecordBlock,
  TreeMapping,
  TurnMapping,
} from '../model/index.ts';
import { readTurnList, roleKeys, textKeys } from './turn-list.ts';

/** Stands between the names of an object and of a field in it, where a column lies within another. */
export const innerMark = ' › ';

// Deeper trees are broken ones; the importer takes none.
const maxThreadLength = 512;

/**
 * Reads the queries of a record: the exact texts a tagger sees. Columns are joined by a line break, empty ones left
 * out; of a conversation the user's turns are taken, as the settings say; of a tree, those of the thread that follows
 * the best reply.
 *
 * @param record As `readRecord` returns it: an object, a text, or a list of fields in the order of `columns`.
 * @returns Empty when the record holds no text to tag; no entry is blank.
 */
export function readQueries(
  record: unknown,
  columns: readonly string[],
  mapping: FieldMapping,
  settings: QuerySettings,
): string[] {
  return readAll(record, columns, mapping, settings).filter((query) => !isBlankText(query));
}

function readAll(
  record: unknown,
  columns: readonly string[],
  mapping: FieldMapping,
  settings: QuerySettings,
): string[] {
  switch (mapping.kind) {
    case 'columns':
      return readColumnQuery(record, columns, mapping, settings);
    case 'turns':
    case 'tree':
      return takeTurns(readConversation(record, columns, mapping), settings);
  }
}

/**
 * Parses one record of a block.
 *
 * @param index Position in the block, from 0.
 * @param decode Reads UTF-8.
 */
export function readRecord(
  block: RecordBlock,
  index: number,
  decode: (bytes: Uint8Array) => string,
): unknown {
  return JSON.parse(decode(block.bytes.subarray(block.offsets[index], block.offsets[index + 1])));
}

/**
 * Reads a field of a record by its column; undefined when the record lacks it. Inherited properties do not count. A text
 * is its own field `text`; `body › messages` is the field `messages` of the object in `body`.
 */
export function readField(record: unknown, columns: readonly string[], column: string): unknown {
  if (typeof record === 'string') return column === 'text' ? record : undefined;
  const value: unknown = Array.isArray(record) ? record[columns.indexOf(column)] : readOwn(record, column);
  return value === undefined && column.includes(innerMark) ? readInner(record, columns, column) : value;
}

function readInner(record: unknown, columns: readonly string[], column: string): unknown {
  const at = column.indexOf(innerMark);
  const outer = readField(record, columns, column.slice(0, at));
  return Array.isArray(outer) ? undefined : readField(outer, [], column.slice(at + innerMark.length));
}

/**
 * Reads a value as text: a text as it is, numbers and truth values written out, of a list the texts of its entries,
 * of an object its `text`, `content` or `value`; any other object as JSON. Null is empty.
 */
export function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return readPart(value) ?? JSON.stringify(value);
  const parts = value.map(readPart).filter((part) => part !== null && part !== '');
  return parts.length > 0 || value.length === 0 ? parts.join('\n') : JSON.stringify(value);
}

function readColumnQuery(
  record: unknown,
  columns: readonly string[],
  mapping: ColumnMapping,
  settings: QuerySettings,
): string[] {
  const query = joinTexts(mapping.queryColumns.map((column) => readText(readField(record, columns, column))));
  const history =
    mapping.historyColumn === null ? [] : readHistory(readField(record, columns, mapping.historyColumn));
  const { systemColumn } = mapping;
  const system = systemColumn === null ? '' : readText(readField(record, columns, systemColumn));
  const turns = [...history, query].map((text): Turn => ({ role: 'user', text }));
  return takeTurns([{ role: 'system', text: system }, ...turns], settings);
}

function readHistory(pairs: unknown): string[] {
  if (!Array.isArray(pairs)) return [];
  return pairs.map((pair: unknown) => (Array.isArray(pair) ? readText(pair[0]) : ''));
}

/** A message of a conversation; `other` is an answer, of `unknown` nothing says whose it is. */
export interface Turn {
  readonly role: 'user' | 'system' | 'other' | 'unknown';
  readonly text: string;
}

/**
 * Reads the turns of a conversation, the first one first; of a tree of messages those of the thread that follows the best
 * reply. Empty when the record holds none.
 */
export function readConversation(
  record: unknown,
  columns: readonly string[],
  mapping: TurnMapping | TreeMapping,
): Turn[] {
  if (mapping.kind === 'tree') return readThread(readField(record, columns, mapping.rootColumn), mapping);
  const list = readTurnList(readField(record, columns, mapping.listColumn)) ?? [];
  return list.map((entry, index): Turn => {
    if (mapping.roleKey !== '') return readTurn(entry, mapping);
    const isAnswer = mapping.isAlternating === true && index % 2 === 1;
    return { role: isAnswer ? 'other' : 'user', text: readTurnText(entry, mapping) };
  });
}

function readThread(root: unknown, mapping: TreeMapping): Turn[] {
  const turns: Turn[] = [];
  for (let message = root; message !== undefined && turns.length < maxThreadLength;) {
    turns.push(readTurn(message, mapping));
    message = pickReply(readOwn(message, mapping.repliesKey), mapping.rankKey);
  }
  return turns;
}

/** The reply of the lowest rank; the first where none has a rank. */
function pickReply(replies: unknown, rankKey: string): unknown {
  if (!Array.isArray(replies)) return undefined;
  const ranks = replies.map((reply: unknown) => {
    const rank = readOwn(reply, rankKey);
    return typeof rank === 'number' ? rank : Infinity;
  });
  const best = ranks.indexOf(ranks.reduce((lowest, rank) => Math.min(lowest, rank), Infinity));
  return replies[best];
}

function takeTurns(turns: readonly Turn[], settings: QuerySettings): string[] {
  const queries = turns.filter(({ role, text }) => role === 'user' && !isBlankText(text));
  const texts = queries.map(({ text }) => text);
  const chosen = settings.turns === 'joined' ? [joinTexts(texts)] : texts;
  const kept = settings.turns === 'first' ? chosen.slice(0, 1) : chosen;
  if (!settings.includeSystem || texts.length === 0) return kept;
  const systemTexts = turns.filter(({ role }) => role === 'system').map(({ text }) => text);
  return kept.map((turn) => joinTexts([...systemTexts, turn]));
}

function readTurn(entry: unknown, mapping: TurnMapping | TreeMapping): Turn {
  const role = readFirst(entry, mapping.roleKey, roleKeys);
  const text = readTurnText(entry, mapping);
  if (typeof role !== 'string') return { role: 'unknown', text };
  if (mapping.userRoles.includes(role)) return { role: 'user', text };
  return { role: mapping.systemRoles.includes(role) ? 'system' : 'other', text };
}

function readTurnText(entry: unknown, mapping: TurnMapping | TreeMapping): string {
  return typeof entry === 'string' ? entry : readText(readFirst(entry, mapping.textKey, textKeys));
}

/** Files put together from several name the same in several ways. */
function readFirst(entry: unknown, key: string, otherKeys: readonly string[]): unknown {
  const value = readOwn(entry, key);
  if (value !== undefined) return value;
  const other = otherKeys.find((name) => readOwn(entry, name) !== undefined);
  return other === undefined ? undefined : readOwn(entry, other);
}

// Parts of a message's content: `{ "type": "text", "text": … }`; pictures and the like have no text and are left out.
function readPart(part: unknown): string | null {
  if (typeof part === 'string') return part;
  if (typeof part === 'number' || typeof part === 'boolean') return String(part);
  for (const key of ['text', 'content', 'value']) {
    const text = readOwn(part, key);
    if (typeof text === 'string') return text;
  }
  return null;
}

function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => !isBlankText(text)).join('\n');
}

function isBlankText(text: string): boolean {
  return text.trim() === '';
}

function readOwn(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
