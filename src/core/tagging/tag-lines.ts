import { cleanTag } from './clean-tag.ts';
import { nothingFound, type FoundTags, type ReplyEnd } from './found-tags.ts';
import { kindOfLabel, tagWord, type LabelKind } from './reply-words.ts';
import { readTagWords } from './tag-words.ts';
import type { RawTag } from '../model/index.ts';

const listMark =
  /^(\s*)(?:[-*•·・‣◦▪–+](?:\s+|(?=\p{L}))|\(?\d{1,2}(?:[.):]\s*|、)|\(?[a-h]\)\s+|[①-⑳]\s*)(?:\[[ xX]?\]\s+)?/u;
/** Lines longer than this are prose; patterns need not see them. */
const maxLineLength = 400;
/** No list of tags is longer; what follows is a runaway. */
const maxLines = 400;
/** Steps of a recipe have more words than tags. */
const maxMeanWords = 3;
/** More words than this around a list that nobody calls tags make it a part of an essay. */
const maxWordsAround = 25;

/** A line without its list mark. */
interface Line {
  readonly text: string;
  readonly indent: number;
  readonly isMarked: boolean;
}

/** Lines of an answer with what is known about all of them. */
interface Lines {
  readonly all: readonly Line[];
  /** Whether the last line was cut off. */
  readonly isCut: boolean;
  /** Whether the answer says that it is about tags. */
  readonly isAboutTags: boolean;
}

/**
 * Reads tags that stand in plain lines: labels with values (`Task: poem`), tables, marked lists (`- poem: it asks for
 * one`), tags with explanations, words between commas, or a few words a line. Whole sentences are not taken for tags.
 * O(characters).
 */
export function readTagLines(answer: string, end: ReplyEnd): FoundTags {
  const all = answer.split('\n').filter(isWorthReading).slice(0, maxLines).map(readLine);
  const isCut = end === 'length';
  const lines: Lines = { all, isCut, isAboutTags: tagWord.test(answer) };
  const entries =
    readLabelled(lines) ?? readTable(lines) ?? readMarked(lines) ?? readBold(lines) ?? readExplained(lines);
  if (entries !== undefined) return found(entries, isCut);
  const texts = all.map(({ text }) => text);
  return readTagWords(texts, end);
}

function found(entries: readonly RawTag[], isCut: boolean): FoundTags {
  const tags = entries.filter(({ tag }) => cleanTag(tag) !== null);
  return {
    ...nothingFound,
    tags,
    droppedCount: entries.length - tags.length,
    isCut,
    isOpen: isCut,
    isStructured: tags.length > 0,
  };
}

