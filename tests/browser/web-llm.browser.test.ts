import { proxy, releaseProxy, transferHandlers, wrap, type Remote } from 'comlink';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carryAppErrors } from '../../src/core/model/index.ts';
import { defaultPrompt } from '../../src/core/tagging/prompt.ts';
import { createEngineFactory } from '../../src/taggers/web-llm/engine-factory.ts';
import { defaultModelId } from '../../src/taggers/web-llm/model-menu.ts';
import { WebLlmEngine } from '../../src/taggers/web-llm/web-llm-engine.ts';
import type { EngineApi } from '../../workers/contracts/engine-api.ts';
import type { LoadProgress } from '../../src/core/tagging/language-model.ts';

describe('the engine worker, in a browser without a graphics card', () => {
  let worker: Worker;
  let engine: Remote<EngineApi>;

  beforeAll(() => carryAppErrors(transferHandlers));
  beforeEach(() => {
    worker = new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), { type: 'module' });
    engine = wrap<EngineApi>(worker);
  });
  afterEach(() => {
    engine[releaseProxy]();
    worker.terminate();
  });

  test('says why no model will run', async () => {
    const report = await engine.probe();
    expect(report.isUsable).toBe(false);
    // Plain headless Chromium has no adapter at all; with its switches for SwiftShader it has one of software.
    expect(report.sentence).toMatch(/found no graphics adapter|computes on the processor/);
  });

  test('refuses to load before anything is fetched, as an AppError', async () => {
    const reports: LoadProgress[] = [];
    const onProgress = proxy((progress: LoadProgress) => {
      reports.push(progress);
    });
    await expect(engine.load(defaultModelId, onProgress)).rejects.toMatchObject({
      name: 'AppError',
      code: 'engine-unavailable',
    });
    expect(reports).toEqual([]);
  });

  test('tells that no model is loaded, and stops and unloads without one', async () => {
    await engine.interrupt();
    await engine.unload();
    await expect(engine.tagQuery(defaultPrompt, 'Sort this list.')).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: 'No language model is loaded. Choose one of the menu and load it.',
    });
  });
});

describe('the runtime itself, up to the graphics adapter', () => {
  // Port 9 is closed to browsers, so nothing can leave the machine.
  const modelUrl = 'http://127.0.0.1:9/model/resolve/main/';
  const libraryUrl = 'http://127.0.0.1:9/library.wasm';
  const settingsUrl = `${modelUrl}mlc-chat-config.json`;

  /** The real runtime behind an adapter that the check finds good, with a model where the test puts it. */
  function createEngine(): WebLlmEngine {
    const adapter = {
      info: { vendor: 'any', architecture: 'card' },
      features: new Set(['shader-f16']),
      limits: {
        maxBufferSize: 2 ** 30,
        maxStorageBufferBindingSize: 2 ** 30,
        maxComputeWorkgroupStorageSize: 2 ** 15,
        maxStorageBuffersPerShaderStage: 10,
      },
    };
    const navigator = { gpu: { requestAdapter: () => Promise.resolve(adapter) } };
    const record = { model: modelUrl, model_id: defaultModelId, model_lib: libraryUrl };
    return new WebLlmEngine({
      openRuntime: createEngineFactory([record]),
      scope: { isSecureContext: true, navigator },
    });
  }

  async function store(cacheName: string, url: string, body: string): Promise<void> {
    const cache = await caches.open(cacheName);
    await cache.put(url, new Response(body));
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
      await expect(engine.load(defaultModelId, () => undefined)).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringMatching(/cannot be reached|could not be fetched/) as unknown,
      });
    }
  });

  test('settings that are a web page are explained and removed', async () => {
    await store('webllm/config', settingsUrl, '<!doctype html><title>Sign in</title>');
    await expect(createEngine().load(defaultModelId, () => undefined)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/sign-in page of a network/) as unknown,
    });
    expect(await isStored('webllm/config', settingsUrl)).toBe(false);
  });

  test('a program that is no program is explained and removed', async () => {
    await store('webllm/config', settingsUrl, '{"tokenizer_files":["tokenizer.json"]}');
    await store('webllm/wasm', libraryUrl, 'Not found');
    await expect(createEngine().load(defaultModelId, () => undefined)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/program library .* came back damaged/) as unknown,
    });
    expect(await isStored('webllm/wasm', libraryUrl)).toBe(false);
  });
});
