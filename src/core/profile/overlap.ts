import type { ReportProgress } from '../model/index.ts';
import { findNearTexts } from './near-texts.ts';
import { bandCount } from './signature.ts';
import { SourceSets } from './source-sets.ts';
import { noText, type TextGroups } from './text-groups.ts';

/** Pairs of rows behind a number. */
export interface RowPairs {
  /** Two a pair: a row of the holder, a row of the other source. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Estimated share of shingles that both have of all that either has; 1 for exact duplicates. */
  readonly shares: Float32Array<ArrayBuffer>;
}

/** How much of one source lies in another, or of a source in itself. */
export interface OverlapCell {
  /** Rows of the holder whose text stands in the other source too; within a source: in another of its rows. */
  readonly exactRows: number;
  /** Rows of the holder with an exact or a near duplicate there. */
  readonly nearRows: number;
  /** At most `maxPairs` of each. */
  readonly exactPairs: RowPairs;
  readonly nearPairs: RowPairs;
}

/** Duplicates within and between sources. */
export interface Overlap {
  readonly rowCounts: readonly number[];
  /** Per source: rows that repeat the text of an earlier row of it. */
  readonly copyCounts: readonly number[];
  /** Cell of source a in source b at `a * sourceCount + b`. */
  readonly cells: readonly OverlapCell[];
}

/** So many pairs are kept for each number. */
export const maxPairs = 200;

/** A row, its likeness, and a text in another source. */
interface Pair {
  readonly text: number;
  readonly otherText: number;
  readonly share: number;
}

/**
 * Counts exact and near duplicates within each source and between all of them. The counts do not depend on the order of
 * rows, and `a` in `b` is found by the same pairs as `b` in `a`.
 *
 * @param progress Rows compared of all rows, as the share of the bands that are done.
 * O(rows x bands) time; about 40 bytes a row beside the groups.
 */
export function findOverlap(groups: TextGroups, progress: ReportProgress = () => undefined): Overlap {
  const search = new OverlapSearch(groups, progress);
  const { rowCounts } = groups;
  const sources = rowCounts.map((_, source) => source);
  return {
    rowCounts,
    copyCounts: sources.map((source) => search.countCopies(source)),
    cells: sources.flatMap((holder) => sources.map((other) => search.readCell(holder, other))),
  };
}

class OverlapSearch {
  readonly #holds: SourceSets;
  readonly #holdsTwice: SourceSets;
  readonly #near: SourceSets;
  readonly #sources: readonly number[];
  readonly #nearPairs: Pair[][];
  /** First row of each text that pairs show, by source and text. */
  readonly #firstRows = new Map<number, number>();

  constructor(
    private readonly groups: TextGroups,
    progress: ReportProgress,
  ) {
    const { count, rowCounts } = groups;
    const total = rowCounts.reduce((sum, rowCount) => sum + rowCount, 0);
    this.#sources = rowCounts.map((_, source) => source);
    this.#holds = new SourceSets(count, rowCounts.length);
    this.#holdsTwice = new SourceSets(count, rowCounts.length);
    this.#near = new SourceSets(count, rowCounts.length);
    this.#nearPairs = Array.from({ length: rowCounts.length ** 2 }, () => []);
    for (const source of this.#sources) this.#readHolder(source);
    findNearTexts(groups.signatures, groups.order(), {
      isKnown: (first, second) =>
        this.#near.includes(first, this.#holds, second) && this.#near.includes(second, this.#holds, first),
      foundNear: (first, second, share) => {
        this.#noteNear({ text: first, otherText: second, share });
        this.#noteNear({ text: second, otherText: first, share });
      },
      bandDone: (bands) => progress({ done: Math.round((total * bands) / bandCount), total }),
    });
  }

  countCopies(source: number): number {
    const seen = new Uint8Array(this.groups.count);
    let copies = 0;
    this.#eachRow(source, (text) => {
      copies += seen[text];
      seen[text] = 1;
    });
    return copies;
  }

  readCell(holder: number, other: number): OverlapCell {
    const there = holder === other ? this.#holdsTwice : this.#holds;
    const exact: { readonly row: number; readonly text: number }[] = [];
    let exactRows = 0;
    let nearRows = 0;
    const seen = new Set<number>();
    this.#eachRow(holder, (text, row) => {
      const isExact = there.has(text, other);
      if (isExact) exactRows += 1;
      if (isExact || this.#near.has(text, other)) nearRows += 1;
      // Within a source the first row of a text is what the others repeat.
      const isShown = isExact && (holder !== other || seen.has(text));
      if (isExact && holder === other) seen.add(text);
      if (isShown && exact.length < maxPairs) exact.push({ row, text });
    });
    const near = this.#nearPairs[holder * this.#sources.length + other];
    return {
      exactRows,
      nearRows,
      exactPairs: packPairs(
        exact.map(({ row, text }) => ({ row, otherRow: this.#firstRow(other, text), share: 1 })),
      ),
      nearPairs: packPairs(
        near.map(({ text, otherText, share }) => ({
          row: this.#firstRow(holder, text),
          otherRow: this.#firstRow(other, otherText),
          share,
        })),
      ),
    };
  }

  #readHolder(source: number): void {
    this.#eachRow(source, (text) => {
      if (this.#holds.has(text, source)) this.#holdsTwice.add(text, source);
      this.#holds.add(text, source);
    });
  }

  #noteNear(pair: Pair): void {
    const { text, otherText } = pair;
    for (const other of this.#sources) {
      if (!this.#holds.has(otherText, other) || this.#near.has(text, other)) continue;
      this.#near.add(text, other);
      for (const holder of this.#sources) {
        const pairs = this.#nearPairs[holder * this.#sources.length + other];
        if (
          this.#holds.has(text, holder) &&
          pairs.length < maxPairs &&
          !isTold(pairs, pair, holder === other)
        )
          pairs.push(pair);
      }
    }
  }

  #firstRow(source: number, text: number): number {
    const { textOf, bounds } = this.groups;
    const key = text * this.#sources.length + source;
    let row = this.#firstRows.get(key);
    if (row === undefined) {
      row = textOf.subarray(bounds[source], bounds[source + 1]).indexOf(text);
      this.#firstRows.set(key, row);
    }
    return row;
  }

  #eachRow(source: number, use: (text: number, row: number) => void): void {
    const { textOf, bounds } = this.groups;
    for (let row = bounds[source]; row < bounds[source + 1]; row++) {
      if (textOf[row] !== noText) use(textOf[row], row - bounds[source]);
    }
  }
}

/** Within a source both directions are one pair. */
function isTold(pairs: readonly Pair[], { text, otherText }: Pair, isWithin: boolean): boolean {
  const last = pairs.at(-1);
  return isWithin && last !== undefined && last.text === otherText && last.otherText === text;
}

function packPairs(
  pairs: readonly { readonly row: number; readonly otherRow: number; readonly share: number }[],
): RowPairs {
  return {
    rows: Uint32Array.from(pairs.flatMap(({ row, otherRow }) => [row, otherRow])),
    shares: Float32Array.from(pairs, ({ share }) => share),
  };
}
