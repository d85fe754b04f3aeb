import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TaggedQuery } from '../../src/taggers/built-in/built-in-tagger.ts';

interface ReadRow {
  /** Place in the Alpaca file, from 0. */
  readonly row: number;
  /** What the row asks for, in the reader's words. */
  readonly about: string;
  /** Verdict by tag: `right`, or `wrong: ` and the reason. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How the tagger's present tags stand against a person's verdicts. */
export interface ReadingCount {
  readonly right: number;
  readonly wrong: number;
  /** Tags that were not there when the rows were read. */
  readonly unread: number;
}

const file = JSON.parse(readFileSync(resolve(import.meta.dirname, 'alpaca-reading.json'), 'utf8')) as {
  readonly rows: readonly ReadRow[];
};

/** @returns The rows that were read, by their place in the Alpaca file, in the order of the reading. */
export function readRowNumbers(): number[] {
  return file.rows.map(({ row }) => row);
}

/** Counts verdicts for the tags given now, one query for each row of {@link readRowNumbers}. */
export function countReading(tagged: readonly TaggedQuery[]): ReadingCount {
  const count = { right: 0, wrong: 0, unread: 0 };
  file.rows.forEach(({ tags: verdicts }, index) => {
    for (const { tag } of tagged[index].tags) {
      const verdict = verdicts[tag];
      if (verdict === undefined) count.unread++;
      else if (verdict === 'right') count.right++;
      else count.wrong++;
    }
  });
  return count;
}
