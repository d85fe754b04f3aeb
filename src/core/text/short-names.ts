/**
 * Leaves out the folder or archive that names begin with, where it is the same for all: `set/a.jsonl` and `set/b.jsonl`
 * become `a.jsonl` and `b.jsonl`. A single name stays. O(total length) time.
 *
 * @param names Of sources, steps between `/` or ` › `.
 */
export function shortNames(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names;
  let common = names[0];
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const folder = /^.*(?:\/| › )/s.exec(common)?.[0] ?? '';
  if (names.some((name) => name === folder)) return names;
  return names.map((name) => name.slice(folder.length));
}
