import { AppError } from '../model/errors.ts';
import { cutChains, listClusters, type PointPair } from './chain-cut.ts';
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
  /** Tells whether two points are kept apart unless a decision links them; null when nothing is. */
  readonly areContrasted: ((one: number, other: number) => boolean) | null;
}

export interface SemanticGroups {
  /** Per point: a group number; points alone have one of their own. */
  readonly groups: Int32Array;
  /** Chains that were cut because their ends were too unlike, as lists of points. */
  readonly cutGroups: readonly (readonly number[])[];
  /** Near points that were kept apart as contrasted, nearest first. */
  readonly contrasts: readonly PointPair[];
}

/** What links every near pair, so that clusters are the connected parts of the graph of near pairs. */
const minSamples = 2;

/**
 * Groups points whose vectors are near: DBSCAN on cosine distance, then every group whose least similar pair is too
 * far apart is cut into groups in which all pairs are near enough, and so is every group that holds a contrasted pair;
 * decisions are laid over that.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.2, "Semantic Aggregation"; cutting groups is ours.
 *
 * @param pairs All pairs at distance eps or less; looser ones are ignored.
 * @throws AppError `invalid-input` when over half of the points repeat the vector of another.
 */
export function groupBySimilarity(pairs: NearPairs, options: SemanticOptions): SemanticGroups {
  checkDiversity(pairs);
  const near = pairsWithin(pairs, options.eps);
  const clusters = dbscan(near, { eps: options.eps, minSamples });
  const contrasts = listContrasts(near, clusters, options);
  const forbidden = [...options.forbidden, ...contrasts];
  const { groups, cutGroups } = cutChains(clusters, { ...options, forbidden, pairs: near });
  return { groups: linkGroups(groups, { ...options, pairs: near }), cutGroups, contrasts };
}

// All pairs of 64 members are some 2,000; of larger clusters only the near pairs are looked at.
const allPairsMembers = 64;

/** The contrasted pairs of one cluster that are near enough to be in one group, nearest first. */
function listContrasts(
  near: NearPairs,
  clusters: Int32Array,
  { maxDistance, distanceOf, areContrasted }: SemanticOptions,
): PointPair[] {
  if (areContrasted === null) return [];
  const members = listClusters(clusters);
  const contrasts: { pair: PointPair; distance: number }[] = [];
  const look = (one: number, other: number): void => {
    if (!areContrasted(one, other)) return;
    const distance = distanceOf(one, other);
    if (distance <= maxDistance) contrasts.push({ pair: [one, other], distance });
  };
  for (const points of members) {
    if (points.length > allPairsMembers) continue;
    points.forEach((one, place) => {
      for (const other of points.slice(place + 1)) look(one, other);
    });
  }
  for (let pair = 0; pair < near.first.length; pair++) {
    const [one, other] = [near.first[pair], near.second[pair]];
    const cluster = clusters[one];
    if (cluster >= 0 && cluster === clusters[other] && members[cluster].length > allPairsMembers)
      look(one, other);
  }
  return contrasts
    .sort(
      (left, right) =>
        left.distance - right.distance || left.pair[0] - right.pair[0] || left.pair[1] - right.pair[1],
    )
    .map(({ pair }) => pair);
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
