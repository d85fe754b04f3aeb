import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { packReplies, type ProjectId } from '../../src/core/model/index.ts';
import { AutosaveService, type Autosaving } from '../../src/services/autosave-service.ts';
import { BackupService } from '../../src/services/backup-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { Store } from '../../src/store/store.ts';
import { brokenRow, packQuestions, replyOf } from '../helpers/tiny-datasets.ts';
import { addQuestions, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(() => workers.archive.stop());

/** Two projects with a source of 100 rows and a run each, and how often the first was said to change. */
async function openTwo() {
  const { store } = openTestStore();
  const [own, other] = [await addTagged(store, 'Own'), await addTagged(store, 'Other')];
  let count = 0;
  onTestFinished(store.archive.onChange(own.projectId, () => count++));
  // Until its keys are known, everything may be the project's.
  await expect.poll(() => changesOf(() => store.projects.change(other.projectId, { openedAt: 2 }))).toBe(0);

  async function changesOf(write: () => Promise<unknown>): Promise<number> {
    const before = count;
    await write();
    return count - before;
  }
  return { store, own, other, changesOf };
}

async function addTagged(store: Store, name: string) {
  const { id: projectId } = await store.projects.create(name, 1);
  const sourceId = await addQuestions(store, projectId, 100, 50);
  const runId = await store.runs.create(tinyRun(projectId));
  return { projectId, sourceId, runId };
}

type Tagged = Awaited<ReturnType<typeof addTagged>>;

const benchmark = {
  ...{ name: 'b', questionCount: 1, texts: ['x'], questionOf: [0], basis: '', rowCount: 1, foundCount: 0 },
  ...{ counts: [], hits: [], checkedAt: 1 },
};
const writes: readonly (readonly [string, (store: Store, to: Tagged) => Promise<unknown>])[] = [
  ['its name', (store, { projectId }) => store.projects.change(projectId, { name: 'Mine' })],
  ['a source', (store, { projectId }) => addQuestions(store, projectId, 3, 3)],
  ['the facts of a source', (store, { sourceId }) => store.sources.change(sourceId, { name: 'x' })],
  [
    'rows',
    (store, { sourceId }) =>
      store.sources.appendBatch(sourceId, { blocks: [packQuestions(100, 1)], quarantined: [] }),
  ],
  [
    'rows set aside',
    (store, { sourceId }) => store.sources.appendBatch(sourceId, { blocks: [], quarantined: [brokenRow()] }),
  ],
  ['a run', (store, { projectId }) => store.runs.create(tinyRun(projectId))],
  [
    'tags',
    (store, { runId, sourceId }) =>
      store.runs.addSegment(runId, sourceId, 0, packReplies(0, [[replyOf(['a'])]])),
  ],
  [
    'a correction',
    (store, { sourceId }) => store.corrections.save({ sourceId, row: 0, query: 0, tags: [], changedAt: 1 }),
  ],
  ['a check', (store, { projectId }) => store.profiles.saveBenchmark({ ...benchmark, projectId })],
];

describe('a change of', () => {
  test.each(writes)('%s is told to its own project, and to no other', async (_what, write) => {
    const { store, own, other, changesOf } = await openTwo();
    expect(await changesOf(() => write(store, other))).toBe(0);
    expect(await changesOf(() => write(store, own))).toBeGreaterThan(0);
  });
});

test('a source and a check that are new are known when they change again', async () => {
  const { store, own, changesOf } = await openTwo();
  const sourceId = await addQuestions(store, own.projectId, 3, 3);
  await store.profiles.saveBenchmark({ ...benchmark, projectId: own.projectId });
  await expect
    .poll(() => changesOf(() => store.corrections.save({ ...correction, sourceId })))
    .toBeGreaterThan(0);
  const [id] = await store.archive.listBenchmarks(own.projectId);
  expect(await changesOf(() => store.profiles.deleteBenchmark(id))).toBeGreaterThan(0);
});

test('results and settings are no change', async () => {
  const { store, own, changesOf } = await openTwo();
  expect(await changesOf(() => store.derived.save(own.projectId, 'results', 'basis', 1))).toBe(0);
  expect(await changesOf(() => store.settings.save('theme', 'dark'))).toBe(0);
});

const correction = { row: 0, query: 0, tags: [], changedAt: 1 } as const;

/** A folder of its own in the browser's private file system, which no one has to be asked for. */
async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const name = `autosave-test-${performance.now()}`;
  onTestFinished(() => root.removeEntry(name, { recursive: true }));
  return root.getDirectoryHandle(name, { create: true });
}

