import { beforeAll, describe, expect, test } from 'vitest';
import { openScriptedRuntime, type PipelineFaults } from '../../helpers/scripted-pipeline.ts';
import { openWebLlmBundle, type WebLlmBundle } from '../../helpers/web-llm-bundle.ts';
import { findPipeline, openingText } from '../../../src/taggers/web-llm/pipeline.ts';
import { PrefixReuse } from '../../../src/taggers/web-llm/prefix-reuse.ts';
import { trialQueries, tryPrefixReuse } from '../../../src/taggers/web-llm/prefix-self-test.ts';
import type { ScriptedRuntime } from '../../helpers/scripted-pipeline.ts';
import type { ChatEngine } from '../../../src/taggers/web-llm/engine-factory.ts';
import type { Pipeline } from '../../../src/taggers/web-llm/pipeline.ts';
import type { ChatCompletionMessageParam } from '@mlc-ai/web-llm';

const modelId = 'scripted';
const system = 'Tag the instruction.';
const head = `<|im_start|>system\n${system}<|im_end|>\n`;
let bundle: WebLlmBundle;

beforeAll(async () => {
  bundle = await openWebLlmBundle();
});

async function open(faults?: PipelineFaults): Promise<ScriptedRuntime> {
  const runtime = openScriptedRuntime(bundle, faults);
  await runtime.engine.reload(modelId);
  return runtime;
}

function pipelineOf({ engine }: ScriptedRuntime): Pipeline {
  const pipeline = findPipeline(engine, modelId);
  if (typeof pipeline === 'string') throw new Error(pipeline);
  return pipeline;
}

interface Question {
  readonly query: string;
  readonly system?: string;
  readonly examples?: readonly ChatCompletionMessageParam[];
  readonly maxTokens?: number;
}

async function ask(engine: ChatEngine, question: Question): Promise<string> {
  const { choices } = await engine.chatCompletion({
    messages: [
      { role: 'system', content: question.system ?? system },
      ...(question.examples ?? []),
      { role: 'user', content: question.query },
    ],
    stream: false,
    max_tokens: question.maxTokens ?? 12,
  });
  return choices[0].message.content ?? '';
}

function turnOf(query: string): string {
  return `<|im_start|>user\n${query}<|im_end|>\n<|im_start|>assistant\n`;
}

describe('a pipeline whose prompt is kept', () => {
  test('reads the fixed part once, in a step of its own, and then only what is new', async () => {
    const runtime = await open();
    const reuse = new PrefixReuse(pipelineOf(runtime));
    for (const query of ['Write a poem.', 'Sort 3, 1, 2.', 'Hi']) await ask(runtime.engine, { query });
    const steps = runtime.forwarded.filter((text) => text.length > 1);
    expect(steps).toEqual([head, turnOf('Write a poem.'), turnOf('Sort 3, 1, 2.'), turnOf('Hi')]);
    expect(reuse.cachedTokens).toBe(head.length);
  });

  test('leaves nothing of the last query in the cache', async () => {
    const runtime = await open();
    new PrefixReuse(pipelineOf(runtime));
    await ask(runtime.engine, { query: 'a long query that is dropped again' });
    await ask(runtime.engine, { query: 'Hi', maxTokens: 1 });
    expect(runtime.cached()).toBe(head + turnOf('Hi'));
  });

  test('counts the whole prompt, read or not', async () => {
    const runtime = await open();
    const reuse = new PrefixReuse(pipelineOf(runtime));
    const messages = [{ role: 'system', content: system } as const, { role: 'user', content: 'Hi' } as const];
    for (const cachedTokens of [0, head.length]) {
      const { usage } = await runtime.engine.chatCompletion({ messages, stream: false, max_tokens: 3 });
      expect(usage?.prompt_tokens).toBe((head + turnOf('Hi')).length);
      expect(reuse.cachedTokens).toBe(cachedTokens);
    }
  });

  test('answers as a stock pipeline does, whatever was asked before', async () => {
    const examples = [
      { role: 'user', content: 'Name a colour.' } as const,
      { role: 'assistant', content: '["colour"]' } as const,
    ];
    const questions: Question[] = [
      { query: 'Write a poem.' },
      { query: 'Write a poem.' },
      { query: 'Write a poem about the sea.', maxTokens: 40 },
      { query: 'Hi', system: 'Another prompt.' },
      { query: 'Hi', system: 'Another prompt.', examples },
      { query: 'Bye', system: 'Another prompt.', examples },
      { query: 'Bye' },
    ];
    const stock = await open();
    const patched = await open();
    const reuse = new PrefixReuse(pipelineOf(patched));
    const cached: number[] = [];
    for (const question of questions) {
      expect(await ask(patched.engine, question)).toBe(await ask(stock.engine, question));
      cached.push(reuse.cachedTokens);
    }
    expect(cached.map((tokens) => tokens > 0)).toEqual([false, true, true, false, false, true, false]);
  });

  test('reads a fixed part that is longer than one step in several', async () => {
    const runtime = await open({ prefillChunkSize: 20 });
    new PrefixReuse(pipelineOf(runtime));
    const stock = await open({ prefillChunkSize: 20 });
    for (const query of ['Write a poem.', 'Hi']) {
      expect(await ask(runtime.engine, { query })).toBe(await ask(stock.engine, { query }));
    }
    expect(runtime.forwarded.slice(0, 3).join('')).toBe(head);
  });

  test('keeps the tokens that the model begins every chat with', async () => {
    const runtime = await open({ conversation: { system_prefix_token_ids: [1] } });
    const reuse = new PrefixReuse(pipelineOf(runtime));
    await ask(runtime.engine, { query: 'Hi' });
    await ask(runtime.engine, { query: 'Bye' });
    expect(runtime.forwarded[0]).toBe(`<s>${head}`);
    expect(reuse.cachedTokens).toBe(1 + head.length);
  });

  test('reads a finished text whole', async () => {
    const runtime = await open();
    const reuse = new PrefixReuse(pipelineOf(runtime));
    await ask(runtime.engine, { query: 'Hi' });
    for (let time = 0; time < 2; time++) {
      await runtime.engine.completion({ prompt: 'USER: Hi ASSISTANT:', max_tokens: 1 });
      expect(runtime.cached()).toBe('USER: Hi ASSISTANT:');
      expect(reuse.cachedTokens).toBe(0);
    }
  });

  test('goes on after a query that is too long', async () => {
    const runtime = await open();
    const reuse = new PrefixReuse(pipelineOf(runtime));
    const stock = await open();
    await ask(runtime.engine, { query: 'Hi' });
    await expect(ask(runtime.engine, { query: 'x'.repeat(2048) })).rejects.toMatchObject({
      name: 'ContextWindowSizeExceededError',
    });
    expect(await ask(runtime.engine, { query: 'Bye' })).toBe(await ask(stock.engine, { query: 'Bye' }));
    expect(reuse.cachedTokens).toBe(head.length);
  });

  test('reads all again when told to forget, and works as stock when removed', async () => {
    const runtime = await open();
    const reuse = new PrefixReuse(pipelineOf(runtime));
    await ask(runtime.engine, { query: 'Hi' });
    reuse.forget();
    await ask(runtime.engine, { query: 'Hi' });
    expect(runtime.forwarded.filter((text) => text === head)).toHaveLength(2);
    reuse.remove();
    await ask(runtime.engine, { query: 'Hi' });
    expect(runtime.forwarded).toContain(head + turnOf('Hi'));
  });
});

