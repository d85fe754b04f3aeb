import { isTagged, type Reply } from '../../core/model/index.ts';
import { tagKey } from '../../core/normalise/tag-key.ts';
import {
  measureExactAgreement,
  measureFuzzyAgreement,
  type AgreementReport,
  type FuzzyReport,
  type TaggedTwice,
} from '../../core/quality/tag-agreement.ts';

/** How far two taggers agree over the same queries, row after row and query after query. */
export interface TagsCompared {
  readonly exact: AgreementReport;
  readonly fuzzy: FuzzyReport;
}

/** Makes vectors of unit length, one a text, one after another. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Float32Array>;

/** Texts that an encoder takes in one call. */
const textsPerCall = 32;

/** A tag is a few words; a longer text is a model's slip and costs the encoder time. */
const maxLabelCharacters = 300;

/** Compares what two taggers said, by comparison form and by meaning. Each distinct tag is embedded once. */
export async function compareTags(
  queries: readonly TaggedTwice<string>[],
  embed: EmbedTexts,
): Promise<TagsCompared> {
  const { labels, numbered } = numberTags(queries);
  const vectors = await embedLabels(labels, embed);
  return { exact: measureExactAgreement(queries), fuzzy: measureFuzzyAgreement(numbered, vectors) };
}

/**
 * Sets the tags of two taggers side by side.
 *
 * @param queryCount Of the row; a tagger whose replies are missing has none for any of them.
 */
export function pairReplies(
  queryCount: number,
  first: readonly Reply[],
  second: readonly Reply[],
): TaggedTwice<string>[] {
  return Array.from({ length: queryCount }, (_, query) => ({
    first: usableTags(first.at(query)),
    second: usableTags(second.at(query)),
  }));
}

/** Gives tags numbers, spelling variants the same one. */
export function numberTags(queries: readonly TaggedTwice<string>[]): {
  /** Per number, the spelling seen first. */
  readonly labels: readonly string[];
  readonly numbered: readonly TaggedTwice<number>[];
} {
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

function usableTags(reply: Reply | undefined): readonly string[] | null {
  return reply === undefined || !isTagged(reply.status) ? null : reply.tags.map(({ tag }) => tag);
}

async function embedLabels(
  labels: readonly string[],
  embed: EmbedTexts,
): Promise<{ readonly values: Float32Array; readonly dimensions: number }> {
  const calls: Promise<Float32Array>[] = [];
  for (let first = 0; first < labels.length; first += textsPerCall) {
    const some = labels.slice(first, first + textsPerCall);
    calls.push(embed(some.map((label) => label.slice(0, maxLabelCharacters))));
  }
  const parts = await Promise.all(calls);
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, dimensions: labels.length === 0 ? 0 : values.length / labels.length };
}
