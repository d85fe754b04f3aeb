import { toAmericanSpelling } from './spelling.ts';
import {
  adjectiveBaseOf,
  isKnownAdjective,
  isKnownNoun,
  isKnownVerb,
  singularOf,
  verbBaseOf,
} from './word-net.ts';

/**
 * Brings one word of a tag to its base form.
 *
 * Tags are noun phrases of one to four words, so the part of speech is read from the form, first rule that fits:
 * 1. American spelling (`summarising` -> `summarizing`).
 * 2. `-ization` of a verb becomes the verb (`summarization` -> `summarize`).
 * 3. `-ing` becomes the verb, unless the verb is also a noun of another meaning: `solving` -> `solve`, but
 *    `marketing` and `engineering` stay apart from `market` and `engineer`. A list names the nouns that mean the
 *    action itself (`rewriting` -> `rewrite`).
 * 4. A plural becomes the singular; words up to three letters and endings that are no plural (-ss, -js) stay, and
 *    of words in -us and -is all but the plurals of nouns in -u and -i (`gurus` -> `guru`, but `virus`, `redis`).
 *    A plural that WordNet does not know loses its s (`chatbots` -> `chatbot`).
 * 5. The third person of a verb becomes its base (`writes` -> `write`).
 * 6. Before the last word, a comparative that is no noun becomes the adjective (`easier` -> `easy`).
 *
 * The rules run until nothing changes, so a base form is its own base form.
 *
 * @param word Lower case; a word with anything but Latin letters a-z comes back as it is.
 * @param isLast Whether the word ends the tag.
 */
export function lemmatise(word: string, isLast: boolean): string {
  let lemma = word;
  // Four rounds: the longest chain seen is spelling, plural, gerund, verb.
  for (let round = 0; round < 4; round++) {
    const next = onePass(lemma, isLast);
    if (next === lemma) return lemma;
    lemma = next;
  }
  return lemma;
}

function onePass(word: string, isLast: boolean): string {
  const listed = technicalPlurals.get(word);
  if (listed !== undefined) return listed;
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  const american = toAmericanSpelling(word);
  if (american.endsWith('ization') || american.endsWith('izations')) return actionOf(american);
  if (american.endsWith('ing')) return gerundBaseOf(american);
  const singular = singularOrSame(american);
  if (singular !== american) return singular;
  const verb = american.endsWith('s') ? verbBaseOf(american) : american;
  if (verb !== american) return verb;
  return isLast || isKnownNoun(american) || isKnownAdjective(american) ? american : adjectiveBaseOf(american);
}

// An organization or a civilization is a thing, not the act of organizing.
function actionOf(word: string): string {
  const singular = word.replace(/s$/, '');
  const verb = singular.replace(/ation$/, 'e');
  return isKnownVerb(verb) && !thingsInIzation.has(singular) ? verb : singular;
}

const thingsInIzation: ReadonlySet<string> = new Set(['organization', 'civilization']);

function gerundBaseOf(word: string): string {
  const verb = verbBaseOf(word);
  if (verb === word || verb.length < 3) return word;
  return !isKnownNoun(verb) || nounsOfAction.has(verb) ? verb : word;
}

// Nouns that name the act their verb names, so that both forms of a tag ask for the same thing.
const nounsOfAction: ReadonlySet<string> = new Set(
  (
    'answer brainstorm chat code comment compare critique debate draft forecast format guess outline ' +
    'paraphrase pun quote rank recap reply research review rewrite rhyme search sketch solve think translate write'
  ).split(' '),
);

function singularOrSame(word: string): string {
  // Names of JavaScript libraries end in -js; no English plural does.
  if (/(?:ss|js)$/.test(word) || noPlurals.has(word)) return word;
  if (/(?:us|is)$/.test(word))
    return isKnownNoun(word.slice(0, -1)) && !isKnownNoun(word) ? word.slice(0, -1) : word;
  const singular = singularOf(word);
  if (singular !== word || !word.endsWith('s') || isKnownNoun(word) || isKnownVerb(verbBaseOf(word)))
    return singular;
  return word.slice(0, -1);
}

// Words in -s that are names, or mean something else than their singular.
const noPlurals: ReadonlySet<string> = new Set(
  'arms customs https jenkins keras kubernetes news pandas postgres series species windows'.split(' '),
);

// Short or unlisted plurals of computing words; their endings look like no plural.
const technicalPlurals: ReadonlyMap<string, string> = new Map([
  ['ads', 'ad'],
  ['apis', 'api'],
  ['cpus', 'cpu'],
  ['emojis', 'emoji'],
  ['faqs', 'faq'],
  ['gpus', 'gpu'],
  ['guis', 'gui'],
  ['kpis', 'kpi'],
  ['pcs', 'pc'],
  ['uis', 'ui'],
  ['wikis', 'wiki'],
]);
