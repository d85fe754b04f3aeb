import { cosineDistance, type UnitVectors } from './unit-vectors.ts';

export interface ChainCutOptions {
  /** Near pairs, nearest first: the links that groups are built from. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Largest cosine distance that two members of a group may have. */
  readonly maxDistance: number;
}

/**
 * Cuts clusters whose two least similar members lie further apart than `maxDistance`. A cut cluster is built again
 * from its near pairs, nearest first, joining two parts only when all their pairs are near enough (complete linkage).
 *
 * @param clusters Per point: its cluster, or -1.
 * @returns `groups`: per point a group number, points alone in theirs included; `cutGroups`: the members of the
 * clusters that were cut.
 * O(pairs within the largest cluster) products at worst; tight clusters cost one product a member.
 */
export function cutChains(
  vectors: UnitVectors,
  clusters: Int32Array,
  options: ChainCutOptions,
): { groups: Int32Array; cutGroups: number[][] } {
  const parts = Array.from(clusters, (_, point) => new Part(point));
  const cutGroups = listClusters(clusters).filter((members) =>
    isTooWide(vectors, members, options.maxDistance),
  );
  const isCut = new Uint8Array(clusters.length);
  for (const member of cutGroups.flat()) isCut[member] = 1;
  options.first.forEach((first, pair) => {
    const second = options.second[pair];
    if (!isCut[first] || clusters[first] !== clusters[second] || parts[first] === parts[second]) return;
    joinParts(vectors, parts, { first, second, maxDistance: options.maxDistance });
  });
  const groups = clusters.map((cluster, point) => {
    if (cluster < 0) return clusters.length + point;
    return isCut[point] ? clusters.length + parts[point].anchor : cluster;
  });
  return { groups, cutGroups };
}

/** Points that may be merged; `reach` is the largest angle from the anchor to a member, in radians. */
class Part {
  readonly anchor: number;
  readonly members: number[];
  reach = 0;

  constructor(anchor: number) {
    this.anchor = anchor;
    this.members = [anchor];
  }
}

function listClusters(clusters: Int32Array): number[][] {
  const members: number[][] = [];
  clusters.forEach((cluster, point) => {
    if (cluster >= 0) (members[cluster] ??= []).push(point);
  });
  return members;
}

function isTooWide(vectors: UnitVectors, members: readonly number[], maxDistance: number): boolean {
  const [anchor] = members;
  const farthest = members.reduce(
    (most, member) => Math.max(most, cosineDistance(vectors, anchor, member)),
    0,
  );
  if (farthest > maxDistance) return true;
  // Angles obey the triangle inequality, so twice the reach bounds every pair.
  if (2 * angleOf(farthest) <= angleOf(maxDistance)) return false;
  for (let left = 1; left < members.length; left++) {
    for (let right = left + 1; right < members.length; right++) {
      if (cosineDistance(vectors, members[left], members[right]) > maxDistance) return true;
    }
  }
  return false;
}

function joinParts(
  vectors: UnitVectors,
  parts: Part[],
  { first, second, maxDistance }: { first: number; second: number; maxDistance: number },
): void {
  const isFirstLarger = parts[first].members.length >= parts[second].members.length;
  const [large, small] = isFirstLarger ? [parts[first], parts[second]] : [parts[second], parts[first]];
  const anchorDistance = cosineDistance(vectors, large.anchor, small.anchor);
  const isSurelyNear = angleOf(anchorDistance) + large.reach + small.reach <= angleOf(maxDistance);
  if (!isSurelyNear && !areAllNear(vectors, large.members, small.members, maxDistance)) return;
  for (const member of small.members) {
    large.reach = Math.max(large.reach, angleOf(cosineDistance(vectors, large.anchor, member)));
    large.members.push(member);
    parts[member] = large;
  }
}

function areAllNear(
  vectors: UnitVectors,
  left: readonly number[],
  right: readonly number[],
  maxDistance: number,
): boolean {
  return left.every((one) => right.every((other) => cosineDistance(vectors, one, other) <= maxDistance));
}

function angleOf(distance: number): number {
  return Math.acos(Math.min(1, Math.max(-1, 1 - distance)));
}
