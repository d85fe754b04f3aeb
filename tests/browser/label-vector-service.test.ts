import Dexie from 'dexie';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { EmbedderChoice } from '../../src/core/model/index.ts';
import { LabelVectorService } from '../../src/services/label-vector-service.ts';
import { readPageOrigin } from '../../src/services/page-origin.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { VectorStore } from '../../src/store/vector-store.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import { makeTinyModel, tinyDimensions } from '../helpers/tiny-embedding-model.ts';

const { signal } = new AbortController();
const siteUrl = new URL('/', location.href).href;
const workers = createWorkers(siteUrl, 1);
const labels = ['poetry', 'Python programming', 'travel', 'poetry'];
let opened = 0;

afterAll(() => {
  workers.embedder.stop();
  for (const host of workers.tagger.hosts) host.stop();
});

describe('labels', () => {
  test('get vectors of the built-in encoder', async () => {
    const { service } = open();
    const { values, dimensions } = await service.embedLabels(signal, { kind: 'built-in' }, labels, ignore);
    expect(dimensions).toBe(512);
    expect(values.length).toBe(labels.length * 512);
    expect(values.slice(0, 512)).toEqual(values.slice(3 * 512));
    expect(Math.hypot(...values.subarray(512, 1024))).toBeCloseTo(1, 5);
  });

  test('get vectors of a picked model, and are counted', async () => {
    const { service } = open();
    const choice = await pickModel(service);
    const seen: number[] = [];
    const { values, dimensions } = await service.embedLabels(signal, choice, labels, ({ done }) =>
      seen.push(done),
    );
    expect(dimensions).toBe(tinyDimensions);
    expect(values.length).toBe(labels.length * tinyDimensions);
    expect(seen).toEqual([0, 4]);
  });

  test('may be none', async () => {
    const { service } = open();
    expect(await service.embedLabels(signal, { kind: 'built-in' }, [], ignore)).toEqual({
      values: new Float32Array(),
      dimensions: 1,
    });
  });

  test('are not embedded again after a reload', async () => {
    const { service, reload } = open();
    const choice = await pickModel(service);
    const first = await service.embedLabels(signal, choice, labels, ignore);
    // A model in a folder cannot be read any more after a reload, so these vectors can only come from the store.
    const later = reload();
    expect(later.needsFolder(choice)).toBe(true);
    expect(await later.embedLabels(signal, choice, [...labels].reverse(), ignore)).toMatchObject({
      dimensions: first.dimensions,
    });
    expect((await later.embedLabels(signal, choice, labels, ignore)).values).toEqual(first.values);
    await expect(later.embedLabels(signal, choice, ['new'], ignore)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('has to be picked again') as string,
    });
  });

  test('are embedded again once the vectors were forgotten', async () => {
    const { service, reload } = open();
    const choice = await pickModel(service);
    await service.embedLabels(signal, choice, labels, ignore);
    await service.forget(choice);
    await expect(reload().embedLabels(signal, choice, labels, ignore)).rejects.toThrow('picked again');
    expect((await service.embedLabels(signal, choice, labels, ignore)).dimensions).toBe(tinyDimensions);
  });

  test('are embedded even where nothing can be stored', async () => {
    const { service, store } = open();
    const choice = await pickModel(service);
    store.close();
    const { values } = await service.embedLabels(signal, choice, labels, ignore);
    expect(values.length).toBe(labels.length * tinyDimensions);
    expect(await service.embedLabels(signal, choice, labels, ignore)).toEqual({
      values,
      dimensions: tinyDimensions,
    });
  });

  test('of two embedders do not mix', async () => {
    const { service } = open();
    const one = await pickModel(service, 1);
    const other = await pickModel(service, 2);
    const first = await service.embedLabels(signal, one, labels, ignore);
    const second = await service.embedLabels(signal, other, labels, ignore);
    expect(second.values).not.toEqual(first.values);
    expect(await service.embedLabels(signal, one, labels, ignore)).toEqual(first);
  });

  test('whose stored vectors have another length are all embedded anew', async () => {
    const { service, store } = open();
    const choice = await pickModel(service);
    const { values } = await service.embedLabels(signal, choice, labels, ignore);
    const [id] = (await store.measure()).keys();
    await store.remove(id);
    await store.append(id, { labels: ['travel'], dimensions: 3, values: Float32Array.of(1, 0, 0) }, 1);
    const { service: fresh } = openOver(store);
    await pickModel(fresh);
    expect((await fresh.embedLabels(signal, choice, labels, ignore)).values).toEqual(values);
  });

  test('are not embedded after a stop', async () => {
    const { service } = open();
    const choice = await pickModel(service);
    await expect(service.embedLabels(AbortSignal.abort(), choice, labels, ignore)).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('go on with a fresh worker after a failed model', async () => {
    const { service } = open();
    const good = await pickModel(service);
    const files = { ...makeTinyModel(), 'onnx/model.onnx': 'broken' };
    const bad = await service.useFolder(signal, pick(files), { dtype: 'fp32', pooling: 'mean' });
    await expect(service.embedLabels(signal, bad, labels, ignore)).rejects.toThrow('cannot be run');
    expect((await service.embedLabels(signal, good, labels, ignore)).dimensions).toBe(tinyDimensions);
  });
});

describe('a server', () => {
  const server = { kind: 'openai-compatible', model: 'm' } as const;

  test('that does not run is named', async () => {
    const { service } = open();
    const choice = { ...server, baseUrl: 'http://127.0.0.1:45999/v1' };
    await expect(service.embedLabels(signal, choice, labels, ignore)).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringContaining('No server answers at http://127.0.0.1:45999/v1') as string,
    });
  });

  test('elsewhere is refused unless the page was built for it', async () => {
    const { service } = open();
    const choice = { ...server, baseUrl: 'https://embeddings.example.org/v1' };
    await expect(service.embedLabels(signal, choice, labels, ignore)).rejects.toThrow(
      'TAGSCAPE_ALLOWED_HOSTS=https://embeddings.example.org',
    );
  });

  test("is allowed by the page's own list", () => {
    const page = new DOMParser().parseFromString(
      '<meta name="tagscape-allowed-hosts" content="https://a.org http://b.org:1">',
      'text/html',
    );
    expect(readPageOrigin(page, 'https://me.org')).toEqual({
      origin: 'https://me.org',
      allowedOrigins: ['https://a.org', 'http://b.org:1'],
    });
    expect(readPageOrigin(document, 'https://me.org').allowedOrigins).toEqual([]);
  });
});

function ignore(): void {
  return undefined;
}

interface Opened {
  readonly service: LabelVectorService;
  readonly store: VectorStore;
  /** A service as a fresh page has it, over the same storage. */
  readonly reload: () => LabelVectorService;
}

function open(): Opened {
  const name = `tagscape-test-labels-${opened++}-${performance.now()}`;
  const store = new VectorStore(name);
  onTestFinished(async () => {
    store.close();
    await Dexie.delete(name);
  });
  return openOver(store);
}

function openOver(store: VectorStore): Opened {
  const page = { origin: location.origin, allowedOrigins: [] };
  const create = (): LabelVectorService => new LabelVectorService(store, workers, { siteUrl, page });
  const reload = (): LabelVectorService => {
    workers.embedder.stop();
    return create();
  };
  return { service: create(), store, reload };
}

function pickModel(service: LabelVectorService, seed = 1): Promise<EmbedderChoice> {
  return service.useFolder(signal, pick(makeTinyModel(seed)), { dtype: 'fp32', pooling: 'mean' });
}

function pick(files: Record<string, Uint8Array<ArrayBuffer> | string>): PickedFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path: `my model/${path}`,
    file: new Blob([content]),
  }));
}
