import { cleanTag } from './clean-tag.ts';
import { collectTags } from './collect-tags.ts';
import type { FoundTags, ReplyEnd } from './found-tags.ts';
import { maxTagCount } from './prompt.ts';
import { readTagLines } from './tag-lines.ts';
import type { RawTag, Reply, ReplyStatus } from '../model/index.ts';

// A capped answer has some hundred characters; what lies beyond this comes from a runaway.
const maxCharacters = 20_000;

const refusal =
  /^\W*(?:(?:i['’]?m|i am)\s+(?:very\s+|truly\s+)?(?:sorry|unable|not able|afraid)|sorry\b|apologies|i\s+(?:can(?:no|['’]?)t|cannot|won['’]?t|will not|must decline|do not feel comfortable)|as an ai\b|unfortunately,? i\b|我(?:很)?抱歉|抱歉|对不起)/i;

/**
 * Reads the tags out of what a model wrote, whatever it wrapped them in: thinking, prose, code fences, objects with
 * explanations, lists, broken JSON. It takes only words of the text and never throws.
 *
 * - `ok`: the text is just the list that was asked for.
 * - `repaired`: the tags are there, but something around them or among them was passed over.
 * - `truncated`: the text was cut off; the tags before the cut are given, the one in the cut is not.
 * - `refused`, `empty`, `invalid`: no tags; the model declined, wrote nothing, or wrote something else.
 */
export function parseReply(rawText: string, end: ReplyEnd): Reply {
  const { text, isOpen } = removeThinking(rawText.slice(0, maxCharacters));
  const answer = text.trim();
  if (answer === '') return reply(isOpen || end === 'length' ? 'truncated' : 'empty', [], rawText);
  const found = findTags(answer, end);
  const tags = uniqueTags(found.tags).slice(0, maxTagCount);
  if (found.isCut) return reply('truncated', tags, rawText);
  if (tags.length === 0) return reply(statusWithout(answer, found, end), [], rawText);
  const isClean = found.isExact && tags.length === found.tags.length && found.droppedCount === 0;
  return reply(isClean ? 'ok' : 'repaired', tags, rawText);
}

function findTags(answer: string, end: ReplyEnd): FoundTags {
  const quoted = collectTags(answer, end, { allowBareWords: false });
  if (quoted.tags.length > 0 || refusal.test(answer)) return quoted;
  const bare = collectTags(answer, end, { allowBareWords: true });
  if (bare.tags.length > 0 || bare.isStructured) return bare;
  return readTagLines(answer, end);
}

function statusWithout(answer: string, found: FoundTags, end: ReplyEnd): ReplyStatus {
  if (refusal.test(answer)) return 'refused';
  if (end === 'length') return 'truncated';
  return found.isStructured && found.droppedCount === 0 ? 'empty' : 'invalid';
}

/** Takes out `<think>…</think>`; the text before a closing mark without an opening one is thinking as well. */
function removeThinking(text: string): { readonly text: string; readonly isOpen: boolean } {
  const closed = text.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, '\n');
  const afterClosing = closed.slice(lastEnd(closed, /<\/think(?:ing)?>/gi));
  const opening = afterClosing.search(/<think(?:ing)?>/i);
  return opening < 0
    ? { text: afterClosing, isOpen: false }
    : { text: afterClosing.slice(0, opening), isOpen: true };
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
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

function reply(status: ReplyStatus, tags: readonly RawTag[], rawText: string): Reply {
  return { status, tags, rawText };
}
