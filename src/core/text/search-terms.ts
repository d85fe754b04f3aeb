/** Words, or one piece of text, that stand next to each other. */
export interface SearchTerm {
  /** As {@link toSearchText} writes them. */
  readonly words: string;
  /** Whether the last word has to end there; otherwise its beginning is enough. */
  readonly isWhole: boolean;
}

/** What a person typed into a search. */
export interface SearchQuery {
  /** All have to occur; empty when nothing that was typed can be a word. */
  readonly wanted: readonly SearchTerm[];
  /** None may occur. */
  readonly unwanted: readonly SearchTerm[];
}

// Scripts that write no spaces between words, and Korean, which hangs particles on them.
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]`;
const unspacedRun = new RegExp(`${unspaced}+`, 'gu');
const unspacedEnd = new RegExp(`${unspaced}$`, 'u');
const lastOfRun = new RegExp(`(?<=${unspaced}(${unspaced})) \\1$`, 'u');

// The signs of C++, C# and .NET are words of their own: behind a word, or a dot that begins one. Words that stand a space
// apart are matched at once, which takes half the time.
const words =
  /[\p{L}\p{N}\p{M}]+(?: [\p{L}\p{N}\p{M}]+)*|(?<=[\p{L}\p{N}\p{M}])[+#]+|(?<![\p{L}\p{N}\p{M}.])\.(?=\p{L})/gu;
const beyondAscii = /[\u0080-\uffff]/;
// Elsewhere a mark makes another word: दिन and दीन, は and ば.
const optionalMarks = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu;
const looseMarks = /(?<=\p{Script=Cyrillic})\p{M}+/gu;
// A pasted page would take the index a minute; its beginning finds the row as well.
const maxNeedleLength = 2000;
const typed = /(-(?!-))?(?:"([^"]*)("?)|(\S+))/gu;

/**
 * Writes a text as the words that a search compares, with one space between them. Case, width and compatibility forms do
 * not count, nor do accents and vowel points in Latin, Greek, Hebrew and Arabic, nor stress in Cyrillic (й stays a letter,
 * ё is е). In scripts without spaces every character becomes a word of itself and the next one (`東京都` gives
 * `東京 京都 都`), so that any part can be found by the beginnings of words.
 *
 * O(length) time.
 */
export function toSearchText(text: string): string {
  const plain = beyondAscii.test(text) ? fold(text) : text.toLowerCase();
  return (plain.match(words) ?? []).join(' ');
}

/**
 * Reads what a person typed: what stands between spaces or between quotation marks has to occur in one piece, and must
 * not where a minus stands before it. Without anything that has to occur, a minus means nothing. The beginning of a word
 * is enough, but at the end of a quotation.
 */
export function readSearchQuery(needle: string): SearchQuery {
  const wanted: SearchTerm[] = [];
  const unwanted: SearchTerm[] = [];
  const input = needle.slice(0, maxNeedleLength).normalize('NFKC').replaceAll(/[“”„]/g, '"');
  for (const [, minus, quoted, quoteEnd, plain] of input.matchAll(typed)) {
    const term = toTerm(quoted ?? plain, Boolean(quoteEnd));
    const terms = minus === undefined ? wanted : unwanted;
    // A word said again would cost the index as much again.
    const isNew = terms.every(({ words, isWhole }) => words !== term.words || isWhole !== term.isWhole);
    if (term.words !== '' && isNew) terms.push(term);
  }
  return wanted.length > 0 ? { wanted, unwanted } : { wanted: unwanted, unwanted: [] };
}

/** Tells whether a text, as {@link toSearchText} writes it, fits a query. */
export function fitsSearchQuery(searchText: string, { wanted, unwanted }: SearchQuery): boolean {
  const padded = ` ${searchText} `;
  const occurs = ({ words, isWhole }: SearchTerm): boolean =>
    padded.includes(` ${words}${isWhole ? ' ' : ''}`);
  return wanted.length > 0 && wanted.every(occurs) && !unwanted.some(occurs);
}

/** Writes a query that wants something in the language of SQLite's FTS5. */
export function toMatchExpression({ wanted, unwanted }: SearchQuery): string {
  const every = wanted.map(toPhrase).join(' AND ');
  return unwanted.length === 0 ? every : `(${every}) NOT (${unwanted.map(toPhrase).join(' OR ')})`;
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ـ', '')
    .replaceAll(optionalMarks, '')
    .normalize('NFC')
    .replaceAll(looseMarks, '')
    .replaceAll('ё', 'е')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replaceAll(unspacedRun, (run) => ` ${pairUp(run).join(' ')} `);
}

// The last pair of a run stands for its last two characters, whatever follows them.
function toTerm(text: string, isQuoted: boolean): SearchTerm {
  const found = toSearchText(text).replace(lastOfRun, '');
  return { words: found, isWhole: isQuoted && !unspacedEnd.test(found) };
}

function toPhrase({ words, isWhole }: SearchTerm): string {
  return `"${words}"${isWhole ? '' : '*'}`;
}

function pairUp(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}
