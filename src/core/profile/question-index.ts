import { comparableQuery } from '../tagging/content-hash.ts';
import { isCjk } from './estimate-tokens.ts';
import {
  bandCount,
  countSameBytes,
  estimateShare,
  hashBand,
  nearBytes,
  signatureBytes,
  sketchText,
} from './signature.ts';

/** Words in a row that a row and a question must share, as for GPT-3. */
export const sharedWords = 13;
/** Of Chinese, Japanese and Korean each character is read as a word, so twice as many must be shared. */
export const sharedCharacters = 26;

/** How a row is like a question, the surest first. */
export const likenesses = ['exact', 'near', 'shared words'] as const;
export type Likeness = (typeof likenesses)[number];

/** A row's likeness to a question. */
export interface QuestionHit {
  /** Index of the question. */
  readonly question: number;
  readonly likeness: Likeness;
  /**
   * `exact`: 1. `near`: the estimated share of common shingles. `shared words`: the share of the question's runs of words
   * that the row has too.
   */
  readonly share: number;
}

/** A run of words of a question. */
interface WordRun {
  readonly question: number;
  readonly words: string;
}

/**
 * Looks up which questions of a benchmark a text is like: the same but for case, space, Unicode form and marks at its end;
 * at least 0.8 of all shingles in common by MinHash; or 13 words in a row in common.
 * Source of the last: Brown et al., "Language Models are Few-Shot Learners", 2020, appendix C.
 * Differs: one length of 13 for all, and a run of words that many rows share counts too.
 */
export class QuestionIndex {
  readonly #exact = new Map<string, number[]>();
  readonly #bands = new Map<number, number[]>();
  readonly #signatures: Uint8Array;
  readonly #runs = new Map<number, WordRun[]>();
  readonly #runCounts: number[] = [];
  readonly #lengths = new Set<number>();

  /** O(characters); some 200 bytes of memory a word. */
  constructor(questions: readonly string[]) {
    this.#signatures = new Uint8Array(questions.length * signatureBytes);
    questions.forEach((question, index) => this.#add(question, index));
  }

  /** Each question at most once, by its surest likeness. O(characters). */
  find(text: string): QuestionHit[] {
    const hits = new Map<number, QuestionHit>();
    const note = (hit: QuestionHit): void => {
      if (!hits.has(hit.question)) hits.set(hit.question, hit);
    };
    const sketch = sketchText(text);
    if (sketch === undefined) return [];
    for (const question of this.#exact.get(keyOf(sketch.high, sketch.low)) ?? [])
      note({ question, likeness: 'exact', share: 1 });
    for (const hit of this.#findNear(sketch.signature)) note(hit);
    for (const hit of this.#findShared(text)) note(hit);
    return [...hits.values()];
  }

  #add(question: string, index: number): void {
    const sketch = sketchText(question);
    this.#runCounts.push(0);
    if (sketch === undefined) return;
    pushTo(this.#exact, keyOf(sketch.high, sketch.low), index);
    this.#signatures.set(sketch.signature, index * signatureBytes);
    for (let band = 0; band < bandCount; band++)
      pushTo(this.#bands, bandKey(hashBand(this.#signatures, index, band), band), index);
    const words = splitWords(question);
    const length = runLength(words);
    if (words.length < length) return;
    this.#lengths.add(length);
    const hashes = words.map(hashWord);
    for (let start = 0; start + length <= words.length; start++) {
      const run = { question: index, words: words.slice(start, start + length).join(' ') };
      pushTo(this.#runs, hashRun(hashes, start, length), run);
      this.#runCounts[index] += 1;
    }
  }

  *#findNear(signature: Uint8Array): Iterable<QuestionHit> {
    const questions = new Set<number>();
    for (let band = 0; band < bandCount; band++) {
      for (const question of this.#bands.get(bandKey(hashBand(signature, 0, band), band)) ?? [])
        questions.add(question);
    }
    const own = wordsOf(signature);
    const all = wordsOf(this.#signatures);
    for (const question of questions) {
      const same = countSameBytes(own, 0, all, question);
      if (same >= nearBytes) yield { question, likeness: 'near', share: estimateShare(same) };
    }
  }

  *#findShared(text: string): Iterable<QuestionHit> {
    const words = splitWords(text);
    const hashes = words.map(hashWord);
    const shared = new Map<number, Set<string>>();
    for (const length of this.#lengths) {
      for (let start = 0; start + length <= words.length; start++) {
        const runs = this.#runs.get(hashRun(hashes, start, length));
        if (runs === undefined) continue;
        const here = words.slice(start, start + length).join(' ');
        for (const { question, words: run } of runs) {
          if (run !== here) continue;
          const found = shared.get(question) ?? new Set();
          shared.set(question, found.add(run));
        }
      }
    }
    for (const [question, runs] of shared)
      yield { question, likeness: 'shared words', share: Math.min(1, runs.size / this.#runCounts[question]) };
  }
}

/** Splits a text into words without case and marks; a character of Chinese, Japanese or Korean is a word. */
export function splitWords(text: string): string[] {
  return (
    comparableQuery(text).match(
      /[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\P{L}\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+|\p{N}+/gu,
    ) ?? []
  );
}

function runLength(words: readonly string[]): number {
  const cjkWords = words.filter((word) => isCjk(word.charCodeAt(0))).length;
  return cjkWords > words.length / 2 ? sharedCharacters : sharedWords;
}

function keyOf(high: number, low: number): string {
  return `${high} ${low}`;
}

function bandKey(hash: number, band: number): number {
  return hash * bandCount + band;
}

function wordsOf(signatures: Uint8Array): Uint32Array {
  return new Uint32Array(signatures.buffer, signatures.byteOffset, signatures.length / 4);
}

function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function hashRun(hashes: readonly number[], start: number, length: number): number {
  let hash = length;
  for (let index = start; index < start + length; index++)
    hash = Math.imul(hash ^ hashes[index], 0x01000193) ^ (hash >>> 15);
  return hash >>> 0;
}

function pushTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
