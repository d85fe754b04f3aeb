/** Reads an unsigned number, its lowest byte first; exact up to 2^53. Bytes behind the end count as 0. */
export function readLittle(bytes: Uint8Array, at: number, byteCount: number): number {
  let value = 0;
  for (let index = byteCount - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
