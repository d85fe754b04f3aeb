import type { PoolMetrics, SelectionOrder, SelectionStrategy } from '../../workers/contracts/analysis-api.ts';
import type { GraphSettings, TagGraph } from '../../workers/contracts/graph-api.ts';
import type { PoolTags } from '../core/pool/collect-raw-tags.ts';
import type { Vocabulary } from '../core/model/index.ts';
import type { Workers } from './workers.ts';

/** What of a pool the measures need beside its vocabulary. */
export type PoolRows = Pick<PoolTags, 'bounds' | 'taggedRows' | 'queryCounts'>;

export const defaultGraphSettings: GraphSettings = Object.freeze({ maxNodes: 600, maxEdges: 2400, seed: 1 });

/** Graph, measures and selections of a vocabulary, each in its worker. */
export class AnalysisService {
  constructor(private readonly workers: Workers) {}

  buildGraph(signal: AbortSignal, vocabulary: Vocabulary): Promise<TagGraph> {
    return this.workers.graph.call(signal, (graph) =>
      graph.buildGraph(vocabulary.rows, vocabulary.labels.length, defaultGraphSettings),
    );
  }

  measureSources(signal: AbortSignal, vocabulary: Vocabulary, pool: PoolRows): Promise<PoolMetrics> {
    return this.workers.analysis.call(signal, (analysis) =>
      analysis.measureSources(
        vocabulary.rows,
        vocabulary.labels.length,
        pool.bounds,
        pool.taggedRows,
        pool.queryCounts,
      ),
    );
  }

  async orderRows(
    signal: AbortSignal,
    vocabulary: Vocabulary,
    pool: PoolRows,
    strategy: SelectionStrategy,
    seed: number,
  ): Promise<SelectionOrder> {
    const start = performance.now();
    const order = await this.workers.analysis.call(signal, (analysis) =>
      analysis.orderRows(vocabulary.rows, vocabulary.labels.length, pool.taggedRows, strategy, seed),
    );
    performance.measure(`Ordering rows: ${strategy}`, { start });
    return order;
  }
}
