import { lemmatise } from './lemmatise.ts';

/**
 * The comparison form of a raw tag: tags with equal keys are spelling variants of one tag.
 *
 * NFKC, lower case, punctuation to spaces but kept in technical names (`c++`, `c#`, `.net`, `node.js`, `i/o`, `q&a`),
 * the prefixes e-, non-, multi-, anti- and pre- joined to their word, every Latin word to its base form. Words in
 * other scripts pass through. A tag of signs only keeps them, so that no key is empty but that of a blank tag.
 *
 * @returns Words with one space between them; the key of a key is itself.
 */
export function tagKey(rawTag: string): string {
  const plain = rawTag.normalize('NFKC').toLowerCase().normalize('NFKC');
  const words = joinPrefixes(splitWords(plain));
  if (words.length === 0) return plain.replace(/\s+/gu, ' ').trim();
  return words.map((word, index) => cachedLemma(word, index === words.length - 1)).join(' ');
}

// Letters, digits and combining marks; everything else separates words unless a rule below keeps it.
const wordCharacter = String.raw`[\p{L}\p{N}\p{M}]`;

/** Names whose sign is part of them, tried before plain words. */
const technicalName = new RegExp(
  [
    // Initials: u.s., e.g.
    String.raw`(?<!${wordCharacter})(?:[a-z]\.){2,}[a-z]?(?!${wordCharacter})`,
    // Short pairs, and the one long pair in common use: i/o, ci/cd, q&a, input/output
    String.raw`(?<!${wordCharacter})(?:input/output|[a-z]{1,3}/[a-z]{1,3}(?:\+\+|#)?|[a-z]&[a-z])(?![\p{L}\p{N}\p{M}/])`,
    // .net, node.js, asp.net, 3.5
    String.raw`(?<!${wordCharacter})\.net(?!${wordCharacter})`,
    String.raw`${wordCharacter}+(?:\.${wordCharacter}+)+`,
    // c++, c++17, g++, notepad++ and c#, f#
    String.raw`${wordCharacter}+\+\+\d*(?!${wordCharacter})`,
    String.raw`(?<!${wordCharacter})[a-z]#(?!${wordCharacter})`,
    String.raw`${wordCharacter}+`,
  ].join('|'),
  'gu',
);

function splitWords(plain: string): string[] {
  const text = plain
    .replace(/['\u2018\u2019\u02bc]s(?![\p{L}\p{N}\p{M}])/gu, '')
    .replace(/['\u2018\u2019\u02bc]/gu, '')
    .replace(/(?<=\p{L}{2}|\s)&(?=\p{L}{2}|\s)/gu, ' and ');
  return (text.match(technicalName) ?? []).map((word) =>
    initials.test(word) ? word.replaceAll('.', '') : word,
  );
}

const initials = /^(?:[a-z]\.)+[a-z]?$/;

const prefixes: ReadonlySet<string> = new Set(['e', 'non', 'multi', 'anti', 'pre']);

function joinPrefixes(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const next = words[index + 1];
    if (prefixes.has(words[index]) && next !== undefined && /^[a-z]{3,}$/.test(next)) {
      joined.push(words[index] + next);
      index++;
    } else joined.push(words[index]);
  }
  return joined;
}

// A vocabulary of 10,000 tags has some 4,000 distinct words, so each word is taken apart once.
const lemmaCache = { last: new Map<string, string>(), before: new Map<string, string>() };
const cacheLimit = 100_000;

function cachedLemma(word: string, isLast: boolean): string {
  const cache = isLast ? lemmaCache.last : lemmaCache.before;
  const known = cache.get(word);
  if (known !== undefined) return known;
  if (cache.size >= cacheLimit) cache.clear();
  const lemma = lemmatise(word, isLast);
  cache.set(word, lemma);
  return lemma;
}
