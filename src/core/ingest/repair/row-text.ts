import type { SourceShape } from '../../model/index.ts';
import type { TextCodec } from '../text-codec.ts';
import { readWindows1252 } from './windows-1252.ts';

/** The text of a row that was set aside. */
export interface RowText {
  readonly text: string;
  /** What its bytes were read as; null when bytes that are not UTF-8 stand as U+FFFD in `text`. */
  readonly readAs: 'utf-8' | 'windows-1252' | null;
}

/** Reads the bytes of a row, whatever they are; those of UTF-16 were turned into UTF-8 before. O(bytes). */
export function readRowText(bytes: Uint8Array, encoding: SourceShape['encoding'], codec: TextCodec): RowText {
  try {
    return { text: codec.decode(bytes), readAs: 'utf-8' };
  } catch {
    const text = encoding === 'utf-8' ? readWindows1252(bytes) : null;
    return text === null
      ? { text: codec.decodeLoosely(bytes), readAs: null }
      : { text, readAs: 'windows-1252' };
  }
}
