import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tagsOnly, writeJsonSchema } from '../../../src/core/tagging/answer-form.ts';
import { defaultDecoding } from '../../../src/core/tagging/decoding.ts';
import type { LoadProgress } from '../../../src/core/tagging/engine.ts';
import { defaultPromptSetup } from '../../../src/core/tagging/prompt.ts';
import { tagQuery } from '../../../src/core/tagging/query-tagger.ts';
import { receiveGrowing } from '../../../src/taggers/local-server/receive-completion.ts';
import { ServerEngine } from '../../../src/taggers/local-server/server-engine.ts';
import {
  breakOff,
  sendJson,
  sendStream,
  sendText,
  startChatServer,
  usage,
  writeCompletion,
  writeEvents,
  type ChatServerOptions,
} from '../../helpers/chat-server.ts';
import { ask, expectFailure, ignore, page, prepare, start } from '../../helpers/server-engine.ts';

const counted = { promptTokens: 120, cachedTokens: 100, completionTokens: 9 };
const formats = ['json_schema', 'json_object', 'none'];

describe('loading', () => {
  test('finds the model and that answers can be held to a schema', async () => {
    const { server, loaded } = await start();
    expect(loaded).toEqual({
      modelId: `tiny at ${server.baseUrl}`,
      traits: {
        concurrency: 4,
        constraints: ['json-schema'],
        hasSeed: true,
        hasLogProbs: false,
        reusesPrefix: true,
        isReproducible: false,
        contextTokens: 4096,
      },
      notice: '',
    });
    expect(server.requests.length).toBe(1);
    expect(server.requests[0].body.response_format?.type).toBe('json_schema');
  });

  test('tells how far it is', async () => {
    const seen: LoadProgress[] = [];
    const { engine, model } = await start();
    await engine.load(model, (progress) => seen.push(progress));
    expect(seen.map(({ phase, share }) => [phase, share])).toEqual([
      ['compile', 0],
      ['compile', 0.5],
      ['ready', 1],
    ]);
  });

  test.each([
    [{ id: 'tiny', max_model_len: 8192 }, 8192],
    [{ id: 'tiny', meta: { n_ctx_train: 32768, n_ctx: 2048 } }, 2048],
    [{ id: 'tiny', meta: { n_ctx_train: 32768 } }, 4096],
    [{ id: 'tiny:latest' }, 4096],
  ])('reads the context of %j as %i tokens', async (entry, contextTokens) => {
    const { loaded } = await start({ models: [{ id: 'other', max_model_len: 1 }, entry] });
    expect(loaded.traits.contextTokens).toBe(contextTokens);
  });

  test('names the models that are there when the wanted one is not', async () => {
    const { server, engine, model } = await prepare({ models: [{ id: 'qwen3:4b' }, { id: 'gemma3:1b' }] });
    await expectFailure(
      engine.load(model, ignore),
      'engine-unavailable',
      'has no model tiny. It has qwen3:4b, gemma3:1b. Choose one of them, or load it first (Ollama: ollama pull tiny)',
    );
    expect(server.requests).toEqual([]);
  });

  test.each([
    [
      { answerGet: (_, response) => sendJson(response, { data: null }) },
      'It has none at all. Load one first',
    ],
    [
      { answerGet: (_, response) => sendText(response, '<html>') },
      'with "<html>", expected a list of models',
    ],
    [{ answerGet: (_, response) => sendText(response, '') }, 'with nothing, expected a list of models'],
    [{ answerGet: (_, response) => sendJson(response, {}, 401) }, 'wants a key (status 401)'],
    [{ misbehave: (_, response) => sendJson(response, {}, 501) }, 'started without --embeddings'],
    [{ takes: [], misbehave: refuseAll }, 'does not answer even a short question. Choose another model'],
    [{ takes: [], misbehave: refuseAll }, 'It says: "never".'],
  ] satisfies [ChatServerOptions, string][])(
    'by a server that cannot becomes a sentence',
    async (options, sentence) => {
      const { engine, model } = await prepare(options);
      await expectFailure(engine.load(model, ignore), 'engine-unavailable', sentence);
      await expectFailure(engine.complete(ask('a')), 'engine-unavailable', 'No server is connected');
    },
  );

  test('goes on without a list of models when the model answers', async () => {
    const { loaded } = await start({ answerGet: (_, response) => sendJson(response, {}, 404) });
    expect(loaded.traits.constraints).toEqual(['json-schema']);
  });

  test.each([
    [['json_object'], 'json_object', 'held to JSON of any shape'],
    [[], undefined, 'holds answers to no form'],
  ])('falls back when a server takes %j only', async (takes, format, notice) => {
    const { server, engine, loaded } = await start({ takes });
    expect(loaded.traits.constraints).toEqual(format === undefined ? [] : ['json-object']);
    expect(loaded.notice).toContain(notice);
    await engine.complete(ask('a'));
    expect(server.requests.at(-1)?.body.response_format?.type).toBe(format);
  });

  test.each(formats)('notices that a server takes formats and heeds %s alone', async (heeded) => {
    const { loaded } = await start({
      write: ({ response_format }) =>
        (response_format?.type ?? 'none') === heeded ? '{"tags"' : 'Here you are',
    });
    expect(loaded.traits.constraints).toEqual(heeded === 'none' ? [] : [heeded.replace('_', '-')]);
    expect(loaded.notice === '').toBe(heeded === 'json_schema');
  });

  test('tries weights without a chat template with a text', async () => {
    const { server, loaded } = await start(
      {
        models: [{ id: 'OFA-Sys/InsTagger' }],
        misbehave: ({ kind }, response) => kind === 'chat' && refuseAll({}, response),
      },
      { model: 'OFA-Sys/InsTagger' },
    );
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/completions']);
    expect(loaded.notice).toBe('');
  });

  test('sends the key that was given, and none otherwise', async () => {
    const withKey = await start({}, { apiKey: ' secret\n' });
    expect(withKey.server.gets[0].authorization).toBe('Bearer secret');
    expect(withKey.server.requests[0].authorization).toBe('Bearer secret');
    const without = await start();
    expect(without.server.gets[0].authorization).toBeUndefined();
    expect(without.server.requests[0].authorization).toBeUndefined();
  });

  test('refuses a key that cannot be sent', async () => {
    const { engine, model } = await prepare();
    const load = engine.load({ ...model, apiKey: 'se\ncret' }, ignore);
    await expectFailure(load, 'engine-unavailable', 'The key holds line breaks');
  });

  test.each([0, 65, 1.5])('refuses %d requests at once', async (concurrency) => {
    const { engine, model } = await prepare();
    await expectFailure(engine.load({ ...model, concurrency }, ignore), 'invalid-input', `is ${concurrency}`);
  });

  test('names what starts a server that does not run', async () => {
    const { server, engine, model } = await prepare();
    await server.close();
    await expectFailure(
      engine.load(model, ignore),
      'engine-unavailable',
      'No server answers at',
      '"ollama serve", "llama-server -m model.gguf"',
    );
  });

  test('sends nothing to an address that the page may not call', async () => {
    const { engine, model } = await prepare();
    const elsewhere = { ...model, baseUrl: 'https://api.example.org/v1' };
    await expectFailure(
      engine.load(elsewhere, ignore),
      'engine-unavailable',
      'is not on the list of servers',
    );
  });

  test('ends with unload, and when another load takes its place', async () => {
    const { engine, model } = await prepare({ delayMs: 100 });
    const first = engine.load(model, ignore);
    const second = engine.load(model, ignore);
    await expectFailure(first, 'aborted', 'stopped');
    expect((await second).modelId).toContain('tiny');
    const third = engine.load(model, ignore);
    await engine.unload();
    await expectFailure(third, 'aborted', 'stopped');
    await expectFailure(engine.complete(ask('a')), 'engine-unavailable', 'No server is connected');
  });

  test('says that the browser sends fewer requests at once than were wished for', async () => {
    const notices = await Promise.all(
      [6, 7].map(async (concurrency) => (await start({}, { concurrency })).loaded.notice),
    );
    expect(notices).toEqual(['', expect.stringContaining('sends at most 6 requests at once')]);
  });

  test('needs nothing to be possible', async () => {
    expect(await new ServerEngine(page).probe()).toMatchObject({ isUsable: true });
  });
});

