import { ImportService } from '../../src/services/import-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { readQueries, readRecord } from '../../src/core/ingest/read-queries.ts';
import { createRandom, defaultQuerySettings } from '../../src/core/model/index.ts';
import { openStore } from '../../src/store/store.ts';

const storeName = 'tagscape-bench';
const { signal: never } = new AbortController();

/** What an import took, and what can be asked of it. */
export interface ImportFigures {
  readonly importMs: number;
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** Imports a file that the server has, with a store and a worker of its own. The file is at hand before it starts. */
export async function measureImport(url: string, name: string): Promise<ImportFigures> {
  const file = new File([await (await fetch(url)).blob()], name);
  const store = openStore(`${storeName}-${performance.now()}`);
  const workers = createWorkers(`${location.origin}/`, 2);
  const { id } = await store.projects.create('Benchmark', 1);
  const imports = new ImportService(store, workers);
  const start = performance.now();
  await imports.importFile(never, id, file, () => undefined);
  const importMs = performance.now() - start;
  workers.ingest.stop();
  const [source] = await store.sources.list(id);
  lastStore = { store, source };
  const { recordCount, quarantinedCount } = source;
  return { importMs, recordCount, quarantinedCount };
}

let lastStore:
  | {
      store: ReturnType<typeof openStore>;
      source: Awaited<ReturnType<ReturnType<typeof openStore>['sources']['list']>>[number];
    }
  | undefined;

/** Reads single rows of what was imported last, at random places; milliseconds each. */
export async function measureRowReads(count: number, seed: number): Promise<readonly number[]> {
  if (lastStore === undefined) throw new Error('Nothing was imported.');
  const { store, source } = lastStore;
  const random = createRandom(seed);
  const decoder = new TextDecoder();
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const row = Math.floor(random() * source.recordCount);
    const start = performance.now();
    const block = await store.sources.readBlockOfRow(source.id, row);
    const record = readRecord(block, row - block.firstRow, (bytes) => decoder.decode(bytes));
    const queries = readQueries(record, source.shape.columns, source.shape.mapping, defaultQuerySettings);
    times.push(performance.now() - start);
    if (queries.length === 0) throw new Error(`Row ${row} has no query.`);
  }
  return times;
}
