import { isPlaceholder, isRefusingTag, kindOfLabel } from './reply-words.ts';

/** Longer texts are sentences, not tags; the prompt asks for three words. */
const maxWords = 6;
const maxCharacters = 60;
/** The same for scripts without spaces, where a word has two to three characters. */
const maxIdeographs = 18;
/** A text of this many words with a full stop behind it is a sentence. */
const sentenceWords = 4;

// What stands around tags and belongs to none: quotes, stars, brackets of East Asia, marks that cannot be seen, pictures.
const wrapping = [
  String.raw`[\s"'“”„‘’«»「」『』【】《》＂\u0060*_]`,
  String.raw`[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]`,
  String.raw`\ufe0f`,
  String.raw`\p{Extended_Pictographic}`,
].join('|');
const leading = new RegExp(
  String.raw`^(?:${wrapping}|[•·・–—,;，、；-]|#+(?=\s)|#(?=\p{L})|\(?\d{1,2}[.)]\s|\d{1,2}、)+`,
  'u',
);
const trailing = new RegExp(String.raw`(?:${wrapping}|[,;:，、；：。！!]|(?<=\p{L}{2})\.+)+$`, 'u');
// A question, the start of a second sentence, of an address, of a list, the middle of an object.
const notInTags = /[?？]$|[.!?。！？]\s+\p{Lu}|。|:\/\/|[[{]\s*["“]|["”]\s*:|,\s*["“”]|["“”]\s*,/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * Takes the wrapping off a tag that a model wrote (spaces, quotes, `#`, list marks, numbers, Markdown stars, pictures, a
 * final stop, `task:` in front); the words themselves stay as written, and cleaning twice changes nothing.
 *
 * @returns Null for a text that is no tag: without a letter, too long, a sentence, a question, an address,
 * a refusal, a placeholder of an example, or a list itself.
 */
export function cleanTag(text: string): string | null {
  // Nobody's tag, and not worth the time of patterns.
  if (text.length > 20 * maxCharacters) return null;
  const plain = text.replace(/[\s\p{Cc}\u200b]+/gu, ' ').trim();
  const bare = unwrap(plain);
  if (isSentence(plain) || isSentence(bare)) return null;
  if (!/\p{L}/u.test(bare) || bare.length > maxCharacters || notInTags.test(bare)) return null;
  if (isRefusingTag(bare) || isPlaceholder(bare)) return null;
  const isLong = bare.split(' ').length > maxWords || (bare.match(ideograph)?.length ?? 0) > maxIdeographs;
  return isLong ? null : bare;
}

function isSentence(text: string): boolean {
  return /[.。!！]$/.test(text) && text.split(' ').length >= sentenceWords;
}

function unwrap(text: string): string {
  let bare = text;
  // Each pass takes at least one character, so it ends.
  for (;;) {
    const next = bare
      .replace(leading, '')
      .replace(trailing, '')
      .replace(/^\(([^()]*)\)$/, '$1')
      .replace(/^<([^<>]*)>$/, '$1')
      .replace(labelled, withoutLabel);
    if (next === bare) return bare;
    bare = next;
  }
}

const labelled = /^([\p{L} ]{2,20})\s?[:：]\s*(?=\S)/u;

/** `task: poem` is the tag `poem`. */
function withoutLabel(match: string, label: string): string {
  return ['facet', 'tag'].includes(kindOfLabel(label)) ? '' : match;
}
