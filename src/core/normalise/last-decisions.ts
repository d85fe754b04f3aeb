import type { Decision, DecisionReport } from '../model/index.ts';
import type { Constraints } from './decisions.ts';
import { joinTags, type TagState } from './tag-state.ts';

/** Drops and names, laid over what the stages made. */
export interface LastDecisions {
  /** Labels as the stages gave them, dropped tags left out. */
  readonly after: TagState;
  /** Per tag after: the label to show. */
  readonly labels: readonly string[];
  /** By the tag's label from the stages: the decision that dropped or named it. */
  readonly decisionOfLabel: ReadonlyMap<string, number>;
  /** One per decision. */
  readonly reports: readonly DecisionReport[];
}

/**
 * Leaves out the tags that a person dropped and calls tags as a person named them. A name that another tag has is not
 * given; of two names for one tag the later decision wins.
 */
export function applyLastDecisions(
  before: TagState,
  { keys, drops, names, reports }: Constraints,
  { decisions, occurrenceCounts }: { decisions: readonly Decision[]; occurrenceCounts: Uint32Array },
): LastDecisions {
  const decisionOfLabel = new Map<string, number>();
  const dropOfTag = findLatest(before, keys, (key) => drops.get(key));
  const groups = before.labels.map((label, tag) => {
    const drop = dropOfTag.get(tag);
    if (drop !== undefined) decisionOfLabel.set(label, drop);
    return drop === undefined ? tag : null;
  });
  const after = dropOfTag.size === 0 ? before : joinTags(before, groups, occurrenceCounts);
  const labels = [...after.labels];
  const newReports = [...reports];
  const taken = new Set(labels);
  const nameOfTag = findLatest(after, keys, (key) => names.get(key)?.decision);
  for (const [tag, place] of [...nameOfTag].sort(([, left], [, right]) => left - right)) {
    const decision = decisions[place];
    if (decision.kind !== 'rename' || decision.name === labels[tag]) continue;
    if (taken.has(decision.name)) {
      const text = `“${decision.tag}” keeps its name, because another tag is called “${decision.name}”. Merge the two instead.`;
      newReports[place] = { state: 'overruled', missing: [], text };
      continue;
    }
    taken.delete(labels[tag]);
    taken.add(decision.name);
    decisionOfLabel.set(after.labels[tag], place);
    labels[tag] = decision.name;
  }
  return { after, labels, decisionOfLabel, reports: newReports };
}

/** Per tag that holds a key with a decision: the latest such decision. */
function findLatest(
  { tagOfRaw }: TagState,
  keys: readonly string[],
  decisionOf: (key: string) => number | undefined,
): Map<number, number> {
  const latest = new Map<number, number>();
  tagOfRaw.forEach((tag, raw) => {
    const decision = tag < 0 ? undefined : decisionOf(keys[raw]);
    if (decision !== undefined) latest.set(tag, Math.max(latest.get(tag) ?? -1, decision));
  });
  return latest;
}
