import { afterAll, expect, test } from 'vitest';
import { errorOf, ignore } from '../helpers/scripted-engine.ts';
import { pickTinyModel } from '../helpers/tiny-model-folder.ts';
import { seedFolder } from '../../src/taggers/web-llm/seed-folder.ts';
import { listSeededFolders, listUrls } from '../../src/taggers/web-llm/seeded-folders.ts';
import { freeDisk, limitDisk } from './limit-disk.ts';

const { signal } = new AbortController();

afterAll(freeDisk);

test('a folder that does not fit is told as a full disk, and nothing of it stays', async () => {
  await limitDisk(1_000_000);
  const size = 20_000_000;
  const list = {
    records: [
      { dataPath: 'params_shard_0.bin', nbytes: 11, records: [] },
      { dataPath: 'big.bin', nbytes: size, records: [] },
    ],
  };
  const files = { 'tensor-cache.json': JSON.stringify(list), 'big.bin': 'x'.repeat(size) };
  const error = await errorOf(seedFolder(pickTinyModel({ files }), caches, { signal, onProgress: ignore }));
  expect(error.code).toBe('storage-full');
  expect(error.message).toMatch(/no room for tiny-q4f32_1-MLC \(0\.02 GB\).*Free disk space/);
  expect(await listSeededFolders(caches)).toEqual([]);
  const left = await listUrls(caches, '');
  expect(Array.from(left.values(), ({ size: count }) => count)).toEqual([0, 0, 0]);
});
