import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openGgufStore } from '../../src/taggers/wllama/gguf-store.ts';
import { WllamaEngine, type WllamaPorts } from '../../src/taggers/wllama/wllama-engine.ts';
import { AppError } from '../../src/core/model/index.ts';
import { explainedTags, tagsOnly } from '../../src/core/tagging/answer-form.ts';
import { parseReply } from '../../src/core/tagging/parse-reply.ts';
import { writeSplitGguf } from '../helpers/gguf/gguf-file.ts';
import { describeRandomModel, writeRandomModel } from '../helpers/gguf/random-model.ts';
import { writeScriptedModel } from '../helpers/gguf/scripted-model.ts';
import type { CompletionRequest, LoadedModel, LoadProgress } from '../../src/core/tagging/engine.ts';
import type { GgufFile } from '../../src/core/tagging/engine-model.ts';

const randomModel = writeRandomModel({ seed: 1 });
const engines: WllamaEngine[] = [];

function openEngine(ports: Partial<WllamaPorts> = {}): WllamaEngine {
  const engine = new WllamaEngine({ scope: window, ...ports });
  engines.push(engine);
  return engine;
}

function pick(...parts: readonly BlobPart[]): GgufFile {
  const blobs = parts.map((part) => new Blob([part]));
  const sizeBytes = blobs.reduce((sum, { size }) => sum + size, 0);
  return { kind: 'picked', name: 'tiny.gguf', sizeBytes, parts: blobs };
}

function load(
  engine: WllamaEngine,
  file: GgufFile,
  slots = 1,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<LoadedModel> {
  return engine.load({ kind: 'wllama', file, slots }, onProgress);
}

/** A request as the app sends it, with a short prompt. */
function ask(query: string, changes: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    prompt: [
      { role: 'system', content: 'Tag the text. Reply with a list in JSON.' },
      { role: 'user', content: query },
    ],
    form: tagsOnly,
    maxTokens: 96,
    temperature: 0.9,
    topP: 1,
    seed: 1,
    ...changes,
  };
}

/** Writes on and on, so that there is time to stop it. */
function askForever(query: string): CompletionRequest {
  return ask(query, { form: null, maxTokens: 1500 });
}

