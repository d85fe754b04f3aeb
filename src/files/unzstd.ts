import { Decompress } from 'fzstd';
import { withXxHash64, type Checksum } from './checksum.ts';
import { damaged, fetchAgain, guardUnpacking } from './damaged.ts';
import { ExactReader } from './exact-reader.ts';
import { readLittle } from './little-endian.ts';
import {
  isSkippable,
  maxFrameHeadBytes,
  maxWindowBytes,
  readFrameHead,
  type ZstdFrame,
} from './zstd-frame.ts';

const maxBlockBytes = 128 * 1024;

/**
 * Unpacks Zstandard, also several frames one after the other; checks the sums of frames that have one. The library
 * gets one block at a time, so that no more than a block comes out at once.
 *
 * @throws AppError `unsupported-format` for damaged data, data that ends too early, a frame that asks for more than
 *   128 MB of memory, and one that was packed with a dictionary.
 * O(bytes x window / block) time, for the library moves its window with each block; memory is the window.
 */
export function unzstd(packed: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  return withXxHash64((hash) => readFrames(packed, name, hash));
}

async function* readFrames(
  packed: AsyncIterable<Uint8Array>,
  name: string,
  hash: Checksum,
): AsyncGenerator<Uint8Array> {
  const reader = new ExactReader(packed);
  try {
    for (;;) {
      const magic = await reader.read(4);
      if (magic.length === 0) return;
      if (isSkippable(magic)) await skipFrame(reader, name);
      else yield* readFrame(reader, magic.slice(), { name, hash });
    }
  } finally {
    await reader.close();
  }
}

async function skipFrame(reader: ExactReader, name: string): Promise<void> {
  let left = readLittle(await readAll(reader, 4, name), 0, 4);
  while (left > 0) left -= (await readAll(reader, Math.min(left, 1024 * 1024), name)).length;
}

async function* readFrame(
  reader: ExactReader,
  magic: Uint8Array,
  { name, hash }: { readonly name: string; readonly hash: Checksum },
): AsyncGenerator<Uint8Array> {
  const { frame, head } = await readHead(reader, magic, name);
  const ready: Uint8Array[] = [];
  const stream = new Decompress((data) => {
    if (frame.hasChecksum) hash.add(data);
    ready.push(data);
  });
  const push = (bytes: Uint8Array, isLast: boolean): void =>
    guardUnpacking(name, 'Zstandard', () => {
      stream.push(bytes, isLast);
    });
  push(head, false);
  for (let isLast = false; !isLast;) {
    const blockHead = (await readAll(reader, 3, name)).slice();
    const word = readLittle(blockHead, 0, 3);
    isLast = (word & 1) === 1;
    const kind = (word >> 1) & 3;
    const sizeBytes = word >> 3;
    if (kind === 3 || sizeBytes > maxBlockBytes) throw brokenBlock(name);
    push(blockHead, false);
    // Kind 1 is one byte, to be repeated so many times. The library keeps what it cannot use yet, so it gets a copy.
    push((await readAll(reader, kind === 1 ? 1 : sizeBytes, name)).slice(), false);
    yield* ready.splice(0);
  }
  const sum = frame.hasChecksum ? (await readAll(reader, 4, name)).slice() : new Uint8Array(0);
  push(sum, true);
  yield* ready.splice(0);
  if (frame.hasChecksum && readLittle(sum, 0, 4) !== hash.take()) throw brokenSum(name);
}

async function readHead(
  reader: ExactReader,
  magic: Uint8Array,
  name: string,
): Promise<{ readonly frame: ZstdFrame; readonly head: Uint8Array }> {
  const head = new Uint8Array(maxFrameHeadBytes);
  head.set(magic);
  let length = magic.length;
  async function readUpTo(end: number): Promise<void> {
    head.set(await readAll(reader, end - length, name), length);
    length = end;
  }
  if (length === 4) await readUpTo(6);
  const frame = readFrameHead(head);
  if (frame === null) {
    throw damaged(name, `is damaged: behind Zstandard data stands something else. ${fetchAgain}`);
  }
  if (frame.headBytes > length) await readUpTo(frame.headBytes);
  const whole = readFrameHead(head) ?? frame;
  checkFrame(whole, name);
  return { frame: whole, head: head.subarray(0, length) };
}

function checkFrame({ windowBytes, dictionaryId }: ZstdFrame, name: string): void {
  if (dictionaryId !== 0) {
    const text = `was packed by Zstandard with a dictionary (number ${dictionaryId}), which is not in the file. Pack it without one.`;
    throw damaged(name, text, 'dictionary');
  }
  if (windowBytes <= maxWindowBytes) return;
  const asked = Math.ceil(windowBytes / 1024 / 1024).toLocaleString('en-US');
  const text = `was packed by Zstandard in a way that takes ${asked} MB of memory to unpack; at most 128 MB are given. Pack it again without --ultra or --long.`;
  throw damaged(name, text, 'window');
}

async function readAll(reader: ExactReader, byteCount: number, name: string): Promise<Uint8Array> {
  const bytes = await reader.read(byteCount);
  if (bytes.length === byteCount) return bytes;
  throw damaged(name, `ends in the middle of its Zstandard data. ${fetchAgain}`, 'cut-off');
}

function brokenBlock(name: string): Error {
  return damaged(name, `is damaged: its Zstandard data cannot be unpacked. ${fetchAgain}`);
}

function brokenSum(name: string): Error {
  return damaged(name, `is damaged: what its Zstandard data unpack to does not add up. ${fetchAgain}`);
}
