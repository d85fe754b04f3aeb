import { expect, test } from 'vitest';
import type { LoadedModel } from '../../src/core/tagging/engine.ts';
import type { Services } from '../../src/services/services.ts';
import type { Comparison } from '../../src/services/trial/comparison.ts';
import type { Trial } from '../../src/services/trial-service.ts';
import { EngineChoosing } from '../../src/state/engine-choosing.svelte.ts';
import { Jobs } from '../../src/state/jobs.svelte.ts';
import { Notices } from '../../src/state/notices.svelte.ts';
import { Privacy } from '../../src/state/privacy.svelte.ts';
import { Trials } from '../../src/state/trials.svelte.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import type { StoredProject } from '../../src/store/database.ts';

/** Trials over a service whose models have something to tell when they are loaded. */
function open() {
  const loaded = (notice: string) => ({ notice }) as LoadedModel;
  const services = {
    models: { menu: [], defaultModelId: '' },
    modelWork: () =>
      Promise.resolve({
        trials: {
          pickRows: () => Promise.resolve([]),
          tryRows: () => Promise.resolve({ loaded: loaded('It is slow here.'), rows: [] } as Partial<Trial>),
          compare: () =>
            Promise.resolve({
              first: { loaded: loaded('It is slow here.') },
              second: { loaded: loaded('') },
            } as Comparison),
        },
      }),
  } as unknown as Services;
  const jobs = new Jobs();
  const notices = new Notices();
  const privacy = new Privacy();
  const engines = new EngineChoosing(services, jobs, notices, privacy);
  const project = { prompt: defaultPromptSetup } as StoredProject;
  const trials = new Trials({
    ...{ services, jobs, notices, engines },
    project: () => project,
    sources: () => [],
    run: () => undefined,
  });
  engines.kind = 'local-server';
  engines.serverUrl = 'https://one.example/v1';
  engines.serverModel = 'tiny';
  return { trials, engines, notices, privacy };
}

test('what a model tells when it is loaded is there to be shown, by its name where two are compared', async () => {
  const { trials, engines, notices } = open();
  await trials.tryRows(5);
  expect(trials.notes).toEqual(['It is slow here.']);
  trials.setAside();
  engines.serverModel = 'small';
  await trials.compare(5);
  expect(trials.notes).toEqual(['small: It is slow here.']);
  expect(trials.comparedLabels).toEqual(['small', 'tiny']);
  expect(notices.list).toEqual([]);
});

test('two prompts for one model are told apart by name', async () => {
  const { trials } = open();
  trials.setAside();
  await trials.compare(5);
  expect(trials.comparedLabels).toEqual(['tiny', 'tiny, as set aside']);
});

test('the server of the side that was set aside is noted as one that gets rows, too', async () => {
  const { trials, engines, privacy } = open();
  trials.setAside();
  engines.serverUrl = 'https://other.example/v1';
  await trials.compare(5);
  expect([...privacy.dataHosts].sort()).toEqual(['one.example', 'other.example']);
});
