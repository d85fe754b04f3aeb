import type { Vocabulary } from '../model/index.ts';

/** Raw tag to tag; null for a tag that was dropped. */
export type TagMap = ReadonlyMap<string, string | null>;

/** How one map differs from an earlier one. */
export interface MapComparison {
  /** Raw tags that the earlier map does not have. */
  readonly added: readonly MapChange[];
  /** Raw tags that only the earlier map has. */
  readonly gone: readonly MapChange[];
  /** Raw tags that became another tag. */
  readonly changed: readonly MapChange[];
  readonly sameCount: number;
}

export interface MapChange {
  readonly raw: string;
  /** What the earlier map makes of it; null for dropped or unknown. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a vocabulary makes of each raw tag. */
export function mapOf({ rawLabels, tagIdOfRaw, labels }: Vocabulary): Map<string, string | null> {
  return new Map(
    rawLabels.map((raw, id) => [raw, tagIdOfRaw[id] < 0 ? null : labels[tagIdOfRaw[id]]] as const),
  );
}

/**
 * Says what is new, gone and changed, for a recipe that is applied to other data.
 *
 * A tag that merely got another name, with the same raw tags in it, counts as changed: a name is what people see.
 * O(raw tags), lists in the order of the maps.
 */
export function compareMaps(before: TagMap, after: TagMap): MapComparison {
  const added: MapChange[] = [];
  const changed: MapChange[] = [];
  let sameCount = 0;
  for (const [raw, tag] of after) {
    const earlier = before.get(raw);
    if (earlier === undefined) added.push({ raw, before: null, after: tag });
    else if (earlier === tag) sameCount += 1;
    else changed.push({ raw, before: earlier, after: tag });
  }
  const gone: MapChange[] = [];
  for (const [raw, tag] of before) if (!after.has(raw)) gone.push({ raw, before: tag, after: null });
  return { added, gone, changed, sameCount };
}
