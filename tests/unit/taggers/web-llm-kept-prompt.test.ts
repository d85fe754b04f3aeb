import { beforeAll, describe, expect, test } from 'vitest';
import { createEngineBench, ignore, plainRequest, smallModel } from '../../helpers/scripted-engine.ts';
import { openScriptedRuntime, type PipelineFaults } from '../../helpers/scripted-pipeline.ts';
import { openWebLlmBundle, type WebLlmBundle } from '../../helpers/web-llm-bundle.ts';
import type { Completion, CompletionRequest, LoadProgress } from '../../../src/core/tagging/engine.ts';
import type { WebLlmEngine } from '../../../src/taggers/web-llm/web-llm-engine.ts';

describe('keeping the prompt, in the real pipeline over a scripted model', () => {
  let bundle: WebLlmBundle;
  beforeAll(async () => {
    bundle = await openWebLlmBundle();
  });

  /** @param faults Of the runtimes, in the order in which they are opened. */
  function createEngine(
    faults: readonly PipelineFaults[],
    mayReusePrefix = true,
  ): { readonly engine: WebLlmEngine; readonly waiting: readonly PipelineFaults[] } {
    const waiting = [...faults];
    const { engine } = createEngineBench(
      {},
      {
        mayReusePrefix,
        openRuntime: async () => {
          const { engine: runtime } = openScriptedRuntime(bundle, waiting.shift());
          return { engine: runtime, forgetProgram: () => Promise.resolve() };
        },
      },
    );
    return { engine, waiting };
  }

  async function answerAll(engine: WebLlmEngine): Promise<Completion[]> {
    const completions: Completion[] = [];
    for (const query of ['Write a poem.', 'Sort this list.', 'Write a poem.']) {
      const prompt: CompletionRequest['prompt'] = [
        { role: 'system', content: 'Tag it.' },
        { role: 'user', content: query },
      ];
      completions.push(await engine.complete({ ...plainRequest, prompt }));
    }
    return completions;
  }

  test('gives the same answers for fewer tokens, and says so', async () => {
    const stock = createEngine([{}], false);
    expect(await stock.engine.load(smallModel, ignore)).toMatchObject({
      traits: { reusesPrefix: false },
      notice: '',
    });
    const reusing = createEngine([{}]);
    const reports: LoadProgress[] = [];
    const loaded = await reusing.engine.load(smallModel, (progress) => reports.push(progress));
    expect(loaded).toMatchObject({ traits: { reusesPrefix: true }, notice: '' });
    expect(reports.map(({ phase }) => phase)).toEqual(['download', 'compile', 'ready']);
    const expected = await answerAll(stock.engine);
    const answers = await answerAll(reusing.engine);
    expect(answers.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    expect(answers.map(({ promptTokens }) => promptTokens)).toEqual(
      expected.map(({ promptTokens }) => promptTokens),
    );
    expect(expected.map(({ cachedTokens }) => cachedTokens)).toEqual([0, 0, 0]);
    const head = '<|im_start|>system\nTag it.<|im_end|>\n'.length;
    expect(answers.map(({ cachedTokens }) => cachedTokens)).toEqual([0, head, head]);
  });

  test('is given up with a notice when it changes an answer', async () => {
    const { engine } = createEngine([{ popn: 2 }]);
    expect(await engine.load(smallModel, ignore)).toMatchObject({
      traits: { reusesPrefix: false },
      notice:
        'The whole prompt is read again for every query, which takes longer, because it changed an answer of the trial.',
    });
    expect((await answerAll(engine)).map(({ cachedTokens }) => cachedTokens)).toEqual([0, 0, 0]);
  });

  test('that breaks the runtime has the model loaded again, without it', async () => {
    const { engine, waiting } = createEngine([{ popn: 'fails' }, {}]);
    const loaded = await engine.load(smallModel, ignore);
    expect(waiting).toEqual([]);
    expect(loaded.traits.reusesPrefix).toBe(false);
    expect(loaded.notice).toMatch(/because the trial failed \(popn failed\)\.$/);
    expect((await answerAll(engine)).map(({ cachedTokens }) => cachedTokens)).toEqual([0, 0, 0]);
  });

  test('begins a finished text with the token that the model begins every text with', async () => {
    const { engine } = createEngine([{ conversation: { system_prefix_token_ids: [1] } }]);
    await engine.load(smallModel, ignore);
    const prompt = 'USER: Hi ASSISTANT:';
    const { promptTokens } = await engine.complete({ ...plainRequest, prompt });
    expect(promptTokens).toBe(1 + prompt.length);
  });
});
