import type { TextCodec } from '../ingest/text-codec.ts';
import type { RecordBlock, SourceShape } from '../model/index.ts';

const takenPattern = /^(?:tags|tagscape_tags(?:_\d+)?)$/;

/**
 * Names the field that an export adds for the tags: `tags`, or the first of `tagscape_tags`, `tagscape_tags_2`, … when
 * the records have such a field already.
 */
export function nameTagsColumn(columns: readonly string[]): string {
  if (!columns.includes('tags')) return 'tags';
  let name = 'tagscape_tags';
  for (let copy = 2; columns.includes(name); copy++) name = `tagscape_tags_${copy}`;
  return name;
}

/**
 * Tells whether records may have fields that are not among the columns, which were taken from the file's first ones:
 * objects of JSON may, rows of tables and lists may not.
 */
export function mayHaveMoreFields({ format, recordKind }: SourceShape): boolean {
  return recordKind === 'object' && (format === 'json-lines' || format === 'json-array');
}

/** Finds one name for the tags that no record of a source has. Keeps only such names as could be in the way. */
export class TagsColumnNamer {
  readonly #taken: Set<string>;

  constructor(columns: readonly string[]) {
    this.#taken = new Set(columns);
  }

  /** Looks at the records of a block, which are objects. O(bytes); parses only records that may have such a field. */
  add({ bytes, offsets }: RecordBlock, codec: TextCodec): void {
    for (let row = 0; row + 1 < offsets.length; row++) {
      const json = codec.decode(bytes.subarray(offsets[row], offsets[row + 1]));
      // An escaped name shows by its backslash.
      if (!json.includes('tags"') && !json.includes('tagscape_tags_') && !json.includes('\\u')) continue;
      const names = Object.keys(JSON.parse(json) as object);
      for (const name of names) if (takenPattern.test(name)) this.#taken.add(name);
    }
  }

  get name(): string {
    return nameTagsColumn([...this.#taken]);
  }
}
