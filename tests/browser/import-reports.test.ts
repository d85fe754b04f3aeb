import { afterAll, expect, test } from 'vitest';
import { ImportService } from '../../src/services/import-service.ts';
import type { Services } from '../../src/services/services.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { Jobs } from '../../src/state/jobs.svelte.ts';
import { Notices } from '../../src/state/notices.svelte.ts';
import { Sources } from '../../src/state/sources.svelte.ts';
import { addProject, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const question = '{"instruction":"Name a fish."}\n';

afterAll(() => workers.ingest.stop());

/** The sources of an empty project, where every file seems to have room. */
async function open() {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  const project = await store.projects.read(projectId);
  if (project === undefined) throw new Error('The store lost the project.');
  const services = {
    store,
    imports: new ImportService(store, workers),
    storage: { checkFile: () => Promise.resolve({ fits: true, sentence: '' }) },
  } as unknown as Services;
  const jobs = new Jobs();
  const notices = new Notices();
  const sources = new Sources(services, project, jobs, notices);
  return {
    ...{ sources, jobs, notices },
    list: () => store.sources.list(projectId),
    add: (...files: readonly (readonly [string, string])[]) =>
      sources.importFiles(files.map(([name, content]) => new File([content], name))),
    refusedNames: () => sources.reports.refused.map(({ name }) => name),
  };
}

test('refused files stay listed over the next import, newest first, each once', async () => {
  const { add, refusedNames, notices } = await open();
  await add(['a.json', '[]'], ['b.json', '[]']);
  await add(['c.json', '[]'], ['a.json', ''], ['good.jsonl', question]);
  expect(refusedNames()).toEqual(['a.json', 'c.json', 'b.json']);
  expect(notices.list.map(({ text }) => text)).toEqual([
    '2 of 2 files could not be imported. Sources says why.',
    'good.jsonl was added: 1 row. 2 of 3 files could not be imported. Sources says why.',
  ]);
});

test('a refused file leaves the list when a file of its name comes in', async () => {
  const { add, refusedNames } = await open();
  await add(['a.json', '[]'], ['b.json', '[]']);
  await add(['a.json', question]);
  expect(refusedNames()).toEqual(['b.json']);
});

test('each list can be cleared by itself', async () => {
  const { add, sources } = await open();
  await add(['a.jsonl', question], ['b.jsonl', question], ['c.json', '[]'], ['folder/README.md', '']);
  expect(sources.reports.known).toMatchObject([{ name: 'b.jsonl', asName: 'a.jsonl' }]);
  expect(sources.reports.passedOver).toEqual(['folder/README.md']);
  sources.reports.clear('refused');
  expect([
    sources.reports.refused.length,
    sources.reports.known.length,
    sources.reports.passedOver.length,
  ]).toEqual([0, 1, 1]);
  sources.reports.clear('known');
  sources.reports.clear('passedOver');
  expect([sources.reports.known.length, sources.reports.passedOver.length]).toEqual([0, 0]);
});

test('a file that is added again is a source with a number, and is known by the first one’s name', async () => {
  const { add, sources, notices, list } = await open();
  await add(['a.jsonl', question]);
  await add(['a.jsonl', question]);
  await sources.addAgain(sources.reports.known[0]);
  expect(notices.list.map(({ text }) => text)).toEqual([
    'One file is in this project already and not added again. Sources says which.',
    'a.jsonl was added: 1 row.',
  ]);
  expect((await list()).map(({ name }) => name)).toEqual(['a.jsonl', 'a (2).jsonl']);
  expect(sources.reports.known).toEqual([]);
  await add(['a.jsonl', question]);
  expect(sources.reports.known).toMatchObject([{ name: 'a.jsonl', asName: 'a.jsonl' }]);
});

test('a folder that is chosen again names what is passed over once', async () => {
  const { add, sources } = await open();
  for (let time = 0; time < 2; time++) await add(['folder/README.md', ''], ['folder/LICENSE.md', '']);
  expect(sources.reports.passedOver).toEqual(['folder/README.md', 'folder/LICENSE.md']);
});

test('a stopped import says what was added, which file it was and how many others were left', async () => {
  const { add, jobs, notices, list } = await open();
  const adding = add(
    ['first.jsonl', question],
    ['big.jsonl', question.repeat(200_000)],
    ['next.jsonl', question],
  );
  await expect.poll(() => jobs.running[0]?.label).toBe('Importing big.jsonl');
  jobs.running[0].controls.stop?.();
  await adding;
  expect(notices.list.map(({ text }) => text)).toEqual([
    'first.jsonl was added: 1 row. The import of big.jsonl was stopped; 1 more file was not imported.',
  ]);
  expect((await list()).map(({ name }) => name)).toEqual(['first.jsonl']);
});

test('an import that ends with its project says nothing', async () => {
  const { add, sources, jobs, notices } = await open();
  const adding = add(['first.jsonl', question], ['big.jsonl', question.repeat(200_000)]);
  await expect.poll(() => jobs.running[0]?.label).toBe('Importing big.jsonl');
  await sources.leave();
  await adding;
  expect(notices.list).toEqual([]);
});

test('lists of an imported file that are left out are told, until the file comes in whole', async () => {
  const { add, sources, notices } = await open();
  const rows = [{ instruction: 'Name a fish.' }, { instruction: 'Name a bird.' }];
  await add(['a.json', JSON.stringify({ rows, notes: ['One note on it.', 'Another one.', 'And a third.'] })]);
  expect(sources.reports.leftOut.map(({ name }) => name)).toEqual(['a.json']);
  expect(sources.reports.leftOut[0].reason).toContain('“notes” with 3 values');
  expect(sources.reports.refused).toEqual([]);
  expect(notices.list).toMatchObject([{ text: 'a.json was added: 2 rows.' }]);
  await add(['a.json', JSON.stringify({ rows })]);
  expect(sources.reports.leftOut).toEqual([]);
});
