import { createRandom, shuffledIndices } from '../model/random.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** The coordinates of all vectors along some axes, and what is left of each vector after them. */
export interface HeadLevel {
  /** Axes of this level. */
  readonly size: number;
  /** Per vector: `size` coordinates. Rows past the last vector are 0. */
  readonly coordinates: Float64Array;
  /** Per vector: the length of its part outside this level and all before it. */
  readonly tails: Float64Array;
}

// A second step cuts the pairs that pass the first level by a third; a third step costs more than it saves.
const powerSteps = 2;

/** Axes per level: the first passes over most pairs, the others over nearly all of the rest. */
const levelSizes: readonly number[] = [16, 16, 32];

/**
 * Splits vectors along an orthonormal basis, the axes of most variance first.
 *
 * The basis starts from a seeded random choice of the vectors and takes steps of power iteration over a sample (Halko,
 * Martinsson, Tropp, "Finding Structure with Randomness", 2011, §4.5). Any orthonormal basis gives a valid bound; a
 * good one only makes it tight.
 *
 * @returns Levels with one row more than vectors when their number is odd, so that rows can be taken in twos.
 * O(vectors · dimensions · 64).
 */
export function findHeads(vectors: UnitVectors): HeadLevel[] {
  const count = vectors.values.length / vectors.dimensions;
  const basis = buildBasis(vectors, Math.min(64, count, vectors.dimensions));
  const rest = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const vector = vectors.values.subarray(row * vectors.dimensions, (row + 1) * vectors.dimensions);
    rest[row] = vector.reduce((squares, value) => squares + value * value, 0);
  }
  let firstAxis = 0;
  return levelSizes.map((size) => {
    const level = buildLevel(vectors, { basis: basis.slice(firstAxis, firstAxis + size), size, rest });
    firstAxis += size;
    return level;
  });
}

/** Fills one level and takes its share out of `rest`, the squared length that each vector has left. */
function buildLevel(
  { values, dimensions }: UnitVectors,
  { basis, size, rest }: { basis: readonly Float64Array[]; size: number; rest: Float64Array },
): HeadLevel {
  const coordinates = new Float64Array((rest.length + (rest.length & 1)) * size);
  const tails = new Float64Array(rest.length + (rest.length & 1));
  const vector = new Float64Array(dimensions);
  for (let row = 0; row < rest.length; row++) {
    vector.set(values.subarray(row * dimensions, (row + 1) * dimensions));
    for (let axis = 0; axis < basis.length; axis++) {
      const coordinate = dotProduct(vector, basis[axis]);
      coordinates[row * size + axis] = coordinate;
      rest[row] -= coordinate * coordinate;
    }
    tails[row] = Math.sqrt(Math.max(0, rest[row]));
  }
  return { size, coordinates, tails };
}

function buildBasis(vectors: UnitVectors, size: number): Float64Array[] {
  const count = vectors.values.length / vectors.dimensions;
  const order = shuffledIndices(count, createRandom(1));
  // 512 vectors show the main directions of 12,000 as well as all of them do.
  const sample = Array.from(order.subarray(0, 512), (index) =>
    Float64Array.from(vectors.values.subarray(index * vectors.dimensions, (index + 1) * vectors.dimensions)),
  );
  let basis = orthonormalise(sample.slice(0, size));
  for (let step = 0; step < powerSteps; step++) basis = orthonormalise(powerStep(sample, basis));
  return basis;
}

function powerStep(sample: readonly Float64Array[], basis: readonly Float64Array[]): Float64Array[] {
  return basis.map((axis) => {
    const next = new Float64Array(axis.length);
    for (const vector of sample) addScaled(next, vector, dotProduct(vector, axis));
    return next;
  });
}

// Gram-Schmidt, each vector cleared twice, which is enough for full double precision (Kahan's "twice is enough").
function orthonormalise(directions: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const direction of directions) {
    const rest = Float64Array.from(direction);
    const length = Math.sqrt(dotProduct(rest, rest));
    for (let round = 0; round < 2; round++) {
      for (const axis of basis) addScaled(rest, axis, -dotProduct(rest, axis));
    }
    const restLength = Math.sqrt(dotProduct(rest, rest));
    // A direction that the others already hold to eight digits is left out.
    if (restLength <= 1e-8 * length || restLength === 0) continue;
    basis.push(rest.map((value) => value / restLength));
  }
  return basis;
}

function dotProduct(left: Float64Array, right: Float64Array): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const unrolledEnd = left.length & ~3;
  for (let index = 0; index < unrolledEnd; index += 4) {
    sum0 += left[index] * right[index];
    sum1 += left[index + 1] * right[index + 1];
    sum2 += left[index + 2] * right[index + 2];
    sum3 += left[index + 3] * right[index + 3];
  }
  for (let index = unrolledEnd; index < left.length; index++) sum0 += left[index] * right[index];
  return sum0 + sum1 + sum2 + sum3;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] += factor * source[index];
}
