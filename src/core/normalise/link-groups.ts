import type { PointPair } from './chain-cut.ts';
import { DisjointSets } from './disjoint-sets.ts';
import type { NearPairs } from './near-pairs.ts';

export interface LinkOptions {
  /** The near pairs that hold the groups together, nearest first. */
  readonly pairs: NearPairs;
  /** Pairs that are one group whatever their distance. */
  readonly links: readonly PointPair[];
  /** Pairs that are never one group; none of them is linked. */
  readonly forbidden: readonly PointPair[];
}

/**
 * Joins the groups that decisions link: whole groups, unless that brings a forbidden pair together. Then the members
 * go, nearest first, with what they are near to as far as that is allowed.
 *
 * @param groups Per point: its group; each group is held together by near pairs.
 * @returns Per point: its group, under other numbers.
 * O(pairs + links · forbidden).
 */
export function linkGroups(groups: Int32Array, { pairs, links, forbidden }: LinkOptions): Int32Array {
  if (links.length === 0) return groups;
  const sets = new BarredSets(groups.length, forbidden);
  for (const [one, other] of links) sets.join(one, other);
  for (let pair = 0; pair < pairs.first.length; pair++) {
    const [one, other] = [pairs.first[pair], pairs.second[pair]];
    if (groups[one] === groups[other]) sets.join(one, other);
  }
  return groups.map((_, point) => sets.rootOf(point));
}

/** Sets that refuse to be joined when a forbidden pair would come together. */
class BarredSets {
  readonly #sets: DisjointSets;
  /** Per root: points that may not join. */
  readonly #barred = new Map<number, number[]>();

  constructor(count: number, forbidden: readonly PointPair[]) {
    this.#sets = new DisjointSets(count);
    for (const [one, other] of forbidden) {
      this.#bar(one, [other]);
      this.#bar(other, [one]);
    }
  }

  rootOf(point: number): number {
    return this.#sets.rootOf(point);
  }

  join(one: number, other: number): void {
    const [left, right] = [this.rootOf(one), this.rootOf(other)];
    if (left === right || this.#barred.get(left)?.some((point) => this.rootOf(point) === right)) return;
    const barred = [...(this.#barred.get(left) ?? []), ...(this.#barred.get(right) ?? [])];
    this.#barred.delete(left);
    this.#barred.delete(right);
    this.#sets.join(left, right);
    if (barred.length > 0) this.#bar(this.rootOf(left), barred);
  }

  #bar(root: number, points: readonly number[]): void {
    this.#barred.set(root, [...(this.#barred.get(root) ?? []), ...points]);
  }
}
