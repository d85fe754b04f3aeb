import { isTagged, type Reply } from '../../core/model/index.ts';
import type { NumberedTags, TagsCompared } from '../../core/quality/compare-tags.ts';
import type { TaggedTwice } from '../../core/quality/tag-agreement.ts';

/** The parts of a comparison that need a lexicon or an encoder, which live in workers. */
export interface ComparisonSteps {
  readonly numberTags: (queries: readonly TaggedTwice<string>[]) => Promise<NumberedTags>;
  /** Makes vectors of unit length, one a text, one after another. */
  readonly embed: (texts: readonly string[]) => Promise<Float32Array>;
  readonly measure: (
    queries: readonly TaggedTwice<string>[],
    numbered: readonly TaggedTwice<number>[],
    vectors: Float32Array,
    dimensions: number,
  ) => Promise<TagsCompared>;
}

/** Texts that an encoder takes in one call. */
const textsPerCall = 32;

/** A tag is a few words; a longer text is a model's slip and costs the encoder time. */
const maxLabelCharacters = 300;

/** Compares what two taggers said, by comparison form and by meaning. Each distinct tag is embedded once. */
export async function compareTags(
  queries: readonly TaggedTwice<string>[],
  { numberTags, embed, measure }: ComparisonSteps,
): Promise<TagsCompared> {
  const { labels, numbered } = await numberTags(queries);
  const { values, dimensions } = await embedLabels(labels, embed);
  return measure(queries, numbered, values, dimensions);
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

function usableTags(reply: Reply | undefined): readonly string[] | null {
  return reply === undefined || !isTagged(reply.status) ? null : reply.tags.map(({ tag }) => tag);
}

async function embedLabels(
  labels: readonly string[],
  embed: ComparisonSteps['embed'],
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
