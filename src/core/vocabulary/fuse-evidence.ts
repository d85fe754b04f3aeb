import type { Facet } from './entry.ts';

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
const FEWEST_TAGS = 2;
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

/**
 * Chooses the tags of one query from all evidence: two to six as a rule, eight for a long query, never none.
 * Evidence for the same tag adds up with falling weight; weak phrases count only when something else speaks for the
 * same tag or area; each facet has a limit, so that a text full of topics keeps its intents.
 *
 * @param evidence In any order; equal scores are settled by position, then by label, so the order does not matter.
 * @param wordCount Words of the query.
 * @param fallback Tags to fill up with when fewer than two were found, most fitting first; at least one.
 */
export function fuseEvidence(
  evidence: readonly Evidence[],
  wordCount: number,
  fallback: readonly ChosenTag[],
): ChosenTag[] {
  const ranked = [...addUp(evidence).values()]
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || a.at - b.at || (a.tag < b.tag ? -1 : 1));
  const chosen = takeByFacet(ranked, wordCount > LONG_QUERY_WORDS ? MOST_TAGS_OF_LONG_QUERY : MOST_TAGS);
  const tags = chosen.map(({ tag, explanation }) => ({ tag, explanation }));
  for (const spare of fallback) {
    if (tags.length >= FEWEST_TAGS) break;
    if (!tags.some(({ tag }) => tag === spare.tag)) tags.push(spare);
  }
  return tags;
}

function addUp(evidence: readonly Evidence[]): Map<string, Evidence> {
  const strongAreas = new Map<string, Set<string>>();
  for (const { area, tag, source } of evidence) {
    if (source === 'weak phrase') continue;
    strongAreas.set(area, (strongAreas.get(area) ?? new Set()).add(tag));
  }
  const weakCounts = new Map<string, Set<string>>();
  for (const { area, source, explanation } of evidence) {
    if (source === 'weak phrase') weakCounts.set(area, (weakCounts.get(area) ?? new Set()).add(explanation));
  }
  const totals = new Map<string, Evidence>();
  const ordered = [...evidence].sort(
    (a, b) => b.score - a.score || a.at - b.at || (a.explanation < b.explanation ? -1 : 1),
  );
  for (const item of ordered) {
    const hasCompany = strongAreas.has(item.area) || (weakCounts.get(item.area)?.size ?? 0) > 1;
    const score = item.source === 'weak phrase' && hasCompany ? item.score + COMPANY : item.score;
    const known = totals.get(item.tag);
    totals.set(item.tag, known ? { ...known, score: known.score + REPEATED * score } : { ...item, score });
  }
  return totals;
}

function takeByFacet(ranked: readonly Evidence[], most: number): Evidence[] {
  const taken: Evidence[] = [];
  const counts = new Map<string, number>();
  for (const item of ranked) {
    const group = item.source === 'name' ? 'name' : item.facet;
    const limit = item.source === 'name' ? MOST_NAMES : MOST_OF_FACET[item.facet];
    const count = counts.get(group) ?? 0;
    if (count >= limit) continue;
    counts.set(group, count + 1);
    taken.push(item);
    if (taken.length >= most) break;
  }
  return taken;
}
