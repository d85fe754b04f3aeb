/** A text without what does not count in a comparison. */
export function plainForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?。…]+$/u, '')
    .trimStart();
}

/** The exact share of pieces of five characters that two texts have in common, of all that either has. */
export function shareNaively(one: string, other: string): number {
  const ones = piecesOf(plainForm(one));
  const others = piecesOf(plainForm(other));
  let common = 0;
  for (const piece of ones) common += Number(others.has(piece));
  return common / (ones.size + others.size - common);
}

const known = new Map<string, Set<string>>();

function piecesOf(text: string): Set<string> {
  const pieces = known.get(text) ?? cutPieces(text);
  known.set(text, pieces);
  return pieces;
}

function cutPieces(text: string): Set<string> {
  if (text.length < 5) return new Set([text]);
  return new Set(Array.from({ length: text.length - 4 }, (_, start) => text.slice(start, start + 5)));
}

/** Rows of one list of texts that have the same text in another list; within a list, in another row of it. */
export function countSameNaively(texts: readonly string[], others: readonly string[]): number {
  const forms = texts.map(plainForm);
  const otherForms = others.map(plainForm);
  return forms.filter((form, row) =>
    otherForms.some((other, place) => (texts !== others || row !== place) && form === other && form !== ''),
  ).length;
}
