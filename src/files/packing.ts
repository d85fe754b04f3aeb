import type { Packing } from '../../workers/contracts/ingest-api.ts';
import { AppError } from '../core/model/index.ts';
import { collectChunks, readEnough, type DataFile } from './data-file.ts';
import { damaged } from './damaged.ts';
import { gunzip } from './gunzip.ts';
import { unzstd } from './unzstd.ts';

/** What the first bytes of a file say it is; `plain` is anything else. */
export type Container = Packing | 'zip' | 'parquet' | 'locked-parquet' | 'tar' | 'plain';

const signs: readonly {
  readonly container: Container;
  readonly at: number;
  readonly bytes: readonly number[];
}[] = [
  { container: 'gzip', at: 0, bytes: [0x1f, 0x8b, 0x08] },
  { container: 'zstd', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { container: 'zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { container: 'zip', at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { container: 'parquet', at: 0, bytes: [0x50, 0x41, 0x52, 0x31] },
  { container: 'locked-parquet', at: 0, bytes: [0x50, 0x41, 0x52, 0x45] },
  { container: 'tar', at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** How many bytes `recognise` looks at. */
export const signBytes = 512;

/** Tells by its first bytes what holds the records of a file. */
export function recognise(head: Uint8Array): Container {
  const isSkippable = head.length >= 4 && (head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d;
  if (isSkippable && head[3] === 0x18) return 'zstd';
  const found = signs.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte));
  return found?.container ?? 'plain';
}

// Text packs to a tenth, the most repetitive logs to a hundredth; gzip can reach 1,032, Zstandard 32,000.
const maxGrowth = 200;
const uncheckedBytes = 64 * 1024 * 1024;

/**
 * Takes the packing off a file. Reading stops with a sentence once 64 MB have come out and they are more than 200
 * times what was read of the file on the disk, whatever packings lie in between.
 */
export function unpackFile(file: DataFile, packing: Packing): DataFile {
  const unpack = packing === 'gzip' ? gunzip : unzstd;
  return unpackWith(file, (packed) => unpack(packed, file.name));
}

/** As `unpackFile`, by a way of unpacking that is given. */
export function unpackWith(
  file: DataFile,
  unpack: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): DataFile {
  function chunks(onRead?: (bytesRead: number) => void): AsyncIterable<Uint8Array> {
    let packedBytes = 0;
    const packed = file.chunks((bytesRead) => {
      packedBytes = bytesRead;
      onRead?.(bytesRead);
    });
    return collectChunks(limitGrowth(unpack(packed), file.name, () => packedBytes));
  }
  return {
    name: file.name,
    sizeBytes: file.sizeBytes,
    readStart: (byteCount) => readEnough(chunks(), byteCount).then((bytes) => bytes.subarray(0, byteCount)),
    chunks,
  };
}

async function* limitGrowth(
  unpacked: AsyncIterable<Uint8Array>,
  name: string,
  readPackedBytes: () => number,
): AsyncGenerator<Uint8Array> {
  let unpackedBytes = 0;
  for await (const piece of unpacked) {
    unpackedBytes += piece.length;
    if (unpackedBytes > uncheckedBytes && unpackedBytes > maxGrowth * readPackedBytes()) {
      const text = `“${name}” unpacks to more than ${maxGrowth} times its size, as no records do. It was not read to its end; unpack it with another program if you trust it.`;
      throw new AppError('unsupported-format', text, { name, reason: 'unpacks-to-too-much', unpackedBytes });
    }
    yield piece;
  }
}

/** Reads all of a file into memory; for what can only be read at random. */
export async function readWhole(file: DataFile, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readEnough(file.chunks(), maxBytes + 1);
  if (bytes.length <= maxBytes) return bytes;
  const text = `has more than ${Math.round(maxBytes / 1024 / 1024)} MB when it is unpacked. Unpack it and choose the file itself, which is read in parts.`;
  throw damaged(file.name, text, 'too-large-in-memory');
}
