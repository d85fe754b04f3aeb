import type { InstructionText } from './instruction-text.ts';
import { producingVerbs, verbIntents } from './intent-verbs.ts';
import { singularForm, type Word } from './stem-word.ts';

/** A term the vocabulary lacks, taken from the query itself. */
export interface KeyPhrase {
  /** Lower case, one to four words: used as the tag. */
  readonly tag: string;
  readonly explanation: string;
  /** True for a proper name or title, false for a plain term. */
  readonly isName: boolean;
  /** Indexes of the first word and of the one behind the last. */
  readonly from: number;
  readonly to: number;
}

const MOST_NAME_WORDS = 4;
const MOST_TERM_WORDS = 3;
const JOINERS = new Set(['of', 'the', 'de', 'von', 'van', 'da', 'and', 'la', 'le', 'del']);
const NO_NAMES = new Set(
  readWords(`
  i i'm i'd i'll i've a an the monday tuesday wednesday thursday friday saturday sunday january february march april may june july
  august september october november december mr mrs ms dr yes no ok input output question answer answers options
  text sentence note example name title topic word words list none na true false ai a.i tv usa us uk u.s english
  passage context article paragraph date time phrase q article headline statement story poem code table figure
  noun verb adjective adverb positive negative neutral dear hi hello thank thanks please all he she it they we you
  my your his her their our this that these those what who when where why how which if and or but not in on at to for of
  from with by as is are was were be do does did has have had can could will would should may there here then so because
  after before while during since until although
`),
);
const LEADS = new Set([
  'about',
  'regarding',
  'concerning',
  'on',
  'of',
  'for',
  'describe',
  'explain',
  'define',
  'discuss',
  'is',
  'are',
  'topic',
  'theme',
  'concept',
  'term',
  'called',
  'against',
  'between',
]);
const STOP = new Set(
  readWords(`
  a an the this that these those my your his her its our their some any each every all both either neither no not more most
  less least much many few several other another such same own and or but nor so yet if when while as than then because
  in on at to for of from with by into onto over under between among through during before after above below up down out off
  is are was were be been being do does did doing has have had having can could will would shall should may might must
  i you he she it we they me him us them who whom whose which what where why how there here very too also just only even
  using used use like without within about against towards via per vs versus one two three four five six seven eight nine
  ten following given above below please make makes made get gets got let lets
`),
);
const PLAIN = new Set(
  readWords(`
  thing things something anything everything word words sentence sentences paragraph paragraphs text texts passage article
  story stories poem poems essay list lists item items number numbers example examples question questions answer answers
  type types kind kinds way ways reason reasons idea ideas topic topics term terms phrase phrases concept concepts steps step
  description summary explanation definition name names title person people someone man woman boy girl group day days year
  years time times week month hour place places part parts case point points fact facts difference differences importance
  purpose role impact effect effects use uses process benefits benefit advantages advantage disadvantages result results
  input output code function program statement statements information data details detail content situation scenario
  main best top new good bad great short long big small different important common possible two-sentence given specific
  certain various general following last first second third next original current particular set series piece form
  meaning tone style conversation dialogue character characters event events problem problems solution solutions lot
  dataset table user users customer tweet post object objects subject value values order length size color
  letter letters line lines page book bit kinds sort sorts lines today tomorrow yesterday moment end start beginning half
  middle rest amount total maximum minimum cost price team teams member members quality level levels feature features
  characteristics aspects aspect factor factors theme message method methods strategy strategies technique techniques tips
  activity activities task tasks goal goals skill skills product products company companies website
`),
);

/**
 * Finds up to two terms in the order of a query that deserve a tag of their own: proper names and titles first, then
 * the term that the order is about (“a letter about solitude”). Looks at this query only, so that the result does not
 * depend on its neighbours.
 *
 * @param instruction The query; attached material is not searched.
 * @param wantsTerm True to look for a plain term too: the vocabulary has given no topic.
 */
export function findKeyPhrases(instruction: InstructionText, wantsTerm: boolean): KeyPhrase[] {
  const names = findNames(instruction);
  const term = wantsTerm && names.length === 0 ? findTerm(instruction) : undefined;
  return (term ? [term] : names).slice(0, 2);
}

/** True for a word that can name a subject: no function word, number, verb of asking or word about wording. */
export function isContentWord({ lower }: Word): boolean {
  if (
    lower.length < 3 ||
    /^\d/.test(lower) ||
    STOP.has(lower) ||
    PLAIN.has(lower) ||
    PLAIN.has(singularForm(lower))
  )
    return false;
  return !verbIntents.has(lower) && !producingVerbs.has(lower);
}

