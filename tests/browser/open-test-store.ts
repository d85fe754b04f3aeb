import { onTestFinished } from 'vitest';
import { createRandom } from '../../src/core/model/index.ts';
import type { ProjectId, RunId, SourceId } from '../../src/core/model/index.ts';
import { Database, type StoredRun } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { packQuestions, tinySource } from '../helpers/tiny-datasets.ts';

let opened = 0;

/** A store of its own for one test, with a second connection to look behind it. Gone when the test ends. */
export interface TestStore {
  readonly store: Store;
  readonly database: Database;
}

/** Opens an empty store; its database is deleted when the test ends. */
export function openTestStore(): TestStore {
  const name = `tagscape-test-${opened++}-${performance.now()}`;
  const store = openStore(name);
  const database = new Database(name);
  onTestFinished(async () => {
    store.close();
    database.close();
    await deleteDatabase(name);
  });
  return { store, database };
}

/** Counts the rows of every table. */
export async function countRows(database: Database): Promise<Record<string, number>> {
  const counts = await Promise.all(
    database.tables.map(async (table): Promise<[string, number]> => [table.name, await table.count()]),
  );
  return Object.fromEntries(counts);
}

/** A run of the built-in tagger. */
export function tinyRun(projectId: ProjectId): Omit<StoredRun, 'id'> {
  return {
    projectId,
    tagger: 'built-in',
    model: 'built-in vocabulary',
    promptHash: '',
    querySettings: { turns: 'every', includeSystem: false },
    state: 'running',
    startedAt: 0,
  };
}

/** Adds a ready source with some questions, in blocks of some rows. */
export async function addQuestions(
  store: Store,
  projectId: ProjectId,
  rowCount: number,
  rowsPerBlock: number,
): Promise<SourceId> {
  const id = await store.sources.create(tinySource({ projectId, recordCount: rowCount }));
  const blocks = [];
  for (let first = 0; first < rowCount; first += rowsPerBlock)
    blocks.push(packQuestions(first, Math.min(rowsPerBlock, rowCount - first)));
  await store.sources.appendBatch(id, { blocks, quarantined: [] });
  return id;
}

/** Adds a project with a run. */
export async function addProject(store: Store): Promise<{ projectId: ProjectId; runId: RunId }> {
  const { id: projectId } = await store.projects.create('Test', 1);
  const runId = await store.runs.create(tinyRun(projectId));
  return { projectId, runId };
}

/** Bytes that no disk can pack tighter. */
export function drawBytes(count: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(count);
  return new Uint8Array(count).map(() => random() * 256);
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
  });
}
