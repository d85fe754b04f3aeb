import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ImportService } from '../../src/services/import-service.ts';
import { LanguageModelService } from '../../src/services/language-model-service.ts';
import { ProjectService } from '../../src/services/project-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { SearchService } from '../../src/services/search-service.ts';
import { StorageService } from '../../src/services/storage-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { createRandom, defaultQuerySettings, type AppError } from '../../src/core/model/index.ts';
import { answerSensibly, ScriptedSession } from '../helpers/scripted-session.ts';
import { brokenRow, packBlock, tinySource } from '../helpers/tiny-datasets.ts';
import { firstTags, numbered, openRunBench } from './open-run-bench.ts';
import { addProject, addQuestions, countRows, drawBytes, openTestStore } from './open-test-store.ts';
import { exhaustDisk, freeDisk, limitDisk, waitUntilFull } from './limit-disk.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const models = new LanguageModelService(workers, { origin: location.origin, allowedOrigins: [] });
const full = { code: 'storage-full', message: expect.stringMatching(/storage is full/) as unknown };

// Before anything else is stored: the browser believes in the room it saw last for up to 30 seconds.
beforeAll(async () => {
  await limitDisk(1_000_000);
  await waitUntilFull();
}, 60_000);

afterAll(async () => {
  await freeDisk();
  workers.ingest.stop();
  workers.search.stop();
  workers.text.stop();
});

describe('a full disk', () => {
  const big = drawBytes(4_000_000);

  test('is told as one by every kind of write, which leaves nothing behind', async () => {
    const { store, database } = openTestStore();
    const { projectId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 10, 10);
    const before = await countRows(database);
    const block = { firstRow: 10, bytes: big, offsets: Uint32Array.of(0, big.length) };
    const batch = { blocks: [block], quarantined: [brokenRow()] };
    await expect(store.sources.appendBatch(sourceId, batch)).rejects.toMatchObject(full);
    await expect(store.derived.save(projectId, 'results', 'v1', big)).rejects.toMatchObject(full);
    await expect(store.settings.save('big', big)).rejects.toMatchObject(full);
    expect(await countRows(database)).toEqual(before);
    expect((await store.projects.read(projectId))?.name).toBe('Test');
  });

  test('leaves the rows found without an index, and the index whole up to where it was', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    const words = drawBytes(400_000).map((byte) => 97 + (byte % 26));
    const text = new TextDecoder().decode(words).replaceAll(/(.{12})/g, '$1 ');
    const rows = Array.from({ length: 40 }, (_, row) => text.slice(row * 10_000, (row + 1) * 10_000));
    const sourceId = await store.sources.create(tinySource({ projectId, recordCount: rows.length }));
    for (const [row, instruction] of rows.entries()) {
      const blocks = [packBlock(row, [{ instruction: `Question ${instruction}` }])];
      await store.sources.appendBatch(sourceId, { blocks, quarantined: [] });
    }
    const sources = await store.sources.list(projectId);
    const search = new SearchService(store, workers, new RowsService(store, workers));
    await limitDisk(100_000);
    await waitUntilFull();
    await expect(search.indexSources(never, sources, () => undefined)).rejects.toMatchObject(full);
    const found = await search.find(never, sources, 'question', defaultQuerySettings, 5);
    expect(found).toMatchObject({ total: null });
    expect(found.rows).toHaveLength(5);
    // Not more than is needed: the browser would believe in it for the next tests too.
    await limitDisk(4_000_000);
    await vi.waitFor(() => search.indexSources(never, sources, () => undefined), {
      timeout: 40_000,
      interval: 500,
    });
    expect(await search.find(never, sources, 'question', defaultQuerySettings, 5)).toMatchObject({
      total: 40,
    });
  });

  test('in mid-import is told by the page, leaves nothing and frees the lock', async () => {
    const { store, database } = openTestStore();
    const { projectId } = await addProject(store);
    const before = await countRows(database);
    await limitDisk(9_000_000);
    const letters = drawBytes(20_000_000).map((byte) => 97 + (byte % 26));
    const lines = Array.from(
      { length: 2000 },
      (_, row) => new Blob(['{"instruction":"', letters.subarray(row * 10_000, (row + 1) * 10_000), '"}\n']),
    );
    const shares: number[] = [];
    const imports = new ImportService(store, workers);
    const file = new File(lines, 'large.jsonl');
    const started = imports.importFile(never, projectId, file, ({ done, total }) =>
      shares.push(done / total),
    );
    await expect(started).rejects.toMatchObject(full);
    expect(shares.length).toBeGreaterThan(0);
    expect(shares.at(-1)).toBeLessThan(1);
    expect(await countRows(database)).toEqual(before);
    expect((await navigator.locks.query()).held).toEqual([]);
    await imports.importFile(
      never,
      projectId,
      new File(['{"instruction":"small"}'], 'a.jsonl'),
      () => undefined,
    );
    expect(await store.sources.list(projectId)).toHaveLength(1);
  });

  test('again and again during a run of a language model loses none of 2,000 rows and doubles none', async () => {
    const rowCount = 2000;
    const lanes = 8;
    // Slow enough for each answer to be stored before the one after the next is asked for.
    const session = new ScriptedSession(answerSensibly, { concurrency: lanes }, 25);
    const queries = numbered(rowCount);
    const bench = await openRunBench([queries], session);
    await limitDisk(20_000);
    await waitUntilFull();
    const random = createRandom(1);
    let stops = 0;
    while ((await bench.run().catch(requireFull)) !== 'done') {
      stops += 1;
      await limitDisk(5_000 + random() * 60_000);
    }
    expect(firstTags((await bench.replies())[0])).toEqual(queries.map((query) => query.toLowerCase()));
    const asked = session.queries.filter((query) => query.startsWith('Question'));
    console.log(`${stops} times full, ${rowCount} rows: ${asked.length} answers asked for`);
    expect(stops).toBeGreaterThan(20);
    // A row is in flight until its answer is stored; a lane asks its next row in the meantime.
    expect(asked.length - rowCount).toBeLessThanOrEqual(stops * lanes * 2);
    expect(await bench.store.answers.readState(bench.runId)).toMatchObject({ asked: [], waiting: [] });
  });

  test('opens a project, says how little room there is, and lets a project be deleted', async () => {
    const { store } = openTestStore();
    const projects = new ProjectService(store, `${location.origin}/`);
    const { projectId } = await addProject(store);
    await exhaustDisk();
    await waitUntilFull();
    await expect(store.settings.save('small', 1)).rejects.toMatchObject(full);
    expect(await projects.open(projectId)).toMatchObject({ id: projectId });
    const storage = new StorageService(store, models, workers);
    expect(await storage.readMeter()).toMatchObject({ isNearlyFull: true });
    expect((await storage.checkRoom(1000)).sentence).toMatch(
      /^What is added: about 1\.0 kB to store\. This browser has room for about 0\.0 kB more/,
    );
    await store.projects.delete(projectId);
    await expect(projects.open(projectId)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('goes on once there is room', async () => {
    const { store } = openTestStore();
    await limitDisk(1_000_000);
    const { projectId } = await vi.waitFor(() => addProject(store), { timeout: 40_000, interval: 500 });
    const huge = drawBytes(20_000_000);
    await expect(store.derived.save(projectId, 'results', 'v1', huge)).rejects.toMatchObject(full);
    await freeDisk();
    await store.derived.save(projectId, 'results', 'v1', huge);
    expect(await store.derived.read(projectId, 'results', 'v1')).toHaveLength(huge.length);
  });
});

function requireFull(error: AppError): void {
  if (error.code !== 'storage-full') throw error;
}
