import { AppError } from './errors.ts';

/**
 * Which tags each row carries, as compressed sparse rows: the tags of row r are
 * `ids[offsets[r]] … ids[offsets[r + 1] - 1]`, ascending and without repeats.
 */
export interface TagRows {
  /** rowCount + 1 entries, ascending, the first 0. */
  readonly offsets: Uint32Array;
  /** One tag id per assignment. */
  readonly ids: Uint32Array;
}

/**
 * Packs lists of tag ids into compressed rows; ids are sorted and repeats within a row dropped.
 * O(assignments log row length).
 */
export function packTagRows(rows: readonly (readonly number[])[]): TagRows {
  const builder = new TagRowsBuilder();
  for (const row of rows) builder.addRow(row);
  return builder.finish();
}

/** Collects rows one by one in growing typed arrays, for input that does not fit twice in memory. */
export class TagRowsBuilder {
  #offsets = new Uint32Array(1024);
  #ids = new Uint32Array(4096);
  #rowCount = 0;
  #idCount = 0;

  /** Appends one row; ids may come in any order and repeat. */
  addRow(tagIds: Iterable<number>): void {
    const sorted = Uint32Array.from(new Set(tagIds)).sort();
    this.#ids = grow(this.#ids, this.#idCount + sorted.length);
    this.#ids.set(sorted, this.#idCount);
    this.#idCount += sorted.length;
    this.#rowCount += 1;
    this.#offsets = grow(this.#offsets, this.#rowCount + 1);
    this.#offsets[this.#rowCount] = this.#idCount;
  }

  /** Returns the rows in arrays of exact length; the builder may go on. */
  finish(): TagRows {
    return { offsets: this.#offsets.slice(0, this.#rowCount + 1), ids: this.#ids.slice(0, this.#idCount) };
  }
}

/** Number of rows. */
export function rowCountOf(rows: TagRows): number {
  return rows.offsets.length - 1;
}

/** The tag ids of one row, as a view; do not change it. */
export function tagsOfRow(rows: TagRows, row: number): Uint32Array {
  return rows.ids.subarray(rows.offsets[row], rows.offsets[row + 1]);
}

/**
 * Counts the rows that carry each tag.
 *
 * @returns Uint32Array of length `tagCount`, in rows.
 * @throws AppError `invalid-input` when an id is not below `tagCount`.
 * O(ids.length) time.
 */
export function countTags(rows: TagRows, tagCount: number): Uint32Array {
  const counts = new Uint32Array(tagCount);
  for (let index = 0; index < rows.ids.length; index++) {
    const id = rows.ids[index];
    if (id >= tagCount) throw unknownTag('countTags', id, tagCount);
    counts[id] += 1;
  }
  return counts;
}

/**
 * Turns the rows around: for each tag the rows that carry it, ascending.
 * O(ids.length + tagCount) time.
 */
export function transposeTagRows(rows: TagRows, tagCount: number): TagRows {
  const counts = countTags(rows, tagCount);
  const offsets = new Uint32Array(tagCount + 1);
  for (let tag = 0; tag < tagCount; tag++) offsets[tag + 1] = offsets[tag] + counts[tag];
  const next = offsets.slice(0, tagCount);
  const ids = new Uint32Array(rows.ids.length);
  for (let row = 0; row < rowCountOf(rows); row++) {
    for (let index = rows.offsets[row]; index < rows.offsets[row + 1]; index++)
      ids[next[rows.ids[index]]++] = row;
  }
  return { offsets, ids };
}

/**
 * Renames every tag; ids mapped to -1 are dropped, repeats within a row joined.
 *
 * @param newIds One entry per old tag id: the new id, or -1.
 * @throws AppError `invalid-input` when an id has no entry.
 * O(assignments log row length).
 */
export function mapTagRows(rows: TagRows, newIds: Int32Array): TagRows {
  const offsets = new Uint32Array(rows.offsets.length);
  const ids = new Uint32Array(rows.ids.length);
  let kept = 0;
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    const first = kept;
    for (let index = rows.offsets[row]; index < rows.offsets[row + 1]; index++) {
      const oldId = rows.ids[index];
      if (oldId >= newIds.length) throw unknownTag('mapTagRows', oldId, newIds.length);
      const id = newIds[oldId];
      if (id >= 0) ids[kept++] = id;
    }
    kept = sortUnique(ids, first, kept);
    offsets[row + 1] = kept;
  }
  return { offsets, ids: ids.slice(0, kept) };
}

function unknownTag(doing: string, id: number, tagCount: number): AppError {
  const text = `${doing}: tag id ${id} is not below the vocabulary size ${tagCount}.`;
  return new AppError('invalid-input', text, { id, tagCount });
}

// Rows are short (a dozen ids), so insertion sort beats a typed-array sort with its view per row.
function sortUnique(ids: Uint32Array, first: number, end: number): number {
  let length = first;
  for (let index = first; index < end; index++) {
    const id = ids[index];
    let place = length;
    while (place > first && ids[place - 1] > id) place--;
    if (place > first && ids[place - 1] === id) continue;
    ids.copyWithin(place + 1, place, length);
    ids[place] = id;
    length++;
  }
  return length;
}

function grow(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  if (needed <= array.length) return array;
  const larger = new Uint32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
