import type { Table } from 'dexie';
import { sliceSegment } from '../core/model/index.ts';
import type { Database, StoredSource } from './database.ts';
import { segmentOfRow } from './segment-lookup.ts';

/** The tables that `deleteAnswers` needs in its transaction. */
export function answerTables(database: Database): Table[] {
  const { runs, segments, failures, corrections, profiles, sketches } = database;
  return [runs, segments, failures, corrections, profiles, sketches];
}

/**
 * Deletes every reply to a source's rows, what a person made of them, and what was found out about its texts.
 *
 * @param fromRow What is said of the rows before it stays; its profile, which is of all rows, goes.
 */
export async function deleteAnswers(
  database: Database,
  { id, projectId }: Pick<StoredSource, 'id' | 'projectId'>,
  fromRow = 0,
): Promise<void> {
  const { runs, segments, failures, corrections, sketches, profiles } = database;
  for (const runId of await runs.where({ projectId }).primaryKeys()) {
    const segment = await segmentOfRow(database, runId, id, fromRow);
    if (segment !== undefined && segment.firstRow < fromRow) {
      await segments.delete([runId, id, segment.firstRow, segment.rowCount]);
      await segments.put({ ...segment, ...sliceSegment(segment, segment.firstRow, fromRow) });
    }
    const [from, to] = [
      [runId, id, fromRow],
      [runId, id, []],
    ];
    await segments.where('[runId+sourceId+firstRow+rowCount]').between(from, to).delete();
    await failures.where('[runId+sourceId+row]').between(from, to).delete();
  }
  await corrections.where('[sourceId+row+query]').between([id, fromRow], [id, []]).delete();
  await sketches.where('[sourceId+firstRow]').between([id, fromRow], [id, []]).delete();
  await profiles.delete(id);
}
