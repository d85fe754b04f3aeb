import { createRandom, shuffledIndices } from '../model/random.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** Per vector: its coordinates along a few axes (the head) and the length of what is left of it (the tail). */
export interface Heads {
  /** Axes. */
  readonly size: number;
  /** Per vector: `size` coordinates. Rows past the last vector are 0. */
  readonly coordinates: Float64Array;
  readonly tails: Float64Array;
}

/** What a scanner's two steps take, in any unit. */
export interface ScanCosts {
  /** For one more axis of the bound of one pair. */
  readonly axis: number;
  /** For looking at a pair that the bound lets pass. */
  readonly candidate: number;
}

/** Sizes to choose from, in multiples of what a kernel takes at a time. Beyond 128 axes the tails hardly shrink. */
const headSizes: readonly number[] = [8, 16, 24, 32, 48, 64, 96, 128];

/** A basis takes long to build, and 64 axes do for all but large distances. */
const basisSizes: readonly number[] = [64, 128];

// A second step cuts the pairs that pass by a third; a third step costs more than it saves.
const powerSteps = 2;

/** 512 vectors show the main directions of 30,000 as well as all of them do. */
const sampleSize = 512;

/** 32,640 pairs: shares of a thousandth are seen, which is what the choice of a size turns on. */
const pairSampleSize = 256;

/**
 * Chooses an orthonormal basis, the axes of most variance first, and as many axes of it as make a scan cheapest.
 *
 * The basis starts from a seeded random choice of the vectors and takes steps of power iteration over a sample (Halko,
 * Martinsson, Tropp, "Finding Structure with Randomness", 2011, section 4.5). Any orthonormal basis gives a valid
 * bound; a good one only makes it tight. How many pairs a head lets pass depends on the vectors and on the distance,
 * from one in a thousand to nearly all, so it is seen on a sample.
 *
 * @returns Axes of `dimensions` numbers; none when there are no vectors.
 * O(dimensions · 512 · axes).
 */
export function chooseBasis(vectors: UnitVectors, maxDistance: number, costs: ScanCosts): Float64Array[] {
  const sample = sampleRows(vectors, sampleSize);
  for (const largest of basisSizes) {
    const basis = buildBasis(sample, Math.min(largest, vectors.dimensions));
    const size = chooseSize(sample.slice(0, pairSampleSize), basis, { maxDistance, costs });
    // When all axes are the best choice, more may be better still.
    if (size < largest || largest === basisSizes.at(-1)) return basis.slice(0, size);
  }
  return [];
}

function buildBasis(sample: readonly Float64Array[], size: number): Float64Array[] {
  let basis = orthonormalise(sample.slice(0, size));
  for (let step = 0; step < powerSteps; step++) basis = orthonormalise(powerStep(sample, basis));
  return basis;
}

/**
 * Projects all vectors on a basis.
 *
 * @returns One row more than vectors when their number is odd, so that rows can be taken in twos.
 * O(vectors · dimensions · axes).
 */
export function projectRows({ values, dimensions }: UnitVectors, basis: readonly Float64Array[]): Heads {
  const count = values.length / dimensions;
  const size = basis.length;
  const coordinates = new Float64Array((count + (count & 1)) * size);
  const tails = new Float64Array(count + (count & 1));
  const vector = new Float64Array(dimensions);
  for (let row = 0; row < count; row++) {
    vector.set(values.subarray(row * dimensions, (row + 1) * dimensions));
    let rest = dotProduct(vector, vector);
    for (let axis = 0; axis < size; axis++) {
      const coordinate = dotProduct(vector, basis[axis]);
      coordinates[row * size + axis] = coordinate;
      rest -= coordinate * coordinate;
    }
    tails[row] = Math.sqrt(Math.max(0, rest));
  }
  return { size, coordinates, tails };
}

interface SizeChoice {
  readonly maxDistance: number;
  readonly costs: ScanCosts;
}

/** The number of axes at which the bound and the pairs that it lets pass cost least together. */
function chooseSize(
  sample: readonly Float64Array[],
  basis: readonly Float64Array[],
  { maxDistance, costs }: SizeChoice,
): number {
  const sizes = [...headSizes.filter((size) => size < basis.length), basis.length];
  const passed = countPassing(sample, basis, { sizes, bound: 1 - maxDistance });
  const pairCount = Math.max(1, (sample.length * (sample.length - 1)) / 2);
  const prices = sizes.map(
    (size, index) => size * costs.axis + (passed[index] / pairCount) * costs.candidate,
  );
  return sizes[prices.indexOf(Math.min(...prices))];
}

function countPassing(
  sample: readonly Float64Array[],
  basis: readonly Float64Array[],
  { sizes, bound }: { sizes: readonly number[]; bound: number },
): number[] {
  const heads = sample.map((vector) => Float64Array.from(basis, (axis) => dotProduct(vector, axis)));
  const tails = sample.map((vector, row) => measureTails(dotProduct(vector, vector), heads[row], sizes));
  const passed = sizes.map(() => 0);
  for (let left = 0; left < sample.length; left++) {
    for (let right = 0; right < left; right++) {
      let dot = 0;
      let axis = 0;
      for (let level = 0; level < sizes.length; level++) {
        for (; axis < sizes[level]; axis++) dot += heads[left][axis] * heads[right][axis];
        if (dot + tails[left][level] * tails[right][level] >= bound) passed[level] += 1;
      }
    }
  }
  return passed;
}

/** The length of what is left of a vector after each number of axes. */
function measureTails(squaredLength: number, head: Float64Array, sizes: readonly number[]): number[] {
  let rest = squaredLength;
  let axis = 0;
  return sizes.map((size) => {
    for (; axis < size; axis++) rest -= head[axis] * head[axis];
    return Math.sqrt(Math.max(0, rest));
  });
}

function sampleRows({ values, dimensions }: UnitVectors, size: number): Float64Array[] {
  const order = shuffledIndices(values.length / dimensions, createRandom(1));
  return Array.from(order.subarray(0, size), (row) =>
    Float64Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)),
  );
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
    // A direction that the others already hold to eight digits is left out, and so is one that is no number.
    if (!(restLength > 1e-8 * length)) continue;
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
  const unrolledEnd = target.length & ~3;
  for (let index = 0; index < unrolledEnd; index += 4) {
    target[index] += factor * source[index];
    target[index + 1] += factor * source[index + 1];
    target[index + 2] += factor * source[index + 2];
    target[index + 3] += factor * source[index + 3];
  }
  for (let index = unrolledEnd; index < target.length; index++) target[index] += factor * source[index];
}
