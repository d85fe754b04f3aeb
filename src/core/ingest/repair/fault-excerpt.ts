/**
 * The part of a row's text in which its fault lies, in three pieces that follow each other. Signs that turn the direction
 * of writing, and so would hide what stands where, are named, as in `[U+202E]`.
 */
export interface FaultExcerpt {
  readonly before: string;
  /** The character at fault, a control character as its picture (U+2400 on); empty when its place is not known. */
  readonly fault: string;
  readonly after: string;
  /** Text was left out in front of `before`, or behind `after`. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

const shownBefore = 60;
const shownInAll = 240;
const placePattern = / at character (\d+)/;

/**
 * Cuts the place of the fault out of a row's text, or its start when no place is known. Pairs of surrogates stay whole.
 *
 * @param reason As the importer gave it; it counts characters from 1.
 * @param otherwise Index of the place in the text when the reason names none; -1 when it is not known.
 */
export function excerptFault(text: string, reason: string, otherwise = -1): FaultExcerpt {
  const named = Number(placePattern.exec(reason)?.[1] ?? 0) - 1;
  const place = named >= 0 ? named : otherwise;
  const isKnown = place >= 0 && place < text.length;
  const start = isKnown ? moveOffPair(text, Math.max(0, place - shownBefore)) : 0;
  const end = moveOffPair(text, Math.min(text.length, start + shownInAll));
  const cuts = { isCutBefore: start > 0, isCutAfter: end < text.length };
  if (!isKnown) return { before: nameTurns(text.slice(0, end)), fault: '', after: '', ...cuts };
  const fault = String.fromCodePoint(text.codePointAt(place) ?? 0);
  const before = nameTurns(text.slice(start, place));
  const after = nameTurns(text.slice(place + fault.length, end));
  return { before, fault: nameTurns(drawControl(fault)), after, ...cuts };
}

/** The same sentence for all rows with the same kind of fault: without its place and what was found there. */
export function groupOfReason(reason: string): string {
  return reason
    .replace(placePattern, '')
    .replace(/“[^”]*”/g, '“…”')
    .replace(/^The row has [\d,]+ fields?,/, 'The row has more or fewer fields;');
}

function moveOffPair(text: string, at: number): number {
  const isWithin = at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff;
  return isWithin ? at + 1 : at;
}

function nameTurns(text: string): string {
  return text.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

function drawControl(sign: string): string {
  return sign < ' ' ? String.fromCharCode(0x2400 + sign.charCodeAt(0)) : sign;
}
