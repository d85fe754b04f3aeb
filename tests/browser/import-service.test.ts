import { afterAll, describe, expect, test } from 'vitest';
import type { Progress } from '../../src/core/model/index.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { brokenRow, packQuestions, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, countRows, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(() => workers.ingest.stop());

function openImports() {
  const opened = openTestStore();
  return { ...opened, imports: new ImportService(opened.store, workers) };
}

/** A file of many batches: 60,000 records in about 12 MB, with one broken line in each thousand. */
function largeFile(): File {
  const filler = 'x'.repeat(180);
  const lines = Array.from({ length: 60_000 }, (_, row) =>
    row % 1000 === 500 ? '{"instruction":\n' : `{"instruction":"Question ${row}? ${filler}"}\n`,
  );
  return new File(lines, 'large.jsonl');
}

describe('importing a file', () => {
  test('stores every record and sets the broken lines aside', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    const file = largeFile();
    const reports: Progress[] = [];
    const { imported } = await imports.importFile(never, projectId, file, (progress) =>
      reports.push(progress),
    );
    expect(imported).toMatchObject([{ recordCount: 59_940, quarantinedCount: 60 }]);
    const [source] = await store.sources.list(projectId);
    expect(source).toMatchObject({
      id: imported[0].sourceId,
      name: 'large.jsonl',
      sizeBytes: file.size,
      state: 'ready',
      recordCount: 59_940,
      quarantinedCount: 60,
      revision: 0,
    });
    expect((await countRows(database))['quarantine']).toBe(60);
    const starts = await store.sources.listBlockStarts(source.id);
    const last = await store.sources.readBlock(source.id, starts[starts.length - 1]);
    expect(last.firstRow + last.offsets.length - 1).toBe(59_940);
    const done = reports.map((progress) => progress.done);
    expect(done).toEqual([...done].sort((one, other) => one - other));
    expect(reports.at(-1)).toEqual({ done: file.size, total: file.size });
  });

  test('gives each source the first of the hues that the fewest sources have', async () => {
    const { imports, store } = openImports();
    const { projectId } = await addProject(store);
    const file = new File(['instruction\nSort a list\n'], 'one.csv');
    const add = (): Promise<unknown> =>
      imports.importFile(never, projectId, file, () => undefined, { allowKnown: true });
    const readHues = async () => (await store.sources.list(projectId)).map(({ hue }) => hue);
    for (let index = 0; index < 11; index++) await add();
    expect(await readHues()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2]);
    await store.sources.delete((await store.sources.list(projectId))[5]);
    await add();
    await add();
    expect((await readHues()).slice(-2)).toEqual([5, 3]);
  });

  test('a file that holds no records is refused and leaves nothing', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    const before = await countRows(database);
    const file = new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13)], 'picture.png');
    await expect(imports.importFile(never, projectId, file, () => undefined)).rejects.toMatchObject({
      code: 'unsupported-format',
    });
    expect(await countRows(database)).toEqual(before);
  });
});

describe('an import that does not end', () => {
  test('by a stop leaves nothing, also a while later, and the next one works', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    const before = await countRows(database);
    const stopper = new AbortController();
    const started = imports.importFile(stopper.signal, projectId, largeFile(), () => stopper.abort());
    await expect(started).rejects.toMatchObject({ code: 'aborted' });
    expect(await countRows(database)).toEqual(before);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await countRows(database)).toEqual(before);
    expect((await navigator.locks.query()).held).toEqual([]);
    const file = new File(['[{"instruction":"Sort a list"}]'], 'one.json');
    const again = await imports.importFile(never, projectId, file, () => undefined);
    expect(again.imported).toMatchObject([{ recordCount: 1, quarantinedCount: 0 }]);
  });

  test('because its project is deleted says so and leaves nothing', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    let deleting: Promise<void> | undefined;
    const started = imports.importFile(never, projectId, largeFile(), () => {
      deleting ??= store.projects.delete(projectId);
    });
    await expect(started).rejects.toMatchObject({ code: 'not-found' });
    await deleting;
    expect(Object.values(await countRows(database)).every((count) => count === 0)).toBe(true);
    expect((await navigator.locks.query()).held).toEqual([]);
  });

  test('because its worker dies says so and leaves nothing', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    const before = await countRows(database);
    const started = imports.importFile(never, projectId, largeFile(), () => workers.ingest.stop());
    await expect(started).rejects.toMatchObject({ code: 'aborted' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await countRows(database)).toEqual(before);
  });

  test('because its page went is cleared up at the next start', async () => {
    const { imports, store, database } = openImports();
    const { projectId } = await addProject(store);
    const ready = await store.sources.create(tinySource({ projectId, recordCount: 5 }));
    await store.sources.appendBatch(ready, { blocks: [packQuestions(0, 5)], quarantined: [] });
    const before = await countRows(database);
    const dead = await store.sources.create(tinySource({ projectId, state: 'importing' }));
    const quarantined = [brokenRow()];
    await store.sources.appendBatch(dead, { blocks: [packQuestions(0, 5)], quarantined });
    await imports.removeUnfinished();
    expect(await countRows(database)).toEqual(before);
    expect((await store.sources.list(projectId)).map(({ id }) => id)).toEqual([ready]);
  });

  test('yet is alive in another tab is left alone', async () => {
    const { imports, store } = openImports();
    const { projectId } = await addProject(store);
    const otherTab = new ImportService(store, workers);
    let clearing: Promise<void> | undefined;
    const result = await imports.importFile(never, projectId, largeFile(), () => {
      clearing ??= otherTab.removeUnfinished();
    });
    await clearing;
    expect(result.imported[0].recordCount).toBe(59_940);
    expect(await store.sources.list(projectId)).toHaveLength(1);
  });
});
