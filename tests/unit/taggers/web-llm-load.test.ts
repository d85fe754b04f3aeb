import { describe, expect, test } from 'vitest';
import {
  createEngineBench,
  createLoadedBench,
  errorOf,
  hubModel,
  ignore,
  plainRequest,
  smallModel,
  thinkingModel,
} from '../../helpers/scripted-engine.ts';
import { WebLlmEngine } from '../../../src/taggers/web-llm/web-llm-engine.ts';
import type { LoadProgress } from '../../../src/core/tagging/engine.ts';

describe('loading', () => {
  test('brings the build that fits the adapter, with a context of 2,048 tokens', async () => {
    const half = await createLoadedBench({});
    expect(half.opened[0]).toMatchObject({
      loadedIds: [smallModel.modelId],
      options: { context_window_size: 2048, sliding_window_size: -1 },
      place: null,
    });
    const full = createEngineBench({}, { features: [] });
    const loaded = await full.engine.load(smallModel, ignore);
    expect(loaded.modelId).toBe('Qwen2.5-0.5B-Instruct-q4f32_1-MLC');
    expect(loaded.notice).toMatch(/no half-precision floats, so the larger and slower build Qwen2\.5-0\.5B/);
  });

  test('says what the engine can do', async () => {
    const { engine } = createEngineBench({}, { contextTokens: 1024 });
    expect(await engine.load(smallModel, ignore)).toEqual({
      modelId: smallModel.modelId,
      traits: {
        concurrency: 1,
        constraints: ['ebnf'],
        hasSeed: true,
        hasLogProbs: true,
        reusesPrefix: false,
        isReproducible: true,
        contextTokens: 1024,
      },
      notice:
        'The whole prompt is read again for every query, which takes longer, because this version of the runtime is not known.',
    });
  });

  test.each([512, 4096, Number.NaN])('takes no context of %d tokens', (contextTokens) => {
    expect(() => createEngineBench({}, { contextTokens })).toThrow(/expected 1024 to 2048/);
  });

  test('reports download, preparation and readiness in plain words', async () => {
    const reports: LoadProgress[] = [];
    const { engine } = createEngineBench({
      load: async ({ report }) => {
        const fetched = 'Fetching param cache[8/8]: 265MB fetched. 100% completed';
        report({ progress: 1, timeElapsed: 3, text: fetched });
        report({ progress: 0.5, timeElapsed: 4, text: 'Loading GPU shader modules[30/60]: 50% completed' });
        report({ progress: 1, timeElapsed: 5, text: 'Finish loading on WebGPU - test' });
      },
    });
    await engine.load(smallModel, (progress) => reports.push(progress));
    expect(reports.map(({ phase, text }) => `${phase}: ${text}`)).toEqual([
      "download: Opening the model's settings and program.",
      'download: Downloading the model: 278 of 278 MB.',
      'compile: Preparing the graphics adapter: 50%.',
      'ready: The model is ready.',
    ]);
  });

  test('twice at once opens one engine, and a loaded model is ready at once', async () => {
    const { engine, opened } = createEngineBench({});
    await Promise.all([engine.load(smallModel, ignore), engine.load(smallModel, ignore)]);
    const reports: LoadProgress[] = [];
    await engine.load(smallModel, (progress) => reports.push(progress));
    expect(opened).toHaveLength(1);
    expect(reports.map(({ phase }) => phase)).toEqual(['ready']);
  });

  test('another model takes the place of the first', async () => {
    const { engine, opened } = await createLoadedBench({});
    await engine.load(thinkingModel, ignore);
    expect(opened.map(({ loadedIds }) => loadedIds)).toEqual([[smallModel.modelId], [thinkingModel.modelId]]);
    await expect(opened[0].chatCompletion({ messages: [] })).rejects.toThrow('not loaded');
  });

  test('that failed is explained and can be tried again', async () => {
    let tries = 0;
    const { engine } = createEngineBench({
      load: async () => {
        if (tries++ === 0) throw new TypeError('Failed to fetch');
      },
    });
    expect(await errorOf(engine.load(smallModel, ignore))).toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/server of Qwen2\.5 0\.5B cannot be reached/) as unknown,
    });
    await expect(engine.load(smallModel, ignore)).resolves.toMatchObject({ modelId: smallModel.modelId });
  });

  test('a settings file that is a web page is removed from the cache, so that the next try fetches it', async () => {
    const bench = createEngineBench({ load: () => Promise.reject(new SyntaxError("Unexpected token '<'")) });
    expect((await errorOf(bench.engine.load(smallModel, ignore))).code).toBe('engine-failed');
    expect(bench.forgotten).toEqual([smallModel.modelId]);
  });

  test('is ended by unload, whether the runtime rejects or resolves', async () => {
    for (const end of ['reject', 'resolve'] as const) {
      const { engine, opened } = createEngineBench({
        load: async (scripted) => {
          const controller = new AbortController();
          await new Promise<void>((resolve) => {
            scripted.stopLoad = (reason) => {
              controller.abort(reason);
              resolve();
            };
          });
          // The runtime rejects with the bare text that it was aborted with.
          if (end === 'reject') controller.signal.throwIfAborted();
        },
      });
      const load = engine.load(smallModel, ignore);
      await expect.poll(() => opened.length).toBe(1);
      await engine.unload();
      const message = 'Loading Qwen2.5 0.5B was stopped.';
      await expect(load).rejects.toMatchObject({ code: 'aborted', message });
      expect((await errorOf(engine.complete(plainRequest))).code).toBe('engine-unavailable');
    }
  });

  test('is ended at its next report when the runtime missed the stop', async () => {
    let goOn: () => void = ignore;
    const { engine, opened } = createEngineBench({
      load: async ({ report }) => {
        await new Promise<void>((resolve) => (goOn = resolve));
        report({ progress: 0, timeElapsed: 0, text: 'Start to fetch params' });
        throw new Error('The download went on.');
      },
    });
    const load = engine.load(smallModel, ignore);
    await expect.poll(() => opened.length).toBe(1);
    const unloaded = engine.unload();
    goOn();
    const cause = { message: 'The load was stopped.' };
    await expect(load).rejects.toMatchObject({ code: 'aborted', cause });
    await unloaded;
  });

  test('of an unknown model, or without a usable adapter, downloads nothing', async () => {
    const { engine, opened } = createEngineBench({});
    expect((await errorOf(engine.load(hubModel('no-such-model'), ignore))).code).toBe('invalid-input');
    const bare = new WebLlmEngine({
      openRuntime: () => Promise.reject(new Error('must not be opened')),
      scope: { isSecureContext: true, navigator: {} },
    });
    expect((await errorOf(bare.load(smallModel, ignore))).code).toBe('engine-unavailable');
    expect(opened).toHaveLength(0);
  });

  test('from a folder that was never copied says to pick it', async () => {
    const { engine } = createEngineBench({});
    const model = { ...smallModel, home: { kind: 'folder', name: 'my-model' } } as const;
    expect(await errorOf(engine.load(model, ignore))).toMatchObject({
      code: 'engine-unavailable',
      message: 'The model my-model is not stored in this browser. Pick its folder, so that it can be copied.',
    });
  });
});

test('probing says in a sentence whether models run here, also where the browser throws', async () => {
  const probe = await createEngineBench({}).engine.probe();
  expect(probe).toEqual({ isUsable: true, sentence: 'Language models can run here, on test card.' });
  const gpu = {
    requestAdapter: () => {
      throw new Error('blocked');
    },
  };
  const scope = { isSecureContext: true, navigator: { gpu } };
  const { engine } = createEngineBench({}, { scope });
  expect((await engine.probe()).sentence).toMatch(/found no graphics adapter/);
  expect((await engine.probeAdapter()).maxBufferBytes).toBe(0);
});
