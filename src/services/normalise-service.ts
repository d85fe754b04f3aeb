import type { NormaliseSettings, RawTags, ReportProgress, Vocabulary } from '../core/model/index.ts';
import type { Workers } from './workers.ts';

/** Length of the encoder's vectors. */
const dimensions = 512;
const labelsPerCall = 256;

/** Turns raw tags into a vocabulary. */
export class NormaliseService {
  /** Vectors of labels seen before in this page: a change of settings does not embed them again. */
  readonly #vectors = new Map<string, Float32Array>();

  constructor(private readonly workers: Workers) {}

  /**
   * Runs the four stages.
   *
   * @param onProgress Labels embedded of labels to embed; this is where the time goes.
   */
  async normalise(
    signal: AbortSignal,
    raw: RawTags,
    settings: NormaliseSettings,
    onProgress: ReportProgress,
  ): Promise<Vocabulary> {
    // One call, since the worker keeps its draft meanwhile: between two it could be ended as idle.
    return this.workers.normalise.call(signal, async (normalise) => {
      const labels = await normalise.begin(raw, settings);
      const vectors = await this.#embed(signal, labels, onProgress);
      return normalise.finish(vectors, dimensions);
    });
  }

  async #embed(
    signal: AbortSignal,
    labels: readonly string[],
    onProgress: ReportProgress,
  ): Promise<Float32Array<ArrayBuffer>> {
    const missing = labels.filter((label) => !this.#vectors.has(label));
    let done = labels.length - missing.length;
    onProgress({ done, total: labels.length });
    const calls: Promise<void>[] = [];
    for (let first = 0; first < missing.length; first += labelsPerCall) {
      const some = missing.slice(first, first + labelsPerCall);
      const call = this.workers.tagger.call(signal, (tagger) => tagger.embed(some));
      calls.push(
        call.then((vectors) => {
          some.forEach((label, index) => {
            this.#vectors.set(label, vectors.slice(index * dimensions, (index + 1) * dimensions));
          });
          done += some.length;
          onProgress({ done, total: labels.length });
        }),
      );
    }
    await Promise.all(calls);
    const vectors = new Float32Array(labels.length * dimensions);
    labels.forEach((label, index) => vectors.set(this.#vectors.get(label) ?? [], index * dimensions));
    return vectors;
  }
}
