import type { SchemaElement, SchemaTree } from 'hyparquet';
import { fromBase64 } from '../core/text/base64.ts';
import { base64Prefix, isJson, readUnit } from './parquet-values.ts';

/** Turns a value of a record into what the library writes; throws any error when it does not fit the column's type. */
export type FromJsonValue = (value: unknown) => unknown;

const encoder = new TextEncoder();

/**
 * A schema of the file that was read, so that the library can write it: columns may be null, times of 96 bits become
 * such of 64, and annotations that the library only knows in their old form have that too.
 */
export function writableElement(element: SchemaElement): SchemaElement {
  const { logical_type: logical, converted_type: converted, ...bare } = element;
  // By its old annotation the library would write texts as JSON once more.
  if (converted === 'JSON' || logical?.type === 'JSON') return { ...bare, logical_type: { type: 'JSON' } };
  if (element.type === 'INT96') {
    return {
      ...bare,
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' },
    };
  }
  switch (logical?.type) {
    case 'STRING':
      return { ...element, converted_type: 'UTF8' };
    case 'DECIMAL':
      return { ...element, converted_type: 'DECIMAL', scale: logical.scale, precision: logical.precision };
    case 'DATE':
    case 'LIST':
    case 'MAP':
      return { ...element, converted_type: logical.type };
    case 'GEOMETRY':
    case 'GEOGRAPHY':
    case 'VARIANT':
      return bare;
    default:
      return element;
  }
}

/** Builds the way from JSON into a column of a writable schema. */
export function buildFromJson({ element, children }: SchemaTree): FromJsonValue {
  const isRepeated = element.repetition_type === 'REPEATED';
  const inner = children.length === 0 ? buildLeaf(element) : buildGroup(element, children);
  const one: FromJsonValue = (value) => (value === null || value === undefined ? null : inner(value));
  return isRepeated ? (value) => readList(value ?? []).map(one) : one;
}

function buildGroup(element: SchemaElement, children: readonly SchemaTree[]): FromJsonValue {
  const [first] = children;
  if (element.converted_type === 'LIST' && children.length === 1) {
    const item = first.children.length === 1 ? first.children[0] : first;
    const fromItem = buildFromJson({ ...item, element: { ...item.element, repetition_type: 'OPTIONAL' } });
    return (value) => readList(value).map(fromItem);
  }
  if (element.converted_type === 'MAP' && first.children.length === 2) {
    const [fromKey, fromValue] = first.children.map(buildFromJson);
    const { type } = first.children[0].element;
    return (value) =>
      Object.entries(readFields(value)).map(([key, item]) => ({
        key: fromKey(readKey(key, type)),
        value: fromValue(item),
      }));
  }
  const fields = children.map((child) => [child.element.name, buildFromJson(child)] as const);
  return (value) => {
    const given = new Map(Object.entries(readFields(value)));
    return Object.fromEntries(fields.map(([name, fromField]) => [name, fromField(given.get(name))]));
  };
}

function buildLeaf(element: SchemaElement): FromJsonValue {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (isJson(element))
    return (value) => readBinary(typeof value === 'string' ? readTextValue(value) : JSON.stringify(value));
  if (converted === 'DECIMAL') return (value) => readDecimal(value, element.scale ?? 0);
  if (converted === 'DATE')
    return (value) => Number(readMoment(`${readString(value)}T00:00:00`, 0) / 86_400n);
  const unit = readUnit(element);
  if (unit !== null) return (value) => readTime(readString(value), unit, type);
  if (logical?.type === 'UUID') return readString;
  if (logical?.type === 'FLOAT16') return readNumber;
  switch (type) {
    case 'BOOLEAN':
      return readTruth;
    case 'INT64':
      return (value) => BigInt(typeof value === 'number' ? value : readString(value));
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return converted === 'UTF8' ? readTextValue : (value) => readBinary(readTextValue(value));
    default:
      return readNumber;
  }
}

// Keys of objects are texts, whatever they were in the file.
function readKey(key: string, type: SchemaElement['type']): unknown {
  if (type === 'BOOLEAN') return key === 'true';
  const isNumber = type === 'INT32' || type === 'FLOAT' || type === 'DOUBLE';
  return isNumber && Number.isFinite(Number(key)) ? Number(key) : key;
}

function readList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('a list was expected');
}

function readFields(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError('an object with named fields was expected');
}

function readString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a text was expected');
}

function readTextValue(value: unknown): string | Uint8Array {
  const text = readString(value);
  return text.startsWith(base64Prefix) ? readBase64(text.slice(base64Prefix.length)) : text;
}

function readBinary(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? encoder.encode(value) : value;
}

function readBase64(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (bytes === undefined) throw new TypeError(`base64 was expected behind ${base64Prefix}`);
  return bytes;
}

function readTruth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError('true or false was expected');
}

// NaN and infinity have no number in JSON, so they are kept as texts.
function readNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw new TypeError('a number was expected');
}

function readDecimal(value: unknown, scale: number): bigint {
  const text = typeof value === 'number' ? value.toFixed(Math.min(scale, 100)) : readString(value);
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) throw new TypeError('a decimal number was expected');
  const [, sign, whole, fraction = ''] = match;
  const unscaled = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '' ? unscaled : -unscaled;
}

function readTime(
  text: string,
  { digits, isTimeOfDay }: { readonly digits: number; readonly isTimeOfDay: boolean },
  type: SchemaElement['type'],
): number | bigint {
  const count = readMoment(isTimeOfDay ? `1970-01-01T${text}` : text, digits);
  return type === 'INT32' ? Number(count) : count;
}

/** Reads ISO 8601 in UTC as a count of fractions of a second since 1970. */
function readMoment(text: string, digits: number): bigint {
  const match = /^(.+T\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/.exec(text);
  const millis = match === null ? NaN : Date.parse(`${match[1]}Z`);
  if (match === null || Number.isNaN(millis)) throw new TypeError('a date and time in ISO 8601 was expected');
  const fraction = (match[2] ?? '').slice(0, digits).padEnd(digits, '0');
  return BigInt(millis / 1000) * 10n ** BigInt(digits) + BigInt(fraction === '' ? 0 : fraction);
}
