import { AppError, rowCountOf, type TagRows } from '../model/index.ts';
import type { PoolMetrics, SourceBounds, SourceMetrics } from './pool-metrics.ts';
import { buildRarefactionCurve, expectTagCount, groupByRowCount } from './rarefaction.ts';
import { measureRecall } from './recall.ts';

const CURVE_POINTS = 24;

/** The tagged pool to measure. */
export interface MeasuredPool {
  readonly rows: TagRows;
  /** Size of the vocabulary; every id in `rows` is below it. */
  readonly tagCount: number;
  readonly bounds: SourceBounds;
  /** One byte per pool row: 1 when the row has a successful reply. */
  readonly taggedRows: Uint8Array;
  /** Queries per pool row. */
  readonly queryCounts: Uint16Array;
}

/** What is added up over the rows of one source before anything is divided. */
interface SourceTotals {
  readonly rowCount: number;
  readonly taggedRowCount: number;
  readonly queryCount: number;
  readonly taggedQueryCount: number;
  readonly assignmentCount: number;
  /** Rows per tag. */
  readonly rowCountsOfTags: Uint32Array;
}

/**
 * Measures diversity, complexity, rarefied coverage and mutual recall of the sources of a pool. Rows without a
 * successful reply count as rows and nothing else.
 *
 * @throws AppError `invalid-input` when the arrays do not belong together.
 * O(assignments + sources x (sources x tags + groups)) time; groups are the distinct row counts of a source's tags.
 */
export function measureSources(measured: MeasuredPool): PoolMetrics {
  checkPool(measured);
  const { tagCount, bounds } = measured;
  const sourceCount = bounds.length - 1;
  const totals = Array.from({ length: sourceCount }, (_, source) =>
    addUp(measured, bounds[source], bounds[source + 1]),
  );
  const poolTotals = addUp(measured, 0, rowCountOf(measured.rows));
  const sizes = totals.map((source) => source.taggedRowCount).filter((size) => size > 0);
  const rarefiedTo = sizes.length === 0 ? 0 : Math.min(...sizes);
  const tagSourceCounts = new Uint32Array(tagCount * sourceCount);
  totals.forEach(({ rowCountsOfTags }, source) => {
    rowCountsOfTags.forEach((count, tag) => (tagSourceCounts[tag * sourceCount + source] = count));
  });
  return {
    sources: totals.map((source) => deriveMetrics(source, rarefiedTo)),
    pool: deriveMetrics(poolTotals, rarefiedTo),
    recall: measureRecall(totals.map((source) => source.rowCountsOfTags)),
    tagSourceCounts,
  };
}

function addUp(
  { rows, tagCount, taggedRows, queryCounts }: MeasuredPool,
  first: number,
  end: number,
): SourceTotals {
  const { offsets, ids } = rows;
  const rowCountsOfTags = new Uint32Array(tagCount);
  let taggedRowCount = 0;
  let queryCount = 0;
  let taggedQueryCount = 0;
  let assignmentCount = 0;
  for (let row = first; row < end; row++) {
    queryCount += queryCounts[row];
    if (taggedRows[row] !== 1) continue;
    taggedRowCount += 1;
    taggedQueryCount += queryCounts[row];
    assignmentCount += offsets[row + 1] - offsets[row];
    for (let index = offsets[row]; index < offsets[row + 1]; index++) rowCountsOfTags[ids[index]] += 1;
  }
  return {
    rowCount: end - first,
    taggedRowCount,
    queryCount,
    taggedQueryCount,
    assignmentCount,
    rowCountsOfTags,
  };
}

// Division by zero rows or queries is meant: NaN says that there is no mean.
function deriveMetrics(totals: SourceTotals, rarefiedTo: number): SourceMetrics {
  const { rowCount, taggedRowCount, queryCount, assignmentCount } = totals;
  const groups = groupByRowCount(totals.rowCountsOfTags);
  const tagCount = groups.tagCounts.reduce((sum, count) => sum + count, 0);
  return {
    rowCount,
    taggedRowCount,
    queryCount,
    tagCount,
    diversity: tagCount / totals.rowCountsOfTags.length,
    complexity: assignmentCount / taggedRowCount,
    complexityPerQuery: assignmentCount / totals.taggedQueryCount,
    rarefiedTagCount: taggedRowCount === 0 ? NaN : expectTagCount(groups, taggedRowCount, rarefiedTo),
    rarefiedTo,
    curve: buildRarefactionCurve(groups, taggedRowCount, CURVE_POINTS),
  };
}

function checkPool({ rows, tagCount, bounds, taggedRows, queryCounts }: MeasuredPool): void {
  const rowCount = rowCountOf(rows);
  if (taggedRows.length !== rowCount || queryCounts.length !== rowCount) {
    const text = `The comparison got ${taggedRows.length} marks and ${queryCounts.length} query counts for ${rowCount} rows, expected one of each a row.`;
    throw new AppError('invalid-input', text, { rowCount });
  }
  const isAscending = bounds.every((first, source) => source === 0 || first >= bounds[source - 1]);
  if (bounds[0] !== 0 || bounds.at(-1) !== rowCount || !isAscending) {
    const text = `The sources start at rows ${bounds.join(', ')}, expected ascending numbers from 0 to ${rowCount}.`;
    throw new AppError('invalid-input', text, { rowCount });
  }
  const stray = rows.ids.findIndex((id) => id >= tagCount);
  if (stray >= 0) {
    const text = `The comparison got tag id ${rows.ids[stray]}, expected ids below the vocabulary size ${tagCount}.`;
    throw new AppError('invalid-input', text, { id: rows.ids[stray], tagCount });
  }
}