/** A moment that a test waits for. */
function makeMoment(): { readonly came: Promise<void>; readonly come: () => void } {
  let come = (): void => undefined;
  const came = new Promise<void>((resolve) => (come = resolve));
  return { came, come: () => come() };
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

/** The engine that most tests share: the random model on four slots. */
const engine = new WllamaEngine({ scope: window });
let loaded: LoadedModel;
const reports: LoadProgress[] = [];

beforeAll(async () => {
  performance.setResourceTimingBufferSize(10_000);
  const file = new File([randomModel], 'picked.gguf');
  const picked: GgufFile = { kind: 'picked', name: file.name, sizeBytes: file.size, parts: [file] };
  loaded = await load(engine, picked, 4, (progress) => reports.push(progress));
});
afterAll(() => engine.unload());
afterEach(async () => {
  for (const other of engines.splice(0)) await other.unload();
});

describe('a model of random weights, on four slots', () => {
  test('is loaded from a file, with what it can do and what it runs on', () => {
    expect(loaded.modelId).toMatch(/^picked\.gguf · [0-9a-f]{12}$/);
    expect(loaded.traits).toMatchObject({ concurrency: 4, constraints: ['gbnf'], contextTokens: 2048 });
    expect(loaded.notice).toMatch(/^It runs on the processor, because .+\. It uses .+ cores?\b/);
  });

  test('reports its load: the engine, the file, the end', () => {
    const phases = reports.map(({ phase }) => phase);
    expect(phases).toEqual([...phases].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(phases)).toEqual(new Set(order));
    expect(reports.find(({ phase }) => phase === 'compile')?.text).toMatch(
      /^Reading the model: 0 of 0\.3 MB/,
    );
    expect(reports.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
    expect(reports.at(-1)).toEqual({ phase: 'ready', share: 1, text: 'The model is ready.' });
  });

  test(
    'answers 300 requests that come at once, each in the form that was asked for',
    { timeout: 180_000 },
    async () => {
      const queries = Array.from({ length: 300 }, (_, index) => ask(`Sort ${index} names.`, { seed: index }));
      const answers = await Promise.all(queries.map((query) => engine.complete(query)));
      for (const { text, end } of answers) {
        const words: unknown = JSON.parse(text);
        expect(words).toSatisfy((list) => Array.isArray(list) && list.length >= 1 && list.length <= 12);
        expect(['ok', 'repaired'], text).toContain(parseReply(text, end).status);
      }
      expect(new Set(answers.map(({ text }) => text)).size).toBeGreaterThan(50);
      // Each slot reads the shared part of the prompt once.
      const coldReads = answers.filter(({ cachedTokens }) => cachedTokens === 0);
      expect(coldReads.length).toBeLessThanOrEqual(4);
      expect(answers.every(({ promptTokens }) => promptTokens > 60)).toBe(true);
    },
  );

  test('writes the same text for the same seed, alone and beside others', async () => {
    const alone = await engine.complete(ask('Name a river.', { seed: 7 }));
    const requests = [7, 8, 9, 10, 7].map((seed) => ask('Name a river.', { seed }));
    const texts = (await Promise.all(requests.map((request) => engine.complete(request)))).map(
      ({ text }) => text,
    );
    expect([texts[0], texts[4]]).toEqual([alone.text, alone.text]);
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test('takes tags with explanations as its form', async () => {
    const { text } = await engine.complete(ask('Name a river.', { form: explainedTags, maxTokens: 400 }));
    expect(text).toMatch(/^\[\{"tag":"[^"]+","explanation":"[^"]+/);
  });

  test('shows the answer as it grows', async () => {
    const shown: string[] = [];
    const { text } = await engine.complete(ask('Name a river.'), (soFar) => shown.push(soFar));
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.at(-1)).toBe(text);
    expect(shown.every((soFar, index) => soFar.startsWith(shown[index - 1] ?? ''))).toBe(true);
  });

  test('goes on after answers were stopped, those that wait among them', async () => {
    const begun = makeMoment();
    const running = Array.from({ length: 6 }, (_, index) =>
      failureOf(engine.complete(askForever(`Go ${index}.`), () => begun.come())),
    );
    await begun.came;
    await engine.interrupt();
    for (const failure of await Promise.all(running)) expect(failure).toMatchObject({ code: 'aborted' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => engine.complete(ask(`Sort ${index} names.`))),
    );
    expect(answers.every(({ text }) => text.startsWith('['))).toBe(true);
  });

  test('refuses a query that is too long, and no other', async () => {
    const long = 'abcdefghi '.repeat(250);
    const [failure, answer] = await Promise.all([
      failureOf(engine.complete(ask(long))),
      engine.complete(ask('Sort names.')),
    ]);
    expect(failure).toMatchObject({ name: 'AppError', code: 'query-too-long' });
    expect(answer.text).toMatch(/^\[/);
  });

  test('reads a prompt again from its cache', async () => {
    const query = ask('What is the longest river of all?');
    const tries = [await engine.complete(query), await engine.complete(query)];
    expect(tries[1].cachedTokens).toBeGreaterThan(tries[1].promptTokens - 10);
    expect(tries[1].text).toBe(tries[0].text);
  });
});

const order = ['download', 'compile', 'ready'];

describe('a scripted model', () => {
  const valid = ['["vol', 'canic', ' rocks"', ',"sea-', 'floor"', ']'];
  const broken = ['Sure! Here are', ' the tags: ["volc', 'anic rocks", "sea'];

  test.each([
    ['valid', valid, 'ok'],
    ['broken', broken, 'truncated'],
  ])('writes its %s reply word for word, to any prompt at any temperature', async (_, pieces, status) => {
    const engine = openEngine();
    await load(engine, pick(writeScriptedModel(pieces)));
    const requests = [
      ask('Name a rock.', { form: null, temperature: 0 }),
      ask('诗歌 🌋', { form: null, temperature: 1, seed: 5 }),
      ask('', { form: null, prompt: 'A chat. USER: Name a rock. ASSISTANT:' }),
    ];
    for (const request of requests) {
      const { text, end, completionTokens } = await engine.complete(request);
      expect(text).toBe(pieces.join(''));
      expect({ end, completionTokens }).toEqual({ end: 'stop', completionTokens: pieces.length + 1 });
      expect(parseReply(text, end).status).toBe(status);
    }
    const cut = await engine.complete(ask('Name a rock.', { form: null, maxTokens: 2 }));
    expect(cut).toMatchObject({ text: pieces.slice(0, 2).join(''), end: 'length', completionTokens: 2 });
    // Held to the form, the broken reply cannot begin as it wants to.
    const held = await engine.complete(ask('Name a rock.', { maxTokens: 24 }));
    expect(held.text).toMatch(/^\["/);
  });
});

describe('one query that the engine fails at', () => {
  const chatTemplate =
    "{% for m in messages %}{% if 'boom' in m['content'] %}{{ raise_exception('No boom here') }}{% endif %}{{ m['role'] + ': ' + m['content'] + '\n' }}{% endfor %}assistant:\n";

  test('is refused with the reason; those beside it, which it takes down, are asked again', async () => {
    const engine = openEngine();
    await load(engine, pick(writeRandomModel({ seed: 1, chatTemplate })), 3);
    const calm = [ask('One.', { seed: 1 }), ask('Two.', { seed: 2 }), ask('Three.', { seed: 3 })];
    const before: string[] = [];
    for (const request of calm) before.push((await engine.complete(request)).text);
    const answers = Promise.all(calm.map((request) => engine.complete(request)));
    const failures = await Promise.all(
      [0, 1, 2].map((index) => failureOf(engine.complete(ask(`boom ${index}`)))),
    );
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'query-refused' });
      expect(String(failure)).toContain('No boom here');
    }
    expect((await answers).map(({ text }) => text)).toEqual(before);
  });
});

describe('a load', () => {
  test('of a file that is cut off or something else is refused before anything is started', async () => {
    const engine = openEngine();
    await expect(load(engine, pick(randomModel.subarray(0, -5000)))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(
        /^tiny\.gguf is not whole: 5,000 of its 2\d\d,\d{3} bytes are missing/,
      ) as string,
    });
    await expect(load(engine, pick('no model at all'))).rejects.toThrow('tiny.gguf is not a GGUF file');
    await expect(engine.complete(ask('Anyone there?'))).rejects.toMatchObject({ code: 'engine-unavailable' });
    // The engine itself is none the worse.
    await load(engine, pick(randomModel));
    await expect(engine.complete(ask('Sort names.'))).resolves.toMatchObject({ end: 'stop' });
  });

  test('of a file that is whole but wrong is refused with what llama.cpp says', async () => {
    const { values, tensors } = describeRandomModel({ seed: 1 });
    const [lacking] = writeSplitGguf(
      { values, tensors: tensors.filter(({ name }) => name !== 'output_norm.weight') },
      1,
    );
    await expect(load(openEngine(), pick(lacking))).rejects.toMatchObject({
      code: 'engine-failed',
      message:
        'tiny.gguf cannot be loaded: a part of it is missing or damaged. Download or copy the file again.',
    });
    const foreign = { ...values, 'general.architecture': ['text', 'mamba9'] } as const;
    const [unknown] = writeSplitGguf({ values: foreign, tensors }, 1);
    await expect(load(openEngine(), pick(unknown))).rejects.toThrow('is of the architecture mamba9, which');
  });

  test('of a split model takes its parts in any order', async () => {
    const split = openEngine();
    const [first, second, third] = writeSplitGguf(describeRandomModel({ seed: 1 }), 3);
    await load(split, pick(third, first, second));
    const request = ask('Name a river.');
    expect((await split.complete(request)).text).toBe((await engine.complete(request)).text);
  });

  test('without the engine’s program is refused at once, not waited for', async () => {
    const page = URL.createObjectURL(new Blob(['<!doctype html>']));
    for (const wasmUrl of [page, 'http://127.0.0.1:9/wllama.wasm']) {
      const failure = await failureOf(load(openEngine({ wasmUrl }), pick(randomModel)));
      // A load that was waited for until its limit is `engine-failed`.
      expect(failure, wasmUrl).toMatchObject({ name: 'AppError', code: 'engine-unavailable' });
    }
  });

  test('that never shows a sign of life is ended by its limit', async () => {
    const engine = openEngine({ stallLimitMs: 1 });
    await expect(load(engine, pick(randomModel))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('gave no sign of life') as string,
    });
  });

  test('from an address is kept, so that the address is not asked again', async () => {
    const url = URL.createObjectURL(new Blob([randomModel]));
    const texts: string[] = [];
    const first = await load(openEngine(), { kind: 'address', url }, 1, ({ text }) => texts.push(text));
    expect(first.modelId).toBe(url);
    expect(texts).toContain('Fetching the model: 0.3 of 0.3 MB.');
    URL.revokeObjectURL(url);
    const engine = openEngine();
    await load(engine, { kind: 'address', url });
    await expect(engine.complete(ask('Sort names.'))).resolves.toMatchObject({ end: 'stop' });
    await openGgufStore().remove(url);
    await expect(load(openEngine(), { kind: 'address', url })).rejects.toMatchObject({
      code: 'engine-failed',
    });
  });

  test('asks for a sensible number of slots', async () => {
    for (const slots of [0, 1.5, 9]) {
      await expect(load(openEngine(), pick(randomModel), slots)).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
  });
});

describe('giving a model up', () => {
  const RealWorker = globalThis.Worker;
  const workers = new Set<Worker>();
  beforeAll(() => {
    globalThis.Worker = class extends RealWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.add(this);
      }

      override terminate(): void {
        workers.delete(this);
        super.terminate();
      }
    };
  });
  afterAll(() => {
    globalThis.Worker = RealWorker;
  });

  test('ends a load at any moment, and leaves no worker behind', async () => {
    const engine = openEngine();
    for (const phase of ['at once', 'download', 'compile']) {
      const reached = makeMoment();
      if (phase === 'at once') reached.come();
      const loading = failureOf(
        load(engine, pick(randomModel), 1, (progress) => {
          if (progress.phase === phase) reached.come();
        }),
      );
      await reached.came;
      await engine.unload();
      expect(await loading).toMatchObject({ code: 'aborted' });
    }
    // Another model takes the place of one on its way.
    const first = failureOf(load(engine, pick(randomModel)));
    await load(engine, pick(writeScriptedModel(['["sea', '"]'])));
    expect(await first).toMatchObject({ code: 'aborted' });
    await expect(engine.complete(ask('Sort names.'))).resolves.toMatchObject({ text: '["sea"]' });
    expect(workers.size).toBe(1);
    await engine.unload();
    expect(workers.size).toBe(0);
  });

  test('in the middle of answers leaves none of them pending', async () => {
    const engine = openEngine();
    await load(engine, pick(randomModel), 2);
    const begun = makeMoment();
    const running = Array.from({ length: 4 }, (_, index) =>
      failureOf(engine.complete(askForever(`Go ${index}.`), () => begun.come())),
    );
    await begun.came;
    await engine.unload();
    for (const failure of await Promise.all(running)) expect(failure).toMatchObject({ code: 'aborted' });
    await expect(engine.complete(ask('Anyone there?'))).rejects.toBeInstanceOf(AppError);
    expect(workers.size).toBe(0);
  });
});

describe('the network', () => {
  const suspending = Object.getOwnPropertyDescriptor(WebAssembly, 'Suspending');
  afterEach(() => {
    if (suspending !== undefined) Object.defineProperty(WebAssembly, 'Suspending', suspending);
  });

  test('is not used beyond this site, not even where JavaScript promise integration is missing', async () => {
    // Browsers without it are sent to a delivery network for another build, unless wllama is told not to.
    Reflect.deleteProperty(WebAssembly, 'Suspending');
    const lacking = openEngine();
    await load(lacking, pick(randomModel));
    const request = ask('Name a river.');
    expect((await lacking.complete(request)).text).toBe((await engine.complete(request)).text);
    // What all tests of this file asked for; one of them asks a closed port of this computer.
    const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
    expect(asked.some(({ pathname }) => pathname.endsWith('wllama.wasm'))).toBe(true);
    const hosts = new Set(asked.map(({ host, protocol }) => (protocol === 'blob:' ? location.host : host)));
    hosts.delete('127.0.0.1:9');
    expect([...hosts]).toEqual([location.host]);
  });
});
