import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import type { EngineProbe } from '../../../src/core/tagging/engine.ts';
import type { AdapterReport } from '../../../src/core/tagging/language-model.ts';
import type { LanguageModelService } from '../../../src/services/language-model-service.ts';
import type { Services } from '../../../src/services/services.ts';
import { EngineChoosing } from '../../../src/state/engine-choosing.svelte.ts';
import { Jobs } from '../../../src/state/jobs.svelte.ts';
import { Notices } from '../../../src/state/notices.svelte.ts';
import { Privacy } from '../../../src/state/privacy.svelte.ts';
import { defaultModelId } from '../../../src/taggers/web-llm/model-menu.ts';

const adapter = { isUsable: true, sentence: 'A graphics card.' } as AdapterReport;
const browserModel: EngineProbe = { isUsable: true, sentence: 'A model of its own.' };

/** Questions that wait until the test answers them. */
class Waiting<Answer> {
  readonly asked: { readonly answer: (answer: Answer) => void; readonly fail: (error: Error) => void }[] = [];

  ask(): Promise<Answer> {
    return new Promise((answer, fail) => this.asked.push({ answer, fail }));
  }
}

/** A chooser on a machine that answers when the test says so. */
function open() {
  const adapters = new Waiting<AdapterReport>();
  const probes = new Waiting<EngineProbe>();
  const models: Partial<LanguageModelService> = {
    menu: [],
    defaultModelId,
    probeAdapter: () => adapters.ask(),
    probe: () => probes.ask(),
    listFolders: () => Promise.resolve([]),
  };
  const notices = new Notices();
  const services = { models } as unknown as Services;
  const engines = new EngineChoosing(services, new Jobs(), notices, new Privacy());
  return { engines, notices, adapters: adapters.asked, probes: probes.asked };
}

test('a tagger chosen while another is looked for is looked for too', async () => {
  const { engines, adapters, probes } = open();
  engines.kind = 'web-llm';
  const first = engines.look();
  engines.kind = 'browser-model';
  const second = engines.look();
  probes[0].answer(browserModel);
  await second;
  expect(engines.missing).toBe('');
  adapters[0].answer(adapter);
  await first;
  expect(engines.missing).toBe('');
  engines.kind = 'web-llm';
  expect(engines.found).toBe('A graphics card.');
  expect(engines.missing).toBe('');
});

test('a tagger that is being looked for is not looked for twice, and both callers wait for the answer', async () => {
  const { engines, probes } = open();
  engines.kind = 'browser-model';
  const looks = [engines.look(), engines.look()];
  expect(probes.length).toBe(1);
  probes[0].answer(browserModel);
  await looks[1];
  expect(engines.model).toEqual({ kind: 'browser-model' });
  await looks[0];
});

test('a tagger is looked for again each time it is chosen, after a failure too', async () => {
  const { engines, notices, probes } = open();
  engines.kind = 'browser-model';
  const failing = engines.look();
  probes[0].fail(new AppError('engine-failed', 'The browser did not answer.'));
  await failing;
  expect(notices.list.map(({ text }) => text)).toEqual(['The browser did not answer.']);
  expect(engines.missing).toBe('Looking whether this browser has a model of its own …');
  const again = engines.look();
  probes[1].answer({ isUsable: false, sentence: 'It has none.' });
  await again;
  expect(engines.missing).toBe('It has none.');
});
