import { vocabulary } from '../../src/core/vocabulary/vocabulary.ts';
import type { TaggedQuery } from '../../src/taggers/built-in/built-in-tagger.ts';
import type { EvaluationSet, LabelledRow } from './evaluation-sets.ts';
import { fittingTags, foreignFields, type Fitting } from './fitting-tags.ts';

/** What a set came to. Shares are of rows, 0 to 1. */
export interface SetFigures {
  readonly name: string;
  readonly rowCount: number;
  /** Rows with at least one fitting tag. */
  readonly fitting: number;
  /** Rows with at least one tag of a field they do not deal in, among those that are looked at. */
  readonly foreign: number;
  readonly meanTags: number;
  readonly labels: readonly { readonly label: string; readonly rowCount: number; readonly fitting: number }[];
  /** Rows without a fitting tag, one line each. */
  readonly misses: readonly string[];
}

/** What the tags of general instructions look like as a whole. */
export interface AlpacaFigures {
  readonly untagged: number;
  /** Share of rows with two to six tags. */
  readonly usual: number;
  readonly most: number;
  readonly meanTags: number;
  readonly distinct: number;
  /** Share of rows that got a tag only for want of a better one. */
  readonly fallback: number;
}

const areaOf = new Map(vocabulary.map(({ tag, area }) => [tag, area]));
const fallbackTags = new Set([
  'general knowledge',
  'open-ended request',
  'open-ended statement',
  'short input',
]);

/** Compares the tags of a set with what its makers say the rows are about. */
export function measureSet(set: EvaluationSet, tagged: readonly TaggedQuery[]): SetFigures {
  const mapping = fittingTags[set.name];
  const results = set.rows.map((row, index) => ({
    row,
    tags: tagged[index].tags.map(({ tag }) => tag),
    isFitting: tagged[index].tags.some(({ tag }) => isFitting(tag, mapping[row.label])),
  }));
  const labels = [...new Set(set.rows.map(({ label }) => label))].sort();
  const { areas, labels: lookedAt = labels } = foreignFields[set.name] ?? { areas: [] };
  return {
    name: set.name,
    rowCount: results.length,
    fitting: shareOf(results, (result) => result.isFitting),
    foreign: shareOf(
      results.filter(({ row }) => lookedAt.includes(row.label)),
      ({ tags }) => tags.some((tag) => areas.includes(areaOf.get(tag) ?? '')),
    ),
    meanTags: results.reduce((sum, { tags }) => sum + tags.length, 0) / results.length,
    labels: labels.map((label) => {
      const part = results.filter(({ row }) => row.label === label);
      return { label, rowCount: part.length, fitting: shareOf(part, (result) => result.isFitting) };
    }),
    misses: results.filter((result) => !result.isFitting).map(({ row, tags }) => describeMiss(row, tags)),
  };
}

/** Sums up the tags of instructions that carry no label. */
export function measureAlpaca(tagged: readonly TaggedQuery[]): AlpacaFigures {
  const counts = tagged.map(({ tags }) => tags.length);
  return {
    untagged: counts.filter((count) => count === 0).length,
    usual: shareOf(counts, (count) => count >= 2 && count <= 6),
    most: Math.max(...counts),
    meanTags: counts.reduce((sum, count) => sum + count, 0) / counts.length,
    distinct: new Set(tagged.flatMap(({ tags }) => tags.map(({ tag }) => tag))).size,
    fallback: shareOf(tagged, ({ tags }) => tags.some(({ tag }) => fallbackTags.has(tag))),
  };
}

function isFitting(tag: string, fitting: Fitting): boolean {
  return fitting.tags.includes(tag) || fitting.areas.includes(areaOf.get(tag) ?? '');
}

function describeMiss({ label, text }: LabelledRow, tags: readonly string[]): string {
  return `${label} | ${text.slice(0, 140).replaceAll('\n', ' ')} | ${tags.join('; ')}`;
}

function shareOf<T>(items: readonly T[], isCounted: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(isCounted).length / items.length;
}
