import { cleanTag } from './clean-tag.ts';
import { nothingFound, type FoundTags, type ReplyEnd } from './found-tags.ts';
import { kindOfLabel, tagWord } from './reply-words.ts';

const separators = /[,;|·・、，；،؛\t]|(?<=^|\s)(?=#\p{L})/u;
const quotedText =
  /"([^"\n]{1,80})"|“([^”\n]{1,80})”|«([^»\n]{1,80})»|「([^」\n]{1,80})」|『([^』\n]{1,80})』/g;
/** A sentence that names tags in quotes has hardly more words beside them. */
const maxWordsAround = 15;
const maxWordsPerPart = 3;
/** Words alone on lines, without anything that calls them tags, are verse when there are more of them. */
const maxMeanWords = 2;
const maxLines = 14;
// Signs of programs and of broken JSON.
const codeSigns = /[[\]{}<>=\\]|:\/\/|\s[*+^]\s|\w\(\w/;
// An answer in a word, or a choice among those of a question.
const smallTalk =
  /^[A-H][).]\s|^(?:true|false|sure|ok|okay|yes|no|done|hello|hi|hey|thanks|thank you|of course|certainly|absolutely)\W*$/i;

/**
 * Reads tags from words without list marks: in quotes, between commas, after a label, or a few on each line.
 *
 * @param lines Of the answer, without empty ones.
 */
export function readTagWords(lines: readonly string[], end: ReplyEnd): FoundTags {
  const isCut = end === 'length';
  const quoted = readQuoted(lines.join('\n'));
  if (quoted.length > 0) return found(quoted, isCut);
  if (lines.some((line) => codeSigns.test(line))) return nothingFound;
  const { isLabelled, rest } = takeLabels(lines);
  const isList = rest.length === 1 ? isWordLine(rest[0], isLabelled) : isWordList(rest, isLabelled);
  if (!isList) return nothingFound;
  const parts = rest.flatMap(splitLine);
  if (!isCut) return found(parts, isCut);
  return found(rest.length === 1 ? parts.slice(0, -1) : rest.slice(0, -1).flatMap(splitLine), isCut);
}

/** Quoted texts, when there is hardly anything else, or a sentence that says they are tags. */
function readQuoted(text: string): string[] {
  if (text.length > 2000 || codeSigns.test(text)) return [];
  const around = text.replace(quotedText, ' ');
  const isAboutTags = tagWord.test(text) && countWords(around) <= maxWordsAround;
  if (/["“«「『]/.test(around) || (/[\p{L}\p{N}]/u.test(around) && !isAboutTags)) return [];
  return [...text.matchAll(quotedText)]
    .map((match) => match.slice(1).find((inner) => inner !== undefined) ?? '')
    .filter((inner) => kindOfLabel(inner) === 'other' && countWords(inner) <= 2 * maxWordsPerPart);
}

interface Unlabelled {
  /** Whether something before the words calls them tags. */
  readonly isLabelled: boolean;
  readonly rest: readonly string[];
}

/** Takes off headings, `Tags:`, a sentence up to its colon, and lines that only explain. */
function takeLabels(lines: readonly string[]): Unlabelled {
  let isLabelled = false;
  const rest = lines.flatMap((line, index) => {
    const unlabelled =
      takeLabel(line, index === 0 && lines.length > 1) ?? (index === 0 ? takeSentence(line) : undefined);
    if (unlabelled === undefined) return [line];
    isLabelled = true;
    return unlabelled === '' ? [] : [unlabelled];
  });
  return { isLabelled, rest };
}

/** What stands after a label; nothing for a heading. Undefined for a line without a label. */
function takeLabel(line: string, mayOpen: boolean): string | undefined {
  const match = /^[#*\s]*([^:：]{1,120}?)[*\s]*(?:([:：])[*\s]*(.*))?$/u.exec(line);
  if (match === null) return undefined;
  const [, label, colon, value = ''] = match;
  const kind = kindOfLabel(label);
  const isHeading = value === '' && (colon !== undefined || line.startsWith('#'));
  if (kind === 'explanation' && colon !== undefined) return '';
  if (['list', 'tag', 'facet'].includes(kind))
    return isHeading || colon !== undefined || mayOpen ? value : undefined;
  return isHeading && mayOpen && tagWord.test(label) ? '' : undefined;
}

/** `The tags are: a, b` and `I would say the tags are a, b.`. */
function takeSentence(line: string): string | undefined {
  const [, afterColon] =
    /^.{0,160}?\b(?:hash)?(?:tags?|labels?|keywords?|intents?|intentions?)\b[^:：]{0,60}[:：]\**\s*(\S.*)$/iu.exec(
      line,
    ) ?? [];
  if (afterColon !== undefined) return afterColon;
  const [, afterVerb] =
    /^.{0,160}?\b(?:tags|labels|keywords)\s+(?:are|would be|could be|include)\s+([^.:]+,[^.:]+)\.?$/iu.exec(
      line,
    ) ?? [];
  return afterVerb;
}

/** Splits at commas and the like; round brackets around all are Python's tuple. */
function splitLine(line: string): string[] {
  return line
    .replace(/^\s*\(([^()]*)\)\s*$/, '$1')
    .split(separators)
    .map((part) => part.replace(/^\s*(?:and|or|und|et|y|и|و)\s+(?=\S)/i, ''))
    .filter((part) => part.trim() !== '');
}

/** One line is tags only when it is no sentence; several short parts may end in a stop. */
function isWordLine(line: string, isLabelled: boolean): boolean {
  if (isLabelled) return true;
  const parts = splitLine(line);
  if (smallTalk.test(line) || parts.some((part) => smallTalk.test(part))) return false;
  const isShort = parts.every((part) => countWords(part) <= maxWordsPerPart);
  const text = line.trim();
  if (/[.?!。？！](?:\s|$)/.test(parts.length > 2 && isShort ? text.replace(/[.。]$/, '') : text))
    return false;
  return countWords(line) <= maxWordsPerPart * parts.length;
}

function isWordList(lines: readonly string[], isLabelled: boolean): boolean {
  if (lines.length === 0 || lines.length > maxLines) return false;
  const parts = lines.flatMap(splitLine);
  const words = parts.map(countWords);
  const total = words.reduce((sum, count) => sum + count, 0);
  if (words.some((count) => count > maxWordsPerPart) || lines.some((line) => /[.?!:。？！：]\s*$/.test(line)))
    return false;
  return isLabelled || total <= maxMeanWords * parts.length;
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

function found(candidates: readonly string[], isCut: boolean): FoundTags {
  const tags = candidates.filter((tag) => cleanTag(tag) !== null);
  return {
    ...nothingFound,
    tags: tags.map((tag) => ({ tag, explanation: '' })),
    droppedCount: candidates.length - tags.length,
    isCut,
    isOpen: isCut,
    isStructured: tags.length > 0,
  };
}
