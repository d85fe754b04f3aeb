import type { PairCounts } from './co-occurrence.ts';

/**
 * Chooses the pairs worth drawing: first the strongest pair of every node, so that no node with a partner stands
 * alone, then the strongest of the others that appear together more often than chance. When `maxEdges` is too small
 * for every node's best pair, the strongest of these remain.
 *
 * @param strengths One number per pair; ties break by rows in common, then by the order of the pairs.
 * @param options.nodeCount Every id in `pairs` is below it.
 * @returns Indices into `pairs`, strongest first, at most `maxEdges`. O(pairs log pairs).
 */
export function keepBackbone(
  pairs: PairCounts,
  strengths: Float32Array,
  options: { readonly nodeCount: number; readonly maxEdges: number },
): Uint32Array {
  const { counts, sources, targets } = pairs;
  const ranked = Uint32Array.from(strengths.keys()).sort(
    (a, b) => strengths[b] - strengths[a] || counts[b] - counts[a] || a - b,
  );
  const hasEdge = new Uint8Array(options.nodeCount);
  const isBest = ranked.map((pair) => {
    const isFirst = hasEdge[sources[pair]] === 0 || hasEdge[targets[pair]] === 0;
    hasEdge[sources[pair]] = 1;
    hasEdge[targets[pair]] = 1;
    return isFirst ? 1 : 0;
  });
  const bestCount = Math.min(
    options.maxEdges,
    isBest.reduce((sum, mark) => sum + mark, 0),
  );
  let bestLeft = bestCount;
  let othersLeft = options.maxEdges - bestCount;
  return ranked.filter((pair, rank) => {
    if (isBest[rank] === 1) return bestLeft-- > 0;
    return strengths[pair] > 0 && othersLeft-- > 0;
  });
}
