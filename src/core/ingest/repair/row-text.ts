import type { TextCodec } from '../text-codec.ts';

/** The text of a row that was set aside. */
export interface RowText {
  readonly text: string;
  /** False when bytes that are not UTF-8 stand as U+FFFD in `text`. */
  readonly isExact: boolean;
}

/** Reads the bytes of a row, whatever they are. O(bytes). */
export function readRowText(bytes: Uint8Array, codec: TextCodec): RowText {
  try {
    return { text: codec.decode(bytes), isExact: true };
  } catch {
    return { text: codec.decodeLoosely(bytes), isExact: false };
  }
}