function isWorthReading(line: string): boolean {
  return (
    line.trim() !== '' && !/^\s*(?:```|~~~)\s*\w*\s*$|^\s*[-–—_=*]{3,}\s*$/.test(line.slice(0, maxLineLength))
  );
}

function readLine(line: string): Line {
  const text = line.slice(0, maxLineLength);
  const mark = listMark.exec(text);
  const isBold = /^\s*\*\*/.test(text);
  if (mark === null || isBold) return { text: text.trim(), indent: text.search(/\S|$/), isMarked: false };
  return { text: text.slice(mark[0].length).trim(), indent: mark[1].length, isMarked: true };
}

/** What stands before and after the first colon of a line; bold marks do not matter. */
interface Labelled {
  readonly kind: LabelKind;
  readonly value: string;
}

function readLabel({ text }: Line): Labelled | undefined {
  const match = /^[*_#>\s]*([\p{L}\p{M}\d _/-]{2,30}?)[*_]*\s*[:：][*_]*\s*(.*)$/u.exec(text);
  return match === null ? undefined : { kind: kindOfLabel(match[1]), value: match[2] };
}

/** `Tag: poem` and `Explanation: …` in turn, or `Task: poem`, `Subject: sea`. */
function readLabelled({ all, isCut }: Lines): RawTag[] | undefined {
  const labelled = all.map(readLabel);
  const hasTags = labelled.some((label) => label?.kind === 'tag' && label.value !== '');
  const facets = labelled.filter((label) => label?.kind === 'facet' && label.value !== '');
  if (!hasTags && (facets.length < 2 || facets.length < all.length - 2)) return undefined;
  const entries: { tag: string; explanation: string; line: number }[] = [];
  labelled.forEach((label, line) => {
    const last = entries.at(-1);
    if (label?.kind === 'tag' && hasTags) entries.push({ tag: label.value, explanation: '', line });
    else if (label?.kind === 'facet' && !hasTags) {
      label.value.split(/[,;、，；]/).forEach((tag) => entries.push({ tag, explanation: '', line }));
    } else if (label?.kind === 'explanation' && last !== undefined) last.explanation ||= label.value;
  });
  const whole = isCut ? entries.filter(({ line }) => line < all.length - 1) : entries;
  return whole.map(({ tag, explanation }) => ({ tag, explanation }));
}

/** A Markdown table, or comma-separated values under a head that says `tag`. */
function readTable({ all, isCut }: Lines): RawTag[] | undefined {
  const rows = all
    .filter(({ text }) => text.startsWith('|'))
    .map(({ text }) => text.slice(1).split('|').map(trimCell));
  const isTable = rows.length >= 2;
  const table = isTable ? rows : all.map(({ text }) => splitCells(text));
  const column = table[0]?.findIndex((cell) => ['tag', 'list', 'name'].includes(kindOfLabel(cell))) ?? -1;
  if (column < 0 || table.length < 2 || (!isTable && table[0].length > 3)) return undefined;
  if (!isTable && table[0].some((cell) => kindOfLabel(cell) === 'other')) return undefined;
  const why = table[0].findIndex((cell) => kindOfLabel(cell) === 'explanation');
  const body = table.slice(1).filter((cells) => !/^[\s:|-]*$/.test(cells.join('')));
  return (isCut ? body.slice(0, -1) : body).map((cells) => ({
    tag: cells[column] ?? '',
    explanation: why < 0 ? '' : (cells[why] ?? ''),
  }));
}

/** Splits at commas, but not within double quotes. */
function splitCells(line: string): string[] {
  return (line.match(/(?:"[^"]*"|[^,"])+/g) ?? []).map(trimCell);
}

function trimCell(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1');
}

/** A list with marks or numbers; what is indented below an entry belongs to it. */
function readMarked({ all, isCut, isAboutTags }: Lines): RawTag[] | undefined {
  const first = all.find(({ isMarked }) => isMarked);
  if (first === undefined) return undefined;
  const marked = all.filter(({ isMarked, indent }) => isMarked && indent <= first.indent + 1);
  const wordsAround = countWords(all.filter(({ isMarked }) => !isMarked).map(({ text }) => text));
  const entries = marked.flatMap(readEntries);
  const isLastCut = isCut && marked.at(-1) === all.at(-1);
  // With a part of its explanation, a tag is whole.
  if (isLastCut && entries.at(-1)?.explanation === '') entries.pop();
  const isLong = countWords(entries.map(({ tag }) => tag)) > maxMeanWords * entries.length;
  // An answer in steps or points is no list of tags, whatever it looks like.
  if (!isAboutTags && (isLong || wordsAround > maxWordsAround)) return [];
  return entries;
}

function readEntries({ text }: Line): RawTag[] {
  const inner = text.split(/\s+(?=\(?\d{1,2}[.)]\s)|\s*(?=[①-⑳])/);
  return inner.map((part) => splitEntry(part.replace(listMark, '').replace(/,$/, '')));
}

/** `**poem**: it asks for one`, `poem – it asks for one`, `poem (it asks for one)`. */
function splitEntry(text: string): RawTag {
  const split =
    /^([^:：]{1,80}?)\**\s?(?:(?::\**\s+|：\**\s*)|\s[–—-]\s+)(\S.*)$/.exec(text) ??
    /^([^()]{2,80}?)\s+\(((?:\S+\s+){3,}\S+)\)$/.exec(text);
  return split === null ? { tag: text, explanation: '' } : { tag: split[1], explanation: split[2].trim() };
}

/** `**poem**: it asks for one` on every line. */
function readBold({ all, isCut }: Lines): RawTag[] | undefined {
  const entries = all.map(({ text }) => /^\*\*([^*]+)\*\*\s*[:：–—-]?\s*(.*)$/.exec(text));
  if (entries.some((entry) => entry === null || entry[2].startsWith(','))) return undefined;
  const tags = entries.flatMap((entry) =>
    entry === null ? [] : [{ tag: entry[1], explanation: entry[2].trim() }],
  );
  return isCut ? tags.slice(0, -1) : tags;
}

/** `poem writing: it asks for a poem` on every line, in lower case; dialogues and recipes have capitals. */
function readExplained({ all, isCut }: Lines): RawTag[] | undefined {
  const entries = all.map(({ text }) =>
    /^([\p{Ll}\p{Lo}][^:：.!?,]{1,40}?)(?:\s*[:：]|\s[–—-])\s+(\S.*\s.*\s.*)$/u.exec(text),
  );
  if (all.length < 2 || entries.some((entry) => entry === null || countWords([entry[1]]) > maxMeanWords))
    return undefined;
  const tags = entries.flatMap((entry) => (entry === null ? [] : [{ tag: entry[1], explanation: entry[2] }]));
  return isCut ? tags.slice(0, -1) : tags;
}

function countWords(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + (text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0), 0);
}
