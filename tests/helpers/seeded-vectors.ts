import { createRandom, type Random } from '../../src/core/model/random.ts';
import type { UnitVectors } from '../../src/core/normalise/unit-vectors.ts';

/** What vectors to make. */
export interface VectorOptions {
  readonly count: number;
  readonly dimensions: number;
  readonly seed: number;
}

/** Words in all labels; a label has two. */
const wordCount = 3000;

/**
 * Makes unit vectors as label embeddings have them: the sum of the vectors of two words and a little of its own, in a
 * space whose axes carry less and less (variance 1 / (axis + 8)), so that a few axes tell most pairs apart.
 */
export function makeLabelVectors({ count, dimensions, seed }: VectorOptions): UnitVectors {
  const random = createRandom(seed);
  const words = Array.from({ length: wordCount }, () => drawVector(random, dimensions));
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const left = words[Math.floor(random() * wordCount)];
    const right = words[Math.floor(random() * wordCount)];
    const own = drawVector(random, dimensions);
    const mixed = own.map((value, axis) => 0.2 * value + left[axis] + right[axis]);
    const length = lengthOf(mixed);
    values.set(
      mixed.map((value) => value / length),
      row * dimensions,
    );
  }
  return { values, dimensions };
}

/** Makes unit vectors in no particular direction: the hardest case, as no axis tells more than another. */
export function makeScatteredVectors({ count, dimensions, seed }: VectorOptions): UnitVectors {
  const random = createRandom(seed);
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const vector = Float64Array.from({ length: dimensions }, () => drawNormal(random));
    const length = lengthOf(vector);
    values.set(
      vector.map((value) => value / length),
      row * dimensions,
    );
  }
  return { values, dimensions };
}

function drawVector(random: Random, dimensions: number): Float64Array {
  return Float64Array.from({ length: dimensions }, (_, axis) => drawNormal(random) / Math.sqrt(axis + 8));
}

// Math.hypot may differ between engines in its last digit; this does not.
function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/** Nearly normal: the sum of twelve uniform numbers (Irwin-Hall). */
function drawNormal(random: Random): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw++) sum += random();
  return sum;
}
