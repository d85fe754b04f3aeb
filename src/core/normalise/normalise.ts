import { countTags, type TagRows } from '../model/tag-rows.ts';
import type { Implication, NormaliseSettings, RawTags, StageCount, Vocabulary } from '../model/vocabulary.ts';
import { defaultMinSupport, mineRules } from './association.ts';
import { checkRawTags, checkSettings, checkVectorCount } from './check-input.ts';
import { defaultMinOccurrences, findFrequentTags } from './frequency-filter.ts';
import { composeMaps, identityMap, mapByKey } from './merge-map.ts';
import { cosineDistance, type UnitVectors } from './unit-vectors.ts';
import { groupBySimilarity, type SemanticGroups } from './semantic-groups.ts';
import {
  applyStage,
  countEmptiedRows,
  countStage,
  listSteps,
  type StageResult,
  type TagState,
} from './stage-books.ts';
import { tagKey } from './tag-key.ts';
import { findUnreadableLabels } from './unreadable-labels.ts';

/** Normalisation half done: stages 1 and 2 are applied, the label vectors are awaited. */
export interface NormaliseDraft {
  readonly raw: RawTags;
  readonly settings: NormaliseSettings;
  readonly frequency: StageResult;
  readonly rules: StageResult;
  /** Labels whose vectors `finishNormalise` needs, in order; empty when the semantic stage is off. */
  readonly labelsToEmbed: readonly string[];
}

/**
 * Runs the frequency filter and the rule aggregation.
 *
 * @throws AppError `invalid-input` when the columns do not fit one another or a setting is out of range.
 * O(raw tags · key length + assignments).
 */
export function beginNormalise(raw: RawTags, settings: NormaliseSettings): NormaliseDraft {
  checkRawTags(raw);
  checkSettings(settings);
  const hasKeys = settings.enabled.rules && settings.keyForm !== 'off';
  const keyOf = new Map(raw.labels.map((label) => [label, hasKeys ? tagKey(label) : label]));
  const keysOf = (labels: readonly string[]): string[] => labels.map((label) => keyOf.get(label) ?? label);
  const frequency = dropRareTags(raw, keysOf(raw.labels), settings);
  const rules = applyStage(frequency, mapByKey(keysOf(frequency.labels)), {
    stage: 'rules',
    parameter: hasKeys ? settings.keyForm : 'off',
  });
  return { raw, settings, frequency, rules, labelsToEmbed: settings.enabled.semantic ? rules.labels : [] };
}

/**
 * Runs the semantic and the association stage and closes the books.
 *
 * @param vectors One unit vector per label of `labelsToEmbed`, in its order.
 * @throws AppError `invalid-input` when the vectors do not fit the labels or are not of unit length.
 * O(labels²) for the near pairs, see `findNearPairs`.
 */
export function finishNormalise(draft: NormaliseDraft, vectors: UnitVectors): Vocabulary {
  const { raw, frequency, rules } = draft;
  checkVectorCount(vectors, draft.labelsToEmbed.length);
  const { semantic, cutGroups, unreadableLabels } = joinByMeaning(draft, vectors);
  const { implications, count } = findImplications(semantic, draft);
  const stages = [frequency, rules, semantic];
  return {
    labels: semantic.labels,
    rowCounts: countTags(semantic.rows, semantic.labels.length),
    rows: semantic.rows,
    tagIdOfRaw: composeMaps(composeMaps(frequency.map, rules.map), semantic.map).newIds,
    rawLabels: raw.labels,
    stages: [countRaw(raw), ...stages.map(countStage), count],
    steps: stages.flatMap(listSteps),
    implications,
    emptiedRowCounts: {
      frequency: countEmptiedRows(frequency),
      rules: countEmptiedRows(rules),
      semantic: countEmptiedRows(semantic),
      association: 0,
    },
    cutGroups,
    unreadableLabels,
  };
}

function dropRareTags(
  raw: RawTags,
  keys: readonly string[],
  { enabled, minOccurrences }: NormaliseSettings,
): StageResult {
  const before: TagState = { labels: raw.labels, labelCounts: raw.occurrenceCounts, rows: raw.rows };
  const least = minOccurrences ?? defaultMinOccurrences(raw.queryCount);
  const isFrequent = enabled.frequency ? findFrequentTags(keys, raw.occurrenceCounts, least) : null;
  const map = mapByKey(raw.labels.map((_, tag) => (isFrequent === null || isFrequent[tag] ? tag : null)));
  return applyStage(before, map, {
    stage: 'frequency',
    parameter: enabled.frequency ? String(least) : 'off',
  });
}

