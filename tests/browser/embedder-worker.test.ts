import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { commands } from 'vitest/browser';
import type { TransformersEmbedderChoice } from '../../src/core/model/index.ts';
import { WorkerHost, workerCallback } from '../../src/services/worker-host.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { EmbeddedTexts, EmbedderApi, EmbedderRequest } from '../../workers/contracts/embedder-api.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import { makeTinyModel, tinyDimensions, type ModelFolder } from '../helpers/tiny-embedding-model.ts';

const { signal } = new AbortController();
const siteUrl = new URL('/', location.href).href;
const labels = [
  'C++ programming',
  'python programming',
  'creative writing',
  'poetry',
  'question answering',
  'travel',
];
// The development server serves it, and git ignores it.
const siteModels = 'node_modules/tagscape-test-models';
const { embedder } = createWorkers(siteUrl, 1);

afterAll(() => embedder.stop());

describe('a model from a picked folder', () => {
  test('gives vectors of unit length, the same for the same label', async () => {
    const { vectors, dimensions } = await embed(request(), [...labels, labels[0]]);
    expect(dimensions).toBe(tinyDimensions);
    expect(vectors.length).toBe((labels.length + 1) * tinyDimensions);
    for (let row = 0; row <= labels.length; row++)
      expect(Math.hypot(...rowOf(vectors, row))).toBeCloseTo(1, 5);
    expectClose(rowOf(vectors, labels.length), rowOf(vectors, 0));
    expect(Math.max(...differences(rowOf(vectors, 0), rowOf(vectors, 1)))).toBeGreaterThan(0.01);
  });

  test('gives each label the vector that it gets alone', async () => {
    const together = await embed(request(), labels);
    for (const [row, label] of labels.entries()) {
      const alone = await embed(request(), [label]);
      expectClose(alone.vectors, rowOf(together.vectors, row));
    }
  });

  test('gives the same vectors again after a restart of the worker', async () => {
    const first = await embed(request(), labels);
    embedder.stop();
    const second = await embed(request(), labels);
    expect(second.vectors).toEqual(first.vectors);
  });

  test('computes what its weights say', async () => {
    const { vectors } = await embed(request({ pooling: 'cls' }), ['a', 'zebra']);
    const other = await embed(request({ pooling: 'mean' }), ['a', 'zebra']);
    expect(Math.max(...differences(vectors, other.vectors))).toBeGreaterThan(0.01);
  });

  test('embeds nothing for no labels', async () => {
    expect((await embed(request(), [])).vectors.length).toBe(0);
  });

  test('asks no other host for anything', async () => {
    const start = (): Worker =>
      new Worker(new URL('workers/embedder-hosts.worker.ts', import.meta.url), { type: 'module' });
    const host = new WorkerHost<EmbedderApi>({ name: 'embedding', start });
    onTestFinished(() => host.stop());
    const what = request();
    await host.call(signal, (api) => api.embed(what, labels, workerCallback(ignore)));
    const addresses = await listAddresses();
    expect(addresses.some((address) => address.endsWith('ort-wasm-simd-threaded.asyncify.wasm'))).toBe(true);
    expect([...new Set(addresses.map((address) => new URL(address).host))]).toEqual([location.host]);
  });

  test('stops when asked to, and goes on afterwards', async () => {
    const stopper = new AbortController();
    const many = Array.from({ length: 2000 }, (_, index) => `label ${index}`);
    const work = embedder.call(stopper.signal, (api) => api.embed(request(), many, workerCallback(ignore)));
    setTimeout(() => stopper.abort(), 30);
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect((await embed(request(), labels)).vectors.length).toBe(labels.length * tinyDimensions);
  });
});

describe('a model on the site', () => {
  test('gives the vectors that it gives from a folder', async () => {
    const folder = `tiny-model-${Date.now()}`;
    await publish(`${siteModels}/${folder}`, makeTinyModel());
    const choice = { model: folder, source: { from: 'site', baseUrl: siteModels } } as const;
    const fromSite = await embed(request(choice, []), labels);
    const fromFolder = await embed(request(), labels);
    expect(fromSite.vectors).toEqual(fromFolder.vectors);
  });

  test('that is not there is named', async () => {
    const choice = { model: 'nothing-here', source: { from: 'site', baseUrl: 'models' } } as const;
    await expectFailure(request(choice, []), [
      'The model nothing-here at',
      'has no file',
      'Models in ONNX form',
      'config.json',
    ]);
  });

  test('of another host is refused before anything is sent', async () => {
    const choice = { model: 'a', source: { from: 'site', baseUrl: 'https://models.example.org' } } as const;
    await expectFailure(request(choice, []), ['is not on the list of servers that this app may call']);
  });
});

