/**
 * The comparison form of the InsTag paper: lower case, special characters to spaces, every word to its stem.
 *
 * Source: InsTag (Lu et al., ICLR 2024), section 2.2, "Rule Aggregation". Words in other scripts pass through; a tag
 * of signs only keeps them, so that no key is empty but that of a blank tag.
 */
export function porterKey(rawTag: string): string {
  const plain = rawTag.toLowerCase();
  const words = plain.match(/[\p{L}\p{N}\p{M}]+/gu);
  return words === null ? plain.replace(/\s+/gu, ' ').trim() : words.map(porterStem).join(' ');
}

/**
 * The stem of a word, as NLTK 3.8 computes it.
 *
 * Sources: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, whose step names are kept here;
 * the departures of NLTK's PorterStemmer in its default mode: a list of irregular words, words of two letters left
 * alone, `-ied` and short `-ies`, y after a consonant only, vowel-consonant stems as short ones, and four endings.
 *
 * O(letters).
 */
export function porterStem(word: string): string {
  const lower = word.toLowerCase();
  const irregular = irregularStems.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return lower;
  const singular = dropPlural(lower);
  const plain = yToI(dropPast(singular));
  return trimEnd(applyFirst(applyFirst(shortenDouble(plain), thirdStep), fourthStep));
}

const irregularStems: ReadonlyMap<string, string> = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

/** An ending, what takes its place, and what the rest must be. The first ending that fits decides. */
interface Ending {
  readonly ending: string;
  readonly replacement: string;
  readonly isRight?: (rest: string) => boolean;
}

function applyFirst(word: string, endings: readonly Ending[]): string {
  const found = endings.find(({ ending }) => word.endsWith(ending));
  if (found === undefined) return word;
  const rest = word.slice(0, word.length - found.ending.length);
  return found.isRight?.(rest) === false ? word : rest + found.replacement;
}

/** Step 1a. */
function dropPlural(word: string): string {
  if (word.endsWith('ies') && word.length === 4) return word.slice(0, -1);
  return applyFirst(word, plurals);
}

const plurals: readonly Ending[] = [
  { ending: 'sses', replacement: 'ss' },
  { ending: 'ies', replacement: 'i' },
  { ending: 'ss', replacement: 'ss' },
  { ending: 's', replacement: '' },
];

/** Step 1b. */
function dropPast(word: string): string {
  if (word.endsWith('ied')) return word.length === 4 ? word.slice(0, -1) : word.slice(0, -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (ending === undefined) return word;
  const rest = word.slice(0, -ending.length);
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (endsInDouble(rest)) return /[lsz]$/.test(rest) ? rest : rest.slice(0, -1);
  return measure(rest) === 1 && isShort(rest) ? `${rest}e` : rest;
}

/** Step 1c. */
function yToI(word: string): string {
  const isAfterConsonant = word.length > 2 && word.endsWith('y') && isConsonant(word, word.length - 2);
  return isAfterConsonant ? `${word.slice(0, -1)}i` : word;
}

/** Step 2. */
function shortenDouble(word: string): string {
  // What is left of `-alli` may have another of these endings.
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return shortenDouble(word.slice(0, -2));
  return applyFirst(word, secondStep);
}

function ofPositiveMeasure(pairs: readonly (readonly [string, string])[]): Ending[] {
  return pairs.map(([ending, replacement]) => ({
    ending,
    replacement,
    isRight: (rest) => measure(rest) > 0,
  }));
}

const secondStep: readonly Ending[] = [
  ...ofPositiveMeasure([
    ['ational', 'ate'],
    ['tional', 'tion'],
    ['enci', 'ence'],
    ['anci', 'ance'],
    ['izer', 'ize'],
    ['bli', 'ble'],
    ['alli', 'al'],
    ['entli', 'ent'],
    ['eli', 'e'],
    ['ousli', 'ous'],
    ['ization', 'ize'],
    ['ation', 'ate'],
    ['ator', 'ate'],
    ['alism', 'al'],
    ['iveness', 'ive'],
    ['fulness', 'ful'],
    ['ousness', 'ous'],
    ['aliti', 'al'],
    ['iviti', 'ive'],
    ['biliti', 'ble'],
    ['fulli', 'ful'],
  ]),
  // Measured with the l, as NLTK does.
  { ending: 'logi', replacement: 'log', isRight: (rest) => measure(`${rest}l`) > 0 },
];

const thirdStep: readonly Ending[] = ofPositiveMeasure([
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]);

// The order matters: `-ement` and `-ment` come before `-ent`.
const fourthStep: readonly Ending[] =
  'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
    .split(' ')
    .map((ending) => ({
      ending,
      replacement: '',
      isRight: (rest) => measure(rest) > 1 && (ending !== 'ion' || /[st]$/.test(rest)),
    }));

/** Steps 5a and 5b. */
function trimEnd(word: string): string {
  const rest = word.slice(0, -1);
  const dropsE = word.endsWith('e') && (measure(rest) > 1 || (measure(rest) === 1 && !isShort(rest)));
  const trimmed = dropsE ? rest : word;
  return trimmed.endsWith('ll') && measure(trimmed.slice(0, -1)) > 1 ? trimmed.slice(0, -1) : trimmed;
}

/** Porter's m: how often a consonant follows a vowel. */
function measure(word: string): number {
  let count = 0;
  for (let index = 1; index < word.length; index++) {
    if (isConsonant(word, index) && !isConsonant(word, index - 1)) count++;
  }
  return count;
}

// A y is a vowel after a consonant and a consonant elsewhere; all but Latin vowels count as consonants.
function isConsonant(word: string, index: number): boolean {
  let isOne = true;
  let place = index;
  for (; word[place] === 'y' && place > 0; place--) isOne = !isOne;
  return 'aeiou'.includes(word[place]) ? !isOne : isOne;
}

function hasVowel(word: string): boolean {
  for (let index = 0; index < word.length; index++) if (!isConsonant(word, index)) return true;
  return false;
}

function endsInDouble(word: string): boolean {
  const last = word.length - 1;
  return last > 0 && word[last] === word[last - 1] && isConsonant(word, last);
}

/** Porter's *o, consonant-vowel-consonant at the end, or a stem of one vowel and one consonant. */
function isShort(word: string): boolean {
  const last = word.length - 1;
  if (last < 1 || !isConsonant(word, last) || isConsonant(word, last - 1)) return false;
  return last === 1 || (isConsonant(word, last - 2) && !/[wxy]$/.test(word));
}