describe('the trial', () => {
  const never = (): void => undefined;

  test('turns it on when five answers stay the same', async () => {
    const runtime = await open();
    const verdict = await tryPrefixReuse(runtime.engine, modelId, never);
    expect(verdict.kind).toBe('on');
    const queries = trialQueries.map(turnOf);
    // Stock reads five prompts whole; then the fixed part is read once, and five queries after it.
    expect(runtime.forwarded.filter((text) => queries.includes(text))).toHaveLength(5);
  });

  test.each<[string, PipelineFaults, string]>([
    ['a cache that keeps a token too many', { popn: 1 }, 'it changed an answer of the trial'],
    [
      'no function to shorten the cache',
      { popn: 'missing' },
      'this model brings no way to shorten its memory',
    ],
  ])('with %s leaves the stock way, with stock answers', async (_, faults, reason) => {
    const runtime = await open(faults);
    const stock = await open();
    expect(await tryPrefixReuse(runtime.engine, modelId, never)).toEqual({ kind: 'off', reason });
    for (const query of ['Hi', 'Bye']) {
      expect(await ask(runtime.engine, { query })).toBe(await ask(stock.engine, { query }));
    }
    expect(runtime.forwarded.filter((text) => text === head + turnOf('Bye'))).toHaveLength(1);
  });

  test.each<[string, PipelineFaults, string]>([
    ['a recurrent model', { fields: { rnnState: {} } }, 'the memory of this model cannot be shortened'],
    ['a hybrid model', { fields: { kvStateKind: 'hybrid' } }, 'the memory of this model cannot be shortened'],
    ['a model with a manifest', { fields: { artifact: {} } }, 'the memory of this model cannot be shortened'],
    [
      'a sliding window',
      { fields: { slidingWindowSize: 1024 } },
      'the memory of this model cannot be shortened',
    ],
    ...['filledKVCacheLength', 'getInputData', 'resetKVCache', 'embedAndForward', 'kvCache'].map(
      (name): [string, PipelineFaults, string] => [
        `a version without ${name}`,
        { fields: { [name]: undefined } },
        'this version of the runtime is not known',
      ],
    ),
  ])('asks %s nothing', async (_, faults, reason) => {
    const runtime = await open(faults);
    expect(await tryPrefixReuse(runtime.engine, modelId, never)).toEqual({ kind: 'off', reason });
    expect(runtime.forwarded).toEqual([]);
  });

  test('that fails in the patched way says that the model has to be loaded again', async () => {
    const runtime = await open({ popn: 'fails' });
    expect(await tryPrefixReuse(runtime.engine, modelId, never)).toEqual({
      kind: 'broken',
      reason: 'the trial failed (popn failed)',
    });
  });

  test('ends when the load is stopped', async () => {
    const { engine } = await open();
    let calls = 0;
    const stop = (): void => {
      if (++calls >= 7) throw new Error('stopped');
    };
    await expect(tryPrefixReuse(engine, modelId, stop)).rejects.toThrow('stopped');
  });
});

test('the opening of a text is written out only where the tokeniser reads it back', async () => {
  const withOpening = await open({ conversation: { system_prefix_token_ids: [1] } });
  expect(openingText(pipelineOf(withOpening))).toBe('<s>');
  expect(openingText(pipelineOf(await open()))).toBe('');
  const unreadable = await open({ conversation: { system_prefix_token_ids: [1] } });
  const tokenizer = { ...pipelineOf(unreadable).tokenizer, encode: () => [60, 115, 62] };
  Object.assign(unreadable.pipeline, { tokenizer });
  expect(openingText(pipelineOf(unreadable))).toBe('');
});