describe('a request', () => {
  test('is what OpenAI publishes, with the schema of its form', async () => {
    const { server, engine } = await start();
    await engine.complete(ask('Sort a list', { maxTokens: 96, temperature: 0.5, topP: 0.9, seed: 7 }));
    expect(server.requests[1].body).toEqual({
      model: 'tiny',
      messages: [
        { role: 'system', content: 'Tag it.' },
        { role: 'user', content: 'Sort a list' },
      ],
      max_tokens: 96,
      temperature: 0.5,
      top_p: 0.9,
      seed: 7,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'tags', strict: true, schema: writeJsonSchema(tagsOnly) },
      },
    });
  });

  test('for free text holds no form', async () => {
    const { server, engine } = await start();
    await engine.complete(ask('a', { form: null }));
    expect(server.requests[1].body).not.toHaveProperty('response_format');
  });

  test('with a finished text asks for it to be continued', async () => {
    const { server, engine } = await start({
      write: ({ prompt }) => (prompt === undefined ? '{}' : `after ${prompt}`),
    });
    const prompt = 'USER: hi ASSISTANT:';
    expect(await engine.complete(ask('', { prompt }))).toEqual({
      text: `after ${prompt}`,
      end: 'stop',
      ...counted,
    });
    expect(server.requests[1]).toMatchObject({ path: '/v1/completions', body: { prompt, max_tokens: 50 } });
    expect(await engine.complete(ask('', { prompt }), ignore)).toMatchObject({ text: `after ${prompt}` });
  });

  test('carries any text, halves of pairs apart', async () => {
    const { server, engine } = await start();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await engine.complete(ask(text));
        expect(server.requests.at(-1)?.body.messages?.[1].content).toBe(text);
      }),
      { numRuns: 30 },
    );
    await engine.complete(ask('a\ud83db\ude00'));
    expect(server.requests.at(-1)?.body.messages?.[1].content).toBe('a\ufffdb\ufffd');
  });

  test('is led to no other address', async () => {
    const other = await startChatServer();
    onTestFinished(() => other.close());
    const { engine } = await start({
      misbehave: after(1, (response) => {
        response.writeHead(307, { Location: `${other.baseUrl}/chat/completions` }).end();
        return true;
      }),
    });
    await expectFailure(engine.complete(ask('a')), 'engine-unavailable', 'it breaks off the connection');
    expect(other.requests).toEqual([]);
  });

  test('goes beside others, and each gets its own answer whatever their order', async () => {
    const { server, engine } = await start({
      write: ({ messages }) => `{"tags":["${messages?.at(-1)?.content}"]}`,
      misbehave: ({ body }) =>
        new Promise((resolve) => {
          setTimeout(() => resolve(false), 40 - Number(/\d+$/.exec(body.messages?.at(-1)?.content ?? '')));
        }),
    });
    const queries = Array.from({ length: 16 }, (_, index) => `query ${index * 2}`);
    const answers = await Promise.all(queries.map((query) => engine.complete(ask(query))));
    expect(answers.map(({ text }) => text)).toEqual(queries.map((query) => `{"tags":["${query}"]}`));
    expect(server.mostAtOnce).toBe(16);
  });
});

