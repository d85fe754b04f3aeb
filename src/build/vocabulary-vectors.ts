import { vocabulary } from '../core/vocabulary/vocabulary.ts';
import { vectorLength, type SentenceEncoder } from '../embedders/sentence-encoder.ts';
import { loadEncoderInNode } from './node-encoder.ts';

// The label says what the tag is; two phrases of several words say how people put it.
const MOST_PHRASES = 2;

/**
 * Embeds the vocabulary of the built-in tagger: for each entry the mean of its label and up to two of its longer
 * phrases, of unit length.
 *
 * @param encoder For callers that have one; else it is loaded from the installed packages.
 * @returns Row-major, one row of 512 an entry of `vocabulary`. Takes about 10 seconds on one core.
 */
export async function computeVocabularyVectors(encoder?: SentenceEncoder): Promise<Float32Array> {
  const used = encoder ?? (await loadEncoderInNode());
  const texts = vocabulary.map(({ tag, strong }) => [tag, ...longPhrases(tag, strong)]);
  const vectors = await used.embed(texts.flat());
  const means = new Float32Array(vocabulary.length * vectorLength);
  let row = 0;
  texts.forEach((group, entry) => {
    const mean = means.subarray(entry * vectorLength, (entry + 1) * vectorLength);
    group.forEach(() => addRow(mean, vectors, row++));
    scaleToUnit(mean);
  });
  if (!encoder) used.dispose();
  return means;
}

function longPhrases(tag: string, strong: readonly string[]): string[] {
  return strong
    .filter((phrase) => phrase !== tag && phrase.includes(' ') && !phrase.includes('*'))
    .slice(0, MOST_PHRASES);
}

function addRow(sum: Float32Array, vectors: Float32Array, row: number): void {
  for (let index = 0; index < vectorLength; index++) sum[index] += vectors[row * vectorLength + index];
}

function scaleToUnit(vector: Float32Array): void {
  const length = Math.hypot(...vector);
  for (let index = 0; index < vector.length; index++) vector[index] /= length;
}
