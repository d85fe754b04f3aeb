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
  /** True when more might have followed: the list was not closed. */
  readonly isOpen: boolean;
  /** True when the answer is nothing but the list, in valid JSON and in the form that was asked for. */
  readonly isExact: boolean;
  /** True when the answer has a list at all. */
  readonly isStructured: boolean;
  /** True when the list has nothing in it, not even something that is no tag. */
  readonly isBlank: boolean;
  /** True when the tags are only those of an example, so that others found elsewhere go before them. */
  readonly isEcho: boolean;
}

/** Nothing that looks like tags. */
export const nothingFound: FoundTags = Object.freeze({
  tags: [],
  droppedCount: 0,
  isCut: false,
  isOpen: false,
  isExact: false,
  isStructured: false,
  isBlank: false,
  isEcho: false,
});
