import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { AppError, defaultQuerySettings } from '../../src/core/model/index.ts';
import type { PartKind } from '../../src/core/storage/storage-part.ts';
import { weighValue } from '../../src/core/storage/weigh-value.ts';
import { modelCacheName } from '../../src/embedders/model-files.ts';
import { LanguageModelService } from '../../src/services/language-model-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { SearchService } from '../../src/services/search-service.ts';
import { StorageService } from '../../src/services/storage-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { openGgufStore } from '../../src/taggers/wllama/gguf-store.ts';
import { seedFolder } from '../../src/taggers/web-llm/seed-folder.ts';
import { ignore } from '../helpers/scripted-engine.ts';
import { pickTinyModel } from '../helpers/tiny-model-folder.ts';
import { freeDisk, limitDisk } from './limit-disk.ts';
import { addProject, addQuestions, drawBytes, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const hub = 'https://huggingface.co/mlc-ai/Tiny-q4f16_1-MLC/';
const program = 'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/tiny.wasm';
const ggufUrl = 'https://models.example.org/tiny.gguf';

afterEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await openGgufStore().remove(ggufUrl);
});

afterAll(() => {
  workers.search.stop();
  workers.engine.stop();
});

function openStorage() {
  const { store, database } = openTestStore();
  const models = new LanguageModelService(workers, { origin: location.origin, allowedOrigins: [] });
  const storage = new StorageService(store, models, workers);
  const find = async (kind: PartKind) => {
    const { parts } = await storage.readUse();
    return parts.filter((part) => part.kind === kind);
  };
  return { store, database, storage, find };
}

async function cache(scope: string, url: string, bytes: number, headers: HeadersInit = {}): Promise<void> {
  await (await caches.open(scope)).put(url, new Response(drawBytes(bytes), { headers }));
}

describe('the list of what takes room', () => {
  test('weighs rows, tags and results of a project as they are stored', async () => {
    const { store, database, find } = openStorage();
    const { projectId } = await addProject(store);
    await addQuestions(store, projectId, 500, 20);
    await store.derived.save(projectId, 'results', 'v1', drawBytes(5000));
    const blocks = await database.blocks.toArray();
    const blockBytes = blocks.reduce((sum, block) => sum + weighValue(block), 0);
    const derived = weighValue((await database.derived.toArray())[0]);
    const [project] = await find('project');
    expect(project).toMatchObject({
      id: String(projectId),
      name: 'Test',
      sizeBytes: blockBytes + derived,
      errorBytes: 0,
      loss: '',
    });
    expect(project.detail).toBe(`rows ${(blockBytes / 1000).toFixed(1)} kB, results 5.1 kB`);
  });

  test('estimates a large project from some of its blocks, with the error, and weighs what is added', async () => {
    const { store, database, find } = openStorage();
    const { projectId } = await addProject(store);
    await addQuestions(store, projectId, 600, 1);
    const weigh = async (): Promise<number> =>
      (await database.blocks.toArray()).reduce((sum, block) => sum + weighValue(block), 0);
    const [before] = await find('project');
    expect(before.errorBytes).toBeGreaterThan(0);
    expect(Math.abs(before.sizeBytes - (await weigh()))).toBeLessThanOrEqual(before.errorBytes);
    await addQuestions(store, projectId, 50, 50);
    const [after] = await find('project');
    expect(after.sizeBytes).toBeGreaterThan(before.sizeBytes);
  });

  test('tells models fetched by web-llm from copied folders, and programs from models', async () => {
    const { storage, find } = openStorage();
    const seeded = await seedFolder(pickTinyModel(), caches, { signal: never, onProgress: ignore });
    await cache('webllm/model', `${hub}resolve/main/params_shard_0.bin`, 7000, { 'content-length': '7000' });
    await cache('webllm/model', `${hub}resolve/main/params_shard_1.bin`, 500);
    // A header of a file that was packed on its way tells less than is stored.
    const packed = { 'content-encoding': 'gzip', 'content-length': '3' };
    await cache('webllm/config', `${hub}resolve/main/mlc-chat-config.json`, 40, packed);
    await cache('webllm/wasm', program, 900);
    expect(await find('hub-model')).toMatchObject([{ name: 'Tiny-q4f16_1-MLC', sizeBytes: 7540 }]);
    expect(await find('programs')).toMatchObject([{ sizeBytes: 900 }]);
    expect(await find('folder')).toMatchObject([{ name: seeded.name, sizeBytes: seeded.sizeBytes }]);
    for (const part of [...(await find('programs')), ...(await find('hub-model'))])
      await storage.remove(part);
    expect([...(await find('hub-model')), ...(await find('programs'))]).toEqual([]);
    expect(await find('folder')).toMatchObject([{ name: seeded.name }]);
    for (const part of await find('folder')) await storage.remove(part);
    expect(await find('folder')).toEqual([]);
  });

  test('knows downloaded GGUF files, embedding models and vectors, and deletes each alone', async () => {
    const { store, storage, find } = openStorage();
    await openGgufStore().write(ggufUrl, new Blob([drawBytes(3000)]).stream());
    for (const [name, file] of [
      ['Xenova/one', 'onnx/model_quantized.onnx'],
      ['Xenova/one', 'config.json'],
      ['Xenova/two', 'config.json'],
    ] as const) {
      await cache(modelCacheName, `https://huggingface.co/${name}/resolve/main/${file}`, 1000);
    }
    const vectors = { labels: ['a'], dimensions: 512, values: new Float32Array(512) };
    await store.vectors.append('built-in', vectors, 1);
    expect(await find('gguf')).toMatchObject([{ id: ggufUrl, name: 'tiny.gguf' }]);
    expect(await find('vectors')).toMatchObject([{ sizeBytes: 2050 }]);
    const [one] = await find('embedder');
    expect(one).toMatchObject({ name: 'Xenova/one', sizeBytes: 2000 });
    await storage.remove(one);
    expect(await find('embedder')).toMatchObject([{ name: 'Xenova/two', sizeBytes: 1000 }]);
    for (const part of [...(await find('gguf')), ...(await find('vectors'))]) await storage.remove(part);
    expect([...(await find('gguf')), ...(await find('vectors'))]).toEqual([]);
    expect(await store.vectors.read('built-in', 2)).toEqual([]);
  });

  test('deletes the index of words while it is open, and searching goes on without it', async () => {
    const { store, storage, find } = openStorage();
    const { projectId } = await addProject(store);
    await addQuestions(store, projectId, 30, 10);
    const search = new SearchService(store, workers, new RowsService(store, workers));
    const sources = await store.sources.list(projectId);
    await search.indexSources(never, sources, ignore);
    const [index] = await find('search-index');
    expect(index.sizeBytes).toBeGreaterThan(4096);
    await storage.remove(index);
    expect(await find('search-index')).toEqual([]);
    const found = await search.find(never, sources, 'question', defaultQuerySettings, 5);
    expect(found).toMatchObject({ total: null });
    expect(found.rows).toHaveLength(5);
    await search.indexSources(never, sources, ignore);
    expect(await search.find(never, sources, 'question', defaultQuerySettings, 5)).toMatchObject({
      total: 30,
    });
  });

  test('deletes no project', async () => {
    const { store, storage, find } = openStorage();
    await addProject(store);
    const [project] = await find('project');
    const error: unknown = await storage.remove(project).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'invalid-input', message: /project menu/ });
    expect(await find('project')).toHaveLength(1);
  });
});

