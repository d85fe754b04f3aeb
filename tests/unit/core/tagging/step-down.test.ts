import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../../src/core/model/index.ts';
import { canaries, judgeCanaries } from '../../../../src/core/tagging/canaries.ts';
import { defaultDecoding } from '../../../../src/core/tagging/decoding.ts';
import type { EngineModel } from '../../../../src/core/tagging/engine-model.ts';
import { parseReply } from '../../../../src/core/tagging/parse-reply.ts';
import { stepDown, type Demand } from '../../../../src/core/tagging/step-down.ts';
import { modelMenu } from '../../../../src/taggers/web-llm/model-menu.ts';

function stepsFrom(model: EngineModel): Demand[] {
  const demands: Demand[] = [];
  let demand: Demand = { model, decoding: defaultDecoding };
  for (;;) {
    const step = stepDown(demand, modelMenu);
    if (step === null) return demands;
    demand = step.demand;
    demands.push(demand);
    expect(demands.length).toBeLessThan(20);
  }
}

describe('stepping down', () => {
  test('web-llm: half the context, then ever smaller models, down to the smallest', () => {
    const last = modelMenu.length - 1;
    const steps = stepsFrom({ kind: 'web-llm', modelId: modelMenu[last].id, home: { kind: 'hub' } });
    expect(steps[0].decoding.contextTokens).toBe(1024);
    const ids = steps.slice(1).map(({ model }) => (model.kind === 'web-llm' ? model.modelId : ''));
    expect(ids).toEqual(
      [...modelMenu]
        .reverse()
        .slice(1)
        .map(({ id }) => id),
    );
  });

  test('a model of a picked folder has no smaller one', () => {
    expect(
      stepsFrom({ kind: 'web-llm', modelId: 'mine', home: { kind: 'folder', name: 'mine' } }).length,
    ).toBe(1);
  });

  test('a GGUF file: one answer at a time, then half the context', () => {
    const file = { kind: 'address', url: 'https://a.example/m.gguf' } as const;
    const steps = stepsFrom({ kind: 'wllama', file, slots: 4 });
    expect(
      steps.map(({ model, decoding }) => [model.kind === 'wllama' && model.slots, decoding.contextTokens]),
    ).toEqual([
      [1, 2048],
      [1, 1024],
    ]);
  });

  test('a server: half the requests at a time, down to one', () => {
    const steps = stepsFrom({
      kind: 'local-server',
      baseUrl: 'http://localhost:1/v1',
      model: 'm',
      concurrency: 9,
    });
    expect(steps.map(({ model }) => model.kind === 'local-server' && model.concurrency)).toEqual([4, 2, 1]);
  });
});

describe('the test questions', () => {
  const good = [
    '["poem writing","sea"]',
    '["arithmetic"]',
    '["python","linked list"]',
    '["translation"]',
    '["summary"]',
  ];
  const replies = (texts: readonly string[]): Reply[] => texts.map((text) => parseReply(text, 'stop'));

  test('are five', () => expect(canaries.length).toBe(5));

  test('a model that answers three of five is sound', () => {
    expect(judgeCanaries(replies(good)).isSound).toBe(true);
    expect(judgeCanaries(replies([...good.slice(0, 3), '!!!', '!!!'])).isSound).toBe(true);
    expect(judgeCanaries(replies([...good.slice(0, 2), '!!!', '["x"]', ''])).isSound).toBe(false);
  });

  test('one answer for all questions is not sound, however well it fits', () => {
    const all = '["poem","arithmetic","python","translation","summary"]';
    const { isSound, sentence } = judgeCanaries(replies(Array<string>(5).fill(all)));
    expect(isSound).toBe(false);
    expect(sentence).toContain('“["poem"');
  });
});
