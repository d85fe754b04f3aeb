// What the numbers on the screen must be, worked out from the exported tags the slow and obvious way.
import { hashInteger } from '../../src/core/model/random.ts';

/** The tags of one row, as tags.jsonl gives them. */
export interface TagLine {
  readonly source: string;
  readonly row: number;
  readonly tags: readonly string[];
}

/** A row of the pool: its tags, and whether the tagger gave an answer at all. */
export interface PoolRow extends TagLine {
  readonly isTagged: boolean;
}

/** The numbers of some rows. */
export interface Figures {
  readonly rowCount: number;
  readonly taggedRowCount: number;
  readonly tagCount: number;
  /** Tags covered over all tags. */
  readonly diversity: number;
  /** Mean tags a tagged row. */
  readonly complexity: number;
  /** Rows per tag. */
  readonly rowsPerTag: ReadonlyMap<string, number>;
}

/** Reads tags.jsonl; `untagged` names the rows without a usable answer as `source row`. */
export function readPool(text: string, untagged: ReadonlySet<string>): PoolRow[] {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => {
    const tagLine = JSON.parse(line) as TagLine;
    return { ...tagLine, isTagged: !untagged.has(`${tagLine.source} ${tagLine.row}`) };
  });
}

/** Adds up some rows, of a pool with so many tags in all. */
export function addUp(rows: readonly PoolRow[], allTags: number): Figures {
  const rowsPerTag = new Map<string, number>();
  const tagged = rows.filter(({ isTagged }) => isTagged);
  let assignments = 0;
  for (const { tags } of tagged) {
    for (const tag of new Set(tags)) rowsPerTag.set(tag, (rowsPerTag.get(tag) ?? 0) + 1);
    assignments += tags.length;
  }
  return {
    rowCount: rows.length,
    taggedRowCount: tagged.length,
    tagCount: rowsPerTag.size,
    diversity: rowsPerTag.size / allTags,
    complexity: assignments / tagged.length,
    rowsPerTag,
  };
}

/** Tags to expect in a random sample of the tagged rows: one less the chance that no sampled row has the tag. */
export function expectTags({ rowsPerTag, taggedRowCount }: Figures, sampleSize: number): number {
  let expected = 0;
  for (const carriers of rowsPerTag.values()) {
    let missed = 1;
    for (let drawn = 0; drawn < sampleSize && missed > 0; drawn++) {
      missed *= Math.max(0, taggedRowCount - carriers - drawn) / (taggedRowCount - drawn);
    }
    expected += 1 - missed;
  }
  return expected;
}

/** A row taken by complexity-first diverse sampling. */
export interface TakenRow {
  /** Place in the pool, from 0. */
  readonly place: number;
  readonly pass: number;
  /** Tags that no row taken before had. */
  readonly newTags: number;
}

/**
 * Takes rows as Algorithm 1 of the paper says: the most tags first; pass after pass a row that adds a tag its pass has
 * not seen. Rows with equally many tags stand by the hash of their place.
 */
export function takeRows(pool: readonly PoolRow[], budget: number, seed: number): TakenRow[] {
  let left = pool.map(({ tags, isTagged }, place) => ({ place, tags, isTagged }));
  left = left.filter(({ tags, isTagged }) => isTagged && tags.length > 0);
  left.sort(
    (one, other) =>
      other.tags.length - one.tags.length || hashInteger(one.place, seed) - hashInteger(other.place, seed),
  );
  const taken: TakenRow[] = [];
  const everSeen = new Set<string>();
  for (let pass = 1; taken.length < budget && left.length > 0; pass++) {
    const seen = new Set<string>();
    const passedOver: typeof left = [];
    for (const candidate of left) {
      if (taken.length === budget || candidate.tags.every((tag) => seen.has(tag))) {
        passedOver.push(candidate);
        continue;
      }
      const newTags = candidate.tags.filter((tag) => !everSeen.has(tag)).length;
      candidate.tags.forEach((tag) => {
        seen.add(tag);
        everSeen.add(tag);
      });
      taken.push({ place: candidate.place, pass, newTags });
    }
    left = passedOver;
  }
  return taken;
}

/** Reads a CSV letter by letter. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  const letters = [...text.replace(/^\uFEFF/, '')];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at];
    if (letter === '"') {
      if (isQuoted && letters[at + 1] === '"') field += letters[at++];
      else isQuoted = !isQuoted;
    } else if (isQuoted || !/[,\r\n]/.test(letter)) {
      field += letter;
    } else if (letter === ',') {
      fields.push(field);
      field = '';
    } else if (letter === '\n') {
      rows.push([...fields, field]);
      fields = [];
      field = '';
    }
  }
  if (field !== '' || fields.length > 0) rows.push([...fields, field]);
  return rows;
}
