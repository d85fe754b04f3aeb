import { hashInteger } from '../model/random.ts';
import { hashTexts, comparableQuery } from '../tagging/content-hash.ts';

/** Characters of a shingle, in every script. */
export const shingleLength = 5;
/** Parts of a signature, one byte each. */
export const signatureBytes = 128;
/** Signatures are compared by words of four bytes. */
export const signatureWords = signatureBytes / 4;
/** Texts from this share of common shingles on are near duplicates. */
export const nearShare = 0.8;
/** Two signatures share a band when all of these parts agree; texts that share no band are not compared. */
export const bandParts = 6;
export const bandCount = Math.floor(signatureBytes / bandParts);

/** A byte agrees by chance once in so many. */
const byteValues = 256;

/** A text's exact form as 64 bits, and its signature. */
export interface TextSketch {
  readonly high: number;
  readonly low: number;
  readonly signature: Uint8Array;
}

/**
 * Sketches a text for the search for duplicates. Two texts have the same hash when they are the same but for case, space,
 * Unicode form and marks at the end.
 *
 * @returns Undefined for a text in which nothing is left then. O(characters).
 */
export function sketchText(text: string): TextSketch | undefined {
  const comparable = comparableQuery(text);
  if (comparable === '') return undefined;
  const hash = hashTexts([comparable]);
  return {
    high: Number.parseInt(hash.slice(0, 8), 16),
    low: Number.parseInt(hash.slice(8), 16),
    signature: signText(comparable),
  };
}

/**
 * Computes the MinHash signature of a text's set of shingles: runs of five UTF-16 units, a shorter text as a whole.
 * One permutation, cut into 128 bins of which each keeps a byte of its least hash; empty bins borrow from full ones.
 * Source: Broder, "On the resemblance and containment of documents", 1997; Shrivastava, "Optimal Densification for Fast
 * and Accurate Minwise Hashing", ICML 2017; Li and König, "b-Bit Minwise Hashing", WWW 2010, for the bytes.
 * O(characters + bins).
 *
 * @param comparable As `comparableQuery` gives it, not empty.
 */
export function signText(comparable: string): Uint8Array {
  const least = new Uint32Array(signatureBytes).fill(emptyBin);
  const shingles = Math.max(1, comparable.length - shingleLength + 1);
  for (let start = 0; start < shingles; start++) {
    const hash = hashShingle(comparable, start);
    const bin = hash >>> 25;
    // 25 bits are left within a bin.
    const value = hash & 0x1ffffff;
    if (value < least[bin]) least[bin] = value;
  }
  return densify(least);
}

/** Estimates the share of shingles that two texts have in common, of all that either has; from 0 to 1. */
export function estimateShare(sameBytes: number): number {
  const chance = 1 / byteValues;
  return Math.min(1, Math.max(0, (sameBytes / signatureBytes - chance) / (1 - chance)));
}

/** As many bytes of two signatures agree at least when their estimated share is `nearShare` or more. */
export const nearBytes = Math.ceil(
  signatureBytes * (nearShare * (1 - 1 / byteValues) + 1 / byteValues) - 1e-9,
);

/** How many bytes of two signatures agree; signature i stands at `words[i * signatureWords]`. */
export function countSameBytes(
  words: Uint32Array,
  first: number,
  others: Uint32Array,
  second: number,
): number {
  const from = first * signatureWords;
  const to = second * signatureWords;
  let same = 0;
  for (let word = 0; word < signatureWords; word++) {
    const difference = words[from + word] ^ others[to + word];
    if (difference === 0) {
      same += 4;
      continue;
    }
    if ((difference & 0xff) === 0) same += 1;
    if ((difference & 0xff00) === 0) same += 1;
    if ((difference & 0xff0000) === 0) same += 1;
    if ((difference & 0xff000000) === 0) same += 1;
  }
  return same;
}

/** Hashes one band of a signature into 32 bits; signature i stands at `bytes[i * signatureBytes]`. */
export function hashBand(bytes: Uint8Array, index: number, band: number): number {
  const from = index * signatureBytes + band * bandParts;
  let hash = 0x811c9dc5;
  for (let part = 0; part < bandParts; part++) hash = Math.imul(hash ^ bytes[from + part], 0x01000193);
  return hashInteger(hash, band);
}

/** The standard error of an estimated share, for texts of many shingles; 0.035 at 0.8. */
export function shareError(share: number): number {
  return Math.sqrt((share * (1 - share)) / signatureBytes);
}

/** How likely two texts with a share of common shingles are compared at all; 0.998 at 0.8. */
export function chanceOfMeeting(share: number): number {
  return 1 - (1 - share ** bandParts) ** bandCount;
}

/** Above every value that a bin can hold. */
const emptyBin = 0xffffffff;

function hashShingle(text: string, start: number): number {
  const end = Math.min(text.length, start + shingleLength);
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** An empty bin takes over the byte of a full one, drawn by its own number and the try: the same bin for every text. */
function densify(least: Uint32Array): Uint8Array {
  const signature = new Uint8Array(signatureBytes);
  for (let bin = 0; bin < signatureBytes; bin++) {
    let from = bin;
    for (let attempt = 1; least[from] === emptyBin; attempt++)
      from = hashInteger(bin * 0x10000 + attempt, 7) % signatureBytes;
    signature[bin] = hashInteger(least[from], 3) & 0xff;
  }
  return signature;
}
