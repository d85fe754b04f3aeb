import {
  countTags,
  mapTagRows,
  type MergeStep,
  type NormaliseSettings,
  type RawTags,
  type Recipe,
  type StageCount,
  type StageFigures,
  type StepName,
  type Vocabulary,
} from '../model/index.ts';
import { listGroups } from './meaning-stage.ts';
import type { StageRun } from './stage-run.ts';
import type { AssignmentCounts } from './assignment-counts.ts';
import { compareText, type TagState } from './tag-state.ts';

/** Counts what every stage did. O(assignments of tags that were dropped or joined) for every state that was not counted before. */
export function countStages(
  counts: AssignmentCounts,
  settings: NormaliseSettings,
  run: StageRun,
): StageFigures {
  const { words, meaning, association, last } = run;
  const { start, frequency, rules, minOccurrences, rescuedCount } = words.decided;
  const stages: {
    stage: StageCount['stage'];
    state: TagState;
    parameter: string;
    groupCount: number | null;
  }[] = [
    { stage: 'raw', state: start, parameter: '', groupCount: 0 },
    {
      stage: 'frequency',
      state: frequency,
      parameter: settings.enabled.frequency ? String(minOccurrences) : 'off',
      groupCount: 0,
    },
    {
      stage: 'rules',
      state: rules,
      parameter: settings.enabled.rules ? settings.keyForm : 'off',
      groupCount: countGroups(frequency, rules),
    },
    {
      stage: 'semantic',
      state: meaning.after,
      parameter: describeDistance(meaning.eps, settings),
      groupCount: countGroups(rules, meaning.after),
    },
    {
      stage: 'association',
      state: association.after,
      parameter: describeRules(run, settings),
      groupCount: countRules(run, settings),
    },
    { stage: 'decisions', state: last.after, parameter: '', groupCount: last.decisionOfLabel.size },
  ];
  const left = stages.map(({ state }) => counts.of(state));
  return {
    stages: stages.map(({ stage, state, parameter, groupCount }, place) => {
      const before = place === 0 ? 0 : place - 1;
      return {
        stage,
        tagCount: state.labels.length,
        assignmentCount: left[place].assignments,
        changedCount: stages[before].state.labels.length - state.labels.length,
        groupCount,
        emptiedRowCount: left[before].taggedRows - left[place].taggedRows,
        parameter,
      };
    }),
    eps: meaning.eps,
    mergeRate: rules.labels.length === 0 ? 0 : 1 - meaning.after.labels.length / rules.labels.length,
    rescuedTagCount: rescuedCount,
    minOccurrences,
    minSupport: association.minSupport,
  };
}

/** Makes the vocabulary out of a run, with every raw tag accounted for. O(assignments + tags log tags). */
export function closeBooks(
  raw: RawTags,
  { settings, decisions }: Recipe,
  { run, counts }: { readonly run: StageRun; readonly counts: AssignmentCounts },
): Vocabulary {
  const { words, meaning, association, last } = run;
  const { state, labels } = orderByRows(counts.of(last.after).rowCounts, last);
  const rows = mapTagRows(raw.rows, state.tagOfRaw);
  return {
    labels,
    stableIds: state.labels,
    rowCounts: countTags(rows, labels.length),
    rows,
    tagIdOfRaw: state.tagOfRaw,
    rawLabels: raw.labels,
    rawOccurrenceCounts: raw.occurrenceCounts,
    rawKeys: words.constraints.keys,
    figures: countStages(counts, settings, run),
    steps: listAllSteps(run),
    groups: listGroups(meaning, countOccurrences(raw, meaning.before)),
    cutGroups: meaning.cutGroups,
    contrasts: meaning.contrasts,
    unreadableLabels: meaning.unreadableLabels,
    implications: association.implications,
    associationLog: association.log,
    decisions,
    decisionReports: last.reports,
  };
}

/** Orders the tags by rows, most first, ties by label. */
function orderByRows(
  counts: Uint32Array,
  { after, labels }: StageRun['last'],
): { state: TagState; labels: readonly string[] } {
  const order = Array.from(labels, (_, tag) => tag).sort(
    (left, right) => counts[right] - counts[left] || compareText(labels[left], labels[right]),
  );
  const placeOf = new Int32Array(order.length);
  order.forEach((tag, place) => (placeOf[tag] = place));
  return {
    state: {
      labels: order.map((tag) => after.labels[tag]),
      namers: Uint32Array.from(order, (tag) => after.namers[tag]),
      tagOfRaw: after.tagOfRaw.map((tag) => (tag < 0 ? -1 : placeOf[tag])),
    },
    labels: order.map((tag) => labels[tag]),
  };
}

