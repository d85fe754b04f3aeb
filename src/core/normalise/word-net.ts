import lemmatizer from 'wink-lemmatizer';

/**
 * The singular of a noun, by WordNet's exceptions and endings; a word that is no plural comes back as it is.
 * Source: Morphy of WordNet 3.1, as in wink-lemmatizer.
 */
export function singularOf(word: string): string {
  return lemmatizer.noun(word);
}

/** The base form of a verb form, by WordNet; a word that is no such form comes back as it is. */
export function verbBaseOf(word: string): string {
  return lemmatizer.verb(word);
}

/** The base form of a comparative or superlative, by WordNet; any other word comes back as it is. */
export function adjectiveBaseOf(word: string): string {
  return lemmatizer.adjective(word);
}

// The lemmatiser strips an ending only when WordNet lists the rest under that part of speech, so a word is listed
// exactly when adding the ending and taking the lemma gives it back.

/** Tells whether WordNet lists the word, in this form, as a noun. */
export function isKnownNoun(word: string): boolean {
  return lemmatizer.noun(`${word}s`) === word;
}

/** Tells whether WordNet lists the word, in this form, as a verb. */
export function isKnownVerb(word: string): boolean {
  return lemmatizer.verb(`${word}s`) === word;
}

/** Tells whether WordNet lists the word, in this form, as an adjective. */
export function isKnownAdjective(word: string): boolean {
  return lemmatizer.adjective(`${word}er`) === word;
}
