/** Heights that must not be left, in pixels. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

interface Cluster {
  readonly members: readonly number[];
  readonly start: number;
}

/**
 * Moves labels of one column apart, as little as possible, so that each has `spacePx` to itself; their order stays.
 * When the span is too short for all, they share it evenly.
 *
 * @param wanted Middle of each label, in pixels, in any order.
 * @returns Middle of each label, in the order of `wanted`. O(n log n).
 */
export function spreadLabels(wanted: readonly number[], spacePx: number, span: Span): number[] {
  const space = Math.min(spacePx, (span.high - span.low) / Math.max(1, wanted.length));
  const order = [...wanted.keys()].sort((a, b) => wanted[a] - wanted[b] || a - b);
  const clusters: Cluster[] = [];
  for (const label of order) {
    let cluster = clusterAt([label], wanted, space, span);
    for (
      let last = clusters.at(-1);
      last !== undefined && endOf(last, space) > cluster.start;
      last = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = clusterAt([...last.members, ...cluster.members], wanted, space, span);
    }
    clusters.push(cluster);
  }
  const middles = new Array<number>(wanted.length).fill(0);
  for (const { members, start } of clusters) {
    members.forEach((label, position) => (middles[label] = start + (position + 0.5) * space));
  }
  return middles;
}

// The mean of what its members want, within the span.
function clusterAt(
  members: readonly number[],
  wanted: readonly number[],
  space: number,
  span: Span,
): Cluster {
  const length = members.length * space;
  const middle = members.reduce((sum, label) => sum + wanted[label], 0) / members.length;
  return { members, start: Math.max(span.low, Math.min(span.high - length, middle - length / 2)) };
}

function endOf(cluster: Cluster, space: number): number {
  // A thousandth of a pixel of overlap is rounding.
  return cluster.start + cluster.members.length * space - 0.001;
}
