import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { tagsOnly, writeJsonSchema } from '../../../src/core/tagging/answer-form.ts';
import { estimateTokens } from '../../../src/core/tagging/truncate-query.ts';
import { BrowserModelEngine } from '../../../src/taggers/browser-model/browser-model-engine.ts';
import { watchDownload } from '../../../src/taggers/browser-model/download-progress.ts';
import type { CompletionRequest, LoadProgress } from '../../../src/core/tagging/engine.ts';
import type { PromptMessage } from '../../../src/core/tagging/prompt.ts';
import type {
  AnswerOptions,
  CreateOptions,
  DownloadEvent,
  PromptApi,
  PromptSession,
} from '../../../src/taggers/browser-model/prompt-api.ts';

/** One step of a scripted answer: pieces of text, something thrown, or an answer that waits to be stopped. */
type Step = { readonly pieces: readonly string[] } | { readonly throws: unknown } | 'wait' | 'endless';

interface Script {
  readonly state?: string | { readonly throws: unknown };
  readonly steps?: Step[];
  readonly downloads?: readonly DownloadEvent[];
  readonly create?: (options: CreateOptions) => Promise<void>;
  readonly contextWindow?: number | undefined;
  /** False for a browser that counts no tokens and streams nothing. */
  readonly isComplete?: boolean;
}

interface Asked {
  readonly opening: readonly PromptMessage[];
  readonly text: string;
  readonly options: AnswerOptions;
}

/** Stands in for the global `LanguageModel`, and behaves as its specification says when it is stopped or destroyed. */
class ScriptedModel implements PromptApi {
  readonly created: CreateOptions[] = [];
  readonly asked: Asked[] = [];
  readonly live = new Set<ScriptedSession>();
  cloneCount = 0;

  constructor(readonly script: Script) {}

  async availability(): Promise<string> {
    const { state = 'available' } = this.script;
    if (typeof state !== 'string') throw state.throws;
    return state;
  }

  async create(options: CreateOptions): Promise<PromptSession> {
    options.signal?.throwIfAborted();
    this.created.push(options);
    options.monitor?.({
      addEventListener: (_, listener) => {
        this.script.downloads?.forEach(listener);
      },
    });
    await this.script.create?.(options);
    return this.open(options.initialPrompts ?? []);
  }

  open(opening: readonly PromptMessage[]): PromptSession {
    const session = new ScriptedSession(this, opening);
    this.live.add(session);
    return this.script.isComplete === false ? new BareSession(session) : session;
  }
}

class ScriptedSession implements PromptSession {
  readonly contextWindow = 9216;
  contextUsage: number;

  constructor(
    readonly model: ScriptedModel,
    readonly opening: readonly PromptMessage[],
  ) {
    this.contextUsage = opening.length * 100;
    if ('contextWindow' in model.script) Object.assign(this, { contextWindow: model.script.contextWindow });
  }

  async prompt(text: string, options: AnswerOptions): Promise<string> {
    let answer = '';
    for await (const piece of this.promptStreaming(text, options)) answer += piece;
    return answer;
  }

  promptStreaming(text: string, options: AnswerOptions): ReadableStream<string> {
    if (!this.model.live.has(this))
      throw named('InvalidStateError', 'The model execution session has been destroyed.');
    this.model.asked.push({ opening: this.opening, text, options });
    const step = this.model.script.steps?.shift() ?? { pieces: ['{"tags":["default tag"]}'] };
    return new ReadableStream<string>({
      start: (stream) => {
        options.signal.addEventListener('abort', () => {
          stream.error(options.signal.reason);
        });
        if (step === 'wait' || step === 'endless') return;
        if ('throws' in step) {
          stream.error(step.throws);
          return;
        }
        for (const piece of step.pieces) stream.enqueue(piece);
        this.contextUsage += 30 + 7;
        stream.close();
      },
      pull: (stream) => {
        if (step === 'endless') stream.enqueue('"again and again",');
        return step === 'wait' ? new Promise(() => undefined) : undefined;
      },
    });
  }

  async measureContextUsage(): Promise<number> {
    return 30;
  }

  async clone(): Promise<PromptSession> {
    this.model.cloneCount++;
    return this.model.open(this.opening);
  }

  destroy(): void {
    this.model.live.delete(this);
  }
}

/** A session of a browser that neither streams nor counts. */
class BareSession implements PromptSession {
  constructor(readonly inner: ScriptedSession) {}

  prompt(text: string, options: AnswerOptions): Promise<string> {
    return this.inner.prompt(text, options);
  }