function countGroups(before: TagState, after: TagState): number {
  const sizes = new Uint32Array(after.labels.length);
  for (const namer of before.namers) {
    const tag = after.tagOfRaw[namer];
    if (tag >= 0) sizes[tag] += 1;
  }
  return sizes.reduce((groups, size) => groups + (size > 1 ? 1 : 0), 0);
}

function countRules({ meaning, association }: StageRun, settings: NormaliseSettings): number | null {
  if (!association.isDone) return null;
  return settings.association === 'merge'
    ? countGroups(meaning.after, association.after)
    : association.implications.length;
}

function describeDistance(eps: number | null, settings: NormaliseSettings): string {
  if (eps === null) return 'off';
  const distance = eps.toFixed(4);
  return settings.eps === null
    ? `${distance} (for a merge rate of ${(100 * settings.targetMergeRate).toFixed(1)} %)`
    : distance;
}

function describeRules({ association }: StageRun, settings: NormaliseSettings): string {
  if (!settings.enabled.association) return 'off';
  if (!association.isDone) return '…';
  const limits = `support ${association.minSupport}, confidence ${(100 * settings.minConfidence).toFixed(1)} %`;
  return settings.association === 'merge'
    ? `${limits}, merged`
    : `${limits}, up to ${association.maxAntecedent} tags`;
}

function countOccurrences(raw: RawTags, { labels, tagOfRaw }: TagState): number[] {
  const counts = labels.map(() => 0);
  tagOfRaw.forEach((tag, id) => {
    if (tag >= 0) counts[tag] += raw.occurrenceCounts[id];
  });
  return counts;
}

function listAllSteps({ words, meaning, association, last }: StageRun): MergeStep[] {
  const { start, frequency, rules } = words.decided;
  const strengthOf = new Map(association.log.map((merge) => [merge.from, merge.confidence]));
  const finalLabels = new Map(last.after.labels.map((label, tag) => [label, last.labels[tag]]));
  return [
    ...listSteps('frequency', start, frequency),
    ...listSteps('rules', frequency, rules),
    ...listSteps('semantic', rules, meaning.after, (tag) => ({
      strength: measureStrength(meaning, tag),
      decision: meaning.linkDecisions.get(tag)?.at(-1) ?? null,
    })),
    ...listSteps('association', meaning.after, association.after, (tag) => ({
      strength: strengthOf.get(meaning.after.labels[tag]) ?? null,
      decision: null,
    })),
    ...listSteps('decisions', association.after, last.after, (tag) => ({
      strength: null,
      decision: last.decisionOfLabel.get(association.after.labels[tag]) ?? null,
    })),
    ...[...finalLabels]
      .filter(([from, to]) => from !== to)
      .map(([from, to]): MergeStep => {
        return {
          stage: 'decisions',
          from,
          to,
          strength: null,
          decision: last.decisionOfLabel.get(from) ?? null,
        };
      }),
  ];
}

/** Lists the tags that a stage dropped or renamed, by their old label. */
function listSteps(
  stage: StepName,
  before: TagState,
  after: TagState,
  explain?: (tag: number) => Pick<MergeStep, 'strength' | 'decision'>,
): MergeStep[] {
  const steps: MergeStep[] = [];
  if (before === after) return steps;
  before.labels.forEach((from, tag) => {
    const id = after.tagOfRaw[before.namers[tag]];
    const to = id < 0 ? null : after.labels[id];
    if (to !== from)
      steps.push({ stage, from, to, ...(explain?.(tag) ?? { strength: null, decision: null }) });
  });
  return steps;
}

// The cosine of a tag to the one that lends the group its label.
function measureStrength(
  { before, after, map, similarityOf }: StageRun['meaning'],
  tag: number,
): number | null {
  if (similarityOf === null) return null;
  const namer = after.namers[map[tag]];
  const leader = before.tagOfRaw[namer];
  return leader === tag ? 1 : similarityOf(tag, leader);
}
