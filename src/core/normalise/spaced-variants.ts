/**
 * Joins keys that differ only in their spaces, such as `machinelearning` and `machine learning`, where both occur.
 *
 * Short words are left alone, and so are words that hold a digit or a sign: `c 4` is not `c4`, and `co op` may not be
 * `coop`. Two different ways to space the same letters are not joined either, because nobody can tell which is meant.
 *
 * @param keys Comparison forms, repeats allowed.
 * @returns Per key: itself, or the spaced form it stands for.
 * O(letters of all keys).
 */
export function joinSpacedVariants(keys: readonly string[]): string[] {
  const spacedForms = new Map<string, string | null>();
  for (const key of new Set(keys)) {
    if (!key.includes(' ') || !spacedKey.test(key)) continue;
    const letters = key.replaceAll(' ', '');
    spacedForms.set(letters, spacedForms.has(letters) ? null : key);
  }
  return keys.map((key) => (key.length < minLetters ? key : (spacedForms.get(key) ?? key)));
}

// Below this, words that are written together by chance are no longer rare: `to day`, `no tice`.
const minLetters = 8;

/** Words of three letters or more each. */
const spacedKey = /^\p{L}{3,}(?: \p{L}{3,})+$/u;