describe('bad files', () => {
  test.each(['config.json', 'tokenizer.json', 'onnx/model.onnx'])('without %s are named', async (path) => {
    const files = makeTinyModel();
    Reflect.deleteProperty(files, path);
    await expectFailure(request({}, pick(files)), ['at the folder tiny has no file', path]);
  });

  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['onnx/model.onnx', 'no model at all'],
    ['onnx/model.onnx', new Uint8Array(0)],
    ['config.json', '{"model_type": '],
    ['tokenizer.json', '{}'],
  ])('%s with other content is named', async (path, content) => {
    await expectFailure(request({}, pick({ ...makeTinyModel(), [path]: content })), [
      'The model tiny at the folder tiny cannot be run',
    ]);
  });

  test('a folder that was not picked in this page has to be picked again', async () => {
    await expectFailure(request({}, []), ['has to be picked again']);
  });

  test('a number format without a file is named', async () => {
    await expectFailure(request({ dtype: 'q8' }), [
      'onnx/model_quantized.onnx',
      'another number format than q8',
    ]);
  });
});

describe('the fingerprint of a folder', () => {
  test('depends on the content alone', async () => {
    const names = await Promise.all([
      fingerprint(pick(makeTinyModel())),
      fingerprint(pick(makeTinyModel(), 'renamed').reverse()),
      fingerprint([...pick(makeTinyModel()), { path: 'tiny/notes.md', file: new Blob(['x']) }]),
      fingerprint(pick(makeTinyModel(2))),
    ]);
    expect(names[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).toBe(names[0]);
    expect(names[3]).not.toBe(names[0]);
  });

  test('needs a model', async () => {
    const files = makeTinyModel();
    Reflect.deleteProperty(files, 'onnx/model.onnx');
    await expect(fingerprint(pick(files))).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('holds 3 files and no model') as string,
    });
  });
});

function ignore(): void {
  return undefined;
}

function listAddresses(): Promise<string[]> {
  const channel = new BroadcastChannel('embedder-hosts');
  onTestFinished(() => channel.close());
  return new Promise((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<string[]>) => resolve(data);
    channel.postMessage('list');
  });
}

function pick(files: ModelFolder, folder = 'tiny'): PickedFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path: `${folder}/${path}`,
    file: new Blob([content]),
  }));
}

function request(
  choice: Partial<TransformersEmbedderChoice> = {},
  picked: readonly PickedFile[] = pick(makeTinyModel()),
): EmbedderRequest {
  return {
    choice: {
      kind: 'transformers',
      model: 'tiny',
      dtype: 'fp32',
      pooling: 'mean',
      source: { from: 'folder', fingerprint: '0000000000000000' },
      ...choice,
    },
    page: { origin: location.origin, allowedOrigins: [] },
    siteUrl,
    picked,
    device: 'auto',
  };
}

function embed(what: EmbedderRequest, texts: readonly string[]): Promise<EmbeddedTexts> {
  return embedder.call(signal, (api) => api.embed(what, texts, workerCallback(ignore)));
}

function fingerprint(picked: readonly PickedFile[]): Promise<string> {
  return embedder.call(signal, (api) => api.fingerprint(picked));
}

async function expectFailure(what: EmbedderRequest, parts: readonly string[]): Promise<void> {
  embedder.stop();
  const thrown: unknown = await embed(what, labels).then(
    () => undefined,
    (error: unknown) => error,
  );
  embedder.stop();
  expect(thrown).toMatchObject({ name: 'AppError' });
  for (const part of parts) expect((thrown as Error).message).toContain(part);
}

async function publish(folder: string, files: ModelFolder): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await commands.writeFile(file, String.fromCharCode(...bytes), 'latin1');
    onTestFinished(() => commands.removeFile(file));
  }
}

function rowOf(vectors: Float32Array, row: number): Float32Array {
  return vectors.subarray(row * tinyDimensions, (row + 1) * tinyDimensions);
}

function differences(one: Float32Array, other: Float32Array): number[] {
  return Array.from(one, (value, index) => Math.abs(value - other[index]));
}

function expectClose(one: Float32Array, other: Float32Array): void {
  expect(one.length).toBe(other.length);
  expect(Math.max(...differences(one, other))).toBeLessThan(1e-5);
}
