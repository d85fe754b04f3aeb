import type { VocabularyEntry } from './entry.ts';
import { singularForm, splitWords, stemWord, type Word } from './stem-word.ts';

/** One phrase of the vocabulary found in a text. */
export interface PhraseMatch {
  /** Index into the entries the matcher was built from. */
  readonly entry: number;
  /** Strong phrases are enough alone; weak ones need company. */
  readonly isStrong: boolean;
  /** Index of the first word, and of the one behind the last. */
  readonly from: number;
  readonly to: number;
}

/** Finds all phrases of a vocabulary in one pass over the words of a text. */
export interface PhraseMatcher {
  /**
   * Lists the phrases found; one that lies inside a longer one is left out.
   * About 0.02 ms for 30 words and 10,000 phrases.
   */
  match(words: readonly Word[]): PhraseMatch[];
}

interface Meaning {
  readonly entry: number;
  readonly isStrong: boolean;
}

interface Node {
  readonly next: Map<string, Node>;
  meanings: Meaning[];
}

// Word forms are remembered between texts; the table starts again when it has this many.
const REMEMBERED_WORDS = 20_000;
// `ai*` is the shortest prefix worth writing.
const SHORTEST_PREFIX = 2;

/**
 * Builds one hash of single words and one trie of stemmed word sequences from all phrases of all entries.
 * A single word matches in singular and plural; in longer phrases each word matches by its stem. A word written
 * with `*` at its end matches every word that starts with it.
 *
 * @param entries The vocabulary; matches refer to it by index.
 * @returns A matcher without state that a caller could see. Building takes about 20 ms for 10,000 phrases.
 */
export function buildPhraseMatcher(entries: readonly VocabularyEntry[]): PhraseMatcher {
  const index = new PhraseIndex();
  entries.forEach(({ strong, weak }, entry) => {
    strong.forEach((phrase) => index.add(phrase, { entry, isStrong: true }));
    weak.forEach((phrase) => index.add(phrase, { entry, isStrong: false }));
  });
  return { match: (words) => index.match(words) };
}

class PhraseIndex {
  readonly #singles = new Map<string, Meaning[]>();
  readonly #root: Node = { next: new Map(), meanings: [] };
  readonly #prefixes = new Set<string>();
  readonly #remembered = new Map<string, { single: string[]; stem: string[] }>();

  add(phrase: string, meaning: Meaning): void {
    const parts = splitPhrase(phrase);
    for (const part of parts) if (part.isPrefix) this.#prefixes.add(part.word);
    if (parts.length === 1) {
      const [{ word, isPrefix }] = parts;
      const key = isPrefix ? `${word}*` : singularForm(word);
      this.#singles.set(key, addMeaning(this.#singles.get(key) ?? [], meaning));
      return;
    }
    let node = this.#root;
    for (const { word, isPrefix } of parts) {
      const key = isPrefix ? `${word}*` : stemWord(word);
      let next = node.next.get(key);
      if (!next) node.next.set(key, (next = { next: new Map(), meanings: [] }));
      node = next;
    }
    node.meanings = addMeaning(node.meanings, meaning);
  }

  match(words: readonly Word[]): PhraseMatch[] {
    const forms = words.map(({ lower }) => this.#formsOf(lower));
    const found: PhraseMatch[] = [];
    for (let from = 0; from < words.length; from++) {
      for (const key of forms[from].single) {
        for (const meaning of this.#singles.get(key) ?? []) found.push({ ...meaning, from, to: from + 1 });
      }
      this.#matchLonger(words, forms, from, found);
    }
    return dropCovered(found);
  }

  #matchLonger(
    words: readonly Word[],
    forms: { stem: string[] }[],
    from: number,
    found: PhraseMatch[],
  ): void {
    let nodes: Node[] = [this.#root];
    for (let at = from; at < words.length && nodes.length > 0; at++) {
      if (at > from && words[at].breaksPhrase) return;
      nodes = nodes.flatMap((node) => forms[at].stem.flatMap((key) => node.next.get(key) ?? []));
      for (const node of nodes) {
        for (const meaning of node.meanings) found.push({ ...meaning, from, to: at + 1 });
      }
    }
  }

  #formsOf(lower: string): { single: string[]; stem: string[] } {
    const known = this.#remembered.get(lower);
    if (known) return known;
    const prefixes: string[] = [];
    for (let length = SHORTEST_PREFIX; length <= lower.length; length++) {
      const prefix = lower.slice(0, length);
      if (this.#prefixes.has(prefix)) prefixes.push(`${prefix}*`);
    }
    const forms = { single: [singularForm(lower), ...prefixes], stem: [stemWord(lower), ...prefixes] };
    if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
    this.#remembered.set(lower, forms);
    return forms;
  }
}

interface PhrasePart {
  readonly word: string;
  readonly isPrefix: boolean;
}

function splitPhrase(phrase: string): PhrasePart[] {
  return phrase
    .toLowerCase()
    .split(/\s+/)
    .flatMap((part): PhrasePart[] =>
      part.endsWith('*')
        ? [{ word: part.slice(0, -1), isPrefix: true }]
        : splitWords(part).map(({ lower }) => ({ word: lower, isPrefix: false })),
    );
}

function addMeaning(meanings: Meaning[], meaning: Meaning): Meaning[] {
  const same = meanings.find(({ entry }) => entry === meaning.entry);
  if (!same) return [...meanings, meaning];
  return meaning.isStrong ? meanings.map((known) => (known === same ? meaning : known)) : meanings;
}

/** Leaves out matches that lie inside a longer match: “machine learning” silences “machine”. */
function dropCovered(matches: readonly PhraseMatch[]): PhraseMatch[] {
  const long = matches.filter(({ from, to }) => to - from > 1);
  if (long.length === 0) return [...matches];
  return matches.filter(
    ({ from, to }) =>
      !long.some((other) => other.from <= from && to <= other.to && other.to - other.from > to - from),
  );
}
