import { isCjk } from './estimate-tokens.ts';
import { unclearLanguage } from './source-profile.ts';

/** Guesses the language of a text. */
export type DetectLanguage = (text: string) => {
  /** ISO 639-1; empty for none. */
  readonly language: string;
  readonly isReliable: boolean;
};

/** More costs time and tells no more: on seven files in English and Chinese 400 characters are no better. */
const readLength = 200;
/** Shorter texts say too little; a character of Chinese, Japanese or Korean says as much as three letters. */
const minLetters = 12;
const lettersPerCjk = 3;
/** A text of which so much is in another script than the language found is a mixture. */
const mixedShare = 0.3;
const cjkLanguages = new Set(['zh', 'ja', 'ko']);

/**
 * Tells the language of a text by what a detector says, unless the text is too short or mixes scripts.
 *
 * @returns ISO 639-1, or `unclearLanguage`.
 */
export function tellLanguage(text: string, detect: DetectLanguage): string {
  const read = text.length > readLength ? text.slice(0, readLength) : text;
  const { letters, cjkLetters } = countLetters(read);
  const weight = letters + cjkLetters * lettersPerCjk;
  if (weight < minLetters) return unclearLanguage;
  const { language, isReliable } = detect(read);
  if (!isReliable) return unclearLanguage;
  const cjkWeight = (cjkLetters * lettersPerCjk) / weight;
  const foreignShare = cjkLanguages.has(language) ? 1 - cjkWeight : cjkWeight;
  return foreignShare > mixedShare ? unclearLanguage : language;
}

function countLetters(text: string): { readonly letters: number; readonly cjkLetters: number } {
  let letters = 0;
  let cjkLetters = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const lower = unit | 32;
    if (isCjk(unit)) cjkLetters += 1;
    else if ((lower >= 97 && lower <= 122) || (unit >= 0xc0 && unit < 0x2000)) letters += 1;
  }
  return { letters, cjkLetters };
}