  clone(): Promise<PromptSession> {
    return this.inner.clone();
  }

  destroy(): void {
    this.inner.destroy();
  }
}

function named(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

const model = { kind: 'browser-model' } as const;
const chromeAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/149.0.0.0 Safari/537.36';

function ignore(): void {
  return undefined;
}

interface Bench {
  readonly engine: BrowserModelEngine;
  readonly api: ScriptedModel;
}

function createBench(script: Script): Bench {
  const api = new ScriptedModel(script);
  const scope = { LanguageModel: api, navigator: { userAgent: chromeAgent } };
  return { api, engine: new BrowserModelEngine(scope) };
}

async function createLoaded(script: Script): Promise<Bench> {
  const bench = createBench(script);
  await bench.engine.load(model, ignore);
  return bench;
}

const system: PromptMessage = { role: 'system', content: 'Tag the instruction.' };

function ask(query: string, changes: Partial<CompletionRequest> = {}): CompletionRequest {
  const prompt = [system, { role: 'user', content: query } as const];
  return { prompt, form: tagsOnly, maxTokens: 96, temperature: 0, topP: 1, seed: 1, ...changes };
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const thrown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error(`expected an AppError, got ${String(thrown)}`);
}

describe('looking whether the browser has a model', () => {
  test.each([
    ['available', true, /ready/],
    ['downloadable', true, /can download/],
    ['downloading', true, /is downloading/],
    ['unavailable', false, /22 GB of free disk space/],
    ['after-next-restart', false, /not known here \(after-next-restart\)/],
  ])('the state %s is told in a sentence', async (state, isUsable, sentence) => {
    const probe = await createBench({ state }).engine.probe();
    expect(probe.isUsable).toBe(isUsable);
    expect(probe.sentence).toMatch(sentence);
  });

  test('without the API it says where there is one', async () => {
    const probe = await new BrowserModelEngine({}).probe();
    expect(probe).toMatchObject({
      isUsable: false,
      sentence: expect.stringMatching(/current Chrome/) as string,
    });
  });

  test('it never throws', async () => {
    const probe = await createBench({ state: { throws: named('UnknownError', 'gone') } }).engine.probe();
    expect(probe).toMatchObject({ isUsable: false, sentence: expect.stringContaining('gone') as string });
  });

  test('nothing is downloaded', async () => {
    const { engine, api } = createBench({ state: 'downloadable' });
    await engine.probe();
    expect(api.created).toEqual([]);
  });
});

describe('loading', () => {
  test('tells the model by the browser, and what it can do', async () => {
    const { engine } = createBench({});
    const loaded = await engine.load(model, ignore);
    expect(loaded.modelId).toBe('browser-model (Chrome 149)');
    expect(loaded.traits).toEqual({
      concurrency: 1,
      constraints: ['json-schema'],
      hasSeed: false,
      hasLogProbs: false,
      reusesPrefix: true,
      isReproducible: false,
      contextTokens: 9216,
    });
    expect(loaded.notice).toMatch(/temperature and seed are not used/);
  });

  test('names Edge as Edge, and an unknown browser not at all', async () => {
    const load = (userAgent: string) =>
      new BrowserModelEngine({ LanguageModel: new ScriptedModel({}), navigator: { userAgent } }).load(
        model,
        ignore,
      );
    expect((await load(`${chromeAgent} Edg/148.0.0.0`)).modelId).toBe('browser-model (Edge 148)');
    expect((await load('Something/1.0')).modelId).toBe('browser-model');
  });

  test.each([[Infinity], [undefined], [0]])(
    'a context of %s is taken for 4,096 tokens',
    async (contextWindow) => {
      const { engine } = createBench({ contextWindow });
      expect((await engine.load(model, ignore)).traits.contextTokens).toBe(4096);
    },
  );

  test('reports the download, the preparation and that it is ready', async () => {
    const reports: LoadProgress[] = [];
    const { engine } = createBench({ downloads: [{ loaded: 0.25 }, { loaded: 1 }] });
    await engine.load(model, (progress) => reports.push(progress));
    expect(reports).toEqual([
      { phase: 'download', share: 0.25, text: 'The browser is downloading its own model: 25%.' },
      { phase: 'compile', share: 0, text: 'The browser is preparing its own model.' },
      { phase: 'ready', share: 1, text: 'The model is ready.' },
    ]);
  });

  test('reports at most ten times a second, and reads bytes as well as shares', () => {
    let nowMs = 0;
    const shares: number[] = [];
    let report: (event: DownloadEvent) => void = ignore;
    const watch = watchDownload(
      ({ share }) => shares.push(share),
      () => nowMs,
    );
    watch({ addEventListener: (_, listener) => (report = listener) });
    for (; nowMs < 300; nowMs += 10) report({ loaded: nowMs, total: 1000 });
    expect(shares).toEqual([0, 0.1, 0.2]);
    report({ loaded: NaN });
    expect(shares.at(-1)).toBe(0);
  });

  test.each([
    ['unavailable', 'engine-unavailable', /cannot run/],
    ['whatever', 'engine-unavailable', /not known here/],
  ])('in the state %s is refused with the sentence of the probe', async (state, code, message) => {
    const failure = await failureOf(createBench({ state }).engine.load(model, ignore));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  test('without the API is refused', async () => {
    const failure = await failureOf(new BrowserModelEngine({}).load(model, ignore));
    expect(failure.code).toBe('engine-unavailable');
  });

  test.each([
    ['NotAllowedError', 'engine-unavailable', /after a click/],
    ['QuotaExceededError', 'storage-full', /free disk space/],
    ['NetworkError', 'engine-failed', /broke off/],
    ['NotSupportedError', 'engine-unavailable', /English/],
    ['AbortError', 'aborted', /stopped/],
    ['OperationError', 'engine-failed', /could not be loaded \(the text of the browser\)/],
  ])('that fails with %s says what to do', async (name, code, message) => {
    const thrown = named(name, 'the text of the browser.');
    const { engine } = createBench({ create: () => Promise.reject(thrown) });
    const failure = await failureOf(engine.load(model, ignore));
    expect(failure).toMatchObject({ code, cause: thrown, message: expect.stringMatching(message) as string });
  });

  test('is stopped by unloading, and what came of it is given back', async () => {
    let finish: () => void = ignore;
    const { engine, api } = createBench({ create: () => new Promise((resolve) => (finish = resolve)) });
    const failure = failureOf(engine.load(model, ignore));
    await expect.poll(() => api.created.length).toBe(1);
    await engine.unload();
    finish();
    expect((await failure).code).toBe('aborted');
    expect(api.live.size).toBe(0);
    expect((await failureOf(engine.complete(ask('Hi')))).code).toBe('engine-unavailable');
  });

  test('again takes the place of what was loaded', async () => {
    const { engine, api } = await createLoaded({});
    await engine.load(model, ignore);
    expect(api.live.size).toBe(1);
  });
});

describe('answering', () => {
  test('gives the answer with its tokens, held to the form', async () => {
    const { engine, api } = await createLoaded({ steps: [{ pieces: ['{"tags":', '["poem"]}'] }] });
    const completion = await engine.complete(ask('Write a poem.'));
    expect(completion).toEqual({
      text: '{"tags":["poem"]}',
      end: 'stop',
      promptTokens: 130,
      cachedTokens: 100,
      completionTokens: 7,
    });
    expect(api.asked[0]).toMatchObject({ opening: [system], text: 'Write a poem.' });
    expect(api.asked[0].options).toMatchObject({
      responseConstraint: writeJsonSchema(tagsOnly),
      omitResponseConstraintInput: true,
    });
  });

  test('free text is not held to anything', async () => {
    const { engine, api } = await createLoaded({});
    await engine.complete(ask('Hi', { form: null }));
    expect(Object.keys(api.asked[0].options)).toEqual(['signal']);
  });

  test('a finished text is continued from a blank session', async () => {
    const { engine, api } = await createLoaded({});
    await engine.complete(ask('', { prompt: 'USER: Hi ASSISTANT:' }));
    expect(api.asked[0]).toMatchObject({ opening: [], text: 'USER: Hi ASSISTANT:' });
    expect(api.created).toHaveLength(1);
  });

  test('reads the start of the prompt once, and gives each query a copy', async () => {
    const { engine, api } = await createLoaded({});
    for (const query of ['one', 'two', 'three']) await engine.complete(ask(query));
    expect(api.created.map(({ initialPrompts }) => initialPrompts)).toEqual([undefined, [system]]);
    expect(api.cloneCount).toBe(3);
    expect(api.asked.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(api.live.size).toBe(2);
  });

  test('another prompt or other examples are read anew, and the former are let go', async () => {
    const { engine, api } = await createLoaded({});
    const example: PromptMessage = { role: 'assistant', content: '{"tags":["sea"]}' };
    await engine.complete(ask('one'));
    await engine.complete(ask('two', { prompt: [system, example, { role: 'user', content: 'two' }] }));
    expect(api.created).toHaveLength(3);
    expect(api.asked[1].opening).toEqual([system, example]);
    expect(api.live.size).toBe(2);
  });

  test('the answer is shown as it grows', async () => {
    const { engine } = await createLoaded({ steps: [{ pieces: ['["po', '', 'em"]'] }] });
    const texts: string[] = [];
    await engine.complete(ask('Write a poem.'), (text) => texts.push(text));
    expect(texts).toEqual(['["po', '["poem"]']);
  });

  test('a runaway is ended at the cap', async () => {
    const { engine, api } = await createLoaded({ steps: ['endless'] });
    const { text, end } = await engine.complete(ask('Hi', { maxTokens: 40 }));
    expect(end).toBe('length');
    expect(estimateTokens(text)).toBeGreaterThan(40);
    expect(estimateTokens(text)).toBeLessThan(100);
    expect(api.live.size).toBe(2);
  });

  test('a browser that neither streams nor counts is asked for the whole answer, and tokens are estimated', async () => {
    const { engine, api } = await createLoaded({ isComplete: false, steps: [{ pieces: ['["poem"]'] }] });
    const texts: string[] = [];
    const completion = await engine.complete(ask('Write a poem.'), (text) => texts.push(text));
    expect(texts).toEqual(['["poem"]']);
    expect(completion).toEqual({
      text: '["poem"]',
      end: 'stop',
      promptTokens: estimateTokens(system.content) + estimateTokens('Write a poem.'),
      cachedTokens: estimateTokens(system.content),
      completionTokens: estimateTokens('["poem"]'),
    });
    expect(api.asked[0].options.responseConstraint).toEqual(writeJsonSchema(tagsOnly));
  });

  test('before loading is refused', async () => {
    expect(await failureOf(createBench({}).engine.complete(ask('Hi')))).toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringMatching(/not loaded/) as string,
    });
  });
});

describe('failures of an answer', () => {
  test.each([
    ['QuotaExceededError', '', 'query-too-long'],
    ['NotReadableError', '', 'query-refused'],
    ['NotSupportedError', 'The model attempted to output text in an untested language.', 'query-refused'],
  ])('%s concerns this query only: the next one is answered', async (name, message, code) => {
    const thrown = named(name, message);
    const { engine, api } = await createLoaded({ steps: [{ throws: thrown }] });
    expect(await failureOf(engine.complete(ask('one')))).toMatchObject({ code, cause: thrown });
    expect((await engine.complete(ask('two'))).text).toContain('default tag');
    expect(api.live.size).toBe(2);
  });

  test.each([
    ['UnknownError', 'Other generic failures occurred.'],
    ['NotSupportedError', 'The response constraint is not a supported JSON schema.'],
    ['InvalidStateError', 'destroyed'],
  ])('%s ends the model until it is loaded again', async (name, message) => {
    const { engine, api } = await createLoaded({ steps: [{ throws: named(name, message) }] });
    expect((await failureOf(engine.complete(ask('one')))).code).toBe('engine-failed');
    expect(api.live.size).toBe(0);
    expect((await failureOf(engine.complete(ask('two')))).code).toBe('engine-unavailable');
    await engine.load(model, ignore);
    expect((await engine.complete(ask('three'))).text).toContain('default tag');
  });

  test('a prompt that is too long by itself is told from a long query', async () => {
    const create = ({ initialPrompts }: CreateOptions): Promise<void> =>
      initialPrompts === undefined ? Promise.resolve() : Promise.reject(named('QuotaExceededError'));
    const { engine } = await createLoaded({ create });
    expect(await failureOf(engine.complete(ask('Hi')))).toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/prompt alone/) as string,
    });
  });

  test('interrupting ends the answer and keeps the model', async () => {
    const { engine, api } = await createLoaded({ steps: ['wait'] });
    const failure = failureOf(engine.complete(ask('one')));
    await expect.poll(() => api.asked.length).toBe(1);
    await engine.interrupt();
    expect((await failure).code).toBe('aborted');
    expect((await engine.complete(ask('two'))).text).toContain('default tag');
  });

  test('unloading ends the answer and frees every session', async () => {
    const { engine, api } = await createLoaded({ steps: ['wait'] });
    const failure = failureOf(engine.complete(ask('one')));
    await expect.poll(() => api.asked.length).toBe(1);
    await engine.unload();
    expect((await failure).code).toBe('aborted');
    expect(api.live.size).toBe(0);
  });
});
