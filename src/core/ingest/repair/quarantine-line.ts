import { toBase64 } from '../../archive/base64.ts';
import type { QuarantinedRow } from '../../model/index.ts';
import type { TextCodec } from '../text-codec.ts';

/**
 * Writes a row that was set aside as one line of JSON, without the line's end: `text` where it is UTF-8, else `base64`.
 * `repairedAsRow` counts from 1, as the screen does.
 */
export function writeQuarantineLine(source: string, row: QuarantinedRow, codec: TextCodec): string {
  const { line, byteOffset, reason, bytes, isWhole, repairedAs } = row;
  const repairedAsRow = repairedAs === undefined ? undefined : repairedAs + 1;
  return JSON.stringify({ source, line, byteOffset, reason, isWhole, repairedAsRow, ...read(bytes, codec) });
}

function read(bytes: Uint8Array, codec: TextCodec): { text: string } | { base64: string } {
  try {
    return { text: codec.decode(bytes) };
  } catch {
    return { base64: toBase64(bytes) };
  }
}
