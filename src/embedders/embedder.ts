import type { ReportProgress } from '../core/model/index.ts';

/** A model that turns short texts into vectors whose dot product says how close their meanings are. */
export interface Embedder {
  /** As `identifyEmbedder` writes it: equal ids mean equal vectors. */
  readonly id: string;
  /** Length of a vector; undefined before the first texts were embedded. */
  readonly dimensions: number | undefined;
  /**
   * Embeds texts.
   *
   * @param onProgress Texts embedded of all texts; also called while a model loads, with `done` 0.
   * @returns Row-major, `texts.length` x `dimensions`, each row of unit length.
   * @throws AppError `aborted` when the signal fires, else with a sentence about what the model or server did.
   */
  embed(
    signal: AbortSignal,
    texts: readonly string[],
    onProgress: ReportProgress,
  ): Promise<Float32Array<ArrayBuffer>>;
}
