import type { RawTag } from '../model/index.ts';

/** Why a model stopped writing: it was done, or the cap on tokens cut it off. */
export type ReplyEnd = 'stop' | 'length';

/** Tags found in an answer, and how. */
export interface FoundTags {
  readonly tags: readonly RawTag[];
  /** Entries that were no tags. */
  readonly droppedCount: number;
  /** True when the text was cut off within or before the end of the list. */
  readonly isCut: boolean;
  /** True when the answer is nothing but the list, in valid JSON. */
  readonly isExact: boolean;
  /** True when the answer has a list at all. */
  readonly isStructured: boolean;
}
