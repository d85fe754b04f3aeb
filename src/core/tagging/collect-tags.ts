import { nothingFound, type FoundTags, type ReplyEnd } from './found-tags.ts';
import { opensValue, readLooseJson, type LooseOptions, type LooseReading } from './loose-json.ts';
import { kindOfLabel, tagWord } from './reply-words.ts';
import { isObject, readTagValues, type TagValues } from './tag-values.ts';
import type { RawTag } from '../model/index.ts';

/** Tags of the list that our prompt gives as an example; models copy it before they answer. */
export const exampleTags: readonly string[] = Object.freeze(['poem writing', 'sea', 'rhyme scheme']);

/** More words than this around a list of bare words make it part of a letter or an essay. */
const maxWordsAround = 12;
// Beyond so many lists a model only goes on and on.
const maxLists = 200;
// A line's label, or a call in a program, is no longer.
const lookBack = 80;

/**
 * Finds the tags in the arrays and objects of an answer. Objects with one tag each count as one list, and so do arrays
 * of one tag that follow each other. Of several lists an example counts least and what is called final most; then the
 * one with most tags wins, the later one of equals. Lists that follow without a word between are runaways. O(characters).
 */
export function collectTags(answer: string, end: ReplyEnd, options: LooseOptions): FoundTags {
  const lists: TagList[] = [];
  for (const list of readLists(answer, options)) addList(lists, list, answer);
  const best = lists.reduce<TagList | undefined>(betterOf, undefined);
  return best === undefined ? nothingFound : describe(best, answer, end);
}

function* readLists(answer: string, options: LooseOptions): Generator<TagList> {
  const wordsAround = options.allowBareWords ? countWordsAround(answer) : 0;
  let from = 0;
  for (let count = 0; count < maxLists; count++) {
    const start = nextOpening(answer, from);
    if (start < 0) return;
    const reading = readLooseJson(answer, start, options);
    from = Math.max(reading.end, start + 1);
    const before = answer.slice(Math.max(0, start - lookBack), start);
    // A Markdown link, or a program.
    if (answer[from] === '(' || isCode(before)) continue;
    if (options.allowBareWords && !standsAlone(before, answer, { from, wordsAround })) continue;
    const list = new TagList(reading, start, { before, hasBareWords: options.allowBareWords });
    if (list.isList) yield list;
  }
}

function addList(lists: TagList[], list: TagList, answer: string): void {
  const previous = lists.at(-1);
  const gap = previous === undefined ? '' : answer.slice(previous.end, list.start);
  if (previous?.belongsWith(list, gap) === true) previous.append(list);
  else if (previous === undefined || previous.rank === 0 || previous.tags.length === 0 || !isOnlyMarks(gap))
    lists.push(list);
  // Runaways count for where the answer goes on, not for what it says.
  else previous.end = list.end;
}