describe('an answer', () => {
  test.each([
    [writeCompletion('["a"]', 'chat', 'length'), { text: '["a"]', end: 'length', ...counted }],
    [
      { choices: [{ message: { content: '["a"]' } }] },
      { text: '["a"]', end: 'stop', promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
    ],
    [{ choices: [{ message: { content: null } }] }, { text: '' }],
    [{ choices: [{ message: { content: null, refusal: 'I am sorry' } }] }, { text: 'I am sorry' }],
    [
      { choices: [{ text: 'plain' }], usage: { ...usage, prompt_tokens: 'many' } },
      { text: 'plain', promptTokens: 0 },
    ],
  ])('of %j is read', async (body, expected) => {
    const { engine } = await start({ misbehave: after(1, (response) => sendJson(response, body)) });
    expect(await engine.complete(ask('a'))).toMatchObject(expected);
  });

  test.each([
    ['', 'with nothing, expected a completion'],
    ['<html>Welcome</html>', 'with "<html>Welcome</html>", expected'],
    ['{"choices": [', 'with "{"choices": [", expected'],
    ['[]', 'with "[]", expected a completion with a list "choices"'],
    ['{"choices": []}', 'with an empty list "choices"'],
    ['{"choices": [{"message": {"content": 7}}]}', 'with a choice without a text'],
    ['{"choices": [null]}', 'with a choice without a text'],
    ['{"error": {"message": "out of memory"}}', 'with the message "out of memory"'],
  ])('of %s is a failure of the server', async (body, sentence) => {
    const { engine } = await start({ misbehave: after(1, (response) => sendText(response, body)) });
    await expectFailure(engine.complete(ask('a')), 'engine-failed', sentence);
  });

  test('that a filter withheld concerns this query only', async () => {
    const body = writeCompletion('', 'chat', 'content_filter');
    const { engine } = await start({ misbehave: after(1, (response) => sendJson(response, body)) });
    await expectFailure(engine.complete(ask('a')), 'query-refused', 'content filter');
  });
});

describe('a growing answer', () => {
  const answer = '{"tags":["poëm 🌊 writing","海"]}';

  test.each([1, 3, 7, 4096])('is put together from pieces of %i bytes', async (streamBytes) => {
    const { server, engine } = await start({ streamBytes, write: () => answer });
    const texts: string[] = [];
    const completion = await engine.complete(ask('a'), (text) => texts.push(text));
    expect(completion).toEqual({ text: answer, end: 'stop', ...counted });
    expect(texts.at(-1)).toBe(answer);
    expect(texts.length).toBeGreaterThan(3);
    texts.slice(1).forEach((text, index) => expect(text.startsWith(texts[index])).toBe(true));
    expect(server.requests.at(-1)?.body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('is the same however its bytes are cut, and with other line ends', async () => {
    const pieces = fc.array(fc.nat(60), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        pieces,
        fc.boolean(),
        async (text, cuts, isWindows) => {
          const events = writeEvents(text);
          const bytes = new TextEncoder().encode(isWindows ? events.replaceAll('\n', '\r\n') : events);
          const response = new Response(streamPieces(bytes, cuts), {
            headers: { 'Content-Type': 'text/event-stream' },
          });
          const { signal } = new AbortController();
          expect(await receiveGrowing(response, signal, 'here', ignore)).toEqual({
            text,
            end: 'stop',
            ...counted,
          });
        },
      ),
    );
  });

  test.each([
    ['ends in the middle', writeEvents(answer).slice(0, 300), 'broke off in the middle of an answer'],
    ['holds no JSON', 'data: {"choi\n\n', 'with the event "{"choi"'],
    ['holds something else', 'data: [1]\n\n', 'with "[1]"'],
    ['reports a failure', 'data: {"error":{"message":"out of memory"}}\n\n', 'the message "out of memory"'],
    [
      'reports a failure the old way',
      'error: {"message":"out of memory"}\n\n',
      'the message "out of memory"',
    ],
    ['is empty', '', 'broke off'],
  ])('that %s is a failure of the server', async (_, events, sentence) => {
    const { engine } = await start({ misbehave: after(1, (response) => sendStream(response, events)) });
    await expectFailure(engine.complete(ask('a'), ignore), 'engine-failed', sentence);
  });

  test('whose connection breaks is a failure of the server', async () => {
    const events = writeEvents(answer).slice(0, 300);
    const { server, engine } = await start({
      misbehave: after(1, (response) => sendStream(response, events, 50, true)),
    });
    await expectFailure(engine.complete(ask('a'), ignore), 'engine-failed', 'broke off in the middle');
    expect(server.requests.length).toBe(2);
  });

  test('needs the reason of its end or its mark, not both', async () => {
    const whole = writeEvents(answer);
    for (const events of [whole.replace('data: [DONE]\n\n', ''), whole.replaceAll('"stop"', 'null')]) {
      const { engine } = await start({ misbehave: after(1, (response) => sendStream(response, events)) });
      expect((await engine.complete(ask('a'), ignore)).text).toBe(answer);
    }
  });

  test('is over at its mark, though the server keeps the connection', async () => {
    const { engine } = await start({
      misbehave: after(1, (response) => {
        response
          .writeHead(200, { 'Content-Type': 'text/event-stream' })
          .write(writeEvents(answer, 'chat', 'length'));
        return true;
      }),
    });
    expect(await engine.complete(ask('a'), ignore)).toMatchObject({ text: answer, end: 'length' });
  });

  test('may come in one piece after all', async () => {
    const { engine } = await start({
      misbehave: after(1, (response) => sendJson(response, writeCompletion(answer))),
    });
    const texts: string[] = [];
    await engine.complete(ask('a'), (text) => texts.push(text));
    expect(texts).toEqual([answer]);
  });

  test.each([
    ['{"error":{"message":"the request exceeds the available context size"}}', 'query-too-long'],
    ['{"choices":[{"delta":{},"finish_reason":"content_filter"}]}', 'query-refused'],
  ])('with %s concerns this query only', async (event, code) => {
    const { engine } = await start({
      misbehave: after(1, (response) => sendStream(response, `data: ${event}\n\n`)),
    });
    await expectFailure(engine.complete(ask('a'), ignore), code, 'query');
  });
});

describe('a server in trouble', () => {
  test.each([408, 429, 500, 503])('with status %i is asked again', async (status) => {
    const { server, engine } = await start({
      misbehave: (_, response, count) => (count === 2 || count === 3) && sendJson(response, {}, status),
    });
    await engine.complete(ask('a'));
    expect(server.requests.length).toBe(4);
  });

  test('gets the wait that it asks for', async () => {
    const { engine } = await start({
      misbehave: (_, response, count) => {
        if (count !== 2) return false;
        response.setHeader('Retry-After', '1');
        return sendJson(response, {}, 429);
      },
    });
    const sinceMs = performance.now();
    await engine.complete(ask('a'));
    expect(performance.now() - sinceMs).toBeGreaterThan(950);
  });

  test('that breaks off a connection is asked again', async () => {
    const { engine } = await start({
      misbehave: (_, response, count) => count === 2 && breakOff(response, '{"choices'),
    });
    expect((await engine.complete(ask('a'))).text).toContain('poem');
  });

  test('that never recovers is given up with its words', async () => {
    const { server, engine } = await start({
      misbehave: after(1, (response) => sendJson(response, { error: { message: 'no memory' } }, 500)),
    });
    const complete = engine.complete(ask('a'));
    await expectFailure(complete, 'engine-failed', 'failed after several tries (status 500)', '"no memory"');
    expect(server.requests.length).toBe(9);
  });

  test('that is too slow is given up', async () => {
    const { engine } = await start(
      { misbehave: (_, _response, count) => count > 1 && new Promise(() => undefined) },
      {},
      { timeoutMs: 150 },
    );
    await expectFailure(engine.complete(ask('a')), 'engine-unavailable', 'did not answer within');
  });

  test('has all its answers ended by an interrupt, and stays connected', async () => {
    const { server, engine } = await start({
      misbehave: (_, _response, count) => count > 1 && count < 7 && new Promise(() => undefined),
    });
    const work = [...Array(5).keys()].map((index) =>
      engine.complete(ask('a'), index === 0 ? ignore : undefined),
    );
    await expect.poll(() => server.requests.length).toBe(6);
    await engine.interrupt();
    for (const answer of work) await expectFailure(answer, 'aborted', 'Tagging was stopped');
    expect((await engine.complete(ask('a'))).text).toContain('poem');
  });
});

describe('a refusal', () => {
  const long = [
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
    'request (15038 tokens) exceeds the available context size (2048 tokens), try increasing it',
    'Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with 4096',
    'The decoder prompt (length 9000) is longer than the maximum model length of 4096',
    'the input length exceeds the context length',
    'prompt is too long: 9000 tokens > 4096 maximum',
  ];
  test.each<[number, unknown, string, string]>([
    ...long.map((message): [number, unknown, string, string] => [
      400,
      { error: { message } },
      'query-too-long',
      'too long',
    ]),
    [500, { error: { message: long[1] } }, 'query-too-long', 'too long'],
    [413, {}, 'query-too-long', 'status 413'],
    [400, { error: { message: 'odd token' } }, 'query-refused', 'refused this query (status 400)'],
    [422, { detail: [{ input: 'model not found, context length' }] }, 'query-refused', 'status 422'],
    [500, { error: { message: 'failed to parse grammar' } }, 'query-refused', '"failed to parse grammar"'],
    [
      400,
      { error: { message: 'The model `tiny` does not exist.' } },
      'engine-unavailable',
      "the model's name, tiny",
    ],
    [400, { error: { message: 'No models loaded' } }, 'engine-unavailable', '"No models loaded"'],
    [404, { error: { message: 'model "tiny" not found' } }, 'engine-unavailable', 'has no model tiny'],
    [401, {}, 'engine-unavailable', 'wants a key'],
    [405, {}, 'engine-unavailable', '/chat/completions (status 405)'],
  ])('with status %i and %j is told apart and not asked again', async (status, body, code, sentence) => {
    const { server, engine } = await start({
      misbehave: after(1, (response) => sendJson(response, body, status)),
    });
    await expectFailure(engine.complete(ask('a')), code, sentence);
    expect(server.requests.length).toBe(2);
  });

  test('of a long query makes it shorter until it fits', async () => {
    const limit = 700;
    const { server, engine, loaded } = await start({
      models: [{ id: 'tiny', max_model_len: 2048 }],
      misbehave: ({ body }, response) => {
        const length = body.messages?.at(-1)?.content.length ?? 0;
        return length > limit && sendJson(response, { error: { message: long[0] } }, 400);
      },
    });
    const setup = { prompt: defaultPromptSetup, decoding: defaultDecoding };
    const tagged = await tagQuery(engine, loaded.traits, setup, 'Write about the sea. '.repeat(300));
    expect(tagged.isShortened).toBe(true);
    expect(tagged.reply.tags.map(({ tag }) => tag)).toEqual(['poem', 'sea']);
    expect(server.requests.length).toBeGreaterThan(3);
  });
});

/** Misbehaves once so many requests were answered. */
function after(
  served: number,
  answer: (response: Parameters<typeof sendJson>[0]) => boolean | Promise<boolean>,
): NonNullable<ChatServerOptions['misbehave']> {
  return (_, response, count) => count > served && answer(response);
}

function refuseAll(_: unknown, response: Parameters<typeof sendJson>[0]): true {
  return sendJson(response, { error: { message: 'never' } }, 400);
}

/** Gives bytes in pieces of the stated sizes, and the rest at the end. */
function streamPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let start = 0;
  const ends = sizes.map((size) => (start += size)).filter((end) => end < bytes.length);
  const starts = [0, ...ends];
  return new ReadableStream({
    start(controller) {
      starts.forEach((from, index) => controller.enqueue(bytes.subarray(from, ends[index])));
      controller.close();
    },
  });
}
