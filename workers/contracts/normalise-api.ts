import type { NearPairs } from '../../src/core/normalise/near-pairs.ts';
import type { Ablation, AblationRow } from '../../src/core/normalise/ablation.ts';
import type { NeededGraph } from '../../src/core/normalise/normaliser.ts';
import type { NumberedTags, TagsCompared } from '../../src/core/quality/compare-tags.ts';
import type { TaggedTwice } from '../../src/core/quality/tag-agreement.ts';
import type { RawTags, Recipe, StageFigures, Vocabulary } from '../../src/core/model/index.ts';

export type { AblationRow, AblationSource } from '../../src/core/normalise/ablation.ts';

/** What of a pool the ablation needs beside its tags. */
export interface PoolShape {
  readonly bounds: Uint32Array;
  readonly taggedRows: Uint8Array;
  readonly queryCounts: Uint16Array;
}

/**
 * Normalisation of one pool at a time. The worker keeps the pool's raw tags, the label vectors and the results of each
 * stage, so that another recipe is quick.
 */
export interface NormaliseApi {
  /** Whether the worker holds the pool of this name; a fresh worker holds none. */
  isOpen(name: string): Promise<boolean>;
  /** Takes the raw tags of a pool in place of the last one. */
  open(name: string, raw: RawTags): Promise<void>;
  /** What must be brought before the recipe can run; null when nothing. */
  findMissingGraph(recipe: Recipe): Promise<NeededGraph | null>;
  /**
   * Takes the vectors of the needed labels.
   * @param vectors One row of `dimensions` numbers, unit length, per needed label.
   * @returns The distance up to which near pairs are needed.
   */
  useVectors(needed: NeededGraph, vectors: Float32Array<ArrayBuffer>, dimensions: number): Promise<number>;
  /** Takes the near pairs of the vectors brought last. */
  usePairs(pairs: NearPairs, radius: number): Promise<void>;
  /** Runs the stages for their numbers; in a hurry without mining for association anew. */
  measure(recipe: Recipe, isHurried: boolean): Promise<StageFigures>;
  normalise(recipe: Recipe): Promise<Vocabulary>;
  /** Gives the tags of two taggers numbers, spelling variants the same one; needs no pool. */
  numberTags(queries: readonly TaggedTwice<string>[]): Promise<NumberedTags>;
  /** Measures how far two taggers agree, given a vector of unit length a number. */
  measureAgreement(
    queries: readonly TaggedTwice<string>[],
    numbered: readonly TaggedTwice<number>[],
    vectors: Float32Array,
    dimensions: number,
  ): Promise<TagsCompared>;
  /** Normalises with a stage left out and measures the sources. */
  ablate(ablation: Ablation, pool: PoolShape): Promise<AblationRow>;
}
