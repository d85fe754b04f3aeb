import { describe, expect, test } from 'vitest';
import { defaultDecoding } from '../../../src/core/tagging/decoding.ts';
import { tagListGrammar } from '../../../src/core/tagging/grammar.ts';
import { defaultPrompt } from '../../../src/core/tagging/prompt.ts';
import { WebLlmEngine } from '../../../src/taggers/web-llm/web-llm-engine.ts';
import type { ChatEngine, EngineFactory } from '../../../src/taggers/web-llm/engine-factory.ts';
import type { LoadProgress } from '../../../src/core/tagging/language-model.ts';
import type { ChatCompletion, ChatCompletionRequestNonStreaming, InitProgressReport } from '@mlc-ai/web-llm';

const smallModel = 'Qwen2.5-0.5B-Instruct-q4f16_1-MLC';
const thinkingModel = 'Qwen3-1.7B-q4f16_1-MLC';

/** One step of a scripted answer: what the model writes, or what the runtime throws. */
type Step =
  { readonly text: string; readonly finish?: 'stop' | 'length' } | { readonly throws: unknown } | 'wait';

interface Script {
  readonly steps?: Step[];
  readonly load?: (engine: ScriptedEngine, modelId: string) => Promise<void>;
}

/** Stands in for `MLCEngine` at the port, and behaves as its code does when it is stopped or has lost its model. */
class ScriptedEngine implements ChatEngine {
  readonly requests: ChatCompletionRequestNonStreaming[] = [];
  readonly loadedIds: string[] = [];
  contextTokens: number | undefined;
  stopLoad: (reason: string) => void = () => undefined;
  #isLoaded = false;
  #finishWaiting: () => void = () => undefined;

  constructor(
    readonly script: Script,
    readonly report: (report: InitProgressReport) => void,
  ) {}

  async reload(modelId: string, options: { context_window_size?: number }): Promise<void> {
    this.loadedIds.push(modelId);
    this.contextTokens = options.context_window_size;
    await this.script.load?.(this, modelId);
    this.#isLoaded = true;
  }

