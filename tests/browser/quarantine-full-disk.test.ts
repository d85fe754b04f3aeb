import { afterAll, expect, test } from 'vitest';
import { QuarantineService } from '../../src/services/quarantine-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { brokenRow, tinySource } from '../helpers/tiny-datasets.ts';
import { exhaustDisk, freeDisk, limitDisk } from './limit-disk.ts';
import { addProject, drawBytes, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(async () => {
  await freeDisk();
  workers.ingest.stop();
});

test('a repair on a full disk says so, changes nothing, and works once there is room', async () => {
  // Above what is stored first, and below twice as much: the browser looks anew when what it saw last is too little.
  await limitDisk(5_000_000);
  const { store, database } = openTestStore();
  const { projectId } = await addProject(store);
  const letters = new TextDecoder().decode(drawBytes(4_000_000).map((byte) => 97 + (byte % 26)));
  const quarantined = Array.from({ length: 40 }, (_, row) => {
    const text = letters.slice(row * 100_000, (row + 1) * 100_000);
    const bytes = new TextEncoder().encode(`{"instruction":"${text}","score":NaN}`);
    return { ...brokenRow(2 * row + 1), bytes };
  });
  const id = await store.sources.create(tinySource({ projectId, quarantinedCount: 40 }));
  await store.sources.appendBatch(id, { blocks: [], quarantined });
  const quarantine = new QuarantineService(store, workers);
  const [source] = await store.sources.list(projectId);
  const entries = await quarantine.list(never, source, () => undefined);
  await exhaustDisk();
  await expect(quarantine.repair(never, source, entries)).rejects.toMatchObject({ code: 'storage-full' });
  expect(await store.sources.list(projectId)).toEqual([source]);
  expect(await database.blocks.count()).toBe(0);
  expect((await database.quarantine.toArray()).filter((row) => row.repairedAs !== undefined)).toEqual([]);
  await freeDisk();
  expect(await quarantine.repair(never, source, entries)).toMatchObject({ recordCount: 40, rowCount: 40 });
}, 120_000);
