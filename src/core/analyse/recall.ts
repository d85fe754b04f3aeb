/**
 * Measures how much of each source's tags every other source has: |T_A ∩ T_B| / |T_B|.
 *
 * @param rowCountsOfTags Per source: rows per tag.
 * @returns sourceCount x sourceCount, entry a * sourceCount + b the share of b's tags that a has, 0 to 1; NaN when b has
 *   no tags.
 * O(sources² x tags) time.
 */
export function measureRecall(rowCountsOfTags: readonly Uint32Array[]): Float64Array {
  const sourceCount = rowCountsOfTags.length;
  const recall = new Float64Array(sourceCount * sourceCount);
  rowCountsOfTags.forEach((countsOfA, a) => {
    rowCountsOfTags.forEach((countsOfB, b) => {
      recall[a * sourceCount + b] = shareOfSecond(countsOfA, countsOfB);
    });
  });
  return recall;
}

function shareOfSecond(countsOfA: Uint32Array, countsOfB: Uint32Array): number {
  let shared = 0;
  let total = 0;
  for (let tag = 0; tag < countsOfB.length; tag++) {
    if (countsOfB[tag] === 0) continue;
    total += 1;
    if (countsOfA[tag] > 0) shared += 1;
  }
  return shared / total;
}
