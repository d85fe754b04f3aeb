/**
 * Orders vectors so that each is as far as possible from all before it: any first part covers the space well.
 * Source: Gonzalez, "Clustering to Minimize the Maximum Intercluster Distance", Theoretical Computer Science 38, 1985.
 *
 * @param vectors Row-major, unit length; distance is 1 - cosine.
 * @param firstCount Vectors at the start that come before all others and are not in the result.
 * @returns The other indices in order; ties by the lower index. O(count² · dimensions) time.
 */
export function orderFarApart(
  vectors: Float32Array,
  dimensions: number,
  firstCount: number,
): Uint32Array<ArrayBuffer> {
  const count = dimensions === 0 ? 0 : vectors.length / dimensions;
  const nearest = new Float64Array(count).fill(Infinity);
  const isTaken = new Uint8Array(count);
  const take = (index: number): void => {
    isTaken[index] = 1;
    for (let other = 0; other < count; other++) {
      if (isTaken[other]) continue;
      const distance = 1 - dot(vectors, index * dimensions, other * dimensions, dimensions);
      if (distance < nearest[other]) nearest[other] = distance;
    }
  };
  for (let index = 0; index < firstCount; index++) take(index);
  const order: number[] = [];
  while (order.length + firstCount < count) {
    let farthest = -1;
    for (let index = 0; index < count; index++) {
      if (!isTaken[index] && (farthest < 0 || nearest[index] > nearest[farthest])) farthest = index;
    }
    order.push(farthest);
    take(farthest);
  }
  return Uint32Array.from(order);
}

function dot(vectors: Float32Array, one: number, other: number, dimensions: number): number {
  let sum = 0;
  for (let index = 0; index < dimensions; index++) sum += vectors[one + index] * vectors[other + index];
  return sum;
}
