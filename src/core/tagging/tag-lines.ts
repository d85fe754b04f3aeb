import { cleanTag } from './clean-tag.ts';
import type { FoundTags, ReplyEnd } from './found-tags.ts';
import type { RawTag } from '../model/index.ts';

const listMark = /^\s*(?:[-*•–+]\s+|\(?\d{1,2}[.):]\s*)/;

/**
 * Reads tags that stand in plain lines: a marked list (`- poem: it asks for one`), words between commas, or one short
 * line alone. Whole sentences are not taken for tags. O(characters).
 */
export function readTagLines(answer: string, end: ReplyEnd): FoundTags {
  const lines = answer.split('\n').filter((line) => !/^\s*```/.test(line) && line.trim() !== '');
  const marked = lines.filter((line) => listMark.test(line));
  const isCut = end === 'length';
  if (marked.length > 0) {
    const whole = isCut && marked.at(-1) === lines.at(-1) ? marked.slice(0, -1) : marked;
    return found(whole.map(readMarkedLine), isCut);
  }
  const line = lines.length === 1 ? lines[0].replace(/^\s*(?:tags|intentions|labels)\s*:/i, '') : '';
  const parts = line.split(/[,;]/);
  const hasLabel = lines.length === 1 && line !== lines[0];
  // One short line is a tag only when it is no sentence and no broken code: no stop, no question mark, no bracket.
  const isWords =
    hasLabel || (!/[.?!](\s|$)|[[\]{}<>]/.test(line.trim()) && line.split(/\s+/).length <= 3 * parts.length);
  if (line === '' || !isWords) return found([], false);
  return found(
    (isCut ? parts.slice(0, -1) : parts).map((tag) => ({ tag, explanation: '' })),
    isCut,
  );
}

function readMarkedLine(line: string): RawTag {
  const text = line.replace(listMark, '').trim();
  const split = /^(.+?)(?:\*\*)?\s*(?::(?:\*\*)?|\s[–—-])\s+(.+)$/.exec(text);
  return split === null ? { tag: text, explanation: '' } : { tag: split[1], explanation: split[2].trim() };
}

function found(candidates: readonly RawTag[], isCut: boolean): FoundTags {
  const tags = candidates.filter(({ tag }) => cleanTag(tag) !== null);
  return {
    tags,
    droppedCount: candidates.length - tags.length,
    isCut,
    isExact: false,
    isStructured: tags.length > 0,
  };
}
