/** The bytes that give JSON and CSV their structure; in UTF-8 none of them occurs inside another character. */
export const ascii = Object.freeze({
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
});

/** Tells whether a byte is white space to JSON. */
export function isBlank(byte: number): boolean {
  return (
    byte === ascii.space || byte === ascii.lineFeed || byte === ascii.carriageReturn || byte === ascii.tab
  );
}

/** Counts the line feeds in `bytes[start] … bytes[end - 1]`. */
export function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  // A view, since a search in the whole array would not stop at the end.
  const part = bytes.subarray(start, end);
  let count = 0;
  for (let at = part.indexOf(ascii.lineFeed); at >= 0; at = part.indexOf(ascii.lineFeed, at + 1)) count++;
  return count;
}
