import type { GraphSettings, TagGraph } from '../../src/core/graph/tag-graph.ts';
import type { TagRows } from '../../src/core/model/index.ts';

export type { GraphSettings, TagGraph } from '../../src/core/graph/tag-graph.ts';

export interface GraphApi {
  /** Counts co-occurrence, keeps the backbone, finds communities and lays the graph out. Deterministic. */
  buildGraph(rows: TagRows, tagCount: number, settings: GraphSettings): Promise<TagGraph>;
}
