import { AppError } from '../model/errors.ts';

/**
 * Reads a value that somebody else wrote: gives it back with its type, without anything that was not asked for.
 * Throws AppError `invalid-input` that names the place and what was expected there.
 */
export type Check<Value> = (value: unknown, place: string) => Value;

/** What a field may be; undefined only where it may be missing. */
type FieldOf<Value, Name extends keyof Value> =
  Partial<Pick<Value, Name>> extends Pick<Value, Name> ? Value[Name] | undefined : Value[Name];

/** Nested deeper, plain JSON is refused: nothing that TagScape writes is. */
const maxDepth = 64;

/** An object with exactly these fields; others are dropped, fields whose value is undefined left out. */
export function objectOf<Value extends object>(checks: {
  readonly [Name in keyof Value]-?: Check<FieldOf<Value, Name>>;
}): Check<Value> {
  const entries = Object.entries<Check<unknown>>({ ...checks });
  return (value, place) => {
    const object = asObject(value, place);
    const read = entries.map(([name, check]): [string, unknown] => [
      name,
      check(Object.hasOwn(object, name) ? object[name] : undefined, `${place}.${name}`),
    ]);
    return Object.fromEntries(read.filter(([, field]) => field !== undefined)) as Value;
  };
}

/** An object whose `kind` says which fields it has. */
export function kindOf<Union extends { readonly kind: string }>(checks: {
  readonly [Kind in Union['kind']]: Check<Extract<Union, { readonly kind: Kind }>>;
}): Check<Union> {
  const known = new Map(Object.entries<Check<Union>>(checks));
  return (value, place) => {
    const { kind } = asObject(value, place);
    const check = typeof kind === 'string' ? known.get(kind) : undefined;
    if (check === undefined) throw reject(`${place}.kind`, kind, [...known.keys()].join(' or '));
    return check(value, place);
  };
}

/** One of some words. */
export function oneOf<const Word extends string | number>(words: readonly Word[]): Check<Word> {
  return (value, place) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw reject(place, value, words.join(' or '));
    return found;
  };
}

/** One of the words of a type: `words` names each of them, so that none can be left out. */
export function wordOf<Word extends string>(words: Readonly<Record<Word, true>>): Check<Word> {
  const isWord = (value: unknown): value is Word => typeof value === 'string' && Object.hasOwn(words, value);
  return (value, place) => {
    if (isWord(value)) return value;
    throw reject(place, value, Object.keys(words).join(' or '));
  };
}

/** A list whose entries all pass. */
export function listOf<Value>(check: Check<Value>): Check<Value[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw reject(place, value, 'a list');
    return value.map((entry: unknown, index) => check(entry, `${place}[${index}]`));
  };
}

/** A value or null. */
export function nullable<Value>(check: Check<Value>): Check<Value | null> {
  return (value, place) => (value === null ? null : check(value, place));
}

/** A field that may be missing. */
export function optional<Value>(check: Check<Value>): Check<Value | undefined> {
  return (value, place) => (value === undefined ? undefined : check(value, place));
}

export function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw reject(place, value, 'a text');
  return value;
}

export function flag(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') throw reject(place, value, 'true or false');
  return value;
}

/** A finite number, with or without a fraction. */
export function number(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw reject(place, value, 'a number');
  return value;
}

/** A whole number from 0. */
export function count(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw reject(place, value, 'a whole number from 0');
}

/** A list of whole numbers from 0 to 2^32 - 1. */
export function counts(value: unknown, place: string): Uint32Array<ArrayBuffer> {
  if (!Array.isArray(value)) throw reject(place, value, 'a list of whole numbers');
  const numbers = Uint32Array.from(value as unknown[], Number);
  const stray = value.findIndex((entry, index) => entry !== numbers[index]);
  if (stray >= 0) throw reject(`${place}[${stray}]`, value[stray], 'a whole number from 0 to 4294967295');
  return numbers;
}

/** Any JSON, copied; objects with the key `__proto__` are refused. */
export function plainJson(value: unknown, place: string, depth = 0): unknown {
  if (depth > maxDepth) throw reject(place, '…', `JSON that is nested at most ${maxDepth} deep`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return number(value, place);
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => plainJson(entry, `${place}[${index}]`, depth + 1));
  }
  const entries = Object.entries(asObject(value, place));
  if (entries.some(([name]) => name === '__proto__')) throw reject(place, '__proto__', 'another name');
  return Object.fromEntries(
    entries.map(([name, field]) => [name, plainJson(field, `${place}.${name}`, depth + 1)]),
  );
}

/** The sentence for a value that is not what it should be. */
export function reject(place: string, found: unknown, expected: string): AppError {
  const sentence = `This project file cannot be opened: ${place} is ${show(found)}, expected ${expected}. Nothing was changed; choose another copy of the file.`;
  return new AppError('invalid-input', sentence);
}

function asObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw reject(place, value, 'an object');
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
