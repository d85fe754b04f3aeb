import type { TagRows } from '../../src/core/model/index.ts';

/** Where each source lies in the pool: rows `firstRows[i] … firstRows[i + 1] - 1`. sourceCount + 1 entries. */
export type SourceBounds = Uint32Array;

/** The numbers of one source. */
export interface SourceMetrics {
  readonly rowCount: number;
  /** Rows with a successful reply; only these enter the means. */
  readonly taggedRowCount: number;
  readonly queryCount: number;
  /** Distinct tags the source carries. */
  readonly tagCount: number;
  /** tagCount over the vocabulary's size, 0 to 1. */
  readonly diversity: number;
  /** Mean tags a tagged row. */
  readonly complexity: number;
  /** Mean tags a query, of the rows' union; NaN without queries. */
  readonly complexityPerQuery: number;
  /** Tags expected in `rarefiedTo` random tagged rows (exact expectation). */
  readonly rarefiedTagCount: number;
  /** Common sample size of the comparison: the smallest source's tagged rows. */
  readonly rarefiedTo: number;
  /** Expected tags in growing random samples, for the curve: pairs of rows and tags. */
  readonly curve: readonly { readonly rows: number; readonly tags: number }[];
}

/** Measures for all sources and the whole pool. */
export interface PoolMetrics {
  readonly sources: readonly SourceMetrics[];
  readonly pool: SourceMetrics;
  /** recall[a * sourceCount + b]: share of b's tags that a has. */
  readonly recall: Float64Array;
  /** Per tag, per source: rows; tagCount x sourceCount. */
  readonly tagSourceCounts: Uint32Array;
}

export type SelectionStrategy = 'complexity-first-diverse' | 'random';

/** A strategy's rows in the order in which they were taken: any smaller budget is a prefix. */
export interface SelectionOrder {
  readonly strategy: SelectionStrategy;
  /** Pool row numbers. */
  readonly rows: Uint32Array;
  /** Per taken row: the pass that took it, from 1 (0 for random). */
  readonly passes: Uint16Array;
  /** Per taken row: tags that no earlier row of the order carried. */
  readonly newTagCounts: Uint16Array;
  /** Per taken row: tags covered by the order up to and with it. */
  readonly coveredCounts: Uint32Array;
  /** Per taken row: tags of all rows up to and with it, added up (for means). */
  readonly tagTotals: Float64Array;
}

export interface AnalysisApi {
  /**
   * @param taggedRows One byte per pool row: 1 when the row has a successful reply.
   * @param queryCounts Queries per pool row.
   */
  measureSources(
    rows: TagRows,
    tagCount: number,
    bounds: SourceBounds,
    taggedRows: Uint8Array,
    queryCounts: Uint16Array,
  ): Promise<PoolMetrics>;
  /** Orders the tagged rows of the pool. */
  orderRows(
    rows: TagRows,
    tagCount: number,
    taggedRows: Uint8Array,
    strategy: SelectionStrategy,
    seed: number,
  ): Promise<SelectionOrder>;
}
