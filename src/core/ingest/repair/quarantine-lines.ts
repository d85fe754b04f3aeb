import type { QuarantinedRow } from '../../model/index.ts';
import { toBase64 } from '../../text/base64.ts';
import type { TextCodec } from '../text-codec.ts';

/**
 * Writes rows that were set aside as JSON Lines in UTF-8, each as it was: `text` where it is UTF-8, else `base64`.
 * `repairedAsRow` counts from 1, as the screen does.
 */
export function writeQuarantineLines(
  source: string,
  rows: readonly QuarantinedRow[],
  codec: TextCodec,
): Uint8Array<ArrayBuffer> {
  return codec.encode(rows.map((row) => `${writeLine(source, row, codec)}\n`).join(''));
}

function writeLine(source: string, row: QuarantinedRow, codec: TextCodec): string {
  const { line, byteOffset, reason, bytes, isWhole, repairedAs } = row;
  const repairedAsRow = repairedAs === undefined ? undefined : repairedAs + 1;
  const text = readUtf8(bytes, codec);
  const content = text === null ? { base64: toBase64(bytes) } : { text };
  return JSON.stringify({ source, line, byteOffset, reason, isWhole, repairedAsRow, ...content });
}

function readUtf8(bytes: Uint8Array, codec: TextCodec): string | null {
  try {
    return codec.decode(bytes);
  } catch {
    return null;
  }
}
