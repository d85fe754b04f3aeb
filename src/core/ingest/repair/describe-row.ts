import type { TextCodec } from '../text-codec.ts';
import type { RowShape } from './check-repaired-text.ts';
import { excerptFault, type FaultExcerpt } from './fault-excerpt.ts';
import { proposeRepair, type Repair, type RepairCandidate } from './propose-repair.ts';
import { readRowText, type RowText } from './row-text.ts';

/** A row that was set aside, as a person looks at it. */
export interface RowDescription {
  readonly excerpt: FaultExcerpt;
  /** To be edited: all of it, that of a second half in the next line. Null when not all of it was kept. */
  readonly text: string | null;
  /** False when bytes that are not UTF-8 stand as U+FFFD in `text`; true when it was read as Windows-1252. */
  readonly isExact: boolean;
  /** What would be done to it, and the record it would become, of which 2,000 characters are shown. */
  readonly repair: { readonly what: string; readonly preview: string } | null;
}

const maxPreview = 2000;

/**
 * Describes a row that was set aside.
 *
 * @param candidate Its `next` is part of what is described: the second half of the same record.
 * O(bytes) time.
 */
export function describeRow(candidate: RepairCandidate, shape: RowShape, codec: TextCodec): RowDescription {
  const { row, next } = candidate;
  const halves = next === null ? [row] : [row, next];
  const texts = halves.map(({ bytes }) => readRowText(bytes, shape.encoding, codec));
  const isExact = texts.every(({ readAs }) => readAs !== null);
  const isKept = halves.every(({ isWhole, bytes }) => isWhole && bytes.length > 0);
  const repair = proposeRepair(candidate, shape, codec);
  return {
    excerpt: excerptFault(texts[0].text, row.reason, findForeign(texts[0])),
    text: isKept ? texts.map(({ text }) => text).join('\n') : null,
    isExact,
    repair: repair === null ? null : { what: repair.what, preview: preview(repair, codec) },
  };
}

/** Where the first byte stands that is no UTF-8; -1 when there is none. */
function findForeign({ text, readAs }: RowText): number {
  if (readAs === 'utf-8') return -1;
  return readAs === null ? text.indexOf('\ufffd') : text.search(/[^\0-\x7f]/);
}

function preview({ record }: Repair, codec: TextCodec): string {
  const text = codec.decode(record);
  return text.length > maxPreview ? `${text.slice(0, maxPreview)} …` : text;
}