async function openAutosaves() {
  const { store } = openTestStore();
  const backups = new BackupService(store, workers, '9.9.9');
  const autosaves = new AutosaveService(store, backups);
  const folder = await openFolder();
  const { id } = await store.projects.create('Poems', 1);
  await addQuestions(store, id, 10, 10);
  const save = async (signal = never): Promise<Autosaving | undefined> => {
    const [project, autosaving] = [await store.projects.read(id), await autosaves.read(id)];
    if (project === undefined || autosaving === undefined) throw new Error('The store lost the project.');
    return autosaves.save(signal, project, autosaving);
  };
  await autosaves.turnOn(id, folder);
  return { store, backups, folder, id, save };
}

async function list(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

/** Opens a file of the folder, and gives the project's name and its rows. */
async function readFile(
  backups: BackupService,
  store: Store,
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<{ id: ProjectId; rowCount: number }> {
  const file = await (await folder.getFileHandle(name)).getFile();
  const { id } = await backups.restore(never, file, { state: 'ready', origin: null }, () => undefined);
  const sources = await store.sources.list(id);
  return { id, rowCount: sources.reduce((total, { recordCount }) => total + recordCount, 0) };
}

describe('the file in the folder', () => {
  test('goes with the project’s name, and so does the one before it', async () => {
    const { store, backups, folder, id, save } = await openAutosaves();
    await save();
    await save();
    expect(await list(folder)).toEqual(['Poems.previous.tagscape', 'Poems.tagscape']);
    await addQuestions(store, id, 5, 5);
    await store.projects.change(id, { name: 'Verses' });
    expect(await save()).toMatchObject({ fileName: 'Verses' });
    expect(await list(folder)).toEqual(['Verses.previous.tagscape', 'Verses.tagscape']);
    expect(await readFile(backups, store, folder, 'Verses.tagscape')).toMatchObject({ rowCount: 15 });
    expect(await readFile(backups, store, folder, 'Verses.previous.tagscape')).toMatchObject({
      rowCount: 10,
    });
  });

  test('is whole under the new name when the saving after it is stopped', async () => {
    const { store, backups, folder, id, save } = await openAutosaves();
    await save();
    await store.projects.change(id, { name: 'Verses' });
    await expect(save(AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
    expect(await readFile(backups, store, folder, 'Verses.tagscape')).toMatchObject({ rowCount: 10 });
    await save();
    await save();
    expect(await list(folder)).toEqual(['Verses.previous.tagscape', 'Verses.tagscape']);
  });

  test('leaves another one alone that has the new name: that becomes the one before', async () => {
    const { store, backups, folder, id, save } = await openAutosaves();
    await save();
    await (
      await folder.getFileHandle('Verses.tagscape', { create: true })
    )
      .createWritable()
      .then(async (file) => {
        await file.write('not ours');
        await file.close();
      });
    await store.projects.change(id, { name: 'Verses' });
    await save();
    expect(await list(folder)).toEqual(['Poems.tagscape', 'Verses.previous.tagscape', 'Verses.tagscape']);
    const before = await folder.getFileHandle('Verses.previous.tagscape');
    expect(await (await before.getFile()).text()).toBe('not ours');
    expect(await readFile(backups, store, folder, 'Poems.tagscape')).toMatchObject({ rowCount: 10 });
  });
});
