import type { TagRows } from '../../src/core/model/index.ts';

/** A drawable co-occurrence graph; nodes in the order of the vocabulary (most frequent first). */
export interface TagGraph {
  /** Per node: id in the vocabulary. */
  readonly tagIds: Uint32Array;
  /** Per node: rows that carry it. */
  readonly rowCounts: Uint32Array;
  /** Per node: position in abstract units, centred on 0. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Per node: community, 0 = the one with most rows. */
  readonly communities: Uint16Array;
  readonly communityCount: number;
  /** Per kept edge: node indices and strength, strongest first. */
  readonly edgeSources: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** Per kept edge: how much more often than chance the two appear together (log2 ratio, shrunk). */
  readonly edgeStrengths: Float32Array;
  /** Per kept edge: rows with both. */
  readonly edgeCounts: Uint32Array;
  /** Pairs of tags that share at least one row, before the backbone. */
  readonly pairCount: number;
}

export interface GraphSettings {
  /** Only so many of the most frequent tags are drawn. */
  readonly maxNodes: number;
  /** Edges kept by the backbone. */
  readonly maxEdges: number;
  readonly seed: number;
}

export interface GraphApi {
  /** Counts co-occurrence, keeps the backbone, finds communities and lays the graph out. Deterministic. */
  buildGraph(rows: TagRows, tagCount: number, settings: GraphSettings): Promise<TagGraph>;
}
