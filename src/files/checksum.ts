import { createCRC32, createXXHash64, type IHasher } from 'hash-wasm';

/** A running sum over bytes that come in pieces. */
export interface Checksum {
  /** Takes in more bytes. */
  add(bytes: Uint8Array): void;
  /** Returns the sum of all bytes since the last call, from 0 to 2^32 - 1, and starts anew. */
  take(): number;
}

type UseChecksum = (sum: Checksum) => AsyncIterable<Uint8Array>;

/** Lends a CRC-32, as gzip and zip use it, to a stream while it is read. */
export const withCrc32 = lendChecksums(() => createCRC32());

/** Lends an XXH64, of which Zstandard keeps the lower half, to a stream while it is read. */
export const withXxHash64 = lendChecksums(() => createXXHash64());

// To start one takes milliseconds, and an archive may have thousands of small files: they are used again.
function lendChecksums(create: () => Promise<IHasher>): (use: UseChecksum) => AsyncGenerator<Uint8Array> {
  const idle: Checksum[] = [];
  return async function* lend(use) {
    const sum = idle.pop() ?? wrapHasher(await create());
    try {
      yield* use(sum);
    } finally {
      sum.take();
      idle.push(sum);
    }
  };
}

function wrapHasher(hasher: IHasher): Checksum {
  return {
    add: (bytes) => void hasher.update(bytes),
    take: () => {
      const digest = hasher.digest('binary');
      hasher.init();
      return new DataView(digest.buffer, digest.byteOffset).getUint32(digest.length - 4);
    },
  };
}
