import type { Decoding } from './decoding.ts';

/**
 * Hashes texts into 64 bits, as 16 hexadecimal digits; equal texts give equal hashes on every machine and in every
 * version. Not for secrets. The lengths are hashed too, so `['ab', 'c']` and `['a', 'bc']` differ.
 * Source: two streams of FNV-1a over UTF-16 code units (Fowler, Noll, Vo), each closed by MurmurHash3's finaliser.
 * O(characters).
 */
export function hashTexts(texts: readonly string[]): string {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (const text of texts) {
    low = Math.imul(low ^ text.length, 0x01000193);
    high = Math.imul(high ^ text.length, 0x85ebca6b);
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b);
      high ^= high >>> 13;
    }
  }
  return hexOf(finish(high ^ Math.imul(low, 0xc2b2ae35))) + hexOf(finish(low ^ high));
}

/** What decides a model's answer to a query: all of it enters the key. */
export interface QueryIdentity {
  readonly query: string;
  /** Version of the prompt. */
  readonly prompt: string;
  readonly modelId: string;
  readonly decoding: Decoding;
}

/**
 * Computes the key under which an answer may be reused: same prompt, model and decoding, and the same query but for case,
 * space, Unicode form and marks at its end (`Write a poem`, `write a  poem.`).
 */
export function queueKey({ query, prompt, modelId, decoding }: QueryIdentity): string {
  const settings = Object.entries(decoding)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return hashTexts([comparableQuery(query), prompt, modelId, ...settings]);
}

/** The text that two queries share when they are the same but for case, space, Unicode form and marks at the end. */
export function comparableQuery(query: string): string {
  return query
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?。…]+$/u, '')
    .trimStart();
}

function finish(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hexOf(value: number): string {
  return value.toString(16).padStart(8, '0');
}
