import { readField, readText, readThread } from '../ingest/read-queries.ts';
import type { ColumnMapping, FieldMapping, TurnMapping } from '../model/index.ts';

/**
 * Reads the answers that stand in a record: the answer's column and those of the history before it, or the turns of a
 * conversation that are neither the user's nor the system's; of a tree those of the thread that follows the best reply.
 *
 * @returns No entry is blank.
 */
export function readAnswers(record: unknown, columns: readonly string[], mapping: FieldMapping): string[] {
  return readAll(record, columns, mapping).filter((answer) => answer.trim() !== '');
}

function readAll(record: unknown, columns: readonly string[], mapping: FieldMapping): string[] {
  if (mapping.kind === 'tree') {
    const thread = readThread(readField(record, columns, mapping.rootColumn), mapping);
    return thread.filter(({ role }) => role === 'other').map(({ text }) => text);
  }
  if (mapping.kind === 'columns') return readColumns(record, columns, mapping);
  const list = readField(record, columns, mapping.listColumn);
  return Array.isArray(list) ? readTurns(list, mapping) : [];
}

function readColumns(
  record: unknown,
  columns: readonly string[],
  { responseColumn, historyColumn }: ColumnMapping,
): string[] {
  const history: unknown = historyColumn === null ? [] : readField(record, columns, historyColumn);
  const before = (Array.isArray(history) ? history : []).map((pair: unknown) =>
    Array.isArray(pair) ? readText(pair[1]) : '',
  );
  return responseColumn === null ? before : [...before, readText(readField(record, columns, responseColumn))];
}

function readTurns(list: readonly unknown[], mapping: TurnMapping): string[] {
  if (mapping.roleKey === '') {
    if (mapping.isAlternating !== true) return [];
    return list.filter((_, index) => index % 2 === 1).map((entry) => readTurnText(entry, mapping));
  }
  return list.filter((entry) => isAnswer(entry, mapping)).map((entry) => readTurnText(entry, mapping));
}

function isAnswer(entry: unknown, { roleKey, userRoles, systemRoles }: TurnMapping): boolean {
  const role = readKey(entry, roleKey);
  return typeof role === 'string' && !userRoles.includes(role) && !systemRoles.includes(role);
}

function readTurnText(entry: unknown, { textKey }: TurnMapping): string {
  return typeof entry === 'string' ? entry : readText(readKey(entry, textKey));
}

function readKey(entry: unknown, key: string): unknown {
  return Array.isArray(entry) ? undefined : readField(entry, [], key);
}
