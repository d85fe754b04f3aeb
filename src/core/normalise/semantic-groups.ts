import { AppError } from '../model/errors.ts';
import { cutChains, type PointPair } from './chain-cut.ts';
import { dbscan } from './dbscan.ts';
import { linkGroups } from './link-groups.ts';
import type { NearPairs } from './near-pairs.ts';
import { pairsWithin } from './neighbour-graph.ts';
import type { UnitVectors } from './unit-vectors.ts';

export interface SemanticOptions {
  /** Largest cosine distance of two neighbours. */
  readonly eps: number;
  /** Largest cosine distance that two members of one group may have. */
  readonly maxDistance: number;
  readonly distanceOf: (one: number, other: number) => number;
  /** Points that decisions join. */
  readonly links: readonly PointPair[];
  /** Points that decisions keep apart. */
  readonly forbidden: readonly PointPair[];
}

export interface SemanticGroups {
  /** Per point: a group number; points alone have one of their own. */
  readonly groups: Int32Array;
  /** Chains that were cut because their ends were too unlike, as lists of points. */
  readonly cutGroups: readonly (readonly number[])[];
}

/** What links every near pair, so that clusters are the connected parts of the graph of near pairs. */
const minSamples = 2;

/**
 * Groups points whose vectors are near: DBSCAN on cosine distance, then every group whose least similar pair is too
 * far apart is cut into groups in which all pairs are near enough; decisions are laid over that.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.2, "Semantic Aggregation"; cutting chains is ours.
 *
 * @param pairs All pairs at distance eps or less; looser ones are ignored.
 * @throws AppError `invalid-input` when over half of the points repeat the vector of another.
 */
export function groupBySimilarity(pairs: NearPairs, options: SemanticOptions): SemanticGroups {
  checkDiversity(pairs);
  const near = pairsWithin(pairs, options.eps);
  const clusters = dbscan(near, { eps: options.eps, minSamples });
  const { groups, cutGroups } = cutChains(clusters, { ...options, pairs: near });
  return { groups: linkGroups(groups, { ...options, pairs: near }), cutGroups };
}

/** @throws AppError `invalid-input` when the vectors are not finite, not of unit length or do not fill whole rows. */
export function checkVectors({ values, dimensions }: UnitVectors): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || values.length % dimensions !== 0) {
    const text = `The label vectors hold ${values.length} numbers, which is no multiple of ${dimensions} dimensions. Embed the labels again.`;
    throw new AppError('invalid-input', text, { length: values.length, dimensions });
  }
  for (let row = 0; row * dimensions < values.length; row++) {
    let squares = 0;
    for (let index = row * dimensions; index < (row + 1) * dimensions; index++) squares += values[index] ** 2;
    // 1e-3 leaves room for vectors that were scaled in 16-bit floats; all zeros stand for a text that cannot be read.
    if (Math.abs(squares - 1) <= 1e-3 || squares === 0) continue;
    const found = Number.isFinite(squares)
      ? `has length ${Math.sqrt(squares).toFixed(3)}`
      : 'holds a value that is no number';
    throw new AppError(
      'invalid-input',
      `The vector of label ${row + 1} ${found}; expected length 1. Embed the labels again or choose another embedding model.`,
      { row },
    );
  }
}

// Equal vectors under unlike labels mean a failed or unsuited model; below four labels it may be chance.
function checkDiversity(pairs: NearPairs): void {
  const count = pairs.pointCount;
  const clusters = dbscan(pairs, { eps: 1e-6, minSamples });
  const clustered = clusters.reduce((total, cluster) => total + (cluster >= 0 ? 1 : 0), 0);
  const sameCount = clustered - clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  if (count < 4 || sameCount <= count / 2) return;
  const text =
    `${sameCount} of ${count} labels have the same vector as another label, so similarity cannot tell them apart. ` +
    'Choose another embedding model, or turn semantic aggregation off.';
  throw new AppError('invalid-input', text, { sameCount, count });
}
