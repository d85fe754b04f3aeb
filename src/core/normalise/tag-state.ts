/** Tags between two stages, ordered by label, so that the order of the input leaves no trace. */
export interface TagState {
  readonly labels: readonly string[];
  /** Per tag: the raw tag that lends the label, the most frequent in it. */
  readonly namers: Uint32Array;
  /** Per raw tag: its tag, or -1 when it was dropped. */
  readonly tagOfRaw: Int32Array;
}

/** The state before the first stage: every raw tag by itself. */
export function startState(rawLabels: readonly string[]): TagState {
  const namers = Uint32Array.from(rawLabels, (_, raw) => raw).sort((left, right) =>
    compareText(rawLabels[left], rawLabels[right]),
  );
  const tagOfRaw = new Int32Array(rawLabels.length);
  namers.forEach((raw, tag) => (tagOfRaw[raw] = tag));
  return { labels: Array.from(namers, (raw) => rawLabels[raw]), namers, tagOfRaw };
}

/**
 * Joins tags: those with equal groups become one, called by its most frequent raw tag, ties by label.
 *
 * @param groups Per tag before: anything that is equal within a group; null drops the tag.
 * @param occurrenceCounts Per raw tag.
 * O(tags log tags + raw tags).
 */
export function joinTags(
  before: TagState,
  groups: readonly (string | number | null)[],
  occurrenceCounts: Uint32Array,
): TagState {
  const leaderOfGroup = new Map<string | number, number>();
  groups.forEach((group, tag) => {
    if (group === null) return;
    const best = leaderOfGroup.get(group);
    // Tags come in order of label, so the first of equally frequent ones keeps its place.
    const isBetter =
      best === undefined || occurrenceCounts[before.namers[tag]] > occurrenceCounts[before.namers[best]];
    if (isBetter) leaderOfGroup.set(group, tag);
  });
  return followLeaders(
    before,
    Int32Array.from(groups, (group) => (group === null ? -1 : (leaderOfGroup.get(group) ?? -1))),
  );
}

/**
 * Joins tags under given names.
 *
 * @param leaders Per tag before: the tag before that lends its group the label, or -1 to drop the tag. A leader leads
 * itself.
 * O(tags + raw tags).
 */
export function followLeaders(before: TagState, leaders: Int32Array): TagState {
  const places = new Int32Array(leaders.length).fill(-1);
  const kept: number[] = [];
  leaders.forEach((leader, tag) => {
    if (leader === tag) places[tag] = kept.push(tag) - 1;
  });
  return {
    labels: kept.map((tag) => before.labels[tag]),
    namers: Uint32Array.from(kept, (tag) => before.namers[tag]),
    tagOfRaw: before.tagOfRaw.map((tag) => (tag < 0 || leaders[tag] < 0 ? -1 : places[leaders[tag]])),
  };
}

/** Orders texts by their code units, the same on every machine. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
