// What the bytes from 80 to 9F stand for; U+0000 where they are not defined. Other bytes stand for the character of their
// number. A table, since TextDecoder of Node.js 20 reads these bytes as control characters.
const from80 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';
// A first byte of UTF-8 with all that follow it, be it a character or half a pair of surrogates.
const utf8Sequence = /[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}/;
const controls = /(?![\t\n\r])\p{Cc}/u;
const partSize = 8192;

/**
 * Reads text in Windows-1252, of which Latin-1 is a part.
 *
 * @returns Null when it is no such text: it has a control character, one of the five bytes that are not defined, or a
 *   whole sequence of UTF-8.
 * O(bytes) time.
 */
export function readWindows1252(bytes: Uint8Array): string | null {
  const latin = readLatin1(bytes);
  if (utf8Sequence.test(latin)) return null;
  const text = latin.replace(/[\x80-\x9f]/g, (sign) => from80.charAt(sign.charCodeAt(0) - 0x80));
  return controls.test(text) ? null : text;
}

function readLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += partSize)
    text += String.fromCharCode(...bytes.subarray(start, start + partSize));
  return text;
}
