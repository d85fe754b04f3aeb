import { cleanTag } from './clean-tag.ts';
import { nothingFound, type FoundTags, type ReplyEnd } from './found-tags.ts';
import type { RawTag } from '../model/index.ts';

// An answer that is a web page, not tags.
const pageElements = /<!doctype|<(?:html|head|body|script|style|div|nav|table|form)\b/i;
// Beyond so many elements a model only goes on and on.
const maxElements = 400;
const tagElement = /<(tag|li|item|label|intent|intention|keyword)\b[^<>]{0,80}>/gi;
const explanationElement = /<(explanation|reason|description)\b[^<>]{0,80}>([^<]*)/i;

/** Reads tags that stand in elements: `<tag>poem</tag>`, `<li>poem</li>`. O(characters). */
export function readMarkupTags(answer: string, end: ReplyEnd): FoundTags {
  if (pageElements.test(answer)) return nothingFound;
  const openings = findOpenings(answer);
  const entries = openings.flatMap((opening, index): RawTag[] => {
    const from = opening.index + opening[0].length;
    const next = openings[index + 1]?.index ?? answer.length;
    const content = answer.slice(from, next);
    const closing = content.toLowerCase().indexOf(`</${opening[1].toLowerCase()}`);
    const isCut = closing < 0 && next === answer.length && end === 'length';
    return isCut ? [] : [readElement(closing < 0 ? content : content.slice(0, closing))];
  });
  const tags = entries.filter(({ tag }) => cleanTag(tag) !== null);
  return {
    ...nothingFound,
    tags,
    droppedCount: entries.length - tags.length,
    // Where the list is closed, nothing more was to come.
    isCut: end === 'length' && !/<\/(?:tags|labels|intents|keywords|ul|ol|answer)>\W{0,20}$/i.test(answer),
    isOpen: openings.length > entries.length,
    isStructured: openings.length > 0,
  };
}

function findOpenings(answer: string): RegExpExecArray[] {
  const openings: RegExpExecArray[] = [];
  for (const opening of answer.matchAll(tagElement)) {
    if (openings.push(opening) === maxElements) break;
  }
  return openings;
}

/** Puts what stands inside `<answer>` and the like, and what is parted by `<br>`, on lines of its own. */
export function stripElements(answer: string): string {
  if (pageElements.test(answer)) return answer;
  return answer.replace(
    /<br\s{0,4}\/?>|<\/?(?:answer|output|response|results?|tags|labels|keywords|p|final)>/gi,
    '\n',
  );
}

function readElement(content: string): RawTag {
  const explanation = explanationElement.exec(content);
  const tag = explanation === null ? content : content.slice(0, explanation.index);
  return { tag: readText(tag), explanation: explanation === null ? '' : readText(explanation[2]) };
}

function readText(content: string): string {
  // Only as far as the next element, so that two texts never grow together.
  const text = content.split(/<[^<>]{0,80}>/).find((piece) => piece.trim() !== '') ?? '';
  return text.replace(/&(amp|lt|gt|quot|#39|apos);/g, (_, name: string) => entities[name] ?? '').trim();
}

const entities: Readonly<Record<string, string>> = Object.freeze({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  apos: "'",
});
