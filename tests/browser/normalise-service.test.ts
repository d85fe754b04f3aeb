import { afterAll, expect, test } from 'vitest';
import { defaultNormaliseSettings, packTagRows, type Progress } from '../../src/core/model/index.ts';
import { NormaliseService } from '../../src/services/normalise-service.ts';
import { WorkerHost } from '../../src/services/worker-host.ts';
import { createWorkers, type Workers } from '../../src/services/workers.ts';
import type { NormaliseApi } from '../../workers/contracts/normalise-api.ts';

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

afterAll(() => [workers.normalise, ...workers.tagger.hosts].forEach((host) => host.stop()));

const labels = ['sorting lists', 'Sorting list', 'list sorting', 'poetry', 'poem writing', 'rare'];
const raw = {
  labels,
  occurrenceCounts: Uint32Array.of(30, 20, 10, 8, 6, 1),
  rows: packTagRows(
    Array.from({ length: 75 }, (_, row) => [[30, 50, 60, 68, 74, 75].findIndex((end) => row < end)]),
  ),
  queryCount: 75,
};

test('the worker keeps its draft while another one embeds the labels', async () => {
  const reports: Progress[] = [];
  const service = new NormaliseService(workers);
  const vocabulary = await service.normalise(never, raw, defaultNormaliseSettings, (report) =>
    reports.push(report),
  );
  expect(vocabulary.tagIdOfRaw[0]).toBe(vocabulary.tagIdOfRaw[1]);
  expect(vocabulary.tagIdOfRaw[5]).toBe(-1);
  expect(vocabulary.tagIdOfRaw[3]).not.toBe(vocabulary.tagIdOfRaw[0]);
  expect(reports[0].done).toBe(0);
  expect(reports.at(-1)?.done).toBe(reports.at(-1)?.total);

  // Labels seen before are not embedded again.
  const again: Progress[] = [];
  expect(
    await service.normalise(never, raw, defaultNormaliseSettings, (report) => again.push(report)),
  ).toEqual(vocabulary);
  expect(again[0].done).toBe(again[0].total);
});

test('two at once do not mix', async () => {
  const service = new NormaliseService(workers);
  const other = { ...raw, labels: labels.map((label) => `${label} of old`) };
  const [one, two] = await Promise.all([
    service.normalise(never, raw, defaultNormaliseSettings, () => undefined),
    service.normalise(never, other, defaultNormaliseSettings, () => undefined),
  ]);
  expect(one.rawLabels).toEqual(raw.labels);
  expect(two.rawLabels).toEqual(other.labels);
});

test('a stop while labels are embedded ends it', async () => {
  const stopper = new AbortController();
  const service = new NormaliseService(workers);
  const started = service.normalise(stopper.signal, raw, defaultNormaliseSettings, () => stopper.abort());
  await expect(started).rejects.toMatchObject({ code: 'aborted' });
  const after = await service.normalise(never, raw, defaultNormaliseSettings, () => undefined);
  expect(after.rawLabels).toEqual(labels);
});
