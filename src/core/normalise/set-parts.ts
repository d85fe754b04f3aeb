import type { ItemSetStore } from './item-set-store.ts';

/** For each set of two items or more, the sets that lack one of its items. */
export interface SetParts {
  /** Per node: where its parts begin in `nodes`; sets of one item have none. */
  readonly starts: Uint32Array;
  /** Per set and place among its items (descending): the node of the set without that item. */
  readonly nodes: Uint32Array;
}

/**
 * Links each set to its parts. Every part of a frequent set is frequent, so all are there, and come before the set.
 * O(items of all sets · log children).
 */
export function linkSetParts(sets: ItemSetStore): SetParts {
  const starts = new Uint32Array(sets.setCount + 2);
  for (let set = 1; set <= sets.setCount; set++)
    starts[set + 1] = starts[set] + (sets.sizeOf(set) > 1 ? sets.sizeOf(set) : 0);
  const nodes = new Uint32Array(starts[sets.setCount + 1]);
  for (let set = 1; set <= sets.setCount; set++) {
    const size = sets.sizeOf(set);
    if (size < 2) continue;
    const parent = sets.parentOf(set);
    const lowest = sets.lowestItemOf(set);
    for (let place = 0; place < size - 1; place++) {
      const partOfParent = size === 2 ? 0 : nodes[starts[parent] + place];
      nodes[starts[set] + place] = sets.childOf(partOfParent, lowest);
    }
    nodes[starts[set] + size - 1] = parent;
  }
  return { starts, nodes };
}
