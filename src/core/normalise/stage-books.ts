import { countTags, mapTagRows, type TagRows } from '../model/tag-rows.ts';
import type { MergeStep, StageCount, StageName } from '../model/vocabulary.ts';
import { countGroups, membersOf, type MergeMap } from './merge-map.ts';

/** Tags between two stages, most rows first, ties by label. */
export interface TagState {
  readonly labels: readonly string[];
  /** Per tag: occurrences of the raw tag that lends the label. */
  readonly labelCounts: Uint32Array;
  readonly rows: TagRows;
}

/** What one stage made of the tags before it. */
export interface StageResult extends TagState {
  readonly stage: StageName;
  readonly before: TagState;
  /** From the tags before to the tags after. */
  readonly map: MergeMap;
  /** Per tag before: how strongly it belongs to its new label; empty when the stage has no such figure. */
  readonly strengths: Float64Array;
  /** The parameter in force, ready to show. */
  readonly parameter: string;
}

/**
 * Joins tags by a map: a group takes the label whose raw tag is most frequent, ties by label, and the new tags are
 * numbered by rows, most first, ties by label.
 *
 * @param map Its new ids may come in any order; the result's are sorted.
 */
export function applyStage(
  before: TagState,
  map: MergeMap,
  { stage, parameter }: { stage: StageName; parameter: string },
): StageResult {
  const namers = membersOf(map).map((members) =>
    members.reduce((best, tag) => betterName(before, best, tag)),
  );
  const mapped = mapTagRows(before.rows, map.newIds);
  const rowCounts = countTags(mapped, map.newCount);
  const order = namers
    .map((_, id) => id)
    .sort(
      (left, right) =>
        rowCounts[right] - rowCounts[left] ||
        compareText(before.labels[namers[left]], before.labels[namers[right]]),
    );
  const placeOf = new Int32Array(map.newCount);
  order.forEach((id, place) => (placeOf[id] = place));
  return {
    stage,
    before,
    map: { newIds: map.newIds.map((id) => (id < 0 ? -1 : placeOf[id])), newCount: map.newCount },
    labels: order.map((id) => before.labels[namers[id]]),
    labelCounts: Uint32Array.from(order, (id) => before.labelCounts[namers[id]]),
    rows: mapTagRows(mapped, placeOf),
    strengths: new Float64Array(0),
    parameter,
  };
}

/** Counts what a stage did. */
export function countStage({ stage, before, labels, rows, map, parameter }: StageResult): StageCount {
  return {
    stage,
    tagCount: labels.length,
    assignmentCount: rows.ids.length,
    changedCount: before.labels.length - labels.length,
    groupCount: countGroups(map),
    parameter,
  };
}

/** Lists the tags that a stage dropped or renamed, by their old label. */
export function listSteps({ stage, before, map, labels, strengths }: StageResult): MergeStep[] {
  const steps: MergeStep[] = [];
  before.labels.forEach((from, tag) => {
    const id = map.newIds[tag];
    const to = id < 0 ? null : labels[id];
    if (to !== from) steps.push({ stage, from, to, strength: strengths[tag] ?? null });
  });
  return steps.sort((left, right) => compareText(left.from, right.from));
}

/** Counts the rows that had tags before the stage and have none after it. */
export function countEmptiedRows({ before, rows }: StageResult): number {
  let emptied = 0;
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    const had = before.rows.offsets[row + 1] > before.rows.offsets[row];
    if (had && rows.offsets[row + 1] === rows.offsets[row]) emptied += 1;
  }
  return emptied;
}

/** Orders texts by their code units, the same on every machine. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function betterName({ labels, labelCounts }: TagState, best: number, tag: number): number {
  if (labelCounts[tag] !== labelCounts[best]) return labelCounts[tag] > labelCounts[best] ? tag : best;
  return compareText(labels[tag], labels[best]) < 0 ? tag : best;
}
