import type { FieldMapping, TagsColumn } from '../model/index.ts';
import { cleanTag } from '../tagging/clean-tag.ts';
import { isNamed } from './column-names.ts';
import { listTagTexts, readPath, tagForms } from './read-tags.ts';

// What tags go by, those first that are made to be tags.
const tagNames = [
  'instag',
  'instag_tags',
  'ins_tags',
  'tags',
  'tag',
  'intents',
  'labels',
  'topics',
  'keywords',
  'categories',
  'skills',
  'skill',
  'domains',
  'domain',
  'topic',
  'intent',
  'task_category',
  'cluster',
  'category',
  'label',
  'class',
  'instruction_type',
  'special_tag',
];
// Where tags stand in an object of such a name.
const innerNames = ['content', 'tags', 'labels', 'value'];
const holderNames = ['annotation', 'annotations', 'metadata', 'meta'];
const minTagShare = 0.9;
const maxWordsPerTag = 3;

/**
 * Guesses where tags stand that came with some records: a column, or a place in its objects, that goes by a name for
 * tags and holds lists of short texts, such lists as JSON or as Python writes them, or short texts with `;` or commas
 * between them.
 *
 * @param mapping The columns that queries are read from hold no tags.
 * @returns Null when nothing fits. A guess is an offer: nothing is tagged by it until a person agrees.
 */
export function guessTagsColumn(
  records: readonly unknown[],
  columns: readonly string[],
  mapping: FieldMapping,
): TagsColumn | null {
  const free = columns.filter((column) => !isRead(mapping, column));
  for (const path of [...pathsByName(free), ...pathsInHolders(free)]) {
    const values = records
      .map((record) => readPath(record, columns, path))
      .filter((value) => value !== undefined);
    const form = tagForms.find((candidate) => fits(values, candidate));
    if (form !== undefined) return { path, form };
  }
  return null;
}

/** Tells whether a column goes by a name that tags usually have. */
export function isTagName(column: string): boolean {
  return tagNames.some((name) => isNamed(column, name));
}

function pathsByName(columns: readonly string[]): string[][] {
  return tagNames.flatMap((name) =>
    columns
      .filter((column) => isNamed(column, name))
      .flatMap((column) => [[column], ...innerNames.map((inner) => [column, inner])]),
  );
}

function pathsInHolders(columns: readonly string[]): string[][] {
  const holders = columns.filter((column) => holderNames.some((name) => isNamed(column, name)));
  return holders.flatMap((holder) => pathsByName(tagNames).map((path) => [holder, ...path]));
}

function isRead(mapping: FieldMapping, column: string): boolean {
  if (mapping.kind === 'turns') return mapping.listColumn === column;
  if (mapping.kind === 'tree') return mapping.rootColumn === column;
  return (
    mapping.queryColumns.includes(column) ||
    mapping.responseColumn === column ||
    mapping.systemColumn === column
  );
}

/** Most of what stands there are tags, and those are short as a rule; prose between commas has pieces that are not. */
function fits(values: readonly unknown[], form: TagsColumn['form']): boolean {
  const texts = values.map((value) => listTagTexts(value, form));
  const filled = texts.filter((list) => list.length > 0);
  const present = values.filter((value) => !isEmpty(value));
  if (filled.length === 0 || filled.length < present.length * minTagShare) return false;
  const all = filled.flat();
  const tags = all.map(cleanTag).filter((tag) => tag !== null);
  const wordCount = tags.reduce((count, tag) => count + tag.split(/[\s_]+/).length, 0);
  if (tags.length < all.length * minTagShare) return false;
  // One word for all records says nothing about any of them.
  const isVaried = values.length === 1 || new Set(tags).size > 1;
  return isVaried && (form !== 'separated' || wordCount <= tags.length * maxWordsPerTag);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
