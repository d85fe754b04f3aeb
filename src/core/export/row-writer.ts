import type { TextCodec } from '../ingest/text-codec.ts';
import type { RecordBlock, SourceShape } from '../model/index.ts';
import { frameRows, writeTaggedRows, type RowWriting } from './write-rows.ts';

/** Rows of one block, to be written with their tags. */
export interface ChosenRows {
  readonly block: RecordBlock;
  /** Row numbers in the source, ascending, all within the block. */
  readonly rows: Uint32Array;
  /** Per row: its tags. */
  readonly tags: readonly (readonly string[])[];
}

/** Writes one export file piece by piece. */
export interface RowWriter {
  /** The bytes that are ready now; perhaps none. */
  readonly write: (chosen: ChosenRows) => Uint8Array<ArrayBuffer>;
  /** The bytes that are left. */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

/** Starts a file of JSON, JSON Lines or CSV in the format of its source; see `writeTaggedRows`. */
export function openTextWriter(shape: SourceShape, writing: RowWriting, codec: TextCodec): RowWriter {
  const { head, tail } = frameRows(shape, writing);
  let isFirst = true;
  return {
    write: ({ block, rows, tags }) => {
      const bytes = writeTaggedRows(block, shape, { rows, tags, ...writing }, isFirst, codec);
      if (!isFirst || rows.length === 0) return bytes;
      isFirst = false;
      return concat(codec.encode(head), bytes);
    },
    finish: () => codec.encode(isFirst ? head + tail : tail),
  };
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
