import { maxTagCount } from './answer-form.ts';
import { cleanTag } from './clean-tag.ts';
import { collectTags } from './collect-tags.ts';
import { nothingFound, type FoundTags, type ReplyEnd } from './found-tags.ts';
import { readMarkupTags, stripElements } from './markup-tags.ts';
import { frameAnswer, type AnswerPart } from './reply-frame.ts';
import { hasQuotedRefusal, isRefusal, saysNoTags } from './reply-words.ts';
import { readTagLines } from './tag-lines.ts';
import type { RawTag, Reply, ReplyStatus } from '../model/index.ts';

// An answer after long thinking has some ten thousand characters; what lies beyond this comes from a runaway.
const maxCharacters = 200_000;
const maxWordsPerPart = 3;
/** So many tags in a row that were given before are a loop: more tokens would bring no more tags. */
const loopLength = 5;

/**
 * Reads the tags out of what a model wrote, whatever it wrapped them in: thinking, prose, code fences, objects with
 * explanations, lists, tables, elements, broken JSON. It takes only words of the text and never throws.
 *
 * - `ok`: the text is just the list that was asked for.
 * - `repaired`: the tags are there, but something around them or among them was passed over.
 * - `truncated`: the text was cut off; the tags before the cut are given, the one in the cut is not.
 * - `refused`, `empty`, `invalid`: no tags; the model declined, wrote nothing, or wrote something else.
 */
export function parseReply(rawText: string, end: ReplyEnd): Reply {
  const { parts, openThought, isSilent } = frameAnswer(rawText.slice(0, maxCharacters));
  const read = parts.map((part) => ({ part, found: findTags(part, end) }));
  const best = read.find(({ found }) => found.tags.length > 0 && !found.isEcho) ?? read.find(hasTags);
  if (best !== undefined) return describe(best.found, best.part, rawText);
  if (openThought !== null) return readThought(openThought, end, rawText);
  if (isSilent) return reply(end === 'length' ? 'truncated' : 'empty', [], rawText);
  return reply(statusWithout(read, end), [], rawText);
}

interface ReadPart {
  readonly part: AnswerPart;
  readonly found: FoundTags;
}

function hasTags({ found }: ReadPart): boolean {
  return found.tags.length > 0;
}

function describe(found: FoundTags, { isWhole }: AnswerPart, rawText: string): Reply {
  const distinct = uniqueTags(found.tags);
  const all = splitOnly(distinct, found);
  if (all.length === 1 && saysNoTags(all[0].tag)) return reply('empty', [], rawText);
  const tags = all.slice(0, maxTagCount);
  const isComplete = all.length >= maxTagCount || endsInLoop(found.tags);
  if ((found.isCut && !isComplete) || tags.length === 0) return reply('truncated', tags, rawText);
  const isClean =
    isWhole &&
    found.isExact &&
    all === distinct &&
    tags.length === found.tags.length &&
    found.droppedCount === 0;
  return reply(isClean ? 'ok' : 'repaired', tags, rawText);
}

/**
 * Splits an only tag `a, b, c` when each part is short enough for a tag; while more may come it cannot be told from a
 * tag with a comma.
 */
function splitOnly(tags: readonly RawTag[], { isOpen }: FoundTags): readonly RawTag[] {
  if (tags.length !== 1) return tags;
  const [{ tag, explanation }] = tags;
  const parts = tag.split(/,\s+/);
  const isList = parts.length > 1 && parts.every((part) => part.split(' ').length <= maxWordsPerPart);
  if (!isList) return tags;
  return isOpen ? [] : uniqueTags(parts.map((part) => ({ tag: part, explanation })));
}

/** A thought that was never closed holds no answer, unless the model stopped right after a list on a line of its own. */
function readThought(thought: string, end: ReplyEnd, rawText: string): Reply {
  const lastLine = thought.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const isList = end === 'stop' && /^[[{].*[\]}]$/.test(lastLine);
  const found = isList ? collectTags(lastLine, end, { allowBareWords: false }) : nothingFound;
  const tags = uniqueTags(found.tags).slice(0, maxTagCount);
  return reply(tags.length > 0 ? 'repaired' : 'truncated', tags, rawText);
}

function findTags({ text, isLast }: AnswerPart, rawEnd: ReplyEnd): FoundTags {
  const end = isLast ? rawEnd : 'stop';
  const answer = unescapeOnce(text);
  const found = findTagsIn(answer, end);
  return answer === text ? found : { ...found, isExact: false };
}

function findTagsIn(answer: string, end: ReplyEnd): FoundTags {
  const quoted = collectTags(answer, end, { allowBareWords: false });
  if ((quoted.tags.length > 0 && !quoted.isEcho) || isRefusal(answer)) return quoted;
  if (saysNoTags(answer)) return { ...nothingFound, isStructured: true, isBlank: true };
  const others = [
    () => readMarkupTags(answer, end),
    () => collectTags(answer, end, { allowBareWords: true }),
    () => readTagLines(stripElements(answer), end),
  ];
  for (const look of others) {
    const found = look();
    if (found.tags.length > 0 && !found.isEcho) return found;
  }
  return quoted;
}

/** Takes one layer of escapes off an answer that is JSON in a text, or JSON with quotes escaped for a page. */
function unescapeOnce(text: string): string {
  if (/^"[^"]*[[{]/.test(text.slice(0, 20))) {
    const inner = parseText(text);
    if (inner !== null && /^\s*[[{]/.test(inner)) return inner;
  }
  if (/^[^"'[{]{0,200}[[{]\s{0,20}\\["']/.test(text)) return text.replace(/\\(["'])/g, '$1');
  return !text.includes('"') && text.includes('&quot;') ? text.replaceAll('&quot;', '"') : text;
}

function parseText(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function statusWithout(read: readonly ReadPart[], end: ReplyEnd): ReplyStatus {
  if (read.some(({ part }) => isRefusal(part.text) || hasQuotedRefusal(part.text))) return 'refused';
  if (end === 'length') return 'truncated';
  return read.some(({ found }) => found.isStructured && found.isBlank) ? 'empty' : 'invalid';
}

/** Drops tags that repeat an earlier one but for case. */
function uniqueTags(tags: readonly RawTag[]): RawTag[] {
  const seen = new Set<string>();
  return tags.flatMap(({ tag, explanation }) => {
    const bare = cleanTag(tag) ?? '';
    const key = bare.toLowerCase();
    if (key === '' || seen.has(key)) return [];
    seen.add(key);
    return [{ tag: bare, explanation }];
  });
}

function endsInLoop(tags: readonly RawTag[]): boolean {
  const keys = tags.map(({ tag }) => (cleanTag(tag) ?? '').toLowerCase());
  const before = new Set(keys.slice(0, -loopLength));
  return keys.length > loopLength && keys.slice(-loopLength).every((key) => before.has(key));
}

function reply(status: ReplyStatus, tags: readonly RawTag[], rawText: string): Reply {
  return { status, tags, rawText };
}
