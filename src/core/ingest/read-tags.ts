import { cleanTag } from '../tagging/clean-tag.ts';
import type { TagsColumn } from '../model/index.ts';
import { readField } from './read-queries.ts';
import { mendJson } from './repair/mend-json.ts';

/** Ways to write tags, those first that can be told for certain. */
export const tagForms: readonly TagsColumn['form'][] = ['list', 'json', 'separated'];

// InsTagger writes `tag`; the others are what people rename it to.
const tagKeys = ['tag', 'label', 'name', 'text'];
// A list, an object, or a tuple or set of Python.
const listStart = /^\s*(?:[[{]|\(\s*['"])/;

/**
 * Reads the tags that came with a record, cleaned as a tagger's are: wrapping taken off, what is no tag left out, each
 * tag once. Numbers and truth values are no tags.
 *
 * @returns Null when the record has no tags in that place.
 */
export function readTags(
  record: unknown,
  columns: readonly string[],
  tagsColumn: TagsColumn,
): string[] | null {
  const tags = listTagTexts(readPath(record, columns, tagsColumn.path), tagsColumn.form)
    .map(cleanTag)
    .filter((tag) => tag !== null);
  return tags.length === 0 ? null : [...new Set(tags)];
}

/**
 * The texts that stand in the place of tags, as they are written; empty when none do. Lists in a text are read as JSON or
 * as Python writes them. Among separated texts there may be such lists; one that cannot be read gives no tags.
 */
export function listTagTexts(value: unknown, form: TagsColumn['form']): string[] {
  const list = form === 'list' ? value : parseList(value);
  if (Array.isArray(list)) return list.flatMap(readTagText);
  return form === 'separated' && typeof value === 'string' && !listStart.test(value) ? splitTags(value) : [];
}

/** Follows a path from a record's column into its objects; undefined when it leads nowhere. */
export function readPath(record: unknown, columns: readonly string[], path: readonly string[]): unknown {
  const [column, ...keys] = path;
  return keys.reduce((value, key) => readField(value, [], key), readField(record, columns, column));
}

// Semicolons and line breaks part tags that may hold commas.
function splitTags(text: string): string[] {
  const parts = /[;\n|；]/.test(text) ? text.split(/[;\n|；]/) : text.split(/[,，、]/);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function parseList(text: unknown): unknown {
  if (typeof text !== 'string' || !listStart.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const mended = mendJson(text);
    return mended === null ? undefined : (JSON.parse(mended.text) as unknown);
  }
}

function readTagText(entry: unknown): string[] {
  const texts = typeof entry === 'string' ? [entry] : tagKeys.map((key) => readField(entry, [], key));
  return texts.filter((text): text is string => typeof text === 'string' && text.trim() !== '').slice(0, 1);
}
