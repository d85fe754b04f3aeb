import type { PairCounts } from './co-occurrence.ts';

// Two rows of doubt: a pair seen once by accident (expected 0.01) scores 0.6, a solid 50 against 5 scores 2.9.
const SHRINKAGE_ROWS = 2;

/**
 * Measures how much more often than chance the tags of each pair share a row: log2((o + k) / (e + k)), where o is the
 * observed count, e = count_a x count_b / rows the count expected of independent tags, and k = 2 draws rare pairs
 * towards 0.
 * Source: Norén, Hopstadius, Bate, "Shrinkage observed-to-expected ratios for robust and transparent large-scale
 * pattern discovery", Stat. Methods Med. Res. 22, 2013. Differs: k is 2, not 1/2, because a picture should show
 * ties that many rows support.
 *
 * @param rowCountsOfTags Rows per tag.
 * @param rowCount Rows with at least one tag.
 * @returns One number per pair; 0 is chance, 1 is twice as often.
 */
export function measureEdgeStrengths(
  pairs: PairCounts,
  rowCountsOfTags: Uint32Array,
  rowCount: number,
): Float32Array {
  const strengths = new Float32Array(pairs.counts.length);
  for (let pair = 0; pair < strengths.length; pair++) {
    const expected = (rowCountsOfTags[pairs.sources[pair]] * rowCountsOfTags[pairs.targets[pair]]) / rowCount;
    strengths[pair] = Math.log2((pairs.counts[pair] + SHRINKAGE_ROWS) / (expected + SHRINKAGE_ROWS));
  }
  return strengths;
}
