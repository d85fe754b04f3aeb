/** Decodes JSON's escape at a backslash: the character it stands for and the length of what was read. */
export function decodeEscape(text: string, index: number): readonly [decoded: string, length: number] {
  const next = text[index + 1] ?? '';
  const hex = text.slice(index + 2, index + 6);
  if (next === 'u' && /^[0-9a-f]{4}$/i.test(hex)) return [String.fromCharCode(Number.parseInt(hex, 16)), 6];
  return [escapes[next] ?? next, 2];
}

const escapes: Readonly<Record<string, string>> = Object.freeze({
  n: '\n',
  t: '\t',
  r: '\r',
  b: ' ',
  f: ' ',
});
