import { countTags, packTagRows, type RawTags } from '../../src/core/model/index.ts';

/** The raw tags of rows that are given as lists of labels, one query a row. */
export function toRawTags(rows: readonly (readonly string[])[]): RawTags {
  const labels = [...new Set(rows.flat())];
  const idOfLabel = new Map(labels.map((label, id) => [label, id]));
  const tagRows = packTagRows(rows.map((row) => row.map((label) => idOfLabel.get(label) ?? 0)));
  return {
    labels,
    occurrenceCounts: countTags(tagRows, labels.length),
    rows: tagRows,
    queryCount: rows.length,
  };
}
