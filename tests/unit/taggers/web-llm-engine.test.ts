import { describe, expect, test } from 'vitest';
import {
  createEngineBench,
  createLoadedBench,
  errorOf,
  ignore,
  named,
  plainRequest,
  smallModel,
  thinkingModel,
} from '../../helpers/scripted-engine.ts';
import { explainedTags, tagsOnly, writeGrammar } from '../../../src/core/tagging/answer-form.ts';
import { defaultDecoding } from '../../../src/core/tagging/decoding.ts';
import { defaultPromptSetup } from '../../../src/core/tagging/prompt.ts';
import { tagQuery } from '../../../src/core/tagging/query-tagger.ts';

describe('a request', () => {
  test('goes out held to its form, without chance, with dollars escaped', async () => {
    const { engine, opened } = await createLoadedBench({ steps: [{ text: '["poem writing","sea"]' }] });
    const completion = await engine.complete({ ...plainRequest, form: tagsOnly });
    expect(completion).toEqual({
      text: '["poem writing","sea"]',
      end: 'stop',
      promptTokens: 200,
      cachedTokens: 0,
      completionTokens: 10,
    });
    expect(opened[0].requests).toEqual([
      {
        messages: [
          { role: 'system', content: 'Tag it.' },
          { role: 'user', content: 'Write a poem for $$5.' },
        ],
        stream: false,
        temperature: 0,
        top_p: 1,
        seed: 1,
        max_tokens: 96,
        repetition_penalty: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
        response_format: { type: 'grammar', grammar: writeGrammar(tagsOnly) },
      },
    ]);
  });

  test('with explanations has the grammar of explanations, and without a form none', async () => {
    const { engine, opened } = await createLoadedBench({});
    await engine.complete({ ...plainRequest, form: explainedTags });
    await engine.complete(plainRequest);
    expect(opened[0].requests[0]).toMatchObject({
      response_format: { grammar: writeGrammar(explainedTags) },
    });
    expect(opened[0].requests[1]).not.toHaveProperty('response_format');
  });

  test('keeps a model that thinks aloud from doing so, pays for its empty block and takes it out', async () => {
    const steps = [1, 2].map(() => ({ text: '<think>\n\n</think>\n\n["algebra"]' }));
    const { engine, opened } = await createLoadedBench({ steps }, thinkingModel);
    expect((await engine.complete(plainRequest)).text).toBe('["algebra"]');
    const expected = { extra_body: { enable_thinking: false }, max_tokens: 104 };
    expect(opened[0].requests[0]).toMatchObject(expected);
    const grown: string[] = [];
    await engine.complete(plainRequest, (text) => grown.push(text));
    expect(grown.at(-1)).toBe('["algebra"]');
    expect(grown.join('')).not.toContain('</think>');
  });

  test('that is a finished text is continued as it is', async () => {
    const { engine, opened } = await createLoadedBench({
      steps: [{ text: '[{"tag":"a"}]', finish: 'length' }],
    });
    const prompt = 'USER: It costs $5. ASSISTANT:';
    const completion = await engine.complete({ ...plainRequest, prompt });
    expect(completion).toMatchObject({ text: '[{"tag":"a"}]', end: 'length', completionTokens: 10 });
    expect(opened[0].requests[0]).toMatchObject({ prompt, max_tokens: 96, seed: 1 });
  });

  test.each([plainRequest.prompt, 'USER: Hi ASSISTANT:'])(
    'whose answer is watched comes in pieces, with what it cost: %j',
    async (prompt) => {
      const { engine, opened } = await createLoadedBench({ steps: [{ text: '["a poem","sea"]' }] });
      const grown: string[] = [];
      const completion = await engine.complete({ ...plainRequest, prompt }, (text) => grown.push(text));
      expect(grown).toEqual(['["a po', '["a poem","s', '["a poem","sea"]']);
      expect(completion).toMatchObject({ text: '["a poem","sea"]', promptTokens: 200, completionTokens: 10 });
      expect(opened[0].requests[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    },
  );

  test('without a model says what to do', async () => {
    expect(await errorOf(createEngineBench({}).engine.complete(plainRequest))).toMatchObject({
      code: 'engine-unavailable',
      message: 'No language model is loaded. Choose one of the menu and load it.',
    });
  });

  test('of the common tagger is shortened when the runtime finds it too long', async () => {
    const steps = [{ throws: named('ContextWindowSizeExceededError') }, { text: '["story"]' }];
    const { engine, opened } = await createLoadedBench({ steps });
    const { traits } = await engine.load(smallModel, ignore);
    const setup = { prompt: defaultPromptSetup, decoding: defaultDecoding };
    const answer = await tagQuery(engine, traits, setup, `Summarise: ${'word '.repeat(20_000)}`);
    expect(answer).toMatchObject({ reply: { status: 'ok' }, isShortened: true });
    const [first, second] = opened[0].requests.map((request) => JSON.stringify(request).length);
    expect(second).toBeLessThan(first);
    expect(opened[0].unloads).toBe(0);
  });
});

describe('a failure while answering', () => {
  test.each([
    ['query-too-long', named('ContextWindowSizeExceededError')],
    ['query-refused', named('GrammarMatcherInitError')],
    ['query-refused', new Error('Grammar matcher rejected the newly sampled token.')],
    ['query-refused', named('RangeError', 'Make sure 0 < top_p <= 1.')],
  ] as const)('%s leaves the model loaded', async (code, thrown) => {
    const { engine, opened } = await createLoadedBench({ steps: [{ throws: thrown }, { text: '["sea"]' }] });
    expect((await errorOf(engine.complete(plainRequest))).code).toBe(code);
    expect((await engine.complete(plainRequest)).text).toBe('["sea"]');
    expect(opened[0].unloads).toBe(0);
  });

  test.each([
    new Error('Object has already been disposed'),
    named('DeviceLostError'),
    new RangeError('Array buffer allocation failed'),
    { name: 'ExitStatus', message: 'Program terminated with exit(1)' },
  ])('%s unloads the model, which can be loaded again', async (thrown) => {
    const { engine, opened } = await createLoadedBench({ steps: [{ throws: thrown }] });
    expect((await errorOf(engine.complete(plainRequest))).code).toBe('engine-failed');
    expect(opened[0].unloads).toBe(1);
    expect((await errorOf(engine.complete(plainRequest))).code).toBe('engine-unavailable');
    await engine.load(smallModel, ignore);
    expect((await engine.complete(plainRequest)).end).toBe('stop');
  });
});

describe('a stop', () => {
  test('ends the answer in progress; the model answers the next request', async () => {
    const { engine, opened } = await createLoadedBench({ steps: ['wait', { text: '["sea"]' }] });
    const first = errorOf(engine.complete(plainRequest));
    await expect.poll(() => opened[0].requests.length).toBe(1);
    await engine.interrupt();
    expect((await first).code).toBe('aborted');
    expect((await engine.complete(plainRequest)).text).toBe('["sea"]');
    expect(opened).toHaveLength(1);
  });

  test('that comes before the request reaches the runtime ends it as well', async () => {
    const { engine, opened } = await createLoadedBench({ steps: ['wait'] });
    const answer = errorOf(engine.complete(plainRequest));
    await engine.interrupt();
    expect((await answer).code).toBe('aborted');
    expect(opened[0].requests.length).toBeLessThan(2);
  });

  test('of a request that waits for its model leaves the load alone', async () => {
    let goOn: () => void = ignore;
    const load = (): Promise<void> => new Promise((resolve) => (goOn = resolve));
    const { engine, opened } = createEngineBench({ load });
    const loaded = engine.load(smallModel, ignore);
    await expect.poll(() => opened.length).toBe(1);
    const answer = errorOf(engine.complete(plainRequest));
    await engine.interrupt();
    expect((await answer).code).toBe('aborted');
    goOn();
    expect((await loaded).modelId).toBe(smallModel.modelId);
  });

  test('without a model, or between requests, does nothing', async () => {
    const { engine } = createEngineBench({});
    await engine.interrupt();
    await engine.load(smallModel, ignore);
    await engine.interrupt();
    expect((await engine.complete(plainRequest)).end).toBe('stop');
  });

  test('that the runtime does not hear ends in a failure with a way out', async () => {
    const bench = createEngineBench({ steps: ['hang'] }, { stopTimeoutMs: 60 });
    await bench.engine.load(smallModel, ignore);
    const answer = errorOf(bench.engine.complete(plainRequest));
    await expect.poll(() => bench.opened[0].requests.length).toBe(1);
    await bench.engine.interrupt();
    expect(await answer).toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/did not stop when it was told to.*Load the model again/) as unknown,
    });
    expect((await errorOf(bench.engine.complete(plainRequest))).code).toBe('engine-unavailable');
  });

  test('that took effect too late leaves the next model alone', async () => {
    let fail: () => void = ignore;
    const after = new Promise<void>((resolve) => (fail = resolve));
    const steps = [{ throws: new Error('Object has already been disposed'), after }];
    const { engine, opened } = createEngineBench({ steps }, { stopTimeoutMs: 60 });
    await engine.load(smallModel, ignore);
    const answer = errorOf(engine.complete(plainRequest));
    await expect.poll(() => opened[0].requests.length).toBe(1);
    await engine.interrupt();
    expect((await answer).code).toBe('engine-failed');
    await engine.load(smallModel, ignore);
    fail();
    await new Promise((resolve) => setTimeout(resolve));
    expect((await engine.complete(plainRequest)).end).toBe('stop');
    expect(opened[1].unloads).toBe(0);
  });

  test('by loading another model ends the answers of the first', async () => {
    let fail: () => void = ignore;
    const after = new Promise<void>((resolve) => (fail = resolve));
    const steps = [{ throws: new Error('Object has already been disposed'), after }];
    const { engine, opened } = await createLoadedBench({ steps });
    const answer = errorOf(engine.complete(plainRequest));
    await expect.poll(() => opened[0].requests.length).toBe(1);
    await engine.load(thinkingModel, ignore);
    fail();
    expect((await answer).code).toBe('aborted');
    expect((await engine.complete(plainRequest)).end).toBe('stop');
  });

  test('by unload ends an answer in progress, even one that hangs', async () => {
    for (const step of ['wait', 'hang'] as const) {
      const { engine, opened } = await createLoadedBench({ steps: [step] });
      const answer = errorOf(engine.complete(plainRequest));
      await expect.poll(() => opened[0].requests.length).toBe(1);
      await engine.unload();
      expect((await answer).code).toBe('aborted');
      expect(opened).toHaveLength(1);
    }
  });
});
