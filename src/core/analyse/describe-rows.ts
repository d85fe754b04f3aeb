import { rowCountOf, type TagRows } from '../model/index.ts';

/** How a set of rows differs from the rest of the pool. */
export interface RowSetProfile {
  readonly rowCount: number;
  readonly meanTags: number;
  /** Mean tags a tagged row of the rest; NaN when there is no rest. */
  readonly restMeanTags: number;
  /** Per source: rows of the set, and how many times more often than in the whole pool they come from it. */
  readonly sources: readonly {
    readonly sourceIndex: number;
    readonly rowCount: number;
    readonly lift: number;
  }[];
  /** Tags that stand out, the strongest first: share in the set over share in the pool. */
  readonly tags: readonly { readonly tagId: number; readonly rowCount: number; readonly lift: number }[];
}

/** A tag must be on so many rows of the set before it is called special. */
const minRowsForTag = 5;

/**
 * Lists the pool rows that carry at least one of some tags, ascending.
 * O(assignments).
 */
export function rowsWithAnyTag(rows: TagRows, tagIds: ReadonlySet<number>): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < rowCountOf(rows); row++) {
    for (let index = rows.offsets[row]; index < rows.offsets[row + 1]; index++) {
      if (!tagIds.has(rows.ids[index])) continue;
      found.push(row);
      break;
    }
  }
  return Uint32Array.from(found);
}

/**
 * Compares a set of rows with the whole pool.
 *
 * @param chosen Pool rows, ascending.
 * @param rowCounts Rows that carry each tag in the whole pool.
 * @param bounds Where each source lies in the pool; sourceCount + 1 entries.
 * @param skippedTags Tags that made the set and would only repeat themselves.
 * @param taggedRowCount Rows of the pool with a successful reply.
 * O(assignments of the set + tags).
 */
export function profileRows(
  rows: TagRows,
  chosen: Uint32Array,
  pool: { readonly rowCounts: Uint32Array; readonly bounds: Uint32Array; readonly taggedRowCount: number },
  skippedTags: ReadonlySet<number>,
): RowSetProfile {
  const counts = new Uint32Array(pool.rowCounts.length);
  let assignments = 0;
  for (const row of chosen) {
    for (let index = rows.offsets[row]; index < rows.offsets[row + 1]; index++) counts[rows.ids[index]] += 1;
    assignments += rows.offsets[row + 1] - rows.offsets[row];
  }
  const share = chosen.length / pool.taggedRowCount;
  const tags = Array.from(counts, (rowCount, tagId) => ({
    tagId,
    rowCount,
    lift: rowCount / pool.rowCounts[tagId] / share,
  }))
    .filter(({ tagId, rowCount }) => rowCount >= minRowsForTag && !skippedTags.has(tagId))
    .sort((one, other) => other.lift * Math.log1p(other.rowCount) - one.lift * Math.log1p(one.rowCount));
  return {
    rowCount: chosen.length,
    meanTags: assignments / chosen.length,
    restMeanTags: (rows.ids.length - assignments) / (pool.taggedRowCount - chosen.length),
    sources: profileSources(chosen, pool.bounds),
    tags: tags.slice(0, 8),
  };
}

function profileSources(chosen: Uint32Array, bounds: Uint32Array): RowSetProfile['sources'] {
  const total = bounds[bounds.length - 1];
  const counts = new Uint32Array(bounds.length - 1);
  let source = 0;
  for (const row of chosen) {
    while (row >= bounds[source + 1]) source++;
    counts[source] += 1;
  }
  return Array.from(counts, (rowCount, sourceIndex) => ({
    sourceIndex,
    rowCount,
    lift: rowCount / chosen.length / ((bounds[sourceIndex + 1] - bounds[sourceIndex]) / total),
  }));
}
