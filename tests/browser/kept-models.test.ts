import { afterEach, describe, expect, test } from 'vitest';
import { openGgufStore } from '../../src/taggers/wllama/gguf-store.ts';
import { listKeptModels, removeKeptModel } from '../../src/taggers/wllama/kept-models.ts';

const store = openGgufStore();
const url = 'https://models.example.org/tiny%20model.gguf?download=true';
const [first, second, third] = [1, 2, 3].map(
  (part) => `https://models.example.org/big-0000${part}-of-00003.gguf`,
);
const bytes = new Uint8Array(5000).fill(7);

afterEach(async () => {
  for (const kept of await listKeptModels(store)) await removeKeptModel(store, kept.url);
  expect(await listFolders()).toEqual([]);
});

function streamOf(content: BlobPart): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([content]).stream();
}

/** Begins a download, whose bytes come when the test gives them. */
async function beginDownload(address: string) {
  const { writable, readable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const written = store.write(address, readable);
  written.catch(() => undefined);
  await writer.write(bytes);
  // Each write waits for the one before, so the first has reached the file by then.
  await writer.write(bytes);
  return { writer, written };
}

/** What lies in the browser's file system, without our code. */
async function listFolders(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('gguf-models', { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

describe('a downloaded model', () => {
  test('is listed with its address, name and size, opened and removed', async () => {
    await store.write(url, streamOf(bytes));
    const [model, ...others] = await listKeptModels(store);
    expect(others).toEqual([]);
    expect(model).toMatchObject({ url, name: 'tiny model.gguf', isComplete: true });
    // With its address, which lies beside it.
    expect(model.sizeBytes).toBe(bytes.length + url.length);
    expect(await (await store.open(url))?.bytes()).toEqual(bytes);
    await removeKeptModel(store, url);
    expect(await listKeptModels(store)).toEqual([]);
    expect(await store.open(url)).toBeUndefined();
    await removeKeptModel(store, url);
  });

  test('in parts is one model, complete when all parts are there', async () => {
    for (const part of [first, third]) await store.write(part, streamOf(bytes));
    const half = await listKeptModels(store);
    expect(half).toMatchObject([{ url: first, name: 'big-00001-of-00003.gguf', isComplete: false }]);
    await store.write(second, streamOf(bytes));
    const [whole] = await listKeptModels(store);
    expect(whole).toMatchObject({ url: first, isComplete: true });
    expect(whole.sizeBytes).toBeGreaterThan(half[0].sizeBytes + bytes.length);
    await removeKeptModel(store, first);
    expect(await listKeptModels(store)).toEqual([]);
  });

  test('is listed by name, and removed alone', async () => {
    for (const name of ['b.gguf', 'a.gguf', 'c.gguf']) {
      await store.write(`https://models.example.org/${name}`, streamOf(name));
    }
    await removeKeptModel(store, 'https://models.example.org/a.gguf');
    expect((await listKeptModels(store)).map(({ name }) => name)).toEqual(['b.gguf', 'c.gguf']);
  });

  test('whose stream fails leaves nothing behind, but for the copy that was there', async () => {
    const { writer, written } = await beginDownload(url);
    await writer.abort(new Error('connection lost'));
    await expect(written).rejects.toThrow('connection lost');
    expect(await listFolders()).toEqual([]);
    await store.write(url, streamOf(bytes));
    const again = await beginDownload(url);
    await again.writer.abort(new Error('connection lost'));
    await expect(again.written).rejects.toThrow('connection lost');
    expect(await listKeptModels(store)).toMatchObject([{ url, isComplete: true }]);
  });
});

describe('a download', () => {
  test('in progress is listed as incomplete, with the room that it takes, and cannot be removed', async () => {
    const { writer, written } = await beginDownload(url);
    const [model] = await listKeptModels(store);
    expect(model).toMatchObject({ url, isComplete: false });
    expect(model.sizeBytes).toBeGreaterThan(bytes.length);
    expect(await store.open(url)).toBeUndefined();
    await expect(removeKeptModel(store, url)).rejects.toMatchObject({
      code: 'storage-failed',
      message:
        'tiny model.gguf is being fetched, here or in another tab, so it cannot be removed. Stop that first.',
    });
    await writer.close();
    await written;
    expect(await listKeptModels(store)).toMatchObject([{ url, isComplete: true }]);
  });

  test('that another one of the same model overtakes ends well', async () => {
    const slow = await beginDownload(url);
    await store.write(url, streamOf(bytes));
    await slow.writer.close();
    await slow.written;
    expect(await listKeptModels(store)).toMatchObject([{ url, isComplete: true }]);
  });

  test('that was cut off with its browser is listed as incomplete, and removed whole', async () => {
    await leaveLeftover();
    const [model] = await listKeptModels(store);
    expect(model).toMatchObject({ url, isComplete: false });
    expect(model.sizeBytes).toBeGreaterThan(bytes.length);
    await removeKeptModel(store, url);
    expect(await listFolders()).toEqual([]);
  });

  test('that was cut off with its browser is swept away by the next one', async () => {
    await leaveLeftover();
    await store.write(url, streamOf(bytes));
    expect(await listKeptModels(store)).toMatchObject([
      { url, isComplete: true, sizeBytes: bytes.length + url.length },
    ]);
  });
});

/**
 * Leaves what Chromium 156 leaves when it is killed in the middle of a download: an empty file, and what came so far in
 * one of another name. That of Chromium ends in `.crswap`, which a page may not write.
 */
async function leaveLeftover(): Promise<void> {
  await store.write(url, streamOf(bytes));
  const root = await navigator.storage.getDirectory();
  const models = await root.getDirectoryHandle('gguf-models');
  const [name] = await listFolders();
  const folder = await models.getDirectoryHandle(name);
  await folder.removeEntry('model.gguf');
  await folder.getFileHandle('model.gguf', { create: true });
  const swap = await folder.getFileHandle('model.gguf.swap', { create: true });
  const writable = await swap.createWritable();
  await writable.write(bytes);
  await writable.close();
}
