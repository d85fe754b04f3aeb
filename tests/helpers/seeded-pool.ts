import { createRandom, TagRowsBuilder, type TagRows } from '../../src/core/model/index.ts';

/** What a synthetic pool looks like. */
export interface PoolShape {
  readonly rowCount: number;
  readonly tagCount: number;
  readonly meanTags: number;
  /** Every row has a topic; most of its tags come from the tags with the same remainder. 1 = no topics. */
  readonly topicCount: number;
  readonly seed: number;
}

/**
 * Draws a pool whose tag counts fall off by Zipf's law: the chance of the tag at rank r is proportional to 1 / (r + 3).
 * Four tags in five are of the row's topic. Rows have 0 to 2 x meanTags draws, repeats joined.
 */
export function drawSeededPool(shape: PoolShape): TagRows {
  const random = createRandom(shape.seed);
  const drawTag = createZipfDraw(shape.tagCount, random);
  const builder = new TagRowsBuilder();
  for (let row = 0; row < shape.rowCount; row++) {
    const topic = drawTag() % shape.topicCount;
    const tags: number[] = [];
    const wanted = Math.floor(random() * (2 * shape.meanTags + 1));
    while (tags.length < wanted) {
      const tag = drawTag();
      if (tag % shape.topicCount === topic || random() < 0.2 / shape.topicCount) tags.push(tag);
    }
    builder.addRow(tags);
  }
  return builder.finish();
}

/** The marks of a pool where every row has been tagged. */
export function markAllTagged(rows: TagRows): Uint8Array {
  return new Uint8Array(rows.offsets.length - 1).fill(1);
}

function createZipfDraw(tagCount: number, random: () => number): () => number {
  const totals = new Float64Array(tagCount);
  let total = 0;
  for (let tag = 0; tag < tagCount; tag++) totals[tag] = total += 1 / (tag + 3);
  return () => {
    const target = random() * total;
    let low = 0;
    let high = tagCount - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (totals[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
