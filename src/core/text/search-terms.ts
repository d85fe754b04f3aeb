// Scripts that write no spaces between words, and Korean, which hangs particles on them.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu;

/**
 * Prepares a text for an index that splits at white space and signs: in scripts without spaces every character
 * becomes a term of itself and the next one (`東京都` gives `東京 京都 都`), so that any part of two characters or more
 * can be found, and one of a single character by its prefix. Width and compatibility forms are made alike (NFKC).
 *
 * O(length) time.
 */
export function toSearchText(text: string): string {
  return text.normalize('NFKC').replaceAll(unspaced, (run) => ` ${pairUp(run).join(' ')} `);
}

/**
 * Writes what a person typed as a query in the language of SQLite's FTS5: every word has to occur, the beginning of a
 * word is enough, and a run of characters without spaces has to stand in one piece.
 *
 * @returns Empty when nothing that was typed can be a term.
 */
export function toSearchQuery(needle: string): string {
  const parts: string[] = [];
  const rest = needle.normalize('NFKC').replaceAll(unspaced, (run) => {
    parts.push(phraseOf(run));
    return ' ';
  });
  const words = rest.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...words.map((word) => `"${word}"*`), ...parts].join(' AND ');
}

// The last pair of the run stands for its last two characters, so the single last character is left out here.
function phraseOf(run: string): string {
  const characters = Array.from(run);
  if (characters.length === 1) return `"${run}"*`;
  return `"${pairUp(run).slice(0, -1).join(' ')}"`;
}

function pairUp(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}
