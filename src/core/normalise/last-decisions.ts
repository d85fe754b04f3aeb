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
  { keys, drops, keeps, names, reports }: Constraints,
  { decisions, occurrenceCounts }: { decisions: readonly Decision[]; occurrenceCounts: Uint32Array },
): LastDecisions {
  const decisionOfLabel = new Map<string, number>();
  const newReports = [...reports];
  const overrule = (place: number, text: string): void => {
    newReports[place] = { state: 'overruled', missing: [], text };
  };
  const dropOfTag = findLatest(before, keys, (key) => drops.get(key));
  const keepOfTag = findLatest(before, keys, (key) => keeps.get(key));
  const tagOfKey = indexKeys(before, keys);
  const isKept = (tag: number): boolean => (keepOfTag.get(tag) ?? -1) > (dropOfTag.get(tag) ?? -1);
  for (const [key, place] of [...drops, ...keeps]) {
    const tag = tagOfKey.get(key) ?? -1;
    if (tag < 0 || (decisions[place].kind === 'keep') === isKept(tag) || !dropOfTag.has(tag)) continue;
    const verb = isKept(tag) ? 'keep' : 'drop';
    overrule(place, `A later decision says to ${verb} “${before.labels[tag]}”, the same tag.`);
  }
  for (const tag of keepOfTag.keys()) if (isKept(tag)) dropOfTag.delete(tag);
  const groups = before.labels.map((label, tag) => {
    const drop = dropOfTag.get(tag);
    if (drop !== undefined) decisionOfLabel.set(label, drop);
    return drop === undefined ? tag : null;
  });
  const after = dropOfTag.size === 0 ? before : joinTags(before, groups, occurrenceCounts);
  const labels = giveNames(after, { keys, names, decisions, overrule, decisionOfLabel });
  return { after, labels, decisionOfLabel, reports: newReports };
}

interface Naming extends Pick<Constraints, 'keys' | 'names'> {
  readonly decisions: readonly Decision[];
  readonly overrule: (place: number, text: string) => void;
  readonly decisionOfLabel: Map<string, number>;
}

function giveNames(
  after: TagState,
  { keys, names, decisions, overrule, decisionOfLabel }: Naming,
): readonly string[] {
  const labels = [...after.labels];
  const nameOfTag = findLatest(after, keys, (key) => names.get(key)?.decision);
  const given = new Set(nameOfTag.values());
  const tagOfKey = indexKeys(after, keys);
  for (const [key, { decision: place }] of names) {
    if (given.has(place)) continue;
    const isGone = (tagOfKey.get(key) ?? -1) < 0;
    overrule(
      place,
      isGone
        ? 'The tag is too rare or left out, so there is nothing to name. Keep it first.'
        : 'The same tag was given another name later.',
    );
  }
  const taken = new Set(labels);
  let waiting = [...nameOfTag].sort(([, left], [, right]) => left - right);
  // A name may become free when its tag is given another.
  for (let count = -1; count !== waiting.length;) {
    count = waiting.length;
    waiting = waiting.filter(([tag, place]) => {
      const decision = decisions[place];
      if (decision.kind !== 'rename' || decision.name === labels[tag]) return false;
      if (taken.has(decision.name)) return true;
      taken.delete(labels[tag]);
      taken.add(decision.name);
      decisionOfLabel.set(after.labels[tag], place);
      labels[tag] = decision.name;
      return false;
    });
  }
  for (const [, place] of waiting) {
    const decision = decisions[place];
    if (decision.kind === 'rename')
      overrule(
        place,
        `“${decision.tag}” keeps its name, because another tag is called “${decision.name}”. Merge the two instead.`,
      );
  }
  return labels;
}

/** Per key: its tag, or -1 when it was dropped. */
function indexKeys({ tagOfRaw }: TagState, keys: readonly string[]): ReadonlyMap<string, number> {
  const tagOfKey = new Map<string, number>();
  tagOfRaw.forEach((tag, raw) => tagOfKey.set(keys[raw], Math.max(tag, tagOfKey.get(keys[raw]) ?? -1)));
  return tagOfKey;
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
