import type { RunId, SourceId } from '../core/model/index.ts';
import type { Database, StoredSegment } from './database.ts';

/** The segments of one source in a run, by their first rows. */
export function segmentsOf(database: Database, runId: RunId, sourceId: SourceId) {
  return database.segments
    .where('[runId+sourceId+firstRow+rowCount]')
    .between([runId, sourceId], [runId, sourceId, []]);
}

/** The segment that holds a row's replies, or undefined for an untagged row. One index look-up. */
export async function segmentOfRow(
  database: Database,
  runId: RunId,
  sourceId: SourceId,
  row: number,
): Promise<StoredSegment | undefined> {
  const segment = await database.segments
    .where('[runId+sourceId+firstRow+rowCount]')
    .between([runId, sourceId, 0, 0], [runId, sourceId, row, []], true, true)
    .last();
  return segment !== undefined && row < segment.firstRow + segment.rowCount ? segment : undefined;
}
