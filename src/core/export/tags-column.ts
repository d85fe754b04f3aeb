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
