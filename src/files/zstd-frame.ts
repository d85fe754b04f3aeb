import { readLittle } from './little-endian.ts';

/** The head of a Zstandard frame, as RFC 8878, section 3.1.1.1 lays it out. */
export interface ZstdFrame {
  readonly headBytes: number;
  /** How much of what came out must be kept to unpack the rest. */
  readonly windowBytes: number;
  readonly hasChecksum: boolean;
  /** 0 when the frame needs no dictionary. */
  readonly dictionaryId: number;
}

/** No head of a frame is longer. */
export const maxFrameHeadBytes = 18;

/** Frames that ask for a larger window are refused; `zstd --long=27` asks for as much. */
export const maxWindowBytes = 128 * 1024 * 1024;

const frameMagic = 0xfd2fb528;

/** Tells whether four bytes begin a frame that holds no data. */
export function isSkippable(head: Uint8Array): boolean {
  return (readLittle(head, 0, 4) & 0xfffffff0) >>> 0 === 0x184d2a50;
}

/** Reads the head of a frame; null when these bytes are none. */
export function readFrameHead(head: Uint8Array): ZstdFrame | null {
  if (readLittle(head, 0, 4) !== frameMagic) return null;
  const descriptor = head[4];
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag;
  const dictionaryAt = isSingle ? 5 : 6;
  const sizeAt = dictionaryAt + dictionaryBytes;
  const size = readLittle(head, sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
  const base = 2 ** (10 + (head[5] >> 3));
  return {
    headBytes: sizeAt + sizeBytes,
    windowBytes: isSingle ? size : base + (base / 8) * (head[5] & 7),
    hasChecksum: (descriptor & 4) !== 0,
    dictionaryId: readLittle(head, dictionaryAt, dictionaryBytes),
  };
}
