import { AppError } from '../model/errors.ts';

/**
 * What became of each of n old ids: its new id, or -1 when it was dropped. New ids are 0 … newCount - 1, each used.
 */
export interface MergeMap {
  readonly newIds: Int32Array;
  readonly newCount: number;
}

/** Builds the map that changes nothing. */
export function identityMap(count: number): MergeMap {
  return { newIds: Int32Array.from({ length: count }, (_, id) => id), newCount: count };
}

/**
 * Joins ids with equal keys; groups are numbered in order of first sight.
 *
 * @param keys One per old id; null drops the id.
 */
export function mapByKey(keys: readonly (string | number | null)[]): MergeMap {
  const groups = new Map<string | number, number>();
  const newIds = Int32Array.from(keys, (key) => {
    if (key === null) return -1;
    const known = groups.get(key);
    if (known !== undefined) return known;
    groups.set(key, groups.size);
    return groups.size - 1;
  });
  return { newIds, newCount: groups.size };
}

/**
 * Applies one map after another: dropped by either is dropped.
 *
 * @throws AppError `internal` when the second map does not start where the first ends.
 */
export function composeMaps(first: MergeMap, second: MergeMap): MergeMap {
  if (first.newCount !== second.newIds.length) {
    throw new AppError(
      'internal',
      `composeMaps: the first map ends in ${first.newCount} ids, the second starts from ${second.newIds.length}.`,
    );
  }
  return { newIds: first.newIds.map((id) => (id < 0 ? -1 : second.newIds[id])), newCount: second.newCount };
}

/** Lists the old ids that each new id stands for, ascending. */
export function membersOf(map: MergeMap): number[][] {
  const members = Array.from({ length: map.newCount }, (): number[] => []);
  map.newIds.forEach((id, oldId) => {
    if (id >= 0) members[id].push(oldId);
  });
  return members;
}

/** Counts the new ids that stand for two or more old ones. */
export function countGroups(map: MergeMap): number {
  const sizes = new Uint32Array(map.newCount);
  for (const id of map.newIds) if (id >= 0) sizes[id] += 1;
  return sizes.reduce((groups, size) => groups + (size > 1 ? 1 : 0), 0);
}
