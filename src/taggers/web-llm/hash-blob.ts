import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Files up to this size are hashed by the browser in one piece, some fifteen times faster; larger ones in blocks. */
const maxDigestBytes = 64 * 2 ** 20;
const blockBytes = 4 * 2 ** 20;

/**
 * Computes the SHA-256 of a file, as 64 hexadecimal digits in lower case.
 *
 * @param onBlock Gets the bytes read so far.
 * @param maxPieceBytes Most that is read into memory at once.
 */
export async function hashBlob(
  blob: Blob,
  onBlock: (doneBytes: number) => void = () => undefined,
  maxPieceBytes = maxDigestBytes,
): Promise<string> {
  if (blob.size <= maxPieceBytes) {
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    onBlock(blob.size);
    return bytesToHex(new Uint8Array(digest));
  }
  const hash = sha256.create();
  const stepBytes = Math.min(blockBytes, maxPieceBytes);
  for (let start = 0; start < blob.size; start += stepBytes) {
    const end = Math.min(blob.size, start + stepBytes);
    hash.update(new Uint8Array(await blob.slice(start, end).arrayBuffer()));
    onBlock(end);
  }
  return bytesToHex(hash.digest());
}
