import { afterAll, expect, test } from 'vitest';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import type { Services } from '../../src/services/services.ts';
import { BatchFiles } from '../../src/state/batch-files.svelte.ts';
import { EngineChoosing } from '../../src/state/engine-choosing.svelte.ts';
import { Jobs } from '../../src/state/jobs.svelte.ts';
import { Notices } from '../../src/state/notices.svelte.ts';
import { Privacy } from '../../src/state/privacy.svelte.ts';
import type { StoredProject, StoredRun } from '../../src/store/database.ts';
import { answerLine, fileOf, firstTags, numbered, openBench, parseRequests, workers } from './batch-bench.ts';

afterAll(() => workers.text.stop());

/** Batch files over a project of three rows; `ask` saves the questions for a model and gives their answers. */
async function open() {
  const bench = await openBench([numbered(3)]);
  const { store, service, sources } = bench;
  await bench.database.runs.clear();
  const services = {
    store,
    models: { menu: [], defaultModelId: '' },
    modelWork: () => Promise.resolve({ batches: service }),
  } as unknown as Services;
  const jobs = new Jobs();
  const notices = new Notices();
  const engines = new EngineChoosing(services, jobs, notices, new Privacy());
  engines.kind = 'batch-file';
  const read = async (): Promise<StoredProject> => {
    const project = await store.projects.read(sources[0].projectId);
    if (project === undefined) throw new Error('The store lost the project.');
    return { ...project, prompt: defaultPromptSetup };
  };
  let project = await read();
  let runs: readonly StoredRun[] = [];
  const refresh = async (): Promise<void> => {
    project = await read();
    runs = await bench.database.runs.toArray();
  };
  const batches = new BatchFiles(
    {
      ...{ services, jobs, notices, engines },
      project: () => project,
      sources: () => sources,
      run: () => runs.find(({ id }) => id === project.currentRunId),
    },
    () => runs,
    refresh,
  );
  const ask = async (model: string): Promise<File> => {
    engines.batchModel = model;
    const blobs: Blob[] = [];
    await batches.write((_, blob) => blobs.push(blob));
    const texts = await Promise.all(blobs.map((blob) => blob.text()));
    return fileOf(texts.flatMap(parseRequests).map(answerLine));
  };
  const currentModel = (): string | undefined => runs.find(({ id }) => id === project.currentRunId)?.model;
  return { bench, batches, engines, notices, ask, refresh, currentModel, runs: () => runs };
}

test('answers go to the run whose questions they answer, whichever model is chosen, and its tags are shown', async () => {
  const { bench, batches, ask, currentModel, runs } = await open();
  const first = await ask('first');
  await ask('second');
  expect(currentModel()).toBe('second');
  await batches.read([first]);
  expect(batches.report).toMatchObject({ used: 3, outdated: 0, rowsWaiting: 0 });
  expect(batches.answeredModel).toBe('first');
  expect(currentModel()).toBe('first');
  const tags = await bench.replies(runs()[0].id);
  expect(firstTags(tags[0])).toEqual(['question number 0', 'question number 1', 'question number 2']);
});

test('questions of a run that is no longer current are saved again for it, and answers can be read', async () => {
  const { bench, batches, ask, refresh, currentModel, runs } = await open();
  const answers = await ask('first');
  await bench.store.projects.change(bench.sources[0].projectId, { currentRunId: null });
  await refresh();
  expect(batches.hasQuestions).toBe(true);
  expect(batches.run?.model).toBe('first');
  await ask('first');
  expect(runs().length).toBe(1);
  await batches.read([answers]);
  expect(batches.report).toMatchObject({ used: 3 });
  expect(batches.answeredModel).toBe('');
  expect(currentModel()).toBe('first');
});

test('a packed file is refused with the advice to unpack it, and nothing is read', async () => {
  const { batches, notices, ask } = await open();
  const answers = await ask('first');
  const packed = answers.stream().pipeThrough(new CompressionStream('gzip'));
  const file = new File([await new Response(packed).blob()], 'answers.jsonl.gz');
  await batches.read([answers, file]);
  expect(batches.report).toBeUndefined();
  expect(notices.list.map(({ text }) => text).join()).toMatch(
    /“answers\.jsonl\.gz” is a gzip archive.*Unpack it/,
  );
});
