import {
  AppError,
  maxEvidencePairs,
  type LabelPair,
  type MergeGroup,
  type NormaliseSettings,
} from '../model/index.ts';
import type { PointPair } from './chain-cut.ts';
import type { Constraints, KeyLink } from './decisions.ts';
import type { NearPairs } from './near-pairs.ts';
import {
  findEps,
  findMergeDistances,
  needsMorePairs,
  pairsWithin,
  restrictPairs,
  widestSearch,
  type NeighbourGraph,
} from './neighbour-graph.ts';
import { groupBySimilarity } from './semantic-groups.ts';
import { joinTags, type TagState } from './tag-state.ts';
import { cosineDistance } from './unit-vectors.ts';
import { findUnreadableLabels } from './unreadable-labels.ts';
import { areContrasted } from './word-contrast.ts';
import type { DecidedWordStages } from './word-stages.ts';

/** What semantic aggregation made of the tags. */
export interface MeaningStage {
  readonly before: TagState;
  readonly after: TagState;
  /** Per tag before: its tag after. */
  readonly map: Int32Array;
  /** The distance in force; null when the stage is off. */
  readonly eps: number | null;
  readonly cutGroups: readonly (readonly string[])[];
  readonly contrasts: readonly LabelPair[];
  readonly unreadableLabels: readonly string[];
  /** Per tag before: places of the decisions that link it to another in its group. */
  readonly linkDecisions: ReadonlyMap<number, readonly number[]>;
  /** Near pairs of the tags before, up to eps; null when the stage is off. */
  readonly pairs: NearPairs | null;
  /** The cosine of two tags before; null when the stage is off. */
  readonly similarityOf: ((one: number, other: number) => number) | null;
}

/**
 * Joins tags of the same meaning, and what decisions join.
 *
 * @param graph Holds every label of both word stages; null when the stage is off.
 * @throws AppError `internal` when the graph lacks a label.
 * O(pairs of the graph + products within the groups).
 */
export function joinByMeaning(
  { constraints, natural, decided }: DecidedWordStages,
  graph: NeighbourGraph | null,
  { settings, occurrenceCounts }: { settings: NormaliseSettings; occurrenceCounts: Uint32Array },
): MeaningStage {
  const before = decided.rules;
  const links = locate(constraints.links, constraints, before);
  const active = graph === null ? null : activate(graph, before.labels);
  const isTouched = natural.rules !== before;
  const undecided = isTouched && graph !== null ? activate(graph, natural.rules.labels) : active;
  const eps = undecided === null || graph === null ? null : chooseEps(undecided, graph.radius, settings);
  const found = groupBySimilarity(active?.pairs ?? noPairs(before.labels.length), {
    eps: eps ?? 0,
    // A floor of 0 is none: cosines go down to -1.
    maxDistance: settings.minSimilarity === 0 ? 2 : 1 - settings.minSimilarity,
    distanceOf: active === null ? () => 0 : active.distanceOf,
    links: links.map(({ pair }) => pair),
    forbidden: locate(constraints.forbidden, constraints, before).map(({ pair }) => pair),
    areContrasted: settings.keepsContrasts
      ? (one, other) => areContrasted(before.labels[one], before.labels[other])
      : null,
  });
  const after = joinTags(before, Array.from(found.groups), occurrenceCounts);
  return {
    before,
    after,
    map: mapBetween(before, after),
    eps,
    cutGroups: found.cutGroups.map((tags) => tags.map((tag) => before.labels[tag])),
    contrasts: found.contrasts.map(([one, other]) => ({
      one: before.labels[one],
      other: before.labels[other],
      similarity: 1 - (active?.distanceOf(one, other) ?? 1),
    })),
    unreadableLabels: active?.unreadableLabels ?? [],
    linkDecisions: listLinkDecisions(links),
    pairs: active === null || eps === null ? null : pairsWithin(active.pairs, eps),
    similarityOf: active === null ? null : (one, other) => 1 - active.distanceOf(one, other),
  };
}

/**
 * Lists the groups that the stage made, with the pairs behind them, the most doubtful first.
 *
 * @param tagCounts Per tag before: occurrences, other spellings included.
 */
export function listGroups(stage: MeaningStage, tagCounts: readonly number[]): MergeGroup[] {
  const members = stage.after.labels.map((): number[] => []);
  stage.map.forEach((tag, old) => members[tag].push(old));
  const pairsOfGroup = new Map<number, LabelPair[]>();
  const { pairs, before, map } = stage;
  for (let pair = 0; pairs !== null && pair < pairs.first.length; pair++) {
    const group = map[pairs.first[pair]];
    if (group !== map[pairs.second[pair]]) continue;
    const listed = pairsOfGroup.get(group) ?? [];
    if (listed.length === 0) pairsOfGroup.set(group, listed);
    if (listed.length >= maxEvidencePairs) continue;
    const [one, other] = [before.labels[pairs.first[pair]], before.labels[pairs.second[pair]]];
    listed.push({ one, other, similarity: 1 - pairs.distances[pair] });
  }
  const groups: MergeGroup[] = [];
  members.forEach((tags, group) => {
    if (tags.length < 2) return;
    const label = stage.after.labels[group];
    const sorted = tags.sort(
      (left, right) =>
        Number(before.labels[right] === label) - Number(before.labels[left] === label) ||
        tagCounts[right] - tagCounts[left] ||
        left - right,
    );
    groups.push({
      label,
      members: sorted.map((tag) => before.labels[tag]),
      memberCounts: sorted.map((tag) => tagCounts[tag]),
      pairs: pairsOfGroup.get(group) ?? [],
      weakest: findWeakest(stage, sorted),
      decisions: [...new Set(sorted.flatMap((tag) => stage.linkDecisions.get(tag) ?? []))].sort(
        (a, b) => a - b,
      ),
    });
  });
  return groups.sort((left, right) => (left.weakest?.similarity ?? 2) - (right.weakest?.similarity ?? 2));
}

