import type { PoolMetrics, SourceBounds } from '../../src/core/analyse/pool-metrics.ts';
import type { TagRows } from '../../src/core/model/index.ts';
import type { SelectionOrder, SelectionStrategy } from '../../src/core/select/selection-order.ts';

export type { PoolMetrics, SourceBounds, SourceMetrics } from '../../src/core/analyse/pool-metrics.ts';
export type { SelectionOrder, SelectionStrategy } from '../../src/core/select/selection-order.ts';

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
  /**
   * Orders vectors (transferred) so that each is far from those before it; the first `firstCount` stand before all.
   * @returns The indices of the others, transferred.
   */
  orderFarApart(
    vectors: Float32Array<ArrayBuffer>,
    dimensions: number,
    firstCount: number,
  ): Promise<Uint32Array<ArrayBuffer>>;
}
