import { cleanTag } from './clean-tag.ts';

/** What a person typed as a list of tags. */
export interface TypedTags {
  /** Each once, capitals or not; the first spelling counts. */
  readonly tags: readonly string[];
  /** Parts that cannot be tags, cut to 60 characters. */
  readonly refused: readonly string[];
}

const shownCharacters = 60;

/** Reads tags with commas, semicolons or line ends between them; what is blank between two of these is none. */
export function readTypedTags(text: string): TypedTags {
  const tags = new Map<string, string>();
  const refused: string[] = [];
  for (const part of text.split(/[,;\n]/)) {
    if (part.trim() === '') continue;
    const tag = cleanTag(part);
    if (tag === null) refused.push(shorten(part.trim()));
    else if (!tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return { tags: [...tags.values()], refused };
}

function shorten(part: string): string {
  return part.length > shownCharacters ? `${part.slice(0, shownCharacters)} …` : part;
}
