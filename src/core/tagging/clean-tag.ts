/** Longer texts are sentences, not tags; the prompt asks for three words. */
const maxWords = 6;
const maxCharacters = 60;

/**
 * Takes the wrapping off a tag that a model wrote (spaces, quotes, `#`, list marks, Markdown stars, a final stop);
 * the words themselves stay as written.
 *
 * @returns Null for a text that is no tag: without a letter, or too long.
 */
export function cleanTag(text: string): string | null {
  const bare = text
    .replace(/[\s\u200b]+/g, ' ')
    .replace(/^(?:[\s"'“”‘’`*_•–—-]|#(?=\p{L}))+/u, '')
    .replace(/[\s"'“”‘’`*_,;:]+$/u, '')
    .replace(/(?<=\p{L}{2})\.+$/u, '');
  if (!/\p{L}/u.test(bare) || bare.length > maxCharacters) return null;
  return bare.split(' ').length > maxWords ? null : bare;
}
