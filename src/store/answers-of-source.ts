import type { Table } from 'dexie';
import type { Database, StoredSource } from './database.ts';

/** The tables that `deleteAnswers` needs in its transaction. */
export function answerTables(database: Database): Table[] {
  const { runs, segments, failures, corrections, profiles, sketches } = database;
  return [runs, segments, failures, corrections, profiles, sketches];
}

/** Deletes every reply to a source's rows, what a person made of them, and what was found out about its texts. */
export async function deleteAnswers(
  database: Database,
  { id, projectId }: Pick<StoredSource, 'id' | 'projectId'>,
): Promise<void> {
  const { runs, segments, failures, corrections, sketches, profiles } = database;
  for (const runId of await runs.where({ projectId }).primaryKeys()) {
    const [from, to] = [
      [runId, id],
      [runId, id, []],
    ];
    await segments.where('[runId+sourceId+firstRow+rowCount]').between(from, to).delete();
    await failures.where('[runId+sourceId+row]').between(from, to).delete();
  }
  await corrections.where('[sourceId+row+query]').between([id], [id, []]).delete();
  await sketches.where('[sourceId+firstRow]').between([id], [id, []]).delete();
  await profiles.delete(id);
}