/** Marks between lists that say nothing: commas, list marks, fences. */
function isOnlyMarks(gap: string): boolean {
  return /^(?:[\s,;、，.*•–—+-]|\d{1,2}[.)]|```(?:json)?|and\b)*$/i.test(gap);
}

function betterOf(best: TagList | undefined, list: TagList): TagList {
  if (best === undefined || list.rank > best.rank) return list;
  if (list.rank < best.rank || repeats(list, best)) return best;
  return list.rank > 1 || list.tags.length >= best.tags.length ? list : best;
}

function repeats(list: TagList, earlier: TagList): boolean {
  return list.tags.length > 0 && list.tags.every(({ tag }, index) => tag === earlier.tags[index]?.tag);
}

function describe(list: TagList, answer: string, end: ReplyEnd): FoundTags {
  const isWhole = list.start === 0 && list.end === answer.length;
  return {
    tags: list.tags,
    droppedCount: list.droppedCount,
    isCut: list.isCutInside || (!list.isClosed && end === 'length'),
    isOpen: list.isCutInside || !list.isClosed,
    isExact: isWhole && !list.isGuess && isValidJson(answer),
    isStructured: true,
    isBlank: list.tags.length === 0 && list.droppedCount === list.blankCount,
    isEcho: list.rank === 0,
  };
}

interface Surroundings {
  readonly before: string;
  readonly hasBareWords: boolean;
}

/** The tags of one array or object, or of several that make one list. */
class TagList {
  readonly tags: RawTag[];
  readonly isList: boolean;
  readonly isObject: boolean;
  /** 0 for an example, 2 for what is called final. */
  readonly rank: number;
  readonly #label: string;
  droppedCount: number;
  blankCount: number;
  isGuess: boolean;
  isClosed: boolean;
  isCutInside: boolean;
  end: number;
  #isSingle: boolean;

  constructor(
    reading: LooseReading,
    readonly start: number,
    { before, hasBareWords }: Surroundings,
  ) {
    const values: TagValues = readTagValues(reading.value, { isClosed: reading.isClosed, hasBareWords });
    this.tags = [...values.tags];
    this.isObject = isObject(reading.value);
    this.isList = values.isList;
    this.droppedCount = values.droppedCount + reading.skippedCount;
    this.blankCount = values.blankCount;
    this.isGuess = values.isGuess;
    this.#isSingle = values.isSingle;
    this.isClosed = reading.isClosed;
    this.isCutInside = reading.isCutInside;
    this.end = reading.end;
    this.#label = /(?:^|\n)[\s*#>-]*([\p{L} ]{2,20})\**\s*[:：]\**\s*$/u.exec(before)?.[1] ?? '';
    this.rank = isExample(this.tags, before) ? 0 : isCalledFinal(before) ? 2 : 1;
  }

  /** Tells whether a later list continues this one. */
  belongsWith(next: TagList, gap: string): boolean {
    if (this.rank !== next.rank) return false;
    const haveLabels = kindOfLabel(this.#label) === 'facet' && kindOfLabel(next.#label) === 'facet';
    if (haveLabels) return true;
    if (!this.#isSingle || !(next.#isSingle || next.tags.length === 0)) return false;
    return this.isObject === next.isObject && (this.isObject || isOnlyMarks(gap));
  }

  append(next: TagList): void {
    this.tags.push(...next.tags);
    this.droppedCount += next.droppedCount;
    this.blankCount += next.blankCount;
    this.isGuess ||= next.isGuess;
    this.isClosed = next.isClosed;
    this.isCutInside = next.isCutInside;
    this.end = next.end;
  }
}

function isExample(tags: readonly RawTag[], before: string): boolean {
  const isOurs =
    tags.length === exampleTags.length
      ? tags.every(({ tag }, index) => tag === exampleTags[index])
      : tags.length === 1 && tags[0].tag === exampleTags[0] && tags[0].explanation === 'It asks for a poem.';
  return (
    isOurs || /(?:\be\.g\.|\bfor example|\bfor instance|\bsuch as|\binstead of|例如)[\s,:：`]*$/i.test(before)
  );
}

function isCalledFinal(before: string): boolean {
  return /\b(?:final|corrected|revised|refined|better)\b[^.\n]{0,30}$/i.test(before);
}

/** Tells by the text before a bracket whether it is an argument, an index or a value in a program. */
function isCode(before: string): boolean {
  if (/```\w*$/.test(before)) return false;
  const assigned = /(\w+)\s*(?::\s*[\w<>[\]]+\s*)?=\s*$/.exec(before)?.[1];
  if (assigned !== undefined) return !/tag|label|intent|keyword|result|answer|output|categor/i.test(assigned);
  const called = /(\w+)\s*\($/.exec(before)?.[1];
  if (called !== undefined) return !/tag|label|intent|keyword/i.test(called);
  return /(?:[A-Za-z0-9_)\]]|\breturn\s+)$/.test(before) && !/\b(?:boxed|json|tags?|are|is)$/i.test(before);
}

interface Place {
  readonly from: number;
  readonly wordsAround: number;
}

/** Bare words in brackets are tags when they have a line of their own or a label, not in the middle of a letter. */
function standsAlone(before: string, answer: string, { from, wordsAround }: Place): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/[:：=]\W*$/.test(line) && tagWord.test(line)) return true;
  const after = /^[^\n]{0,80}/.exec(answer.slice(from, from + lookBack))?.[0] ?? '';
  return (
    wordsAround <= maxWordsAround &&
    !/[\p{L}\p{N}]/u.test(withoutBrackets(line)) &&
    !/[\p{L}\p{N}]/u.test(withoutBrackets(after))
  );
}

function countWordsAround(answer: string): number {
  return withoutBrackets(answer).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

function withoutBrackets(text: string): string {
  return text.replace(/[[【［{｛][^\]】］}｝]*[\]】］}｝]?/g, ' ');
}

function nextOpening(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    if (opensValue(text[index])) return index;
  }
  return -1;
}

function isValidJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
