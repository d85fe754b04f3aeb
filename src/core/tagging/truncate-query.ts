/** A query that fits, and whether something was left out. */
export interface FittedQuery {
  readonly text: string;
  readonly isShortened: boolean;
}

const omission = ' […] ';

/** Share of the budget for the start: instructions stand there more often than at the end. */
const headShare = 0.7;

/**
 * Shortens a query to a number of tokens, by estimate: the start and the end stay, the middle is left out, cut at code
 * points. O(characters).
 *
 * @param maxTokens From 16.
 */
export function fitQuery(query: string, maxTokens: number): FittedQuery {
  if (estimateTokens(query) <= maxTokens) return { text: query, isShortened: false };
  const budget = Math.max(0, maxTokens - estimateTokens(omission));
  const points = Array.from(query);
  const headLength = countFitting(points, budget * headShare);
  const tailLength = countFitting(points.slice(headLength).reverse(), budget * (1 - headShare));
  const head = points.slice(0, headLength).join('').trimEnd();
  const tail = points
    .slice(points.length - tailLength)
    .join('')
    .trimStart();
  return { text: head + omission + tail, isShortened: true };
}

/**
 * Estimates how many tokens a text takes, without a tokeniser and rather too high than too low. Scripts that a
 * vocabulary may spell out in bytes count with their worst case.
 */
export function estimateTokens(text: string): number {
  const meter = new TokenMeter();
  for (const point of text) meter.add(point);
  return Math.ceil(meter.total);
}

function countFitting(points: readonly string[], budget: number): number {
  const meter = new TokenMeter();
  for (let index = 0; index < points.length; index++) {
    meter.add(points[index]);
    if (meter.total > budget) return index;
  }
  return points.length;
}

/** Adds up the cost of code points. */
class TokenMeter {
  total = 0;
  #runLength = 0;

  add(point: string): void {
    const code = point.codePointAt(0) ?? 0;
    this.#runLength = isLetter(code) || isDigit(code) ? this.#runLength + 1 : 0;
    this.total += this.#costOf(code);
  }

  #costOf(code: number): number {
    if (isDigit(code)) return 1;
    // Beyond 16 letters it is no word but code or base64, which splits about every second character.
    if (isLetter(code)) return this.#runLength > 16 ? 0.6 : 0.25;
    if (code === 0x20) return 0.4;
    if (code < 0x600) return 1;
    if (code > 0xffff) return 4;
    const isEastAsian = (code >= 0x3000 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);
    return isEastAsian ? 1.3 : 2;
  }
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
