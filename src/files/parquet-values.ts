import type { SchemaElement, SchemaTree } from 'hyparquet';
import { toBase64 } from '../core/text/base64.ts';

/** Turns a value as the library reads it into what JSON can hold. */
export type ToJsonValue = (value: unknown) => unknown;

/** Before the base64 of bytes that are no text, so that a writer can tell them from text. Texts that begin so become base64 too. */
export const base64Prefix = 'data:application/octet-stream;base64,';

// Decimal numbers of so many digits come back from a double as they went in.
const maxExactDigits = 15;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const prefixBytes = new TextEncoder().encode(base64Prefix);

/** Reads bytes as UTF-8; what is no UTF-8, or begins with `base64Prefix`, as base64 behind it. */
export function readBytes(bytes: Uint8Array): string {
  const text = isLikeBase64(bytes) ? null : decode(bytes);
  return text ?? base64Prefix + toBase64(bytes);
}

/** Tells whether all bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  return decode(bytes) !== null;
}

/** Tells whether a text begins with `base64Prefix`, so that a writer would take it for bytes. */
export function isLikeBase64(bytes: Uint8Array): boolean {
  return prefixBytes.every((byte, index) => bytes[index] === byte);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * What the library shall leave alone, because it would lose digits or because it stops at it: all but texts, half
 * floats, unsigned numbers, identifiers, and what says how values are nested.
 */
export function stripAnnotations(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical, ...bare } = element;
  const isKept = keptConverted.has(converted ?? '') || keptLogical.has(logical?.type ?? '');
  if (element.type === undefined || isKept) return element;
  const isWide = logical?.type === 'INTEGER' && !logical.isSigned && logical.bitWidth >= 32;
  return isWide ? { ...bare, logical_type: logical } : bare;
}

const keptConverted = new Set(['UTF8', 'ENUM', 'UINT_32', 'UINT_64']);
const keptLogical = new Set(['STRING', 'ENUM', 'FLOAT16', 'UUID', 'VARIANT']);

/** Builds the way to JSON of a column, from its schema with all annotations. */
export function buildToJson({ element, children }: SchemaTree): ToJsonValue {
  if (children.length === 0) return nullsKept(repeatedOf(element, buildLeaf(element)));
  if (isOfType(element, 'LIST') && children.length === 1) {
    const [repeated] = children;
    const item =
      repeated.children.length === 1 ? repeated.children[0] : { ...repeated, element: once(repeated) };
    return nullsKept(repeatedOf(element, listOf(buildToJson(item))));
  }
  const isMap = isOfType(element, 'MAP') || element.converted_type === 'MAP_KEY_VALUE';
  if (isMap && children.length === 1 && children[0].children.length === 2) {
    const toValue = buildToJson(children[0].children[1]);
    return nullsKept(
      repeatedOf(
        element,
        fieldsOf(() => toValue),
      ),
    );
  }
  if (element.logical_type?.type === 'VARIANT') return nullsKept(readAny);
  const fields = new Map(children.map((child) => [child.element.name, buildToJson(child)]));
  return nullsKept(
    repeatedOf(
      element,
      fieldsOf((name) => fields.get(name) ?? readAny),
    ),
  );
}

function isOfType(element: SchemaElement, type: 'LIST' | 'MAP'): boolean {
  return element.converted_type === type || element.logical_type?.type === type;
}

function once({ element }: SchemaTree): SchemaElement {
  return { ...element, repetition_type: 'REQUIRED' };
}

// A repeated field that is not marked as a list is one all the same.
function repeatedOf(element: SchemaElement, inner: ToJsonValue): ToJsonValue {
  return element.repetition_type === 'REPEATED' ? listOf(nullsKept(inner)) : inner;
}

function listOf(inner: ToJsonValue): ToJsonValue {
  return (value) => (Array.isArray(value) ? value.map(inner) : inner(value));
}

function fieldsOf(find: (name: string) => ToJsonValue): ToJsonValue {
  return (value) => {
    if (typeof value !== 'object' || value === null) return readAny(value);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, find(name)(part)]));
  };
}

function nullsKept(inner: ToJsonValue): ToJsonValue {
  return (value) => (value === null || value === undefined ? null : inner(value));
}

function buildLeaf(element: SchemaElement): ToJsonValue {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0;
    return (value) => readDecimal(value, scale);
  }
  if (converted === 'DATE' || logical?.type === 'DATE')
    return (value) => new Date(Number(value) * 86_400_000).toISOString().split('T')[0];
  if (isJson(element)) return readJson;
  const unit = readUnit(element);
  if (unit === null) return readAny;
  const isUtc = logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : true;
  if (unit.isTimeOfDay) return (value) => readMoment(BigInt(Number(value)), unit.digits).slice(11);
  return (value) => readMoment(toBigInt(value), unit.digits) + (isUtc ? 'Z' : '');
}

/** Tells whether the texts of a column are JSON. */
export function isJson({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted === 'JSON' || logical?.type === 'JSON';
}

/** Objects and lists become such, unless a number in them would lose digits; all else stays the text that it is. */
function readJson(value: unknown): unknown {
  const text = readAny(value);
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text) || hasInexactNumber(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether a number in some JSON is none that comes back from a double as it went in. */
function hasInexactNumber(json: string): boolean {
  const numbers = json.replace(/"(?:[^"\\]|\\.)*"/gs, '').match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.some((number) => {
    const digits = number.split(/e/i)[0].replace(/\D/g, '').replace(/^0+/, '');
    const value = Number(number);
    const isZero = value === 0 && digits === '' && !number.startsWith('-');
    return digits.length > maxExactDigits || !Number.isFinite(value) || (value === 0 && !isZero);
  });
}

/** Tells whether bytes in a column without parts are text, by its schema with all annotations. */
export function isTextLeaf(element: SchemaElement): boolean {
  return element.type === 'BYTE_ARRAY' && buildLeaf(element) === readAny;
}

/** How fine a time is: so many decimal digits of a second. Null for what is no time. */
export function readUnit({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): { readonly digits: number; readonly isTimeOfDay: boolean } | null {
  if (logical?.type === 'TIME' || logical?.type === 'TIMESTAMP') {
    const digits = { MILLIS: 3, MICROS: 6, NANOS: 9 }[logical.unit];
    return { digits, isTimeOfDay: logical.type === 'TIME' };
  }
  const match = /^(TIME|TIMESTAMP)_(MILLIS|MICROS)$/.exec(converted ?? '');
  if (match === null) return null;
  return { digits: match[2] === 'MILLIS' ? 3 : 6, isTimeOfDay: match[1] === 'TIME' };
}

/** Writes a moment, counted in such fractions of a second since 1970, as ISO 8601 without a zone. */
export function readMoment(count: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const seconds = (count - fraction) / perSecond;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  return fraction === 0n ? text : `${text}.${fraction.toString().padStart(digits, '0')}`;
}

function readDecimal(value: unknown, scale: number): unknown {
  const unscaled = value instanceof Uint8Array ? readBigEndian(value) : toBigInt(value);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  const text = scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits;
  return digits.length <= maxExactDigits ? Number(text) : text;
}

function readBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function toBigInt(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}

/** Values that say themselves what they are; 64-bit numbers beyond 2^53 become decimal texts. */
function readAny(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return readBytes(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, readAny);
  if (Array.isArray(value)) return value.map((item) => readAny(item ?? null));
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, readAny(part)]));
}
