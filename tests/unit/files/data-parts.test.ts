import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobReader, configure, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { listParts } from '../../../src/files/data-parts.ts';
import { hashPart, importPart } from '../../../src/files/import-part.ts';
import { textCodec } from '../../../workers/text-codec.ts';
import type { Inspection } from '../../../workers/contracts/ingest-api.ts';
import { dataFolder, recordTexts } from '../../helpers/import-bytes.ts';
import { blobOf, smallText, smallZstd } from '../../helpers/packed-files.ts';

configure({ useWebWorkers: false });

const rows = '{"instruction":"Sort a list"}\n{"instruction":"Name a fruit"}\n';
const bytes = textCodec.encode(rows);

function inspect(content: Uint8Array, name = 'pack.zip'): Promise<Inspection> {
  return listParts(blobOf(content), name, textCodec);
}

async function importAll(content: Uint8Array, name = 'pack.zip') {
  const blob = blobOf(content);
  const found = await listParts(blob, name, textCodec);
  const imported = [];
  for (const part of found.parts) {
    const texts: string[] = [];
    let bytesDone = -1;
    const summary = await importPart(blob, part, textCodec, async (batch) => {
      texts.push(...recordTexts(batch.blocks));
      bytesDone = batch.bytesDone;
    });
    expect(bytesDone).toBe(part.sizeBytes);
    imported.push({ name: part.name, texts, summary, hash: await hashPart(blob, part) });
  }
  return { ...found, imported };
}

/** A zip archive by another writer, with options that fflate lacks. */
async function zipWith(content: Uint8Array, options: object): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { level: 0, ...options });
  await writer.add('rows.jsonl', new BlobReader(blobOf(content)));
  return writer.close();
}

describe('a file that is packed', () => {
  test.each([
    ['plain', bytes],
    ['gzip', gzipSync(bytes)],
  ])('gives the same records and the same hash: %s', async (_, content) => {
    const { imported, refused, passedOver } = await importAll(content, 'rows.jsonl');
    expect({ refused, passedOver }).toEqual({ refused: [], passedOver: [] });
    const [plain] = (await importAll(bytes)).imported;
    expect(imported).toMatchObject([{ name: 'rows.jsonl', texts: rows.trim().split('\n') }]);
    expect(imported[0].hash).toBe(plain.summary.contentHash);
    expect(imported[0].summary.contentHash).toBe(plain.summary.contentHash);
  });

  test('with Zstandard gives its records', async () => {
    const [{ texts }] = (await importAll(smallZstd)).imported;
    expect(texts).toEqual(smallText.trim().split('\n'));
  });

  test('twice is refused', async () => {
    await expect(inspect(gzipSync(gzipSync(bytes)))).rejects.toMatchObject({ details: { reason: 'nested' } });
  });

  test('around a zip or a tar archive is refused', async () => {
    const zip = zipSync({ 'a.jsonl': bytes });
    await expect(inspect(gzipSync(zip))).rejects.toMatchObject({ details: { reason: 'nested' } });
    const tar = textCodec.encode(`${'x'.repeat(257)}ustar${' '.repeat(300)}`);
    await expect(inspect(gzipSync(tar))).rejects.toMatchObject({ details: { reason: 'tar' } });
  });

  test('and damaged near its end is refused while it is imported', async () => {
    const packed = gzipSync(bytes);
    packed[packed.length - 5] ^= 1;
    const outcome = importAll(packed);
    await expect(outcome).rejects.toMatchObject({
      code: 'unsupported-format',
      details: { name: 'pack.zip' },
    });
  });

  test('is told by its bytes, whatever its name', async () => {
    const { parts } = await inspect(gzipSync(bytes), 'rows.csv');
    expect(parts).toMatchObject([{ place: { packing: 'gzip' }, shape: { format: 'json-lines' } }]);
  });
});