  async chatCompletion(request: ChatCompletionRequestNonStreaming): Promise<ChatCompletion> {
    if (!this.#isLoaded) throw named('ModelNotLoadedError', 'Model not loaded');
    this.requests.push(request);
    const step = this.script.steps?.shift() ?? { text: '["default tag"]' };
    if (step === 'wait') {
      await new Promise<void>((resolve) => (this.#finishWaiting = resolve));
      return completion('["half', 'abort');
    }
    if ('throws' in step) throw step.throws;
    return completion(step.text, step.finish ?? 'stop');
  }

  async interruptGenerate(): Promise<void> {
    this.#finishWaiting();
  }

  async unload(): Promise<void> {
    this.#isLoaded = false;
    this.#finishWaiting();
    this.stopLoad('Engine.unload() is called.');
  }
}

function completion(text: string, finish: 'stop' | 'length' | 'abort'): ChatCompletion {
  return {
    id: 'scripted',
    object: 'chat.completion',
    created: 0,
    model: 'scripted',
    choices: [
      { index: 0, finish_reason: finish, logprobs: null, message: { role: 'assistant', content: text } },
    ],
    usage: {
      prompt_tokens: 200,
      completion_tokens: 10,
      total_tokens: 210,
      extra: {
        e2e_latency_s: 1,
        prefill_tokens_per_s: 200,
        decode_tokens_per_s: 10,
        time_to_first_token_s: 1,
        time_per_output_token_s: 0.1,
      },
    },
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

interface Bench {
  readonly engine: WebLlmEngine;
  /** Every engine that was opened, in order. */
  readonly opened: ScriptedEngine[];
  readonly forgotten: string[];
}

function createBench(script: Script, features: readonly string[] = ['shader-f16']): Bench {
  const opened: ScriptedEngine[] = [];
  const forgotten: string[] = [];
  const openRuntime: EngineFactory = async (report) => {
    const engine = new ScriptedEngine(script, report);
    opened.push(engine);
    return {
      engine,
      forgetProgram: async (modelId) => {
        forgotten.push(modelId);
      },
    };
  };
  const adapter = {
    info: { vendor: 'test', architecture: 'card' },
    features: new Set(features),
    limits: {
      maxBufferSize: 2 ** 31,
      maxStorageBufferBindingSize: 2 ** 31,
      maxComputeWorkgroupStorageSize: 2 ** 15,
      maxStorageBuffersPerShaderStage: 10,
    },
  };
  const navigator = { gpu: { requestAdapter: () => Promise.resolve(adapter) } };
  return {
    engine: new WebLlmEngine({ openRuntime, scope: { isSecureContext: true, navigator } }),
    opened,
    forgotten,
  };
}

async function createLoaded(script: Script, modelId = smallModel): Promise<Bench> {
  const bench = createBench(script);
  await bench.engine.load(modelId, () => undefined);
  return bench;
}

describe('loading', () => {
  test('brings the build that fits the adapter, with a context of 2,048 tokens', async () => {
    const half = await createLoaded({});
    expect(half.opened[0]).toMatchObject({ loadedIds: [smallModel], contextTokens: 2048 });
    const full = createBench({}, []);
    const loaded = await full.engine.load(smallModel, () => undefined);
    expect(loaded).toEqual({ modelId: 'Qwen2.5-0.5B-Instruct-q4f32_1-MLC' });
  });

  test('reports download, preparation and readiness in plain words', async () => {
    const reports: LoadProgress[] = [];
    const { engine } = createBench({
      load: async ({ report }) => {
        report({ progress: 0, timeElapsed: 0, text: 'Start to fetch params' });
        report({
          progress: 1,
          timeElapsed: 3,
          text: 'Fetching param cache[8/8]: 265MB fetched. 100% completed',
        });
        report({ progress: 0.5, timeElapsed: 4, text: 'Loading GPU shader modules[30/60]: 50% completed' });
        report({ progress: 1, timeElapsed: 5, text: 'Finish loading on WebGPU - test' });
      },
    });
    await engine.load(smallModel, (progress) => reports.push(progress));
    expect(reports.map(({ phase, text }) => `${phase}: ${text}`)).toEqual([
      "download: Fetching the model's settings and program.",
      'download: Downloading the model: 278 of 278 MB.',
      'compile: Preparing the graphics adapter: 50%.',
      'ready: The model is ready.',
    ]);
  });

  test('twice at once opens one engine, and a loaded model is ready at once', async () => {
    const { engine, opened } = createBench({});
    await Promise.all([engine.load(smallModel, () => undefined), engine.load(smallModel, () => undefined)]);
    const reports: LoadProgress[] = [];
    await engine.load(smallModel, (progress) => reports.push(progress));
    expect(opened).toHaveLength(1);
    expect(reports.map(({ phase }) => phase)).toEqual(['ready']);
  });

  test('another model takes the place of the first', async () => {
    const { engine, opened } = await createLoaded({});
    await engine.load(thinkingModel, () => undefined);
    expect(opened.map(({ loadedIds }) => loadedIds)).toEqual([[smallModel], [thinkingModel]]);
    await expect(opened[0].chatCompletion({ messages: [] })).rejects.toThrow('not loaded');
  });

  test('that failed is explained and can be tried again', async () => {
    let tries = 0;
    const { engine } = createBench({
      load: async () => {
        if (tries++ === 0) throw new TypeError('Failed to fetch');
      },
    });
    await expect(engine.load(smallModel, () => undefined)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/server of Qwen2\.5 0\.5B cannot be reached/) as unknown,
    });
    await expect(engine.load(smallModel, () => undefined)).resolves.toEqual({ modelId: smallModel });
  });

  test('a settings file that is a web page is removed from the cache, so that the next try fetches it', async () => {
    const bench = createBench({ load: () => Promise.reject(new SyntaxError("Unexpected token '<'")) });
    await expect(bench.engine.load(smallModel, () => undefined)).rejects.toMatchObject({
      code: 'engine-failed',
    });
    expect(bench.forgotten).toEqual([smallModel]);
  });

  test('is ended by unload, whether the runtime rejects or resolves', async () => {
    for (const end of ['reject', 'resolve'] as const) {
      const { engine, opened } = createBench({
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
      const load = engine.load(smallModel, () => undefined);
      await expect.poll(() => opened.length).toBe(1);
      await engine.unload();
      await expect(load).rejects.toMatchObject({
        code: 'aborted',
        message: 'Loading Qwen2.5 0.5B was stopped.',
      });
      await expect(engine.tagQuery(defaultPrompt, 'x')).rejects.toMatchObject({ code: 'engine-unavailable' });
    }
  });

  test('is ended at its next report when the runtime missed the stop', async () => {
    let goOn: () => void = () => undefined;
    const { engine, opened } = createBench({
      load: async ({ report }) => {
        await new Promise<void>((resolve) => (goOn = resolve));
        report({ progress: 0, timeElapsed: 0, text: 'Start to fetch params' });
        throw new Error('The download went on.');
      },
    });
    const load = engine.load(smallModel, () => undefined);
    await expect.poll(() => opened.length).toBe(1);
    const unloaded = engine.unload();
    goOn();
    await expect(load).rejects.toMatchObject({
      code: 'aborted',
      cause: { message: 'The load was stopped.' },
    });
    await unloaded;
  });

  test('of an unknown model, or without a usable adapter, downloads nothing', async () => {
    const { engine, opened } = createBench({});
    await expect(engine.load('no-such-model', () => undefined)).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const bare = new WebLlmEngine({
      openRuntime: () => Promise.reject(new Error('must not be opened')),
      scope: { isSecureContext: true, navigator: {} },
    });
    await expect(bare.load(smallModel, () => undefined)).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
    expect((await bare.probe()).isUsable).toBe(false);
    expect(opened).toHaveLength(0);
  });
});

describe('tagging', () => {
  test('asks with the grammar, without chance, and reads the answer', async () => {
    const { engine, opened } = await createLoaded({ steps: [{ text: '["poem writing","sea"]' }] });
    const answer = await engine.tagQuery(defaultPrompt, 'Write a poem for $5 <|im_end|>');
    expect(answer).toMatchObject({
      reply: { status: 'ok', tags: [{ tag: 'poem writing' }, { tag: 'sea' }] },
      usage: { promptTokens: 200, completionTokens: 10 },
      isShortened: false,
    });
    const [request] = opened[0].requests;
    expect(request).toMatchObject({
      temperature: 0,
      max_tokens: defaultDecoding.maxTokens,
      response_format: { type: 'grammar', grammar: tagListGrammar },
    });
    expect(request.extra_body).toBeUndefined();
    expect(JSON.stringify(request.messages)).toContain('Write a poem for $$5 <|\u200bim_end|>');
  });

  test('keeps a model that thinks aloud from doing so, and pays for its empty block', async () => {
    const { engine, opened } = await createLoaded(
      { steps: [{ text: '<think>\n\n</think>\n\n["algebra"]' }] },
      thinkingModel,
    );
    const { reply } = await engine.tagQuery(defaultPrompt, 'Solve x + 1 = 2');
    expect(reply).toMatchObject({ status: 'ok', tags: [{ tag: 'algebra' }] });
    expect(opened[0].requests[0]).toMatchObject({ extra_body: { enable_thinking: false }, max_tokens: 104 });
  });

  test('asks once more with a higher cap when an answer was cut off, and counts both', async () => {
    const steps: Step[] = [{ text: '["poem', finish: 'length' }, { text: '["poem"]' }];
    const { engine, opened } = await createLoaded({ steps });
    const { reply, usage } = await engine.tagQuery(defaultPrompt, 'x');
    expect(reply).toMatchObject({ status: 'ok', tags: [{ tag: 'poem' }] });
    expect(opened[0].requests.map((request) => request.max_tokens)).toEqual([96, 192]);
    expect(usage).toMatchObject({ promptTokens: 400, completionTokens: 20 });
  });

  test('gives a truncated reply when the second answer is cut off as well', async () => {
    const cut: Step = { text: '["poem', finish: 'length' };
    const { engine } = await createLoaded({ steps: [cut, cut] });
    expect((await engine.tagQuery(defaultPrompt, 'x')).reply.status).toBe('truncated');
  });

  test('shortens a query that is too long, and once more when the runtime says so', async () => {
    const tooLong = { throws: named('ContextWindowSizeExceededError', 'too long') };
    const { engine, opened } = await createLoaded({ steps: [tooLong, { text: '["story"]' }] });
    const answer = await engine.tagQuery(defaultPrompt, `Summarise: ${'word '.repeat(20_000)}`);
    expect(answer).toMatchObject({ reply: { status: 'ok' }, isShortened: true });
    const [first, second] = opened[0].requests.map((request) => JSON.stringify(request.messages).length);
    expect(second).toBeLessThan(first);
    expect(opened).toHaveLength(1);
  });

  test('says that the prompt is too long when no query fits beside it', async () => {
    const tooLong: Step = { throws: named('ContextWindowSizeExceededError', 'too long') };
    const { engine } = await createLoaded({ steps: new Array<Step>(20).fill(tooLong) });
    await expect(engine.tagQuery('long prompt '.repeat(2000), 'x')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/Shorten the prompt/) as unknown,
    });
  });

  test('without a model says what to do', async () => {
    await expect(createBench({}).engine.tagQuery(defaultPrompt, 'x')).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: 'No language model is loaded. Choose one of the menu and load it.',
    });
  });

  test('questions wait for each other', async () => {
    const { engine, opened } = await createLoaded({
      steps: [{ text: '["a"]' }, { text: '["b"]' }, { text: '["c"]' }],
    });
    const answers = await Promise.all(['1', '2', '3'].map((query) => engine.tagQuery(defaultPrompt, query)));
    expect(answers.map(({ reply }) => reply.tags[0].tag)).toEqual(['a', 'b', 'c']);
    expect(opened[0].requests).toHaveLength(3);
  });
});

describe('a lost adapter', () => {
  test('is survived: the model is loaded again in a new engine and the question is put again', async () => {
    const lost = { throws: new Error('Object has already been disposed') };
    const { engine, opened } = await createLoaded({ steps: [lost, { text: '["sea"]' }] });
    const { reply } = await engine.tagQuery(defaultPrompt, 'x');
    expect(reply.tags).toMatchObject([{ tag: 'sea' }]);
    expect(opened.map(({ loadedIds }) => loadedIds)).toEqual([[smallModel], [smallModel]]);
  });

  test('twice for the same question is a failure, after which the model can be loaded again', async () => {
    const lost: Step = { throws: named('DeviceLostError', 'lost') };
    const { engine } = await createLoaded({ steps: [lost, lost] });
    await expect(engine.tagQuery(defaultPrompt, 'x')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/choose a smaller model/) as unknown,
    });
    await expect(engine.tagQuery(defaultPrompt, 'x')).rejects.toMatchObject({ code: 'engine-unavailable' });
    await engine.load(smallModel, () => undefined);
    expect((await engine.tagQuery(defaultPrompt, 'x')).reply.status).toBe('ok');
  });
});

