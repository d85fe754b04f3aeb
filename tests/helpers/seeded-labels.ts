import { loadEncoderInNode } from '../../src/build/node-encoder.ts';
import { createRandom } from '../../src/core/model/random.ts';
import type { UnitVectors } from '../../src/core/normalise/unit-vectors.ts';
import { vocabulary } from '../../src/core/vocabulary/vocabulary.ts';

const dimensions = 512;

/** Makes different labels of two words, a fifth of three, drawn from the words of the built-in vocabulary. */
export function makeLabels(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const words = [...new Set(vocabulary.flatMap(({ tag }) => tag.split(' ')))];
  const draw = (): string => words[Math.floor(random() * words.length)];
  const labels = new Set<string>();
  while (labels.size < count)
    labels.add(random() < 0.2 ? `${draw()} ${draw()} ${draw()}` : `${draw()} ${draw()}`);
  return [...labels];
}

/** Embeds labels by the built-in encoder, in Node; some 1.6 ms a label. */
export async function embedLabels(labels: readonly string[]): Promise<UnitVectors> {
  const encoder = await loadEncoderInNode();
  const values = new Float32Array(labels.length * dimensions);
  for (let from = 0; from < labels.length; from += 256)
    values.set(await encoder.embed(labels.slice(from, from + 256)), from * dimensions);
  encoder.dispose();
  return { values, dimensions };
}
