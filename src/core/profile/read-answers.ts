import { readConversation, readField, readText } from '../ingest/read-queries.ts';
import type { ColumnMapping, FieldMapping } from '../model/index.ts';

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
  if (mapping.kind === 'columns') return readColumns(record, columns, mapping);
  const turns = readConversation(record, columns, mapping);
  return turns.filter(({ role }) => role === 'other').map(({ text }) => text);
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
