import { producingVerbs, verbIntents } from './intent-verbs.ts';
import { splitWords, type Word } from './stem-word.ts';

/** A query split for the rules: the part that gives the order, and the material it is to be carried out on. */
export interface InstructionText {
  /** The query, at most {@link longestText} code units of it. */
  readonly text: string;
  /** The part that says what to do: the first line, and a closing question or order. */
  readonly order: string;
  readonly words: readonly Word[];
  /** Words before this index only say what is handed over: “Given an article on tea, …”. */
  readonly orderFrom: number;
  /** For each word true when it belongs to quoted, listed or attached material instead of the order. */
  readonly isMaterial: readonly boolean[];
}

/** Rules read no further than this many UTF-16 code units: beginning and end of a longer query are enough. */
export const longestText = 2400;
const LONGEST_TAIL = 400;
const LONGEST_ORDER = 600;
const LONGEST_CLOSING = 240;
// “the” in quotes is a word to talk about, not material; from three words on a quotation is a text.
const QUOTATION =
  /["“](?=[^"“”\n]*\s[^"“”\n]*\s)[^"“”\n]{8,}["”]|(?<![\p{L}\d])['‘](?=[^'’\n]*\s[^'’\n]*\s[^'’\n]*\s)[^\n]{8,}?[.?!]?['’](?![\p{L}\d])/gu;
const CLOSING_ORDER =
  /\?\s*$|^(?:please|write|what|how|why|who|which|explain|answer|summari[sz]e|translate|give|list|find|output|return)\b(?!\s*[=:])/i;

/**
 * Splits a query into its order and its material.
 *
 * @param query Any text; the middle of a very long one is left out.
 * Linear in the length of what is read.
 */
export function readInstruction(query: string): InstructionText {
  const text = boundLength(query.trim());
  const opening = readOpening(text);
  const closing = opensWithOrder(opening) ? '' : readClosing(text, opening.length);
  const order = closing === '' ? opening : `${opening}\n${closing}`;
  const words = splitWords(text);
  const spans = materialSpans(opening, text.length - closing.length);
  return {
    text,
    order,
    words,
    orderFrom: countGivenWords(words),
    isMaterial: words.map(({ start }) => spans.some(([from, to]) => start >= from && start < to)),
  };
}

/** After an order in the first line, a question at the end belongs to the material. */
function opensWithOrder(opening: string): boolean {
  const first = /^\p{L}+/u.exec(opening)?.[0].toLowerCase() ?? '';
  return verbIntents.has(first) || producingVerbs.has(first) || first === 'given';
}

function countGivenWords(words: readonly Word[]): number {
  if (words.length === 0 || !/^(?:given|based|using|considering)$/.test(words[0].lower)) return 0;
  const next = words.findIndex((word, index) => index > 1 && word.breaksPhrase);
  return Math.max(next, 0);
}

function boundLength(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText - LONGEST_TAIL)}\n${text.slice(-LONGEST_TAIL)}`;
}

/** The first line that has some words; a title line of one or two words takes the next line with it. */
function readOpening(text: string): string {
  let end = text.indexOf('\n');
  while (end >= 0 && text.slice(0, end).trim().split(/\s+/).length < 3) end = text.indexOf('\n', end + 1);
  return text.slice(0, Math.min(end < 0 ? text.length : end, LONGEST_ORDER));
}

function readClosing(text: string, openingLength: number): string {
  const rest = text.slice(openingLength).trim();
  if (rest === '') return '';
  const lastLine = rest.slice(rest.lastIndexOf('\n') + 1).trim();
  return lastLine.length <= LONGEST_CLOSING && CLOSING_ORDER.test(lastLine) ? lastLine : '';
}

function materialSpans(opening: string, closingStart: number): [number, number][] {
  const spans: [number, number][] = [[opening.length, closingStart]];
  const colon = opening.search(/:\s+\S/);
  // “Answer this question: …” goes on with the order itself.
  const lead = opening.slice(0, Math.max(colon, 0));
  if (lead.split(/\s+/).length > 2 && !/\bquestions?\b/i.test(lead)) spans.push([colon, opening.length]);
  for (const match of opening.matchAll(QUOTATION)) spans.push([match.index, match.index + match[0].length]);
  return spans.filter(([from, to]) => to > from);
}
