import fc from 'fast-check';
import { gzipSync, zlibSync } from 'fflate';
import { createGzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { openBlob, type DataFile } from '../../../src/files/data-file.ts';
import { recognise, unpackFile } from '../../../src/files/packing.ts';
import { textCodec } from '../../../workers/text-codec.ts';
import {
  blobOf,
  fileOf,
  gzipMembers,
  joinAll,
  rawZstd,
  readAll,
  readText,
  repeatedZstd,
  smallText,
  smallZstd,
} from '../../helpers/packed-files.ts';

const damagedGzip = { code: 'unsupported-format', details: { name: 'data.bin' } };

function ungzip(content: Uint8Array): DataFile {
  return unpackFile(fileOf(content), 'gzip');
}

function unzstd(content: Uint8Array): DataFile {
  return unpackFile(fileOf(content), 'zstd');
}

describe('what holds the records', () => {
  test.each([
    ['gzip', gzipMembers('a')],
    ['zstd', smallZstd],
    ['zstd', Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18)],
    ['parquet', textCodec.encode('PAR1')],
    ['locked-parquet', textCodec.encode('PARE')],
    ['zip', Uint8Array.of(0x50, 0x4b, 3, 4)],
    ['tar', textCodec.encode(`${'x'.repeat(257)}ustar`)],
    ['plain', textCodec.encode('{"a":1}')],
    ['plain', zlibSync(textCodec.encode('a'))],
    ['plain', new Uint8Array(0)],
  ])('is told by its first bytes: %s', (container, head) => {
    expect(recognise(head)).toBe(container);
  });
});

