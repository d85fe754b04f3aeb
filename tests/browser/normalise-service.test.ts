import Dexie from 'dexie';
import { afterAll, expect, test } from 'vitest';
import {
  defaultNormaliseSettings,
  defaultRecipe,
  packTagRows,
  type Progress,
  type RawTags,
  type Recipe,
} from '../../src/core/model/index.ts';
import { normalise } from '../../src/core/normalise/normalise.ts';
import { LabelVectorService } from '../../src/services/label-vector-service.ts';
import { NearPairService } from '../../src/services/near-pair-service.ts';
import { NormaliseService, type NormaliseTask } from '../../src/services/normalise-service.ts';
import { WorkerHost } from '../../src/services/worker-host.ts';
import { createWorkers, type Workers } from '../../src/services/workers.ts';
import { VectorStore } from '../../src/store/vector-store.ts';
import type { NormaliseApi } from '../../workers/contracts/normalise-api.ts';
import { makeTinyModel } from '../helpers/tiny-embedding-model.ts';

const { signal: never } = new AbortController();
// A worker that is ended as soon as it has nothing to do: the labels take longer than that.
const workers: Workers = {
  ...createWorkers(`${location.origin}/`, 1),
  normalise: new WorkerHost<NormaliseApi>({
    name: 'normalising',
    start: () =>
      new Worker(new URL('../../workers/normalise.worker.ts', import.meta.url), { type: 'module' }),
    idleMs: 10,
  }),
};
const storeName = `tagscape-test-normalise-${performance.now()}`;
const stores: VectorStore[] = [];
const vectors = openVectors(storeName);
const service = openService(vectors);

afterAll(async () => {
  for (const store of stores) store.close();
  for (const name of [storeName, `${storeName}-fresh`]) await Dexie.delete(name);
  const hosts = [...workers.tagger.hosts, ...workers.pairs.hosts, workers.normalise, workers.embedder];
  for (const host of hosts) host.stop();
});

const labels = ['sorting lists', 'Sorting list', 'list sorting', 'poetry', 'poem writing', 'rare'];
const raw = {
  labels,
  occurrenceCounts: Uint32Array.of(30, 20, 10, 8, 6, 1),
  rows: packTagRows(
    Array.from({ length: 75 }, (_, row) => [[30, 50, 60, 68, 74, 75].findIndex((end) => row < end)]),
  ),
  queryCount: 75,
};

test('the worker normalises as the core does, and keeps its state while another one embeds', async () => {
  const reports: Progress[] = [];
  const vocabulary = await service.normalise(never, taskOf({ onProgress: (report) => reports.push(report) }));
  expect(vocabulary).toEqual(
    await normalise(raw, defaultRecipe, (some) =>
      vectors.embedLabels(never, { kind: 'built-in' }, some, () => undefined),
    ),
  );
  expect(vocabulary.tagIdOfRaw[0]).toBe(vocabulary.tagIdOfRaw[1]);
  expect(vocabulary.tagIdOfRaw[5]).toBe(-1);
  expect(vocabulary.tagIdOfRaw[3]).not.toBe(vocabulary.tagIdOfRaw[0]);
  expect(reports[0].done).toBe(0);
  expect(reports.at(-1)?.done).toBe(reports.at(-1)?.total);
});

test('a worker that was ended reads the pool again; one that was not does not', async () => {
  let reads = 0;
  const read = (): Promise<RawTags> => {
    reads += 1;
    return Promise.resolve(raw);
  };
  const task = taskOf({ pool: { name: 'counted', read } });
  await service.normalise(never, task);
  await service.measure(never, task, false);
  const readsBefore = reads;
  workers.normalise.stop();
  const figures = await service.measure(never, task, true);
  expect(reads).toBe(readsBefore + 1);
  expect(figures.stages.map(({ tagCount }) => tagCount).slice(0, 2)).toEqual([6, 5]);
});

test('two at once do not mix', async () => {
  const other = { ...raw, labels: labels.map((label) => `${label} of old`) };
  const [one, two] = await Promise.all([
    service.normalise(never, taskOf({})),
    service.normalise(never, taskOf({ pool: { name: 'old', read: () => Promise.resolve(other) } })),
  ]);
  expect(one.rawLabels).toEqual(raw.labels);
  expect(two.rawLabels).toEqual(other.labels);
});

test('a stop while labels are embedded ends it', async () => {
  const stopper = new AbortController();
  const fresh = openService(openVectors(`${storeName}-fresh`));
  workers.normalise.stop();
  const started = fresh.normalise(stopper.signal, taskOf({ onProgress: () => stopper.abort() }));
  await expect(started).rejects.toMatchObject({ code: 'aborted' });
  expect((await service.normalise(never, taskOf({}))).rawLabels).toEqual(labels);
});

test('the ablation has a row for the whole and one for each stage', async () => {
  const rows = await service.ablate(never, taskOf({}), {
    bounds: Uint32Array.of(0, 50, 75),
    taggedRows: new Uint8Array(75).fill(1),
    queryCounts: new Uint16Array(75).fill(1),
  });
  expect(rows.map(({ leftOut }) => leftOut)).toEqual([null, 'frequency', 'rules', 'semantic', 'association']);
  expect(rows[1].tagCount).toBe(rows[0].tagCount + 1);
  expect(rows[0].emptiedRowCount).toBe(1);
  expect(rows[0].sources).toHaveLength(2);
});

test('vectors of two models never mix', async () => {
  const files = Object.entries(makeTinyModel()).map(([path, content]) => ({
    path: `tiny/${path}`,
    file: new Blob([content]),
  }));
  const embedder = await vectors.useFolder(never, files, { dtype: 'fp32', pooling: 'mean' });
  const settings = { ...defaultNormaliseSettings, embedder };
  const before = await service.normalise(never, taskOf({}));
  const other = await service.normalise(never, taskOf({ recipe: { settings, decisions: [] } }));
  const after = await service.normalise(never, taskOf({}));
  expect(other.figures.eps).not.toBe(before.figures.eps);
  expect(after).toEqual(before);
});

test('a recipe that is out of range is refused with its sentence, across the worker', async () => {
  const recipe: Recipe = { settings: { ...defaultNormaliseSettings, eps: 3 }, decisions: [] };
  await expect(service.measure(never, taskOf({ recipe }), true)).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'The distance of semantic aggregation is 3, expected a number from 0 to 1.',
  });
});

function taskOf(parts: Partial<NormaliseTask>): NormaliseTask {
  return {
    pool: { name: 'plain', read: () => Promise.resolve(raw) },
    recipe: defaultRecipe,
    ...parts,
  };
}

function openVectors(name: string): LabelVectorService {
  const store = new VectorStore(name);
  stores.push(store);
  const page = { origin: location.origin, allowedOrigins: [] };
  return new LabelVectorService(store, workers, { siteUrl: `${location.origin}/`, page });
}

function openService(labelVectors: LabelVectorService): NormaliseService {
  return new NormaliseService(workers, labelVectors, new NearPairService(workers));
}
