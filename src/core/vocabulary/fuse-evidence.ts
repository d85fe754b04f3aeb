import type { Facet } from './entry.ts';
import { labelCore, twinGroups } from './twin-tags.ts';

/** One reason for one tag. */
export interface Evidence {
  readonly tag: string;
  readonly facet: Facet;
  readonly area: string;
  /** Where it comes from; names are terms of the query that the vocabulary lacks. */
  readonly source: 'rule' | 'phrase' | 'weak phrase' | 'name' | 'similar';
  /** Strength: 1 is enough alone. */
  readonly score: number;
  /** Position in the query, in code units; earlier evidence wins ties. */
  readonly at: number;
  /** The words it stands on, as code units from and to; equal when it stands on no single place. */
  readonly span: readonly [from: number, to: number];
  readonly explanation: string;
}

/** A tag that was chosen, with its reason. */
export interface ChosenTag {
  readonly tag: string;
  readonly explanation: string;
}

const MOST_TAGS = 6;
const MOST_TAGS_OF_LONG_QUERY = 8;
const LONG_QUERY_WORDS = 80;
const MOST_OF_FACET: Readonly<Record<Facet, number>> = {
  intent: 3,
  topic: 3,
  skill: 2,
  format: 2,
  constraint: 2,
};
const MOST_NAMES = 2;
const ENOUGH = 0.7;
/** What further evidence for the same tag adds, as a share of its own score. */
const REPEATED = 0.25;
/** What company of other evidence in the same area adds to a weak phrase. */
const COMPANY = 0.35;

const groupsOfTag = new Map<string, number[]>();
twinGroups.forEach((tags, group) => {
  for (const tag of tags) groupsOfTag.set(tag, [...(groupsOfTag.get(tag) ?? []), group]);
});
const facetOrder: readonly Facet[] = ['intent', 'skill', 'topic', 'format', 'constraint'];

/**
 * Chooses the tags of one query from all evidence: two to six as a rule, eight for a long query, one where no
 * more can be said, never none.
 * Evidence for the same tag adds up with falling weight; weak phrases count only when something else speaks for the
 * same tag or area; each facet has a limit, so that a text full of topics keeps its intents; of near twins, and of tags
 * that stand on the same words, the strongest stays.
 *
 * @param evidence In any order; equal scores are settled by position, then by label, so the order does not matter.
 * @param wordCount Words of the query.
 * @param fallback Tags for a query that nothing else was found for; at least one.
 */
export function fuseEvidence(
  evidence: readonly Evidence[],
  wordCount: number,
  fallback: readonly ChosenTag[],
): ChosenTag[] {
  const ranked = [...addUp(evidence).values()]
    .filter(({ score }) => score >= ENOUGH)
    .sort(
      (a, b) =>
        b.score - a.score ||
        facetOrder.indexOf(a.facet) - facetOrder.indexOf(b.facet) ||
        a.at - b.at ||
        (a.tag < b.tag ? -1 : 1),
    );
  const chosen = takeByFacet(ranked, wordCount > LONG_QUERY_WORDS ? MOST_TAGS_OF_LONG_QUERY : MOST_TAGS);
  const tags = chosen.map(({ tag, explanation }) => ({ tag, explanation }));
  return tags.length > 0 ? tags : [...fallback];
}

function addUp(evidence: readonly Evidence[]): Map<string, Evidence> {
  const { strong, weak } = countAreas(evidence);
  const totals = new Map<string, Evidence>();
  const ordered = [...evidence].sort(
    (a, b) => b.score - a.score || a.at - b.at || (a.explanation < b.explanation ? -1 : 1),
  );
  for (const item of ordered) {
    const hasCompany = strong.has(item.area) || (weak.get(item.area)?.size ?? 0) > 1;
    const score = item.source === 'weak phrase' && hasCompany ? item.score + COMPANY : item.score;
    const known = totals.get(item.tag);
    totals.set(item.tag, known ? { ...known, score: known.score + REPEATED * score } : { ...item, score });
  }
  return totals;
}

function countAreas(evidence: readonly Evidence[]): { strong: Set<string>; weak: Map<string, Set<string>> } {
  const strong = new Set<string>();
  const weak = new Map<string, Set<string>>();
  for (const { area, source, explanation } of evidence) {
    if (source === 'weak phrase') weak.set(area, (weak.get(area) ?? new Set()).add(explanation));
    else strong.add(area);
  }
  return { strong, weak };
}

function takeByFacet(ranked: readonly Evidence[], most: number): Evidence[] {
  const taken: Evidence[] = [];
  const counts = new Map<string, number>();
  for (const item of ranked) {
    const group = item.source === 'name' ? 'name' : item.facet;
    const limit = item.source === 'name' ? MOST_NAMES : MOST_OF_FACET[item.facet];
    const count = counts.get(group) ?? 0;
    if (count >= limit || taken.some((other) => areTwins(item.tag, other.tag)) || isUsedUp(item, taken))
      continue;
    counts.set(group, count + 1);
    taken.push(item);
    if (taken.length >= most) break;
  }
  return taken;
}

function areTwins(a: string, b: string): boolean {
  const core = labelCore(a);
  if (core !== undefined && core === labelCore(b)) return true;
  return (groupsOfTag.get(a) ?? []).some((group) => groupsOfTag.get(b)?.includes(group));
}

/** The same words explain at most two tags: one of what is to be done, one of what it is about. */
function isUsedUp({ span, facet }: Evidence, taken: readonly Evidence[]): boolean {
  if (span[0] === span[1]) return false;
  return taken.some(
    ({ span: other, facet: otherFacet }) =>
      other[0] <= span[0] && span[1] <= other[1] && (facet === 'intent') === (otherFacet === 'intent'),
  );
}
