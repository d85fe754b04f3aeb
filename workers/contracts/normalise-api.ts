import type { NormaliseSettings, RawTags, Vocabulary } from '../../src/core/model/index.ts';

/** Normalisation in two calls, because the label vectors come from another worker. */
export interface NormaliseApi {
  /**
   * Runs the frequency filter and the rule aggregation.
   * @returns The labels whose vectors `finish` needs, in order; empty when the semantic stage is off.
   */
  begin(raw: RawTags, settings: NormaliseSettings): Promise<string[]>;
  /**
   * Runs the semantic and the association stage and closes the books.
   * @param vectors One row of `dimensions` numbers, unit length, per label that `begin` returned.
   */
  finish(vectors: Float32Array<ArrayBuffer>, dimensions: number): Promise<Vocabulary>;
}
