import type { ColumnMapping, FieldMapping, QuerySettings, RecordBlock, TurnMapping } from '../model/index.ts';

/**
 * Reads the queries of a record: the exact texts a tagger sees. Columns are joined by a line break, empty ones left
 * out; of a conversation the user's turns are taken, as the settings say.
 *
 * @param record As `readRecord` returns it: an object, or for a CSV its fields in the order of `columns`.
 * @returns Empty when the record holds no text to tag; no entry is blank.
 */
export function readQueries(
  record: unknown,
  columns: readonly string[],
  mapping: FieldMapping,
  settings: QuerySettings,
): string[] {
  const queries =
    mapping.kind === 'columns'
      ? readColumnQuery(record, columns, mapping, settings)
      : readTurnQueries(readField(record, columns, mapping.listColumn), mapping, settings);
  return queries.filter((query) => !isBlankText(query));
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

/** Reads a field of a record by its column; undefined when the record lacks it. Inherited properties do not count. */
export function readField(record: unknown, columns: readonly string[], column: string): unknown {
  if (Array.isArray(record)) return record[columns.indexOf(column)];
  return readOwn(record, column);
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
  if (query === '' || !settings.includeSystem || mapping.systemColumn === null) return [query];
  return [joinTexts([readText(readField(record, columns, mapping.systemColumn)), query])];
}

function readTurnQueries(list: unknown, mapping: TurnMapping, settings: QuerySettings): string[] {
  if (!Array.isArray(list)) return [];
  const turns: string[] = [];
  const systemTexts: string[] = [];
  for (const entry of list) {
    const role = readRole(entry, mapping);
    const text = typeof entry === 'string' ? entry : readText(readOwn(entry, mapping.textKey));
    if (role === 'user' && !isBlankText(text)) turns.push(text);
    else if (role === 'system') systemTexts.push(text);
  }
  const chosen = settings.turns === 'joined' ? [joinTexts(turns)] : turns;
  const kept = settings.turns === 'first' ? chosen.slice(0, 1) : chosen;
  if (!settings.includeSystem || turns.length === 0) return kept;
  return kept.map((turn) => joinTexts([...systemTexts, turn]));
}

function readRole(entry: unknown, mapping: TurnMapping): 'user' | 'system' | 'other' {
  if (mapping.roleKey === '') return 'user';
  const role = readOwn(entry, mapping.roleKey);
  if (typeof role !== 'string') return 'other';
  if (mapping.userRoles.includes(role)) return 'user';
  return mapping.systemRoles.includes(role) ? 'system' : 'other';
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
