/** A drawable co-occurrence graph; nodes from the most frequent on, ties by id. */
export interface TagGraph {
  /** Per node: id in the vocabulary. */
  readonly tagIds: Uint32Array;
  /** Per node: rows that carry it. */
  readonly rowCounts: Uint32Array;
  /** Per node: position in abstract units, centred on 0. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Per node: radius in the units of x and y, by the square root of its rows; drawn so, no two nodes overlap. */
  readonly radii: Float32Array;
  /** Per node: community, 0 = the one with most rows. Nodes without any tie stand together in the last. */
  readonly communities: Uint16Array;
  readonly communityCount: number;
  /** Per kept edge: node indices (source below target) and strength, strongest first. */
  readonly edgeSources: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** Per kept edge: how much more often than chance the two appear together (log2 ratio, shrunk). */
  readonly edgeStrengths: Float32Array;
  /** Per kept edge: rows with both. */
  readonly edgeCounts: Uint32Array;
  /** Pairs of drawn tags that share at least one row, before the backbone. */
  readonly pairCount: number;
}

export interface GraphSettings {
  /** Only so many of the most frequent tags are drawn. */
  readonly maxNodes: number;
  /** Edges kept by the backbone. */
  readonly maxEdges: number;
  readonly seed: number;
}