describe('gzip', () => {
  test('several members one after the other are one text', async () => {
    expect(await readText(ungzip(gzipMembers('one\n', '', 'two\n', 'three\n')))).toBe('one\ntwo\nthree\n');
  });

  test('random bytes in random members come back, and the read bytes end at the size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60_000 }), { minLength: 1, maxLength: 5 }),
        async (parts) => {
          const packed = joinAll(
            parts.map((part) => gzipSync(part, { filename: 'n'.repeat(part.length % 300) })),
          );
          const reads: number[] = [];
          const chunks: Uint8Array[] = [];
          for await (const chunk of ungzip(packed).chunks((read) => reads.push(read))) chunks.push(chunk);
          expect(joinAll(chunks)).toEqual(joinAll(parts));
          expect(reads.at(-1)).toBe(packed.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('its start can be read alone', async () => {
    expect(await ungzip(gzipMembers('abc', 'def')).readStart(4)).toEqual(textCodec.encode('abcd'));
  });

  test('is checked by itself, also while others are read, or were left in the middle', async () => {
    const long = ungzip(gzipSync(textCodec.encode('abc'.repeat(1_000_000))));
    let length = 0;
    for await (const chunk of long.chunks()) {
      length += chunk.length;
      expect(await long.readStart(3)).toEqual(textCodec.encode('abc'));
      expect(await readText(ungzip(gzipMembers('def')))).toBe('def');
    }
    expect(length).toBe(3_000_000);
  });

  test('that is cut off anywhere is refused', async () => {
    const packed = gzipMembers('a first member', 'a second member');
    const first = gzipMembers('a first member').length;
    for (let length = 1; length < packed.length; length++) {
      if (length === first) continue;
      await expect(readAll(ungzip(packed.slice(0, length)))).rejects.toMatchObject(damagedGzip);
    }
  });

  test('with a wrong sum in any member is refused', async () => {
    for (const member of [0, 1]) {
      const members = [gzipMembers('a first member'), gzipMembers('a second member')];
      members[member][members[member].length - 6] ^= 1;
      await expect(readAll(ungzip(joinAll(members)))).rejects.toMatchObject(damagedGzip);
    }
  });

  test('of the digits 1 to 9 has the published sum', async () => {
    const text = '123456789';
    const head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, text.length, 0, 0xff - text.length, 0xff];
    const trailer = [0x26, 0x39, 0xf4, 0xcb, text.length, 0, 0, 0];
    const packed = joinAll([Uint8Array.from(head), textCodec.encode(text), Uint8Array.from(trailer)]);
    expect(await readText(ungzip(packed))).toBe(text);
    packed[packed.length - 8] ^= 1;
    await expect(readAll(ungzip(packed))).rejects.toMatchObject(damagedGzip);
  });
});

describe('Zstandard', () => {
  test('unpacks what another program packed', async () => {
    expect(await readText(unzstd(smallZstd))).toBe(smallText);
  });

  // Low halves of the sums that the xxhsum program prints.
  test.each([
    ['', [0x99, 0xe9, 0xd8, 0x51]],
    ['a', [0x5b, 0x6e, 0x8c, 0xa9]],
    ['abc', [0x99, 0x09, 0x77, 0xad]],
  ])('of “%s” has the published sum, and no other', async (text, sum) => {
    const frame = rawZstd(text);
    frame[4] |= 4;
    expect(await readText(unzstd(joinAll([frame, Uint8Array.from(sum)])))).toBe(text);
    for (const bit of [0, 31]) {
      const wrong = sum.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      await expect(readAll(unzstd(joinAll([frame, Uint8Array.from(wrong)])))).rejects.toMatchObject({
        details: { reason: 'damaged' },
      });
    }
  });

  test('several frames with sums, in pieces of any length, are checked one by one', async () => {
    const frame = rawZstd('abc');
    frame[4] |= 4;
    const packed = joinAll([frame, Uint8Array.of(0x99, 0x09, 0x77, 0xad)]);
    expect(await readText(unzstd(joinAll([packed, smallZstd, packed])))).toBe(`abc${smallText}abc`);
  });

  test('several frames, and frames without data between them, are one text', async () => {
    const skipped = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9);
    const packed = joinAll([rawZstd('one\n'), skipped, smallZstd, skipped, rawZstd(''), rawZstd('two\n')]);
    expect(await readText(unzstd(packed))).toBe(`one\n${smallText}two\n`);
  });

  test('that is cut off anywhere is refused', async () => {
    for (let length = 1; length < smallZstd.length; length++) {
      await expect(readAll(unzstd(smallZstd.slice(0, length)))).rejects.toMatchObject({
        code: 'unsupported-format',
      });
    }
  });

  test('with any bit turned is refused, or gives the same text', async () => {
    for (let bit = 0; bit < smallZstd.length * 8; bit += 3) {
      const packed = smallZstd.slice();
      packed[bit >> 3] ^= 1 << (bit & 7);
      const outcome = await readText(unzstd(packed)).catch((thrown: unknown) => thrown);
      if (outcome instanceof AppError) continue;
      // A frame that says it has no sum is not checked.
      if (bit >> 3 !== 4) expect(outcome).toBe(smallText);
    }
  });

  test('that asks for more than 128 MB of memory is refused', async () => {
    const packed = rawZstd('text', { windowLog: 28 });
    await expect(readAll(unzstd(packed))).rejects.toMatchObject({ details: { reason: 'window' } });
    expect(await readText(unzstd(rawZstd('text', { windowLog: 27 })))).toBe('text');
  });

  test('packed with a dictionary is refused', async () => {
    const packed = rawZstd('text', { dictionaryId: 7 });
    await expect(readAll(unzstd(packed))).rejects.toMatchObject({ details: { reason: 'dictionary' } });
  });
});

describe('a file that unpacks to far too much', { timeout: 120_000 }, () => {
  test('as gzip of 1 GB of zeros is stopped, and memory stays small', async () => {
    const blob = await packZeros(1024);
    expect(blob.size).toBeLessThan(2_000_000);
    const { bytes, growth, thrown } = await readUntilStopped(unpackFile(openBlob(blob, 'bomb.gz'), 'gzip'));
    expect(thrown).toMatchObject({ details: { reason: 'unpacks-to-too-much' } });
    expect(bytes).toBeLessThanOrEqual(220 * blob.size);
    expect(growth).toBeLessThan(300_000_000);
  });

  test('as Zstandard of 2 GB of one byte is stopped after 64 MB', async () => {
    const { bytes, growth, thrown } = await readUntilStopped(unzstd(repeatedZstd(16_384)));
    expect(thrown).toMatchObject({ details: { reason: 'unpacks-to-too-much' } });
    expect(bytes).toBeLessThanOrEqual(65 * 1024 * 1024);
    expect(growth).toBeLessThan(300_000_000);
  });

  test('in two layers is measured by what lies on the disk', async () => {
    const inner = new Uint8Array(await (await packZeros(256)).arrayBuffer());
    const packed = unpackFile(unpackFile(fileOf(gzipSync(inner)), 'gzip'), 'gzip');
    const { thrown } = await readUntilStopped(packed);
    expect(thrown).toMatchObject({ details: { reason: 'unpacks-to-too-much' } });
  });

  test('below 64 MB is read, however well it is packed', async () => {
    expect(await readAll(ungzip(gzipSync(new Uint8Array(60 * 1024 * 1024))))).toHaveLength(60 * 1024 * 1024);
  });
});

/** Packs so many MB of zeros without ever holding them. */
async function packZeros(megabytes: number): Promise<Blob> {
  const gzip = createGzip();
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => gzip.on('end', resolve));
  const zeros = new Uint8Array(1024 * 1024);
  for (let index = 0; index < megabytes; index++) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await ended;
  return blobOf(joinAll(parts));
}

async function readUntilStopped(
  file: DataFile,
): Promise<{ readonly bytes: number; readonly growth: number; readonly thrown: unknown }> {
  const before = process.memoryUsage().rss;
  let bytes = 0;
  let growth = 0;
  try {
    for await (const chunk of file.chunks()) {
      bytes += chunk.length;
      growth = Math.max(growth, process.memoryUsage().rss - before);
    }
  } catch (thrown) {
    return { bytes, growth, thrown };
  }
  return { bytes, growth, thrown: null };
}
