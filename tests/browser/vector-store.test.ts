import Dexie from 'dexie';
import { expect, onTestFinished, test } from 'vitest';
import { VectorStore, type VectorBlock } from '../../src/store/vector-store.ts';

let opened = 0;

test('blocks come back in order, with their numbers as they were', async () => {
  const { store, reopen } = open();
  await store.append('one', block('a', 4), 1);
  await store.append('two', block('b', 4), 2);
  await store.append('one', block('c', 2), 3);
  store.close();
  const read = await reopen().read('one', 4);
  expect(read.map(({ labels }) => labels)).toEqual([block('a', 4).labels, block('c', 2).labels]);
  expect(read[0]).toMatchObject(block('a', 4));
  expect(read[0].values).toBeInstanceOf(Float32Array);
});

test('an embedder without vectors has no blocks', async () => {
  const { store } = open();
  expect(await store.read('one', 1)).toEqual([]);
  expect(await store.measure()).toEqual(new Map());
});

test('over the limit the embedder used longest ago goes as a whole', async () => {
  const { store } = open(1000);
  await store.append('old', block('a', 10), 1);
  await store.append('older', block('b', 10), 2);
  await store.read('old', 3);
  expect([...(await store.measure()).keys()]).toEqual(['old', 'older']);
  await store.append('new', block('c', 10), 4);
  expect([...(await store.measure()).keys()]).toEqual(['new', 'old']);
  expect(await store.read('older', 5)).toEqual([]);
  expect((await store.read('old', 5)).length).toBe(1);
});

test('an embedder alone over the limit loses its oldest blocks', async () => {
  const { store } = open(1000);
  for (const name of ['a', 'b', 'c', 'd']) await store.append('one', block(name, 10), 1);
  const read = await store.read('one', 2);
  expect(read.map(({ labels }) => labels[0])).toEqual(['c0', 'd0']);
  const [[, sizeBytes]] = await store.measure();
  expect(sizeBytes).toBe(2 * (10 * 8 * 4 + 10 * 2 * 2));
});

test('an embedder is forgotten alone', async () => {
  const { store } = open();
  await store.append('one', block('a', 1), 1);
  await store.append('two', block('b', 1), 1);
  await store.remove('one');
  expect(await store.read('one', 1)).toEqual([]);
  expect((await store.read('two', 1)).length).toBe(1);
  expect([...(await store.measure()).keys()]).toEqual(['two']);
});

function block(name: string, count: number): VectorBlock {
  const labels = Array.from({ length: count }, (_, index) => `${name}${index}`);
  return { labels, dimensions: 8, values: Float32Array.from({ length: count * 8 }, (_, index) => index / 3) };
}

function open(limitBytes?: number): { store: VectorStore; reopen: () => VectorStore } {
  const name = `tagscape-test-vectors-${opened++}-${performance.now()}`;
  const stores: VectorStore[] = [];
  const reopen = (): VectorStore => {
    const store = new VectorStore(name, limitBytes);
    stores.push(store);
    return store;
  };
  onTestFinished(async () => {
    for (const store of stores) store.close();
    await Dexie.delete(name);
  });
  return { store: reopen(), reopen };
}