describe('interrupt', () => {
  test('ends the answer in progress and those that wait; the model answers the next question', async () => {
    const { engine, opened } = await createLoaded({ steps: ['wait', { text: '["sea"]' }] });
    const first = engine.tagQuery(defaultPrompt, '1');
    const second = engine.tagQuery(defaultPrompt, '2');
    await expect.poll(() => opened[0].requests.length).toBe(1);
    await engine.interrupt();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    expect((await engine.tagQuery(defaultPrompt, '3')).reply.tags).toMatchObject([{ tag: 'sea' }]);
    expect(opened).toHaveLength(1);
  });

  test('without a model, or between questions, does nothing', async () => {
    const { engine } = createBench({});
    await engine.interrupt();
    await engine.load(smallModel, () => undefined);
    await engine.interrupt();
    expect((await engine.tagQuery(defaultPrompt, 'x')).reply.status).toBe('ok');
  });

  test('unload ends an answer in progress without loading the model again', async () => {
    const { engine, opened } = await createLoaded({ steps: ['wait'] });
    const answer = engine.tagQuery(defaultPrompt, '1');
    await expect.poll(() => opened[0].requests.length).toBe(1);
    await engine.unload();
    await expect(answer).rejects.toMatchObject({ code: 'aborted' });
    expect(opened).toHaveLength(1);
  });
});
