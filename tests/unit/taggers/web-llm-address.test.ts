import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEngineBench, errorOf, ignore } from '../../helpers/scripted-engine.ts';
import { listTinyModel } from '../../helpers/tiny-model-folder.ts';
import { describeAddressLayout, placeAtAddress } from '../../../src/taggers/web-llm/address-home.ts';
import type { WebLlmModel } from '../../../src/core/tagging/engine-model.ts';

const modelId = 'tiny-q4f16_1-MLC';

/** What the server does with a path instead of answering as it should. */
const answers = new Map<string, (response: ServerResponse) => void>();
const asked: string[] = [];
let baseUrl = '';

const server = createServer((request: IncomingMessage, response) => {
  const path = request.url ?? '';
  asked.push(path);
  const special = answers.get(path);
  if (special !== undefined) {
    special(response);
    return;
  }
  const name = path.split('/').at(-1) ?? '';
  const isModel = path.startsWith(`/models/${modelId}/`) || path.startsWith('/models/tiny-q4f32_1-MLC/');
  const text = name.endsWith('.wasm') ? 'library' : listTinyModel()[name];
  if (!isModel || text === undefined) {
    response.writeHead(404).end();
    return;
  }
  response
    .writeHead(200, { 'content-type': name.endsWith('.json') ? 'application/json' : 'application/wasm' })
    .end(text);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  baseUrl = `http://127.0.0.1:${address.port}/models/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers.clear();
  asked.length = 0;
});

function modelAt(url = baseUrl, id = modelId): WebLlmModel {
  return { kind: 'web-llm', modelId: id, home: { kind: 'address', baseUrl: url } };
}

function pathOf(name: string): string {
  return `/models/${modelId}/resolve/main/${name}`;
}

describe('an address of the user', () => {
  test('is looked at before the runtime is opened for it', async () => {
    const { engine, opened } = createEngineBench({});
    const loaded = await engine.load(modelAt(), ignore);
    const origin = baseUrl.slice(0, -'/models/'.length);
    expect(asked).toEqual([
      pathOf('mlc-chat-config.json'),
      `/models/${modelId}/${modelId}.wasm`,
      ...['tokenizer.json', 'tensor-cache.json', 'params_shard_0.bin'].map(pathOf),
    ]);
    expect(opened[0].place).toEqual({
      modelId,
      weightsUrl: `${origin}/models/${modelId}/resolve/main/`,
      libraryUrl: `${origin}/models/${modelId}/${modelId}.wasm`,
    });
    expect(opened[0].loadedIds).toEqual([modelId]);
    expect(loaded.modelId).toMatch(/^tiny-q4f16_1-MLC@[0-9a-f]{16}$/);
  });

  test('that serves other weights gives another id, to be stored with the run', async () => {
    const { engine } = createEngineBench({});
    const first = await engine.load(modelAt(), ignore);
    const list = listTinyModel()['tensor-cache.json'].replace('w0', 'v0');
    answers.set(pathOf('tensor-cache.json'), (response) => void response.end(list));
    await engine.unload();
    const second = await engine.load(modelAt(), ignore);
    expect(second.modelId).not.toBe(first.modelId);
  });

  test('is asked for the full-precision build where the adapter has no half-precision floats', async () => {
    const { engine, opened } = createEngineBench({}, { features: [] });
    const loaded = await engine.load(modelAt(), ignore);
    expect(opened[0].loadedIds).toEqual(['tiny-q4f32_1-MLC']);
    expect(loaded.notice).toMatch(/build tiny-q4f32_1-MLC was loaded/);
  });

  test.each([
    ['mlc-chat-config.json', 'the settings'],
    ['tokenizer.json', 'the tokenizer'],
    ['tensor-cache.json', 'the list of weights'],
    ['params_shard_0.bin', 'the weights'],
  ])('without %s is refused with the layout that is expected', async (name, what) => {
    answers.set(pathOf(name), (response) => void response.writeHead(404).end());
    const { engine, opened } = createEngineBench({});
    const error = await errorOf(engine.load(modelAt(), ignore));
    expect(error.code).toBe('engine-unavailable');
    expect(error.message).toContain(
      `${pathOf(name)} answered 404 Not Found, expected ${what} of ${modelId}.`,
    );
    expect(error.message).toContain(describeAddressLayout(placeAtAddress(baseUrl, modelId)));
    expect(error.message).toMatch(/Put the files there and load again\.$/);
    expect(opened).toEqual([]);
  });

  test('without the library, or with a web page for it, is refused', async () => {
    const path = `/models/${modelId}/${modelId}.wasm`;
    const { engine } = createEngineBench({});
    answers.set(path, (response) => void response.writeHead(404).end());
    expect((await errorOf(engine.load(modelAt(), ignore))).message).toMatch(
      /\.wasm answered 404 Not Found, expected the program library/,
    );
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    answers.set(path, (response) => void response.writeHead(200, headers).end('<!doctype html>'));
    expect((await errorOf(engine.load(modelAt(), ignore))).message).toMatch(
      /\.wasm is a web page, expected the program library/,
    );
  });

  test('with something else in a file is refused', async () => {
    const { engine } = createEngineBench({});
    answers.set(pathOf('tensor-cache.json'), (response) => void response.end('{"records":[]}'));
    expect((await errorOf(engine.load(modelAt(), ignore))).message).toMatch(
      /tensor-cache\.json holds something else than the list of weights/,
    );
    answers.set(pathOf('mlc-chat-config.json'), (response) => void response.end('[]'));
    expect((await errorOf(engine.load(modelAt(), ignore))).message).toMatch(
      /mlc-chat-config\.json holds something else than the settings/,
    );
  });

  test('where nothing answers is told with its next step', async () => {
    const { engine } = createEngineBench({});
    const error = await errorOf(engine.load(modelAt('http://127.0.0.1:1/models'), ignore));
    expect(error.code).toBe('engine-unavailable');
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached.*Check that the server runs/);
  });

  test('with a tensor that the adapter cannot bind is refused', async () => {
    const list = listTinyModel()['tensor-cache.json'].replaceAll('"nbytes":11', `"nbytes":${2 ** 31}`);
    answers.set(pathOf('tensor-cache.json'), (response) => void response.end(list));
    const { engine } = createEngineBench({});
    const error = await errorOf(engine.load(modelAt(), ignore));
    expect(error).toMatchObject({ code: 'engine-unavailable' });
    expect(error.message).toMatch(/needs a buffer of 2,048 MB, and this adapter allows 1,024 MB/);
  });

  test('that does not answer is given up when the load is stopped', async () => {
    answers.set(pathOf('mlc-chat-config.json'), () => undefined);
    const { engine } = createEngineBench({});
    const load = errorOf(engine.load(modelAt(), ignore));
    await expect.poll(() => asked.length).toBe(1);
    await engine.unload();
    expect(await load).toMatchObject({ code: 'aborted', message: `Loading ${modelId} was stopped.` });
  });

  test.each(['models', 'ftp://a/b', 'http://user:secret@a/b', 'http://a/b?token=1', ''])(
    '“%s” is no address',
    async (url) => {
      const { engine } = createEngineBench({});
      const error = await errorOf(engine.load(modelAt(url), ignore));
      expect(error.code).toBe('invalid-input');
      expect(error.message).toMatch(/is no address of a folder, expected one such as https:/);
    },
  );
});
