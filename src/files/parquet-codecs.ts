import { decompress } from 'fzstd';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { maxWindowBytes, readFrameHead } from './zstd-frame.ts';

// Pages hold 1 MB as a rule; a file that claims more than this is damaged or means harm.
const maxPageBytes = 512 * 1024 * 1024;

/** What unpacks the pages of Parquet files, within bounds: Snappy, gzip, Brotli, Zstandard and both kinds of LZ4. */
export const pageCodecs: Compressors = Object.fromEntries(
  Object.entries({ ...compressors, ZSTD: unpackZstd }).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, length: number) => {
      if (!(length >= 0 && length <= maxPageBytes))
        throw new RangeError(`one of its pages claims ${length} bytes`);
      // Pages whose values are all null hold nothing, which some codecs take for damage.
      return length === 0 ? new Uint8Array(0) : unpack(input, length);
    },
  ]),
);

function unpackZstd(input: Uint8Array, length: number): Uint8Array {
  const frame = readFrameHead(input);
  if (frame === null || frame.windowBytes > maxWindowBytes)
    throw new Error('one of its pages is no Zstandard data');
  return decompress(input, new Uint8Array(length));
}
