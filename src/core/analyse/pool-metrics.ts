import type { RarefactionPoint } from './rarefaction.ts';

/** Where each source lies in the pool: rows `firstRows[i] … firstRows[i + 1] - 1`. sourceCount + 1 entries. */
export type SourceBounds = Uint32Array;

/** The numbers of one source. */
export interface SourceMetrics {
  readonly rowCount: number;
  /** Rows with a successful reply; only these enter the measures below, `queryCount` aside. */
  readonly taggedRowCount: number;
  /** Queries of all rows, tagged or not. */
  readonly queryCount: number;
  /** Distinct tags the source carries. */
  readonly tagCount: number;
  /** tagCount over the vocabulary's size, 0 to 1; NaN when the vocabulary is empty. */
  readonly diversity: number;
  /** Mean tags a tagged row; NaN without tagged rows. */
  readonly complexity: number;
  /** Mean tags a query of the tagged rows, of the rows' union; NaN without queries. */
  readonly complexityPerQuery: number;
  /** Tags expected in `rarefiedTo` random tagged rows (exact expectation); NaN without tagged rows. */
  readonly rarefiedTagCount: number;
  /** Common sample size of the comparison: the tagged rows of the smallest source that has any. */
  readonly rarefiedTo: number;
  /** Expected tags in growing random samples, for the curve: pairs of rows and tags. */
  readonly curve: readonly RarefactionPoint[];
}

/** Measures for all sources and the whole pool. */
export interface PoolMetrics {
  readonly sources: readonly SourceMetrics[];
  readonly pool: SourceMetrics;
  /** recall[a * sourceCount + b]: share of b's tags that a has; NaN when b has no tags. */
  readonly recall: Float64Array;
  /** Per tag, per source: tagged rows; tagCount x sourceCount. */
  readonly tagSourceCounts: Uint32Array;
}
