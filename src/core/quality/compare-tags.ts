import { tagKey } from '../normalise/tag-key.ts';
import type { UnitVectors } from '../normalise/unit-vectors.ts';
import {
  measureExactAgreement,
  measureFuzzyAgreement,
  type AgreementReport,
  type FuzzyReport,
  type TaggedTwice,
} from './tag-agreement.ts';

/** How far two taggers agree over the same queries, row after row and query after query. */
export interface TagsCompared {
  readonly exact: AgreementReport;
  readonly fuzzy: FuzzyReport;
}

/** Tags of two taggers by number, spelling variants under the same one. */
export interface NumberedTags {
  /** Per number, the spelling seen first. */
  readonly labels: readonly string[];
  readonly numbered: readonly TaggedTwice<number>[];
}

/** Gives tags numbers, spelling variants the same one. O(tags). */
export function numberTags(queries: readonly TaggedTwice<string>[]): NumberedTags {
  const labels: string[] = [];
  const numberOfKey = new Map<string, number>();
  const numberOf = (tag: string): number[] => {
    const key = tagKey(tag);
    if (key === '') return [];
    const known = numberOfKey.get(key);
    if (known !== undefined) return [known];
    numberOfKey.set(key, labels.length);
    return [labels.push(tag) - 1];
  };
  const numbered = queries.map(({ first, second }) => ({
    first: first?.flatMap(numberOf) ?? null,
    second: second?.flatMap(numberOf) ?? null,
  }));
  return { labels, numbered };
}

/**
 * Measures how far two taggers agree, by comparison form and by meaning.
 *
 * @param numbered The same tags by number.
 * @param vectors One a number.
 */
export function measureAgreement(
  queries: readonly TaggedTwice<string>[],
  numbered: readonly TaggedTwice<number>[],
  vectors: UnitVectors,
): TagsCompared {
  return { exact: measureExactAgreement(queries), fuzzy: measureFuzzyAgreement(numbered, vectors) };
}