interface Meaning {
  readonly semantic: StageResult;
  readonly cutGroups: readonly (readonly string[])[];
  readonly unreadableLabels: readonly string[];
}

function joinByMeaning({ rules, settings }: NormaliseDraft, vectors: UnitVectors): Meaning {
  if (!settings.enabled.semantic) {
    const semantic = applyStage(rules, identityMap(rules.labels.length), {
      stage: 'semantic',
      parameter: 'off',
    });
    return { semantic, cutGroups: [], unreadableLabels: [] };
  }
  const isUnreadable = findUnreadableLabels(rules.labels, vectors);
  const readable = Array.from(rules.labels, (_, tag) => tag).filter((tag) => !isUnreadable[tag]);
  const found = groupBySimilarity(takeRows(vectors, readable), settings);
  const keys = Array.from(rules.labels, (_, tag) => -1 - tag);
  readable.forEach((tag, point) => (keys[tag] = found.map.newIds[point]));
  const stage = applyStage(rules, mapByKey(keys), {
    stage: 'semantic',
    parameter: describe(found, settings),
  });
  return {
    semantic: { ...stage, strengths: measureStrengths(stage, vectors) },
    cutGroups: found.cutGroups.map((points) => points.map((point) => rules.labels[readable[point]])),
    unreadableLabels: rules.labels.filter((_, tag) => isUnreadable[tag]),
  };
}

function describe({ eps }: SemanticGroups, settings: NormaliseSettings): string {
  const distance = eps.toFixed(4);
  return settings.eps === null
    ? `${distance} (for a merge rate of ${(100 * settings.targetMergeRate).toFixed(1)} %)`
    : distance;
}

function takeRows({ values, dimensions }: UnitVectors, points: readonly number[]): UnitVectors {
  if (points.length * dimensions === values.length) return { values, dimensions };
  const taken = new Float32Array(points.length * dimensions);
  points.forEach((point, row) =>
    taken.set(values.subarray(point * dimensions, (point + 1) * dimensions), row * dimensions),
  );
  return { values: taken, dimensions };
}

// The cosine of each tag to the tag that lends the group its label.
function measureStrengths({ before, map, labels }: StageResult, vectors: UnitVectors): Float64Array {
  const tagOfLabel = new Map(before.labels.map((label, tag) => [label, tag]));
  return Float64Array.from(before.labels, (_, tag) => {
    const namer = tagOfLabel.get(labels[map.newIds[tag]]) ?? tag;
    return namer === tag ? 1 : 1 - cosineDistance(vectors, tag, namer);
  });
}

function findImplications(
  { labels, rows }: { labels: readonly string[]; rows: TagRows },
  { raw, settings }: NormaliseDraft,
): { implications: Implication[]; count: StageCount } {
  const count = {
    stage: 'association',
    tagCount: labels.length,
    assignmentCount: rows.ids.length,
    changedCount: 0,
    groupCount: 0,
  } as const;
  if (!settings.enabled.association) return { implications: [], count: { ...count, parameter: 'off' } };
  const minSupport = settings.minSupport ?? defaultMinSupport(raw.queryCount);
  const { minConfidence } = settings;
  const { rules, maxAntecedent } = mineRules(rows, { tagCount: labels.length, minSupport, minConfidence });
  const implications = rules.map(({ antecedent, consequent, supportCount, confidence, isHub }) => ({
    antecedent: antecedent.map((tag) => labels[tag]),
    consequent: labels[consequent],
    supportCount,
    confidence,
    isHub,
  }));
  const parameter = `support ${minSupport}, confidence ${(100 * minConfidence).toFixed(1)} %, up to ${maxAntecedent} tags`;
  return { implications, count: { ...count, groupCount: implications.length, parameter } };
}

function countRaw({ labels, rows }: RawTags): StageCount {
  return {
    stage: 'raw',
    tagCount: labels.length,
    assignmentCount: rows.ids.length,
    changedCount: 0,
    groupCount: 0,
    parameter: '',
  };
}
