import { guardFormula, writeCsvRow } from './csv-text.ts';

/** One record with its tags. */
export interface TaggedRecord {
  readonly source: string;
  /** Row number in the source, from 0. */
  readonly row: number;
  readonly tags: readonly string[];
  /** What gave them, when it was not the tagger of the run. */
  readonly by?: string | undefined;
}

/** How often each tag occurs, over all and per source. */
export interface TagCounts {
  readonly labels: readonly string[];
  /** Rows that carry each tag. */
  readonly rowCounts: Uint32Array;
  /** Rows the shares are taken of. */
  readonly totalRowCount: number;
  readonly sources: readonly string[];
  /** Per tag, per source: rows; labels.length x sources.length. */
  readonly sourceCounts: Uint32Array;
}

/** Writes records with their tags as JSON Lines: an object a line with `source`, `row` (from 0), `tags` and perhaps `by`. */
export function writeTagLines(records: readonly TaggedRecord[]): string {
  return records
    .map(({ source, row, tags, by }) => `${JSON.stringify({ source, row, tags, by })}\n`)
    .join('');
}

/**
 * Writes the vocabulary as a CSV: tag, rows, share (0 to 1, six decimals), then the rows of each source.
 *
 * Texts that a spreadsheet would take for a formula get an apostrophe in front.
 * O(tags x sources) time.
 */
export function writeTagTable(counts: TagCounts): string {
  const { labels, rowCounts, totalRowCount, sources, sourceCounts } = counts;
  const rows = [['tag', 'rows', 'share', ...sources.map((source) => guardFormula(`rows in ${source}`))]];
  labels.forEach((label, tag) => {
    const share = totalRowCount === 0 ? 0 : rowCounts[tag] / totalRowCount;
    const perSource = sources.map((_, source) => String(sourceCounts[tag * sources.length + source]));
    rows.push([guardFormula(label), String(rowCounts[tag]), share.toFixed(6), ...perSource]);
  });
  return rows.map((row) => writeCsvRow(row)).join('');
}
