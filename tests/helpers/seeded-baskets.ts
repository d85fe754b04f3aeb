import { createRandom } from '../../src/core/model/random.ts';
import { TagRowsBuilder, type TagRows } from '../../src/core/model/tag-rows.ts';

/** What baskets to make. */
export interface BasketOptions {
  readonly basketCount: number;
  readonly tagCount: number;
  /** Mean number of tags that are drawn for a basket before the planted ones join. */
  readonly meanDrawn: number;
  readonly seed: number;
}

/** The size that FP-growth is measured at: 6,600 tags, about 3.6 a basket. */
export const usualBaskets = { tagCount: 6600, meanDrawn: 3.4, seed: 1 } as const;

// Every eighth tag brings a more common one along, every twentieth another two.
const companionEvery = 8;
const pairEvery = 20;

/**
 * Makes baskets as tagged instructions are: the tag of rank r is drawn in proportion to 1 / (r + 10), a basket holds
 * one to twelve drawn tags, and some tags nearly always (at 99.5 %) bring along one or two more common ones.
 */
export function makeBaskets({ basketCount, tagCount, meanDrawn, seed }: BasketOptions): TagRows {
  const random = createRandom(seed);
  const drawTag = makeTagDraw(tagCount, random);
  const drawIds = shuffleIds(tagCount, random);
  const companions = plantCompanions(tagCount, random);
  const builder = new TagRowsBuilder();
  for (let basket = 0; basket < basketCount; basket++) {
    const tags = new Set<number>();
    const size = drawSize(meanDrawn, random);
    while (tags.size < size) {
      const rank = drawTag();
      tags.add(drawIds[rank]);
      for (const companion of companions[rank]) if (random() < 0.995) tags.add(drawIds[companion]);
    }
    builder.addRow(tags);
  }
  return builder.finish();
}

/** Draws a rank: the cumulated weights are in closed form, up to their rounding. */
function makeTagDraw(tagCount: number, random: () => number): () => number {
  const flatness = 10;
  const span = Math.log((tagCount + flatness) / flatness);
  return () => Math.min(tagCount - 1, Math.floor(flatness * Math.exp(span * random()) - flatness));
}

// A tag's id says nothing of its frequency.
function shuffleIds(tagCount: number, random: () => number): number[] {
  const ids = Array.from({ length: tagCount }, (_, id) => id);
  for (let last = tagCount - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [ids[last], ids[other]] = [ids[other], ids[last]];
  }
  return ids;
}

function plantCompanions(tagCount: number, random: () => number): number[][] {
  const drawBelow = (rank: number): number => Math.floor(rank * (0.1 + 0.8 * random()));
  return Array.from({ length: tagCount }, (_, rank) => {
    if (rank > 0 && rank % pairEvery === 0) return [drawBelow(rank), drawBelow(rank)];
    return rank > 0 && rank % companionEvery === 0 ? [drawBelow(rank)] : [];
  });
}

/** One and a binomial number more, twelve at most. */
function drawSize(mean: number, random: () => number): number {
  let size = 1;
  for (let place = 0; place < 11; place++) if (random() < (mean - 1) / 11) size += 1;
  return size;
}
