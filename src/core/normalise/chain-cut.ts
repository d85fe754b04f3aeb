import type { NearPairs } from './near-pairs.ts';

/** Two points that a decision joins or keeps apart. */
export type PointPair = readonly [number, number];

export interface ChainCutOptions {
  /** The near pairs that clusters are built from, nearest first. */
  readonly pairs: NearPairs;
  /** Largest cosine distance that two members of a group may have, from 0 to 2. */
  readonly maxDistance: number;
  /** The cosine distance of two points. */
  readonly distanceOf: (one: number, other: number) => number;
  /** Pairs that are never one group. */
  readonly forbidden: readonly PointPair[];
}

/**
 * Cuts clusters whose two least similar members lie further apart than `maxDistance`, and clusters that hold a
 * forbidden pair. A cut cluster is built again from its near pairs, nearest first: two parts join only when no pair of
 * theirs is forbidden and, in a cluster that was too wide, all their pairs are near enough (complete linkage).
 *
 * @param clusters Per point: its cluster, or -1.
 * @returns `groups`: per point a group number, points alone in theirs included; `cutGroups`: the members of the
 * clusters that were too wide.
 * O(pairs within the largest cluster) products at worst; tight clusters cost one product a member.
 */
export function cutChains(
  clusters: Int32Array,
  options: ChainCutOptions,
): { groups: Int32Array; cutGroups: number[][] } {
  const parts = new Parts(clusters.length, options);
  const members = listClusters(clusters);
  const isWide = members.map((points) => points.length > 0 && parts.isTooWide(points));
  const isRebuilt = [...isWide];
  for (const [one, other] of options.forbidden) {
    if (clusters[one] >= 0 && clusters[one] === clusters[other]) isRebuilt[clusters[one]] = true;
  }
  const { first, second } = options.pairs;
  for (let pair = 0; pair < first.length; pair++) {
    const cluster = clusters[first[pair]];
    if (cluster >= 0 && isRebuilt[cluster] && cluster === clusters[second[pair]])
      parts.join(first[pair], second[pair], isWide[cluster]);
  }
  const groups = clusters.map((cluster, point) => {
    if (cluster < 0) return clusters.length + point;
    return isRebuilt[cluster] ? clusters.length + parts.anchorOf(point) : cluster;
  });
  return { groups, cutGroups: members.filter((_, cluster) => isWide[cluster]) };
}

/** The points of each cluster, ascending. */
export function listClusters(clusters: Int32Array): number[][] {
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const members = Array.from({ length: count }, (): number[] => []);
  clusters.forEach((cluster, point) => {
    if (cluster >= 0) members[cluster].push(point);
  });
  return members;
}

/** Points that were merged; `reach` is the largest angle from the anchor to a member, in radians. */
interface Part {
  readonly anchor: number;
  readonly members: number[];
  /** Points that no member may join. */
  readonly barred: Set<number>;
  reach: number;
}

class Parts {
  readonly #parts: Part[];
  readonly #options: ChainCutOptions;

  constructor(count: number, options: ChainCutOptions) {
    this.#options = options;
    this.#parts = Array.from({ length: count }, (_, point) => ({
      anchor: point,
      members: [point],
      barred: new Set<number>(),
      reach: 0,
    }));
    for (const [one, other] of options.forbidden) {
      this.#parts[one].barred.add(other);
      this.#parts[other].barred.add(one);
    }
  }

  anchorOf(point: number): number {
    return this.#parts[point].anchor;
  }

  /** Tells whether two members lie too far apart. */
  isTooWide(members: readonly number[]): boolean {
    const { distanceOf, maxDistance } = this.#options;
    if (maxDistance >= 2) return false;
    const [anchor] = members;
    const farthest = members.reduce((most, member) => Math.max(most, distanceOf(anchor, member)), 0);
    if (farthest > maxDistance) return true;
    // Angles obey the triangle inequality, so twice the reach bounds every pair.
    if (2 * angleOf(farthest) <= angleOf(maxDistance)) return false;
    for (let left = 0; left < members.length; left++) {
      for (let right = left + 1; right < members.length; right++) {
        if (distanceOf(members[left], members[right]) > maxDistance) return true;
      }
    }
    return false;
  }

  /** Joins the parts of two points where that is allowed. */
  join(first: number, second: number, isWide: boolean): void {
    const [left, right] = [this.#parts[first], this.#parts[second]];
    if (left === right || this.#areForbidden(left, right)) return;
    if (isWide && !this.#areAllNear(left, right)) return;
    this.#merge(first, second);
  }

  #merge(first: number, second: number): void {
    const isFirstLarger = this.#parts[first].members.length >= this.#parts[second].members.length;
    const [large, small] = isFirstLarger
      ? [this.#parts[first], this.#parts[second]]
      : [this.#parts[second], this.#parts[first]];
    for (const member of small.members) {
      large.reach = Math.max(large.reach, angleOf(this.#options.distanceOf(large.anchor, member)));
      large.members.push(member);
      this.#parts[member] = large;
    }
    for (const point of small.barred) large.barred.add(point);
  }

  #areForbidden(left: Part, right: Part): boolean {
    const [few, many] = left.barred.size <= right.barred.size ? [left, right] : [right, left];
    return few.barred.size > 0 && many.members.some((member) => few.barred.has(member));
  }

  #areAllNear(left: Part, right: Part): boolean {
    const { distanceOf, maxDistance } = this.#options;
    const anchors = angleOf(distanceOf(left.anchor, right.anchor));
    if (anchors + left.reach + right.reach <= angleOf(maxDistance)) return true;
    return left.members.every((one) => right.members.every((other) => distanceOf(one, other) <= maxDistance));
  }
}

function angleOf(distance: number): number {
  return Math.acos(Math.min(1, Math.max(-1, 1 - distance)));
}
