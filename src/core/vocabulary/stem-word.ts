/** One word of a text, with what the phrase matcher and the rules need to know about its surroundings. */
export interface Word {
  /** As written. */
  readonly text: string;
  /** Lower case, with the typographic apostrophe made plain and a possessive ending removed. */
  readonly lower: string;
  /** Index of the first UTF-16 code unit in the text. */
  readonly start: number;
  /** Index behind the last code unit. */
  readonly end: number;
  /** True when punctuation or a line break stands before the word, so that no phrase crosses it. */
  readonly breaksPhrase: boolean;
  /** True when the word opens the text, a line, a sentence or the part after a colon. */
  readonly opensSentence: boolean;
}

// Technical names keep their marks: c++, c#, .net, node.js, asp.net, a/b, 3.14, 8-ball stays two words.
const WORD = /\.net\b|[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}]+|\.(?:js|net|py|io|ai|com|org)\b|\.\d+|\+\+|#)*/giu;
const PHRASE_BREAK = /[.!?;:,\n|()[\]{}<>=…"“”]/;
const SENTENCE_BREAK = /[.!?:\n;…]/;
const POSSESSIVE = /['’]s$|['’]$/;

/**
 * Splits a text into words and keeps technical names such as `c++`, `c#`, `.net` and `node.js` whole.
 *
 * @param text Any text; the caller bounds its length.
 * @returns Words in order. Linear in the length of the text.
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(end, match.index);
    const written = match[0];
    words.push({
      text: written,
      lower: written.toLowerCase().replace(POSSESSIVE, '').replace('’', "'"),
      start: match.index,
      end: match.index + written.length,
      breaksPhrase: words.length === 0 || PHRASE_BREAK.test(between),
      opensSentence: words.length === 0 || SENTENCE_BREAK.test(between),
    });
    end = match.index + written.length;
  }
  return words;
}

const UNCHANGED =
  /^(?:.{0,3}|.*(?:ss|us|is|news|series|species|physics|mathematics|always|perhaps|\W.*|\d.*))$/;

/**
 * Reduces a plural or a third person to the form without `s`, and British spelling to American, so that
 * `stories`, `organisation` and `colours` meet `story`, `organization` and `color`.
 *
 * @param lower A word in lower case. @returns A comparison form, not meant to be read.
 */
export function singularForm(lower: string): string {
  return spellAmerican(UNCHANGED.test(lower) ? lower : dropPlural(lower));
}

function dropPlural(word: string): string {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/.test(word) && !/[aeiou](?:[sz]|ch)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function spellAmerican(word: string): string {
  if (word.length < 5) return word;
  return word
    .replace(/is(e|ed|es|er|ing|ation)$/, 'iz$1')
    .replace(/ys(e|ed|ing)$/, 'yz$1')
    .replace(/our$/, 'or')
    .replace(/tre$/, 'ter')
    .replace(/ogue$/, 'og');
}

// Nouns that only look like verb forms; “the meaning” is not “the mean”.
const NO_VERB_FORMS = new Set([
  'meaning',
  'building',
  'wedding',
  'being',
  'wing',
  'breed',
  'clothing',
  'evening',
  'morning',
  'speed',
]);

/**
 * Reduces a word further than {@link singularForm}: `-ing`, `-ed` and a final `e` go too, so that `writing`,
 * `writes` and `write` share a stem. Light on purpose: it is used for phrases of two words and more, where the
 * neighbours keep `training` from meaning `train`.
 *
 * @param lower A word in lower case. @returns A stem, not meant to be read.
 */
export function stemWord(lower: string): string {
  const base = singularForm(lower);
  if (base.length < 5 || /[^a-z]/.test(base)) return base.length > 3 ? base.replace(/e$/, '') : base;
  const bare = base.replace(/(?:ing|ed)$/, '');
  if (NO_VERB_FORMS.has(base) || bare.length < 3 || !/[aeiouy]/.test(bare)) return base.replace(/e$/, '');
  return bare.replace(/([bdgmnprt])\1$/, '$1').replace(/e$/, '');
}
