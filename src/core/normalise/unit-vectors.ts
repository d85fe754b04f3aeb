/** Unit vectors, one after another. */
export interface UnitVectors {
  /** count * dimensions numbers; each row of length 1, or all zeros, which is near nothing. */
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** The cosine distance of two of the vectors: 0 for the same direction, never negative. O(dimensions). */
export function cosineDistance({ values, dimensions }: UnitVectors, first: number, second: number): number {
  let left = first * dimensions;
  let right = second * dimensions;
  const end = left + dimensions;
  const unrolledEnd = left + (dimensions & ~3);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (; left < unrolledEnd; left += 4, right += 4) {
    sum0 += values[left] * values[right];
    sum1 += values[left + 1] * values[right + 1];
    sum2 += values[left + 2] * values[right + 2];
    sum3 += values[left + 3] * values[right + 3];
  }
  for (; left < end; left++, right++) sum0 += values[left] * values[right];
  return Math.max(0, 1 - (sum0 + sum1 + sum2 + sum3));
}
