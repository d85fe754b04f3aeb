import { createRandom, shuffledIndices } from '../model/random.ts';
import type { UnitVectors } from './near-pairs.ts';

/** Each vector's coordinates in the space of most variance, and the length of what is left over. */
export interface Heads {
  readonly coarseSize: number;
  /** Per vector: the first `coarseSize` coordinates. */
  readonly coarse: Float64Array;
  readonly coarseTails: Float64Array;
  readonly fineSize: number;
  /** Per vector: all coordinates. */
  readonly fine: Float64Array;
  readonly fineTails: Float64Array;
}

/**
 * Projects vectors on an orthonormal basis that holds much of their variance.
 *
 * The basis starts from a seeded random choice of the vectors, takes one step of power iteration over a sample and is
 * made orthonormal in order of the captured length (Halko, Martinsson, Tropp, "Finding Structure with Randomness",
 * 2011, §4.5). Any orthonormal basis gives a valid bound; a good one only makes it tight.
 *
 * O(n · dimensions · 64).
 */
export function findHeads(vectors: UnitVectors): Heads {
  const count = vectors.values.length / vectors.dimensions;
  // Sizes are multiples of 4 for the unrolled loops; unused axes stay 0.
  const fineSize = Math.min(64, Math.ceil(Math.min(count, vectors.dimensions) / 4) * 4);
  const coarseSize = Math.min(16, fineSize);
  const basis = buildBasis(vectors, fineSize);
  const heads: Heads = {
    coarseSize,
    coarse: new Float64Array(count * coarseSize),
    coarseTails: new Float64Array(count),
    fineSize,
    fine: new Float64Array(count * fineSize),
    fineTails: new Float64Array(count),
  };
  for (let row = 0; row < count; row++) fillHead(heads, vectors, basis, row);
  return heads;
}

function fillHead(heads: Heads, vectors: UnitVectors, basis: readonly Float64Array[], row: number): void {
  const { dimensions } = vectors;
  const vector = Float64Array.from(vectors.values.subarray(row * dimensions, (row + 1) * dimensions));
  let rest = dotProduct(vector, vector);
  let coarseRest = rest;
  basis.forEach((axisVector, axis) => {
    const coordinate = dotProduct(vector, axisVector);
    heads.fine[row * heads.fineSize + axis] = coordinate;
    rest -= coordinate * coordinate;
    if (axis >= heads.coarseSize) return;
    heads.coarse[row * heads.coarseSize + axis] = coordinate;
    coarseRest = rest;
  });
  heads.fineTails[row] = Math.sqrt(Math.max(0, rest));
  heads.coarseTails[row] = Math.sqrt(Math.max(0, coarseRest));
}

function buildBasis(vectors: UnitVectors, size: number): Float64Array[] {
  const count = vectors.values.length / vectors.dimensions;
  const order = shuffledIndices(count, createRandom(1));
  const rowOf = (index: number): Float64Array =>
    Float64Array.from(vectors.values.subarray(index * vectors.dimensions, (index + 1) * vectors.dimensions));
  // 1,024 vectors show the main directions of 12,000 as well as all of them do.
  const sample = Array.from(order.subarray(0, 1024), rowOf);
  let basis = orthonormalise(sample.slice(0, size));
  basis = orthonormalise(powerStep(sample, basis));
  return orderByLength(sample, basis);
}

function powerStep(sample: readonly Float64Array[], basis: readonly Float64Array[]): Float64Array[] {
  return basis.map((axis) => {
    const next = new Float64Array(axis.length);
    for (const vector of sample) addScaled(next, vector, dotProduct(vector, axis));
    return next;
  });
}

function orderByLength(sample: readonly Float64Array[], basis: readonly Float64Array[]): Float64Array[] {
  const captured = basis.map((axis) =>
    sample.reduce((total, vector) => total + dotProduct(vector, axis) ** 2, 0),
  );
  return basis
    .map((_, axis) => axis)
    .sort((left, right) => captured[right] - captured[left] || left - right)
    .map((axis) => basis[axis]);
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
  let even = 0;
  let odd = 0;
  const unrolledEnd = left.length & ~1;
  for (let index = 0; index < unrolledEnd; index += 2) {
    even += left[index] * right[index];
    odd += left[index + 1] * right[index + 1];
  }
  return unrolledEnd < left.length ? even + odd + left[unrolledEnd] * right[unrolledEnd] : even + odd;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] += factor * source[index];
}
