import type { RawTags, Recipe, Vocabulary } from '../model/index.ts';
import { checkVectorCount } from './check-input.ts';
import { PairSearch, type NearPairs } from './near-pairs.ts';
import { guessRadius, type NeighbourGraph } from './neighbour-graph.ts';
import { Normaliser, type NeededGraph } from './normaliser.ts';
import { checkVectors } from './semantic-groups.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** Vectors for labels, one row a label, in their order. */
export type EmbedLabels = (labels: readonly string[]) => UnitVectors | Promise<UnitVectors>;

/** Finds all pairs at a distance of `maxDistance` or less. */
export type FindPairs = (vectors: UnitVectors, maxDistance: number) => NearPairs | Promise<NearPairs>;

/**
 * Runs all four stages once.
 *
 * @throws AppError `invalid-input` when the raw tags, the vectors or a setting are out of order.
 */
export async function normalise(
  raw: RawTags,
  recipe: Recipe,
  embed: EmbedLabels,
  findPairs: FindPairs = searchHere,
): Promise<Vocabulary> {
  const normaliser = new Normaliser(raw);
  await provideGraph(normaliser, recipe, (needed) => buildGraph(needed, embed, findPairs));
  return normaliser.normalise(recipe);
}

/** Brings a normaliser what a recipe needs; several rounds when the first radius was too small. */
export async function provideGraph(
  normaliser: Pick<Normaliser, 'findMissingGraph' | 'useGraph'>,
  recipe: Recipe,
  build: (needed: NeededGraph) => Promise<NeighbourGraph>,
): Promise<void> {
  for (;;) {
    const needed = normaliser.findMissingGraph(recipe);
    if (needed === null) return;
    normaliser.useGraph(await build(needed));
  }
}

/**
 * Embeds labels and finds their near pairs.
 *
 * @throws AppError `invalid-input` when the vectors do not fit the labels, are not of unit length, or when too many
 * pairs are that near.
 */
export async function buildGraph(
  needed: NeededGraph,
  embed: EmbedLabels,
  findPairs: FindPairs,
): Promise<NeighbourGraph> {
  const vectors = await embed(needed.labels);
  const radius = takeVectors(needed, vectors);
  return { labels: needed.labels, vectors, pairs: await findPairs(vectors, radius), radius };
}

/**
 * Checks the vectors of the needed labels and says how far their near pairs are to be searched.
 *
 * @throws AppError `invalid-input` when the vectors do not fit the labels or are not of unit length.
 * O(64 · vectors) products.
 */
export function takeVectors({ labels, radius, mergeRate }: NeededGraph, vectors: UnitVectors): number {
  checkVectorCount(vectors, labels.length);
  checkVectors(vectors);
  return Math.max(radius ?? 0, guessRadius(vectors, mergeRate));
}

function searchHere(vectors: UnitVectors, maxDistance: number): NearPairs {
  return new PairSearch(vectors).findPairs(maxDistance);
}
