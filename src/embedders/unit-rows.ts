import { AppError } from '../core/model/index.ts';

/**
 * Gives vectors unit length, in place.
 *
 * @param vectors Row-major. @param texts One per row, for the message. @param source What made them, as a subject.
 * @throws AppError `engine-failed` for a row with a value that is not finite, or with zeros only.
 */
export function makeUnitRows(
  vectors: Float32Array<ArrayBuffer>,
  texts: readonly string[],
  source: string,
): Float32Array<ArrayBuffer> {
  const dimensions = texts.length === 0 ? 0 : vectors.length / texts.length;
  texts.forEach((text, row) => {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    // In double precision: a sum of squares of float32 values can exceed float32.
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (!Number.isFinite(length) || length === 0) throw badVector(source, text, length);
    vector.forEach((value, index) => (vector[index] = value / length));
  });
  return vectors;
}

function badVector(source: string, text: string, length: number): AppError {
  const found = length === 0 ? 'a vector of zeros' : 'a vector with values that are no finite numbers';
  return new AppError(
    'engine-failed',
    `${source} gave ${found} for ${JSON.stringify(text.slice(0, 60))}, expected a direction. Choose another embedding model, or another number format of this one.`,
    { text: text.slice(0, 200) },
  );
}