describe('a zip archive', () => {
  test('gives a part for each file of it, packed or not, and passes over what is no data', async () => {
    const content = zipSync({
      'data/train.jsonl': bytes,
      'data/test.jsonl.gz': [gzipSync(bytes), { level: 0 }],
      'data/small.zst': smallZstd,
      'README.md': bytes,
      LICENSE: bytes,
      '__MACOSX/data/._train.jsonl': bytes,
      'data/.hidden.json': bytes,
      'plot.png': bytes,
      'data/empty.json': new Uint8Array(0),
    });
    const { imported, refused, passedOver } = await importAll(content);
    expect(imported.map(({ name, texts }) => [name, texts.length])).toEqual([
      ['pack.zip › data/train.jsonl', 2],
      ['pack.zip › data/test.jsonl.gz', 2],
      ['pack.zip › data/small.zst', 40],
    ]);
    expect(imported[0].hash).toBe(imported[1].hash);
    expect(imported[0].summary.contentHash).toBe(imported[0].hash);
    expect(refused.map(({ name }) => name)).toEqual(['pack.zip › data/empty.json']);
    expect(passedOver).toEqual(
      ['README.md', 'LICENSE', '__MACOSX/data/._train.jsonl', 'data/.hidden.json', 'plot.png'].map(
        (name) => `pack.zip › ${name}`,
      ),
    );
  });

  test('in a zip archive is refused, its neighbours are read', async () => {
    const content = zipSync({ 'inner.zip': zipSync({ 'a.jsonl': bytes }), 'b.jsonl': bytes });
    const { parts, refused } = await inspect(content);
    expect(parts.map(({ name }) => name)).toEqual(['pack.zip › b.jsonl']);
    expect(refused).toEqual([
      {
        name: 'pack.zip › inner.zip',
        reason:
          '“pack.zip › inner.zip” is a zip archive within a zip archive. Unpack the outer one and choose this one.',
      },
    ]);
  });

  test('with ZIP64 sizes and data descriptors is read', async () => {
    const content = await zipWith(bytes, { zip64: true, dataDescriptor: true });
    expect((await importAll(content)).imported[0].texts).toHaveLength(2);
  });

  test('whose files are locked says so', async () => {
    const { parts, refused } = await inspect(await zipWith(bytes, { password: 'secret', zipCrypto: true }));
    expect(parts).toEqual([]);
    expect(refused[0].reason).toContain('is locked with a password');
  });

  test('that is cut off is refused', async () => {
    const content = zipSync({ 'a.jsonl': bytes });
    const cut = inspect(content.slice(0, content.length - 30));
    await expect(cut).rejects.toMatchObject({ code: 'unsupported-format', details: { name: 'pack.zip' } });
  });

  test('with more than 10,000 files is refused', { timeout: 60_000 }, async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`${index}.json`, new Uint8Array(0)] as const),
    );
    await expect(inspect(zipSync(files, { level: 0 }))).rejects.toMatchObject({
      details: { reason: 'too-many-entries' },
    });
  });

  test('without any data says so', async () => {
    await expect(inspect(zipSync({ 'README.md': bytes }))).rejects.toMatchObject({
      code: 'unsupported-format',
      details: { reason: 'empty' },
    });
  });

  test(
    'of which one byte was changed gives the records that came, or an error',
    { timeout: 60_000 },
    async () => {
      const content = zipSync({ 'a.jsonl': bytes, 'b.jsonl.gz': [gzipSync(bytes), { level: 0 }] });
      const wanted = rows.trim().split('\n');
      await fc.assert(
        fc.asyncProperty(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const turned = content.slice();
          turned[at] ^= change;
          const outcome = await importAll(turned).catch((thrown: unknown) => ({ thrown }));
          if ('thrown' in outcome) {
            expect(outcome.thrown).toBeInstanceOf(AppError);
            return;
          }
          const { imported } = outcome;
          for (const { texts } of imported) expect(texts).toEqual(wanted);
        }),
        { numRuns: 300 },
      );
    },
  );
});

const train = join(dataFolder, 'gsm8k/train.jsonl');
if (!existsSync(train)) console.warn('The data sets are not there: expected them in ../shared/data.');

test.runIf(existsSync(train))(
  'a real file gives the same hash as it is, as gzip and in an archive',
  { timeout: 60_000 },
  async () => {
    const content = readFileSync(train);
    const { imported } = await importAll(zipSync({ 'a.jsonl': content, 'b.gz': gzipSync(content) }));
    const hash = await hashPart(blobOf(content), (await inspect(content)).parts[0]);
    expect(imported.map(({ summary }) => summary)).toEqual([
      { recordCount: 7473, quarantinedCount: 0, contentHash: hash },
      { recordCount: 7473, quarantinedCount: 0, contentHash: hash },
    ]);
  },
);

test('lists that are left out of a file are told, by themselves and in an archive', async () => {
  const object = {
    rows: [{ instruction: 'Sort a list' }, { instruction: 'Name a fruit' }],
    notes: ['A note on the rows, written as a sentence.', 'Another', 'And one more'],
  };
  const content = textCodec.encode(JSON.stringify(object));
  const alone = await inspect(content, 'data.json');
  expect(alone.parts.length).toBe(1);
  expect(alone.leftOut).toEqual([
    { name: 'data.json', reason: expect.stringContaining('“notes” with 3 values') as unknown },
  ]);
  const packed = await inspect(zipSync({ 'data.json': content, 'rows.jsonl': bytes }));
  expect(packed.parts.length).toBe(2);
  expect(packed.leftOut.map(({ name }) => name)).toEqual(['pack.zip › data.json']);
  expect(packed.refused).toEqual([]);
});
