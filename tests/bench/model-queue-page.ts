import type { RecordBlock, RunId } from '../../src/core/model/index.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { RunQueue } from '../../src/services/model-run/run-queue.ts';
import { ModelRunService } from '../../src/services/model-run-service.ts';
import { createWorkers, type Workers } from '../../src/services/workers.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ScriptedSession, type Asked } from '../helpers/scripted-session.ts';
import { packBlock, tinySource } from '../helpers/tiny-datasets.ts';

/** Times in milliseconds, memory in bytes. */
export interface QueueFigures {
  /** From nothing to the first row in hand, each time for a run that has no answers. */
  readonly startMs: readonly number[];
  /** Growth of the page's heap over it. */
  readonly heapBytes: readonly number[];
  /** Of a row that a model answers at once, over the whole run. */
  readonly msPerRow: readonly number[];
  /** What a row takes beyond the bare calls, when the model takes its time. */
  readonly addedMs: readonly number[];
}

const lanes = 4;
const slowRows = 800;

const rowsPerBlock = 1000;
const model = { kind: 'web-llm', modelId: 'none', home: { kind: 'hub' } } as const;
const setup = { engine: model, prompt: defaultPromptSetup, decoding: defaultDecoding };

/** Fills a store with a source and measures how a run over it starts and what its queue costs. */
export async function measureQueue(
  rowCount: number,
  answered: number,
  runCount: number,
  slowMs: number,
): Promise<QueueFigures> {
  const store = openStore(`bench-queue-${performance.now()}`);
  const workers = createWorkers(`${location.origin}/`, 1);
  const { id: projectId } = await store.projects.create('Bench', 1);
  const sourceId = await store.sources.create(tinySource({ projectId, recordCount: rowCount }));
  for (let first = 0; first < rowCount; first += 20 * rowsPerBlock) {
    const blocks: RecordBlock[] = [];
    for (let start = first; start < Math.min(rowCount, first + 20 * rowsPerBlock); start += rowsPerBlock)
      blocks.push(makeBlock(start, Math.min(rowsPerBlock, rowCount - start)));
    await store.sources.appendBatch(sourceId, { blocks, quarantined: [] });
  }
  const startMs: number[] = [];
  const heapBytes: number[] = [];
  const msPerRow: number[] = [];
  const addedMs: number[] = [];
  for (let run = -1; run < runCount; run++) {
    const runId = await createRun(store, projectId);
    const start = await measureStart(store, workers, runId);
    const perRow = await measureRun(store, workers, runId, answered, 0);
    const slow = await measureRun(store, workers, await createRun(store, projectId), slowRows, slowMs);
    const bare = await measureBareCalls(slowMs);
    // The first run starts the workers and warms the storage up.
    if (run < 0) continue;
    startMs.push(start.ms);
    heapBytes.push(start.bytes);
    msPerRow.push(perRow);
    addedMs.push(slow - bare);
  }
  return { startMs, heapBytes, msPerRow, addedMs };
}

async function measureStart(
  store: Store,
  workers: Workers,
  runId: RunId,
): Promise<{ ms: number; bytes: number }> {
  const run = await readRun(store, runId);
  const before = usedHeap();
  const start = performance.now();
  const sources = await store.sources.list(run.projectId);
  const queue = await RunQueue.open(
    { store, workers, keyOf: (query) => query, hasCrashed: false },
    run,
    sources,
  );
  await queue.take();
  const ms = performance.now() - start;
  // A byte a row lies outside the heap that the browser reports.
  return { ms, bytes: usedHeap() - before + queue.total };
}

/** Milliseconds a row of the calls alone, as many at a time. */
async function measureBareCalls(delayMs: number): Promise<number> {
  const session = openSession(delayMs);
  const { signal } = new AbortController();
  await session.load(signal, model);
  let asked = 0;
  const lane = async (): Promise<void> => {
    while (asked < slowRows) await session.tag(signal, setup, `Row ${asked++}`);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return (performance.now() - start) / slowRows;
}

function openSession(delayMs: number): ScriptedSession {
  const answer = ({ query }: Asked): string => `["${query.toLowerCase().replace(/\W+/g, ' ').trim()}"]`;
  return new ScriptedSession(answer, { concurrency: lanes }, delayMs);
}

async function measureRun(
  store: Store,
  workers: Workers,
  runId: RunId,
  answered: number,
  delayMs: number,
): Promise<number> {
  const run = await readRun(store, runId);
  const session = openSession(delayMs);
  await session.load(new AbortController().signal, model);
  const service = new ModelRunService(store, workers, { session, menu: [] });
  const stop = new AbortController();
  let count = 0;
  let start = 0;
  await service.run(stop.signal, {
    run: { ...run, setup },
    sources: await store.sources.list(run.projectId),
    model,
    loaded: { modelId: 'bench', traits: (await session.load(stop.signal, model)).traits, notice: '' },
    hasCrashed: false,
    workShare: () => 1,
    on: {
      answered: () => {
        if (count === 0) start = performance.now();
        count += 1;
        if (count > answered) stop.abort();
      },
      told: () => undefined,
      loading: () => undefined,
      written: () => undefined,
      progress: () => undefined,
    },
  });
  return (performance.now() - start) / answered;
}

async function createRun(
  store: Store,
  projectId: Parameters<Store['runs']['create']>[0]['projectId'],
): Promise<RunId> {
  return store.runs.create({
    projectId,
    tagger: 'web-llm',
    // A model of its own, so that nothing is taken from an earlier run.
    model: `bench ${performance.now()}`,
    promptHash: '',
    setup,
    querySettings: { turns: 'every', includeSystem: false },
    state: 'running',
    startedAt: 0,
  });
}

async function readRun(store: Store, runId: RunId) {
  const run = await store.runs.read(runId);
  if (run === undefined) throw new Error('The store lost the run.');
  return run;
}

function makeBlock(firstRow: number, rowCount: number): RecordBlock {
  return packBlock(
    firstRow,
    Array.from({ length: rowCount }, (_, index) => ({
      instruction: `Row ${firstRow + index}: explain in three sentences why the sea at the coast of town number ${firstRow + index} is colder in spring than in autumn, and give an example.`,
    })),
  );
}

function usedHeap(): number {
  const { memory } = performance as Performance & { readonly memory?: { readonly usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? 0;
}