// 300 members have 45,000 pairs: some 20 ms.
const allPairsLimit = 300;

function findWeakest({ before, similarityOf }: MeaningStage, tags: readonly number[]): LabelPair | null {
  if (similarityOf === null) return null;
  let weakest: LabelPair | null = null;
  const lefts = tags.length > allPairsLimit ? tags.slice(0, 1) : tags;
  lefts.forEach((left, place) => {
    for (let index = place + 1; index < tags.length; index++) {
      const similarity = similarityOf(left, tags[index]);
      if (weakest !== null && similarity >= weakest.similarity) continue;
      weakest = { one: before.labels[left], other: before.labels[tags[index]], similarity };
    }
  });
  return weakest;
}

interface ActiveGraph {
  readonly pairs: NearPairs;
  readonly distanceOf: (one: number, other: number) => number;
  readonly unreadableLabels: readonly string[];
}

/** The part of the graph that some tags span, renumbered by tag; tags in unreadable scripts have no pairs. */
function activate(graph: NeighbourGraph, labels: readonly string[]): ActiveGraph {
  const points = findPoints(graph.labels, labels);
  const distanceOf = (one: number, other: number): number =>
    cosineDistance(graph.vectors, points[one], points[other]);
  const isUnreadable = findUnreadableLabels(labels, distanceOf);
  return {
    pairs: restrictPairs(graph.pairs, points, (place) => isUnreadable[place] === 1),
    distanceOf,
    unreadableLabels: labels.filter((_, tag) => isUnreadable[tag] === 1),
  };
}

/** The places of some labels among all; both ordered by code units. */
function findPoints(all: readonly string[], labels: readonly string[]): Uint32Array {
  let point = 0;
  return Uint32Array.from(labels, (label) => {
    while (point < all.length && all[point] !== label) point++;
    if (point < all.length) return point;
    throw new AppError('internal', `The label “${label}” has no vector. Normalise again.`);
  });
}

/**
 * Tells whether the graph reaches as far as the settings need among some of its labels.
 *
 * @returns Null when it does, otherwise the radius to try next.
 */
export function findMissingRadius(
  graph: NeighbourGraph,
  labels: readonly string[],
  { eps, targetMergeRate }: Pick<NormaliseSettings, 'eps' | 'targetMergeRate'>,
): number | null {
  if (eps !== null) return eps > graph.radius ? eps : null;
  if (graph.radius >= widestSearch || labels.length < 2) return null;
  const distances = findMergeDistances(activate(graph, labels).pairs);
  return needsMorePairs(distances, labels.length, targetMergeRate)
    ? Math.min(widestSearch, 1.4 * graph.radius)
    : null;
}

function chooseEps(
  { pairs }: ActiveGraph,
  radius: number,
  { eps, targetMergeRate }: Pick<NormaliseSettings, 'eps' | 'targetMergeRate'>,
): number {
  if (eps !== null) return eps;
  if (pairs.pointCount < 2) return 0;
  // A graph may reach further because of an earlier setting, which must not show.
  const reach = Math.min(radius, widestSearch);
  const distances = findMergeDistances(pairsWithin(pairs, reach));
  return findEps(distances, { pointCount: pairs.pointCount, targetMergeRate, radius: reach });
}

interface LocatedLink {
  readonly pair: PointPair;
  readonly decision: number;
}

/** Links of keys as links of tags; keys that were dropped as rare have none. */
function locate(links: readonly KeyLink[], { keys }: Constraints, { namers }: TagState): LocatedLink[] {
  if (links.length === 0) return [];
  const tagOfKey = new Map(Array.from(namers, (namer, tag) => [keys[namer], tag]));
  return links.flatMap(({ one, other, decision }) => {
    const [left, right] = [tagOfKey.get(one), tagOfKey.get(other)];
    return left === undefined || right === undefined || left === right
      ? []
      : [{ pair: [left, right] as const, decision }];
  });
}

function listLinkDecisions(links: readonly LocatedLink[]): Map<number, number[]> {
  const decisions = new Map<number, number[]>();
  for (const { pair, decision } of links) {
    for (const tag of pair) decisions.set(tag, [...(decisions.get(tag) ?? []), decision]);
  }
  return decisions;
}

function mapBetween(before: TagState, after: TagState): Int32Array {
  return Int32Array.from(before.namers, (namer) => after.tagOfRaw[namer]);
}

function noPairs(pointCount: number): NearPairs {
  return {
    pointCount,
    first: new Uint32Array(0),
    second: new Uint32Array(0),
    distances: new Float64Array(0),
  };
}