function findNames({ words, isMaterial }: InstructionText): KeyPhrase[] {
  if (isTitleCase(words)) return [];
  const names: KeyPhrase[] = [];
  for (let from = 0; from < words.length; from++) {
    if (isMaterial[from] || !isCapital(words[from])) continue;
    const to = endOfName(words, isMaterial, from);
    // A capital at the start of a sentence says nothing: “Describe Albert Einstein” names Albert Einstein.
    const first = words[from].opensSentence && to - from > 1 ? from + 1 : from;
    const parts = words.slice(first, to);
    const isLone = parts.length === 1 && !isLoneName(words, first);
    if (
      parts.length > 0 &&
      parts.length <= MOST_NAME_WORDS &&
      !isLone &&
      parts.every((word) => !NO_NAMES.has(word.lower) || JOINERS.has(word.lower))
    ) {
      const written = parts.map(({ text }) => text.replace(/['’]s$/, '')).join(' ');
      names.push({
        tag: written.toLowerCase(),
        explanation: `names “${written}”`,
        isName: true,
        from: first,
        to,
      });
    }
    from = Math.max(from, to - 1);
  }
  return names.filter((name, index) => names.findIndex(({ tag }) => tag === name.tag) === index);
}

// One capital word is a name worth a tag only as the object of the order, not as the hero of a sentence, and not as
// the nationality of something.
const BEFORE_LONE = new Set([
  ...[
    'about',
    'of',
    'on',
    'in',
    'from',
    'by',
    'to',
    'with',
    'for',
    'at',
    'is',
    'are',
    'was',
    'does',
    'did',
    'and',
    'the',
    'a',
    'an',
  ],
  ...['describe', 'explain', 'define', 'discuss', 'between', 'called', 'visit', 'using', 'than', 'like'],
]);

function isLoneName(words: readonly Word[], index: number): boolean {
  const { lower, opensSentence } = words[index];
  if (opensSentence || lower.length < 3 || !BEFORE_LONE.has(words[index - 1].lower)) return false;
  return !/(?:ese|ish|ian|can|ean)$/.test(lower);
}

function isCapital({ text }: Word): boolean {
  return /^\p{Lu}/u.test(text) && !NO_NAMES.has(text.toLowerCase());
}

function endOfName(words: readonly Word[], isMaterial: readonly boolean[], from: number): number {
  let end = from + 1;
  for (let at = from + 1; at < words.length && !isMaterial[at] && !words[at].breaksPhrase; at++) {
    if (isCapital(words[at]) || /^\d{1,4}$/.test(words[at].text) || /^[IVX]+$/.test(words[at].text))
      end = at + 1;
    else if (!JOINERS.has(words[at].lower) || words[at].lower === 'and') break;
  }
  return end;
}

function isTitleCase(words: readonly Word[]): boolean {
  const long = words.slice(0, 40).filter(({ text }) => text.length > 3);
  return long.length > 3 && long.filter(({ text }) => /^\p{Lu}/u.test(text)).length > long.length / 2;
}

function findTerm({ words, isMaterial }: InstructionText): KeyPhrase | undefined {
  for (let index = 0; index + 1 < words.length; index++) {
    if (isMaterial[index] || !LEADS.has(words[index].lower)) continue;
    let from = index + 1;
    while (
      from < words.length &&
      /^(?:a|an|the|my|your|our|their|being|how|why)$/.test(words[from].lower) &&
      !words[from].breaksPhrase
    )
      from++;
    const to = endOfTerm(words, isMaterial, from);
    const parts = words.slice(from, to);
    if (parts.length === 0 || parts.length > MOST_TERM_WORDS || !isTerm(parts)) continue;
    const written = parts.map(({ lower }) => lower).join(' ');
    return { tag: written, explanation: `is about “${written}”`, isName: false, from, to };
  }
  return undefined;
}

function endOfTerm(words: readonly Word[], isMaterial: readonly boolean[], from: number): number {
  let to = from;
  while (
    to < words.length &&
    !isMaterial[to] &&
    !STOP.has(words[to].lower) &&
    (to === from || !words[to].breaksPhrase)
  )
    to++;
  return from < words.length && words[from].opensSentence ? from : to;
}

function isTerm(parts: readonly Word[]): boolean {
  const last = parts[parts.length - 1].lower;
  if (parts.some(({ lower }) => !/^[\p{L}][\p{L}'-]+$/u.test(lower) || lower.length < 3)) return false;
  if (PLAIN.has(last) || PLAIN.has(singularForm(last)) || /(?:ly|ing|ed)$/.test(last)) return false;
  return parts.length > 1 ? !PLAIN.has(parts[0].lower) && !/(?:ly)$/.test(parts[0].lower) : last.length > 3;
}

function readWords(list: string): string[] {
  return list.trim().split(/\s+/);
}
