/**
 * DBSCAN as its paper tells it: visit the points in order, look at all others for neighbours, grow a cluster from
 * each core point that has none. O(points² · dimensions).
 *
 * @returns Per point: its cluster, or -1 for noise.
 */
export function naiveDbscan(
  points: readonly (readonly number[])[],
  { eps, minSamples }: { eps: number; minSamples: number },
): number[] {
  const labels: number[] = points.map(() => -1);
  const neighboursOf = (point: number): number[] =>
    points.map((_, other) => other).filter((other) => distanceOf(points[point], points[other]) <= eps);
  let cluster = 0;
  points.forEach((_, start) => {
    if (labels[start] >= 0 || neighboursOf(start).length < minSamples) return;
    const waiting = [start];
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      if (labels[point] >= 0) continue;
      labels[point] = cluster;
      const neighbours = neighboursOf(point);
      if (neighbours.length >= minSamples) waiting.push(...neighbours);
    }
    cluster += 1;
  });
  return labels;
}

/** Cosine distance of two unit vectors. */
export function distanceOf(left: readonly number[], right: readonly number[]): number {
  return 1 - left.reduce((total, value, axis) => total + value * right[axis], 0);
}
