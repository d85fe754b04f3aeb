import { afterEach, describe, expect, test } from 'vitest';
import { errorOf, hubModel, ignore, plainRequest, scopeWithAdapter } from '../helpers/scripted-engine.ts';
import { listTinyModel } from '../helpers/tiny-model-folder.ts';
import { createEngineFactory } from '../../src/taggers/web-llm/engine-factory.ts';
import { defaultModelId } from '../../src/taggers/web-llm/model-menu.ts';
import { WebLlmEngine } from '../../src/taggers/web-llm/web-llm-engine.ts';
import type { WebLlmModel } from '../../src/core/tagging/engine-model.ts';
import type { LoadProgress } from '../../src/core/tagging/engine.ts';

const defaultModel = hubModel(defaultModelId);

describe('in a browser without a graphics card, the engine', () => {
  const engine = new WebLlmEngine({ openRuntime: createEngineFactory(), scope: self });

  test('says why no model will run', async () => {
    const { isUsable, sentence } = await engine.probe();
    expect(isUsable).toBe(false);
    // Plain headless Chromium has no adapter at all; with its switches for SwiftShader it has one of software.
    expect(sentence).toMatch(/found no graphics adapter|computes on the processor/);
    expect((await engine.probeAdapter()).sentence).toBe(sentence);
  });

  test('refuses to load before anything is fetched', async () => {
    const reports: LoadProgress[] = [];
    const error = await errorOf(engine.load(defaultModel, (progress) => reports.push(progress)));
    expect(error.code).toBe('engine-unavailable');
    expect(reports).toEqual([]);
  });

  test('tells that no model is loaded, and stops and unloads without one', async () => {
    await engine.interrupt();
    await engine.unload();
    expect((await errorOf(engine.complete(plainRequest))).code).toBe('engine-unavailable');
  });
});

describe('the runtime itself, up to the graphics adapter', () => {
  // Port 9 is closed to browsers, so nothing can leave the machine.
  const baseUrl = 'http://127.0.0.1:9/models';
  const folderUrl = `${baseUrl}/${defaultModelId}/`;
  const weightsUrl = `${folderUrl}resolve/main/`;
  const settingsUrl = `${weightsUrl}mlc-chat-config.json`;
  const libraryUrl = `${folderUrl}${defaultModelId}.wasm`;
  const model: WebLlmModel = {
    kind: 'web-llm',
    modelId: defaultModelId,
    home: { kind: 'address', baseUrl },
  };

  /** The real runtime behind an adapter that the check finds good. */
  function createEngine(): WebLlmEngine {
    const scope = { ...scopeWithAdapter(), caches };
    return new WebLlmEngine({ openRuntime: createEngineFactory(), scope });
  }

  async function store(cacheName: string, url: string, body: string): Promise<void> {
    await (await caches.open(cacheName)).put(url, new Response(body));
  }

  /** Puts a whole model where the runtime looks before it fetches. */
  async function storeModel(): Promise<void> {
    for (const [name, text] of Object.entries(listTinyModel())) {
      const isSettings = name === 'mlc-chat-config.json';
      await store(isSettings ? 'webllm/config' : 'webllm/model', weightsUrl + name, text);
    }
    await store('webllm/wasm', libraryUrl, 'Not found');
  }

  async function isStored(cacheName: string, url: string): Promise<boolean> {
    return (await (await caches.open(cacheName)).match(url)) !== undefined;
  }

  afterEach(async () => {
    await Promise.all(['webllm/config', 'webllm/wasm', 'webllm/model'].map((name) => caches.delete(name)));
  });

  test('a server that cannot be reached is explained, and the next load tries again', async () => {
    const engine = createEngine();
    for (let load = 0; load < 2; load++) {
      const error = await errorOf(engine.load(model, ignore));
      expect(error.code).toBe('engine-unavailable');
      expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:9 cannot be reached/);
    }
  });

  test('a stored model needs no server: a program that is none is what is explained and removed', async () => {
    await storeModel();
    const error = await errorOf(createEngine().load(model, ignore));
    expect(error.code).toBe('engine-failed');
    expect(error.message).toMatch(/program library .* came back damaged.* put the right file on the server/);
    expect(await isStored('webllm/wasm', libraryUrl)).toBe(false);
    expect(await isStored('webllm/config', settingsUrl)).toBe(false);
    expect(await isStored('webllm/model', `${weightsUrl}params_shard_0.bin`)).toBe(true);
  });

  test('stored settings that are a web page are told from settings', async () => {
    await storeModel();
    await store('webllm/config', settingsUrl, '<!doctype html><title>Sign in</title>');
    expect((await errorOf(createEngine().load(model, ignore))).message).toMatch(
      /mlc-chat-config\.json holds something else than the settings/,
    );
  });

  test("the runtime's own list is used for the hub: settings that are a web page are explained and removed", async () => {
    const url = `https://huggingface.co/mlc-ai/${defaultModelId}/resolve/main/mlc-chat-config.json`;
    await store('webllm/config', url, '<!doctype html><title>Sign in</title>');
    const error = await errorOf(createEngine().load(defaultModel, ignore));
    expect(error).toMatchObject({ code: 'engine-failed' });
    expect(error.message).toMatch(/sign-in page of a network/);
    expect(await isStored('webllm/config', url)).toBe(false);
  });
});
