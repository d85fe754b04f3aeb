import { cleanTag } from './clean-tag.ts';
import { opensValue, readLooseJson, type LooseObject, type LooseValue } from './loose-json.ts';
import { isRefusingTag, kindOfLabel, type LabelKind } from './reply-words.ts';
import type { RawTag } from '../model/index.ts';

/** What the arrays and objects of a value hold. */
export interface TagValues {
  readonly tags: readonly RawTag[];
  /** Entries that are no tags: sentences, numbers, nothing. */
  readonly droppedCount: number;
  /** Of these, the empty ones. */
  readonly blankCount: number;
  /** False for an object that has neither tags nor a list of them, such as `{"error": "…"}`. */
  readonly isList: boolean;
  /** True when the value has another form than was asked for, and had to be interpreted. */
  readonly isGuess: boolean;
  /** One tag in an array of its own, or one object with a tag. */
  readonly isSingle: boolean;
}

/** Bare words and cut ends leave less room for interpretation. */
export interface ValueContext {
  readonly isClosed: boolean;
  readonly hasBareWords: boolean;
}

// Beyond so many entries a model only goes on and on.
const maxEntries = 400;

type Pair = LooseObject['pairs'][number];

/** Takes the tags out of a value: a list of texts or of objects, an object with such a list, a map, kinds of tags. */
export function readTagValues(value: LooseValue, context: ValueContext): TagValues {
  const reader = new ValueReader(context);
  if (isList(value)) reader.takeList(value);
  else if (isObject(value)) reader.takeObject(value);
  return {
    tags: reader.tags,
    droppedCount: reader.droppedCount,
    blankCount: reader.blankCount,
    isList: reader.isList,
    isGuess: reader.isGuess,
    isSingle: reader.tags.length === 1,
  };
}

/** Tells whether a value is an object. */
export function isObject(value: LooseValue): value is LooseObject {
  return typeof value === 'object' && value !== null && 'pairs' in value;
}

function isList(value: LooseValue): value is readonly LooseValue[] {
  return Array.isArray(value);
}

class ValueReader {
  readonly tags: RawTag[] = [];
  droppedCount = 0;
  blankCount = 0;
  isList = true;
  isGuess = false;

  constructor(readonly context: ValueContext) {}

  takeList(items: readonly LooseValue[]): void {
    items.forEach((item) => {
      this.#takeItem(item);
    });
  }

  takeObject(object: LooseObject): void {
    const isRead =
      this.#takeListFields(object) ||
      this.#takeEntry(object) ||
      this.#takeNumbered(object) ||
      this.#takeFacets(object) ||
      this.#takeNested(object) ||
      this.#takeMap(object) ||
      this.#takeSet(object);
    if (!isRead) this.isList = object.pairs.length === 0 && object.items.length === 0;
  }

  #takeItem(item: LooseValue): void {
    if (typeof item === 'string') this.#takeText(item, '');
    else if (isList(item)) item.forEach((inner) => this.#takeItem(inner));
    else if (isObject(item)) {
      const isRead =
        this.#takeListFields(item) ||
        this.#takeEntry(item) ||
        this.#takeSinglePair(item) ||
        this.#takeNested(item);
      if (!isRead) this.droppedCount++;
    } else this.#drop(item);
  }

