import { logGamma } from './log-gamma.ts';

/** Tags grouped by the number of rows that carry them: tags of one group have the same chance to be missed. */
export interface CountGroups {
  /** Distinct row counts above 0, ascending. */
  readonly rowCounts: Uint32Array;
  /** Per group: tags with that row count. */
  readonly tagCounts: Uint32Array;
}

/** A point of a rarefaction curve. */
export interface RarefactionPoint {
  readonly rows: number;
  readonly tags: number;
}

/**
 * Groups tags by their row counts; tags without rows are left out.
 *
 * @param rowCountsOfTags Rows per tag, in any order.
 * O(tags log tags) time; a pool with a assignments has at most sqrt(2 a) groups.
 */
export function groupByRowCount(rowCountsOfTags: Uint32Array): CountGroups {
  const sorted = rowCountsOfTags.filter((count) => count > 0).sort();
  const rowCounts: number[] = [];
  const tagCounts: number[] = [];
  for (const count of sorted) {
    if (rowCounts.at(-1) !== count) {
      rowCounts.push(count);
      tagCounts.push(0);
    }
    tagCounts[tagCounts.length - 1] += 1;
  }
  return { rowCounts: Uint32Array.from(rowCounts), tagCounts: Uint32Array.from(tagCounts) };
}

/**
 * Computes the distinct tags expected in a random sample drawn without replacement: the sum over tags of
 * 1 - C(n - n_t, m) / C(n, m).
 * Source: Hurlbert, "The Nonconcept of Species Diversity", Ecology 52, 1971.
 *
 * @param rowCount n, the rows sampled from.
 * @param sampleSize m, 0 to n.
 * @returns Exact but for rounding, below 1e-4 tags at a million rows. O(groups).
 */
export function expectTagCount(groups: CountGroups, rowCount: number, sampleSize: number): number {
  const left = rowCount - sampleSize;
  const logAllSamples = logGamma(left + 1) - logGamma(rowCount + 1);
  let expected = 0;
  groups.rowCounts.forEach((carriers, group) => {
    // With more carriers than rows left outside the sample, no sample can miss the tag.
    const logMissed =
      carriers > left
        ? -Infinity
        : logGamma(rowCount - carriers + 1) - logGamma(left - carriers + 1) + logAllSamples;
    expected -= groups.tagCounts[group] * Math.expm1(logMissed);
  });
  return expected;
}

/**
 * Computes the rarefaction curve: expected tags for sample sizes from 1 to all rows, denser where the curve bends.
 *
 * @param maxPoints At least 2; fewer points come back when there are fewer rows.
 * O(groups x maxPoints).
 */
export function buildRarefactionCurve(
  groups: CountGroups,
  rowCount: number,
  maxPoints: number,
): RarefactionPoint[] {
  const sizes = Array.from({ length: maxPoints }, (_, step) =>
    Math.round(1 + (rowCount - 1) * (step / (maxPoints - 1)) ** 2),
  );
  const distinct = rowCount > 0 ? [...new Set(sizes)] : [];
  return distinct.map((rows) => ({ rows, tags: expectTagCount(groups, rowCount, rows) }));
}