describe('the room', () => {
  test('is not what Chromium says to every site, but what it gives', async () => {
    const { storage } = openStorage();
    onTestFinished(freeDisk);
    await cache('webllm/model', `${hub}resolve/main/params_shard_0.bin`, 2_000_000);
    const before = await storage.readMeter();
    expect(before).toMatchObject({ quotaBytes: Infinity, isNearlyFull: false });
    expect(before.usageBytes).toBeGreaterThan(2_000_000);
    await limitDisk(100_000);
    expect(await storage.readMeter()).toMatchObject({ isNearlyFull: true });
    await limitDisk(15_000_000);
    expect(await storage.readMeter()).toMatchObject({ isNearlyFull: false });
    expect(await storage.checkFile('small.csv', 'csv', 1_000_000)).toEqual({ fits: true, sentence: '' });
    const { fits, sentence } = await storage.checkFile('big.csv', 'csv', 50_000_000);
    expect(fits).toBe(false);
    expect(sentence).toMatch(
      /^big\.csv: about 57\.5 MB to store\. This browser has room for about 1[45]\.\d MB more.*largest part to delete is Tiny-q4f16_1-MLC \(2\.0 MB\)/,
    );
  });

  test('needs less for a model of which a part is there, and nothing for one that is whole', async () => {
    const { storage } = openStorage();
    onTestFinished(freeDisk);
    await cache('webllm/model', `${hub}resolve/main/params_shard_0.bin`, 2_000_000);
    await limitDisk(15_000_000);
    const check = async (bytes: number): Promise<boolean> =>
      (await storage.checkModel('Tiny-q4f16_1-MLC', 'Tiny', bytes)).fits;
    expect(await check(2_000_000)).toBe(true);
    expect(await check(6_000_000)).toBe(true);
    // The browser believes in the room it saw last for up to 30 seconds.
    await expect.poll(() => check(8_000_000), { timeout: 40_000 }).toBe(false);
    expect((await storage.checkModel('Other', 'Other', 6_000_000)).fits).toBe(false);
  });

  test('is tried without leaving anything behind', async () => {
    const { storage } = openStorage();
    await storage.checkRoom(50_000_000);
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    expect(names.filter((name) => name.startsWith('room-'))).toEqual([]);
  });
});