  /** `{"tags": […]}`, `{"tags": "a, b"}`, `{"tags": {"a": "why"}}`; `{"tag": […]}` too. */
  #takeListFields({ pairs }: LooseObject): boolean {
    const lists = pairs.filter(([key, value]) => {
      const kind = kindOfLabel(key);
      return kind === 'list' || (kind === 'tag' && typeof value === 'object' && value !== null);
    });
    if (lists.length > 1 || lists.some(([key]) => /\w[_ -]\w/.test(key))) this.isGuess = true;
    for (const [, value] of lists) this.#takeListField(value);
    return lists.length > 0;
  }

  #takeListField(value: LooseValue): void {
    if (isList(value)) this.takeList(value);
    else if (isObject(value)) this.#takeInner(value);
    else if (typeof value !== 'string') this.#drop(value);
    else if (isRefusingTag(value)) this.droppedCount++;
    else this.#takeTextList(value);
  }

  #takeTextList(text: string): void {
    const inner = text.trimStart();
    if (inner !== '' && opensValue(inner[0])) this.#takeEncoded(inner);
    else if (inner !== '') inner.split(/[,;\n，、；،؛]/).forEach((part) => this.#takeText(part, ''));
  }

  /** A list that was written into a text once more. */
  #takeEncoded(text: string): void {
    const { value, isClosed } = readLooseJson(text, 0, { allowBareWords: false });
    const inner = readTagValues(value, { ...this.context, isClosed });
    this.tags.push(...inner.tags);
    this.droppedCount += inner.droppedCount;
    this.blankCount += inner.blankCount;
  }

  #takeInner(object: LooseObject): void {
    if (this.#takeEntry(object) || this.#takeFacets(object, 1)) return;
    for (const [key, value] of object.pairs) {
      if (isList(value)) this.takeList(value);
      else this.#takeText(key, typeof value === 'string' ? value : '');
    }
    object.items.forEach((item) => this.#takeItem(item));
  }

  /** `{"tag": …, "explanation": …}`, or several of them in one object. */
  #takeEntry({ pairs }: LooseObject): boolean {
    const kinds = pairs.map(([key]) => kindOfLabel(key));
    const tagKind = kinds.includes('tag') ? 'tag' : 'name';
    if (!pairs.some(([, value], index) => kinds[index] === tagKind && typeof value === 'string'))
      return false;
    // A person or a dish has a name as well, and other fields.
    if (tagKind === 'name' && kinds.some((kind) => !nameCompanions.includes(kind))) return false;
    if (pairs.some(([key]) => /\d$/.test(key))) this.isGuess = true;
    let tag: string | undefined;
    let explanation = '';
    pairs.forEach(([, value], index) => {
      if (typeof value !== 'string') return;
      if (kinds[index] === tagKind) {
        if (tag !== undefined) {
          this.#takeText(tag, explanation);
          explanation = '';
        }
        tag = value;
      } else if (kinds[index] === 'explanation') explanation = value;
    });
    if (tag !== undefined) this.#takeText(tag, explanation);
    return true;
  }

  /** `{"1": "a", "2": {"tag": "b"}}`. */
  #takeNumbered({ pairs }: LooseObject): boolean {
    const isNumbered = pairs.length > 0 && pairs.every(([key]) => kindOfLabel(key) === 'number');
    if (!isNumbered || pairs.every(([, value]) => typeof value === 'number')) return false;
    this.isGuess = true;
    pairs.forEach(([, value]) => {
      this.#takeItem(value);
    });
    return true;
  }

  /** `{"task": "a", "subject": ["b", "c"]}`: the tags by what they name. */
  #takeFacets({ pairs }: LooseObject, minFacets = 2): boolean {
    if (pairs.length < minFacets || !pairs.every(isFacet)) return false;
    this.isGuess = true;
    for (const [, value] of pairs) {
      if (typeof value === 'string') this.#takeTextList(value);
      else this.#takeItem(value);
    }
    return true;
  }

  /** Looks for a list of tags deeper in, in objects, arrays and texts that hold JSON. */
  #takeNested({ pairs }: LooseObject, depth = 0): boolean {
    if (depth > 6) return false;
    return pairs.some(([, value]) => {
      if (typeof value === 'string') return this.#takeNestedText(value);
      const inner = isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
      const found = inner.filter(
        (object) => this.#takeListFields(object) || this.#takeNested(object, depth + 1),
      );
      return found.length > 0;
    });
  }

  #takeNestedText(text: string): boolean {
    if (!/^\s*[[{]\s*["'[{]/.test(text)) return false;
    const before = this.tags.length;
    this.#takeEncoded(text.trimStart());
    this.isGuess = true;
    return this.tags.length > before;
  }

  /** `{"poem writing": "It asks for a poem."}`, or with scores: lower case and explained, unlike the fields of a record. */
  #takeMap({ pairs }: LooseObject): boolean {
    const isMap =
      pairs.some(([key]) => /\S\s\S/.test(key)) &&
      pairs.every(([key, value]) => !/\p{Lu}/u.test(key) && isVerdict(value));
    if (!isMap) return false;
    this.isGuess = true;
    pairs.forEach(([tag, why]) => {
      this.#takeText(tag, typeof why === 'string' ? why : '');
    });
    return true;
  }

  /** `[{"poem writing": "It asks for a poem."}]`, or `[{"task": "poem writing"}]`. */
  #takeSinglePair({ pairs }: LooseObject): boolean {
    if (pairs.length !== 1) return false;
    const [[key, value]] = pairs;
    if (typeof value !== 'string' || kindOfLabel(key) === 'explanation') return false;
    if (kindOfLabel(key) === 'facet') this.#takeTextList(value);
    else if (/\S\s\S/.test(key) || countWords(value) >= 4) this.#takeText(key, value);
    else return false;
    this.isGuess = true;
    return true;
  }

  /** Python's set, `{"a", "b"}`; a brace around a list too. */
  #takeSet({ pairs, items }: LooseObject): boolean {
    if (pairs.length > 0 || items.length === 0 || !this.context.isClosed) return false;
    if (this.context.hasBareWords && !items.some(isList)) return false;
    this.isGuess = true;
    this.takeList(items);
    return true;
  }

  #drop(value: LooseValue): void {
    this.droppedCount++;
    if (value === null) this.blankCount++;
  }

  #takeText(text: string, explanation: string): void {
    if (this.tags.length + this.droppedCount >= maxEntries) return;
    // A forgotten quote: `poem writing, "sea`.
    if (/["“”]\s*,|,\s*["“”]/.test(text)) {
      this.#takeParts(text.split(/\s*["“”']*\s*,\s*["“”']*\s*/));
    } else this.#takePlain(text, explanation);
  }

  #takeParts(parts: readonly string[]): void {
    this.isGuess = true;
    parts.forEach((part) => {
      this.#takePlain(part, '');
    });
  }

  #takePlain(text: string, explanation: string): void {
    const [tag, why] = explanation === '' ? splitExplanation(text) : [text, explanation];
    if (tag.trim() === '') this.blankCount++;
    const label = /^\s*([\p{L} ]{2,20})[:：]/u.exec(tag)?.[1] ?? '';
    if (tag !== text || ['facet', 'tag'].includes(kindOfLabel(label))) this.isGuess = true;
    // What our prompt for explanations, or InsTagger's, says of the types.
    const isSchema = tag === why && /^str(?:ing)?$/.test(tag);
    if (isSchema || cleanTag(tag) === null) this.droppedCount++;
    else this.tags.push({ tag, explanation: why.trim() });
  }
}

const nameCompanions: readonly LabelKind[] = ['name', 'explanation', 'measure'];

function isFacet([key, value]: Pair): boolean {
  return kindOfLabel(key) === 'facet' && (typeof value === 'string' || isList(value) || value === null);
}

/** What a map says about a tag: a sentence, a score, a yes. */
function isVerdict(value: LooseValue): boolean {
  if (typeof value === 'string') return countWords(value) >= 3;
  return value === true || (typeof value === 'number' && value >= 0 && value <= 1);
}

/** Splits `poem: the user asks for a poem`; a text that may be a tag as it stands is left alone. */
function splitExplanation(text: string): readonly [tag: string, explanation: string] {
  if (cleanTag(text) !== null || text.length > 1000) return [text, ''];
  const match = /^([^:：\n]{2,60}?)\s*(?:[:：]|\s[–—-])\s+(\S.*)$/s.exec(text);
  if (match === null || countWords(match[1]) > 3) return [text, ''];
  return [match[1], match[2]];
}

function countWords(text: string): number {
  return text.trim().split(/\s+/).length;
}
