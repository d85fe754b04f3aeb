import { PairSearch } from '../core/normalise/near-pairs.ts';
import type { LabelSpace } from './normalise-service.ts';
import type { Workers } from './workers.ts';

/** Length of the built-in encoder's vectors. */
const dimensions = 512;
const labelsPerCall = 256;

/** Label vectors of the built-in encoder; labels seen before in this page are not embedded again. */
export function createLabelSpace(workers: Pick<Workers, 'tagger'>): LabelSpace {
  const known = new Map<string, Float32Array>();
  return {
    id: 'built-in',
    async embed(signal, labels, onProgress) {
      const missing = labels.filter((label) => !known.has(label));
      let done = labels.length - missing.length;
      onProgress({ done, total: labels.length });
      const calls: Promise<void>[] = [];
      for (let first = 0; first < missing.length; first += labelsPerCall) {
        const some = missing.slice(first, first + labelsPerCall);
        const call = workers.tagger.call(signal, (tagger) => tagger.embed(some));
        calls.push(
          call.then((vectors) => {
            some.forEach((label, index) => {
              known.set(label, vectors.slice(index * dimensions, (index + 1) * dimensions));
            });
            done += some.length;
            onProgress({ done, total: labels.length });
          }),
        );
      }
      await Promise.all(calls);
      const values = new Float32Array(labels.length * dimensions);
      labels.forEach((label, index) => values.set(known.get(label) ?? [], index * dimensions));
      return { values, dimensions };
    },
    findPairs: (_signal, vectors, maxDistance) =>
      Promise.resolve(new PairSearch(vectors).findPairs(maxDistance)),
  };
}
