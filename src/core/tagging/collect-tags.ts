import { cleanTag } from './clean-tag.ts';
import {
  readLooseJson,
  type LooseObject,
  type LooseOptions,
  type LooseReading,
  type LooseValue,
} from './loose-json.ts';
import type { RawTag } from '../model/index.ts';
import type { FoundTags, ReplyEnd } from './found-tags.ts';

const listKeys = new Set(['tags', 'tag', 'intentions', 'intents', 'intention', 'intent', 'labels']);
const tagKeys = new Set(['tag', 'intention', 'intent', 'label', 'name']);
const explanationKeys = new Set(['explanation', 'reason', 'description', 'rationale', 'why']);

/**
 * Finds the tags in the arrays and objects of an answer. Objects that follow each other count as one list; of several
 * lists the one with most tags wins, the later one of equals, because models quote the example before they answer.
 */
export function collectTags(answer: string, end: ReplyEnd, options: LooseOptions): FoundTags {
  let best: Collection | undefined;
  let previous: Collection | undefined;
  let from = 0;
  for (let start = nextBracket(answer, from); start >= 0; start = nextBracket(answer, from)) {
    const reading = readLooseJson(answer, start, options);
    from = Math.max(reading.end, start + 1);
    if (/^\(/.test(answer.slice(from))) continue;
    const current = new Collection(reading, start);
    const isNext = previous !== undefined && /^[\s,;]*$/.test(answer.slice(previous.end, start));
    if (previous !== undefined && isNext && previous.isObject && current.isObject) previous.append(current);
    else previous = current;
    if (previous.isList && (best === undefined || previous.tags.length >= best.tags.length)) best = previous;
  }
  return best === undefined ? readJsonString(answer) : describe(best, answer, end);
}

function describe(list: Collection, answer: string, end: ReplyEnd): FoundTags {
  const isWhole = list.start === 0 && list.end === answer.length;
  const isCut = list.isCutInside || (!list.isClosed && end === 'length');
  return {
    tags: list.tags,
    droppedCount: list.droppedCount,
    isCut,
    isExact: isWhole && isValidJson(answer),
    isStructured: true,
  };
}

/** An answer that is one JSON string, `"travel advice"`, is one tag. */
function readJsonString(answer: string): FoundTags {
  const inner = /^"([^"\\\n]+)"$/.exec(answer)?.[1];
  const tags = inner === undefined || cleanTag(inner) === null ? [] : [{ tag: inner, explanation: '' }];
  const droppedCount = inner !== undefined && tags.length === 0 ? 1 : 0;
  return { tags, droppedCount, isCut: false, isExact: false, isStructured: inner !== undefined };
}

/** The tags of one array or object. */
class Collection {
  readonly tags: RawTag[] = [];
  readonly isObject: boolean;
  droppedCount = 0;
  /** False for an object that has neither a tag nor a list of tags, such as `{"error": "…"}`. */
  isList = true;
  isClosed: boolean;
  isCutInside: boolean;
  end: number;

  constructor(
    reading: LooseReading,
    readonly start: number,
  ) {
    const { value } = reading;
    this.end = reading.end;
    this.isClosed = reading.isClosed;
    this.isCutInside = reading.isCutInside;
    this.isObject = isObject(value);
    if (isList(value)) value.forEach((item) => this.#takeItem(item));
    else if (isObject(value)) this.#takeObject(value);
  }

  append(next: Collection): void {
    this.tags.push(...next.tags);
    this.droppedCount += next.droppedCount;
    this.isList ||= next.isList;
    this.isClosed = next.isClosed;
    this.isCutInside = next.isCutInside;
    this.end = next.end;
  }

  #takeItem(item: LooseValue): void {
    if (typeof item === 'string') this.#takeText(item, '');
    else if (isObject(item)) this.#takeEntry(item);
    else if (isList(item)) item.forEach((inner) => this.#takeItem(inner));
    else this.droppedCount++;
  }

  /** `{"tag": …, "explanation": …}`. */
  #takeEntry(entry: LooseObject): boolean {
    const tag = findText(entry, tagKeys);
    if (tag === undefined) this.droppedCount++;
    else this.#takeText(tag, findText(entry, explanationKeys) ?? '');
    return tag !== undefined;
  }

  /** `{"tags": […]}`, `{"tags": "a, b"}`, `{"tags": {"a": "why"}}`, or a single entry. */
  #takeObject(value: LooseObject): void {
    const lists = value.pairs.filter(
      ([key, inner]) => listKeys.has(key.toLowerCase()) && typeof inner !== 'string',
    );
    for (const [, inner] of lists) {
      if (isList(inner)) inner.forEach((item) => this.#takeItem(item));
      else if (isObject(inner)) this.#takeMap(inner);
      else this.droppedCount++;
    }
    if (lists.length > 0) return;
    const text = findText(value, new Set(['tags', 'labels', 'intents', 'intentions']));
    if (text !== undefined) text.split(/[,;\n]/).forEach((part) => this.#takeText(part, ''));
    else if (findText(value, tagKeys) !== undefined) this.#takeEntry(value);
    else this.isList = false;
  }

  #takeMap(map: LooseObject): void {
    if (findText(map, tagKeys) !== undefined) this.#takeEntry(map);
    else map.pairs.forEach(([tag, why]) => this.#takeText(tag, typeof why === 'string' ? why : ''));
  }

  #takeText(text: string, explanation: string): void {
    if (cleanTag(text) === null) this.droppedCount++;
    else this.tags.push({ tag: text, explanation: explanation.trim() });
  }
}

function findText(object: LooseObject, keys: ReadonlySet<string>): string | undefined {
  for (const [key, value] of object.pairs) {
    if (typeof value === 'string' && keys.has(key.toLowerCase())) return value;
  }
  return undefined;
}

function isObject(value: LooseValue): value is LooseObject {
  return typeof value === 'object' && value !== null && 'pairs' in value;
}

function isList(value: LooseValue): value is readonly LooseValue[] {
  return Array.isArray(value);
}

function nextBracket(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    if (text[index] === '[' || text[index] === '{') return index;
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
