import { AppError } from '../model/errors.ts';
import type { NormaliseSettings } from '../model/recipe.ts';
import type { RawTags } from '../model/vocabulary.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** @throws AppError `invalid-input` when the columns of the raw tags do not fit one another. */
export function checkRawTags({ labels, occurrenceCounts, rows, queryCount }: RawTags): void {
  if (occurrenceCounts.length !== labels.length) {
    reject(
      `The raw tags have ${labels.length} labels but ${occurrenceCounts.length} counts; expected one count a label.`,
    );
  }
  if (rows.offsets.length === 0 || rows.offsets[rows.offsets.length - 1] !== rows.ids.length) {
    reject(
      `The rows of the raw tags end at ${rows.offsets.at(-1) ?? 'nothing'}, expected ${rows.ids.length}, the number of assignments.`,
    );
  }
  const stray = rows.ids.find((id) => id >= labels.length);
  if (stray !== undefined) reject(`A row names raw tag ${stray}, but there are only ${labels.length}.`);
  if (!Number.isInteger(queryCount) || queryCount < 0) {
    reject(`The number of queries is ${queryCount}, expected a whole number from 0.`);
  }
}

/** @throws AppError `invalid-input` when a setting is out of its range; the sentence names the range. */
export function checkSettings(settings: NormaliseSettings): void {
  const { minOccurrences, eps, targetMergeRate, minSimilarity, minSupport, minConfidence } = settings;
  if (minOccurrences !== null) checkWhole('The smallest number of occurrences', minOccurrences);
  if (minSupport !== null) checkWhole('The support', minSupport);
  if (eps !== null) checkRange('The distance of semantic aggregation', eps, { low: 0, high: 1 });
  checkRange('The merge rate', targetMergeRate, { low: 0, high: 1 });
  checkRange('The lowest similarity within a group', minSimilarity, { low: 0, high: 1 });
  checkRange('The confidence', minConfidence, { low: 0.5, high: 1 });
}

/** @throws AppError `invalid-input` when there is not one vector a label. */
export function checkVectorCount({ values, dimensions }: UnitVectors, labelCount: number): void {
  if (values.length === labelCount * dimensions) return;
  reject(
    `There are ${values.length} vector numbers for ${labelCount} labels of ${dimensions} dimensions; expected ` +
      `${labelCount * dimensions}. Embed the labels again.`,
  );
}

function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) reject(`${name} is ${value}, expected a whole number from 1.`);
}

function checkRange(name: string, value: number, { low, high }: { low: number; high: number }): void {
  // Written so that NaN fails too.
  if (!(value >= low && value <= high))
    reject(`${name} is ${value}, expected a number from ${low} to ${high}.`);
}

function reject(text: string): never {
  throw new AppError('invalid-input', text);
}
