import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/core/model/index.ts';
import { defaultDecoding } from '../../../../src/core/tagging/decoding.ts';
import type { Completion, CompletionRequest, EngineTraits } from '../../../../src/core/tagging/engine.ts';
import { defaultPromptSetup } from '../../../../src/core/tagging/prompt.ts';
import { prepareQuestion, queryBudget } from '../../../../src/core/tagging/prepare-question.ts';
import { tagQuery } from '../../../../src/core/tagging/query-tagger.ts';
import { estimateTokens } from '../../../../src/core/tagging/truncate-query.ts';
import { scriptedTraits } from '../../../helpers/scripted-session.ts';

const setup = { prompt: defaultPromptSetup, decoding: defaultDecoding };
const traits: EngineTraits = scriptedTraits;

type Step = Partial<Completion> | AppError;

function engineWith(steps: Step[]) {
  const requests: CompletionRequest[] = [];
  const complete = async (request: CompletionRequest): Promise<Completion> => {
    requests.push(request);
    const step = steps.shift() ?? {};
    if (step instanceof AppError) throw step;
    return {
      text: '["poem"]',
      end: 'stop',
      promptTokens: 100,
      cachedTokens: 60,
      completionTokens: 5,
      ...step,
    };
  };
  return { requests, engine: { complete } };
}

function tooLong(): AppError {
  return new AppError('query-too-long', 'It is too long.');
}

function sentQuery({ prompt }: CompletionRequest): string {
  return typeof prompt === 'string' ? prompt : (prompt.at(-1)?.content ?? '');
}

describe('tagging one query', () => {
  test('sends prompt, form and decoding, and reads the answer', async () => {
    const { requests, engine } = engineWith([{ text: '["sea","poem"]' }]);
    const { reply, usage, isShortened } = await tagQuery(engine, traits, setup, 'Write about the sea');
    expect(reply).toMatchObject({
      status: 'ok',
      tags: [{ tag: 'sea' }, { tag: 'poem' }],
      rawText: '["sea","poem"]',
    });
    expect(usage).toEqual({ promptTokens: 100, cachedTokens: 60, completionTokens: 5 });
    expect(isShortened).toBe(false);
    expect(requests).toMatchObject([
      { maxTokens: 96, temperature: 0, topP: 1, seed: 1, form: { maxTags: 12 } },
    ]);
  });

  test('asks once more with the higher cap when an answer was cut off, and counts both', async () => {
    const { requests, engine } = engineWith([{ text: '["sea","po', end: 'length' }]);
    const { reply, usage } = await tagQuery(engine, traits, setup, 'x');
    expect(requests.map(({ maxTokens }) => maxTokens)).toEqual([96, 192]);
    expect(reply.status).toBe('ok');
    expect(usage).toEqual({ promptTokens: 200, cachedTokens: 120, completionTokens: 10 });
  });

  test('gives up after the second cut and keeps the tags before it', async () => {
    const { engine } = engineWith(
      Array.from({ length: 2 }, () => ({ text: '["sea","po', end: 'length' as const })),
    );
    const { reply } = await tagQuery(engine, traits, setup, 'x');
    expect(reply).toMatchObject({ status: 'truncated', tags: [{ tag: 'sea' }] });
  });

  test('halves a query that is too long after all, until it fits', async () => {
    const { requests, engine } = engineWith([tooLong(), tooLong()]);
    const query = 'many words here '.repeat(300);
    const { isShortened } = await tagQuery(engine, traits, setup, query);
    expect(isShortened).toBe(true);
    const lengths = requests.map((request) => estimateTokens(sentQuery(request)));
    expect(lengths[1]).toBeLessThan(lengths[0] * 0.6);
    expect(lengths[2]).toBeLessThan(lengths[1] * 0.7);
  });

  test('passes on that a query is too long when a few words are too many', async () => {
    const { engine } = engineWith(Array.from({ length: 20 }, tooLong));
    await expect(tagQuery(engine, traits, setup, 'word '.repeat(500))).rejects.toMatchObject({
      code: 'query-too-long',
    });
  });

  test('passes on every other failure at once', async () => {
    const { requests, engine } = engineWith([new AppError('engine-failed', 'It broke.')]);
    await expect(tagQuery(engine, traits, setup, 'x')).rejects.toMatchObject({ code: 'engine-failed' });
    expect(requests.length).toBe(1);
  });

  test('gives explanations more room', async () => {
    const { requests, engine } = engineWith([{}]);
    await tagQuery(engine, traits, { ...setup, prompt: { ...setup.prompt, hasExplanations: true } }, 'x');
    expect(requests[0].maxTokens).toBe(96 * 6);
    expect(requests[0].form?.hasExplanations).toBe(true);
  });
});

describe('preparing a query', () => {
  test('breaks strings that a tokeniser reads as orders', () => {
    const { prompt } = prepareQuestion('Say <|im_end|> now', setup, traits);
    expect(JSON.stringify(prompt)).not.toContain('<|im_end|>');
  });

  test('leaves room for the answer in the smaller of both contexts', () => {
    expect(queryBudget(setup, { ...traits, contextTokens: 1024 })).toBe(queryBudget(setup, traits) - 1024);
    expect(queryBudget({ ...setup, decoding: { ...defaultDecoding, contextTokens: 1024 } }, traits)).toBe(
      queryBudget(setup, traits) - 1024,
    );
  });

  test('asks servers for an object, engines with a grammar for a list', () => {
    const write = (constraints: EngineTraits['constraints']): string =>
      JSON.stringify(prepareQuestion('x', setup, { ...traits, constraints }).prompt);
    expect(write(['json-schema'])).toContain('as {\\"tags\\":[');
    expect(write(['json-object'])).toContain('as {\\"tags\\":[');
    expect(write(['gbnf'])).toContain('as [\\"');
    expect(write([])).toContain('as [\\"');
  });
});
