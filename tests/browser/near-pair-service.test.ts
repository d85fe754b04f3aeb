import { describe, expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../src/core/model/random.ts';
import { PairSearch } from '../../src/core/normalise/near-pairs.ts';
import { NearPairService, splitRows } from '../../src/services/near-pair-service.ts';
import { WorkerPool } from '../../src/services/worker-host.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { PairsApi } from '../../workers/contracts/pairs-api.ts';
import { listPairs, makeClusteredVectors } from '../helpers/near-pair-cases.ts';

const { signal: never } = new AbortController();
const vectors = makeClusteredVectors(createRandom(11), { count: 3001, dimensions: 66 });
const maxDistance = 0.12;
const expected = listPairs(new PairSearch(vectors).findPairs(maxDistance));

function openService(workerCount: number) {
  const started: Worker[] = [];
  const pool = new WorkerPool<PairsApi>(workerCount, {
    name: 'near pairs',
    start: () => {
      const worker = new Worker(new URL('../../workers/pairs.worker.ts', import.meta.url), {
        type: 'module',
      });
      started.push(worker);
      return worker;
    },
  });
  onTestFinished(() => {
    pool.hosts.forEach((host) => host.stop());
  });
  return { service: new NearPairService({ pairs: pool }), pool, started };
}

describe('NearPairService', () => {
  test.each([1, 2, 3, 4])('finds with %i workers what one search finds, to the last digit', async (count) => {
    const { service, started } = openService(count);
    const kept = vectors.values.slice();
    const pairs = await service.findNearPairs(never, vectors, { maxDistance });
    expect(listPairs(pairs)).toEqual(expected);
    expect(pairs.pointCount).toBe(3001);
    expect(started).toHaveLength(count);
    expect(vectors.values).toEqual(kept);
  });

  test('the workers of the app do the same', async () => {
    const workers = createWorkers(`${location.origin}/`, 2);
    onTestFinished(() => {
      workers.pairs.hosts.forEach((host) => host.stop());
    });
    expect(workers.pairs.hosts).toHaveLength(2);
    const pairs = await new NearPairService(workers).findNearPairs(never, vectors, { maxDistance });
    expect(listPairs(pairs)).toEqual(expected);
  });

  test.each([0, 1, 2, 500])('%i vectors need one worker', async (count) => {
    const { service, started } = openService(4);
    const few = { values: vectors.values.slice(0, count * 66), dimensions: 66 };
    const pairs = await service.findNearPairs(never, few, { maxDistance });
    expect(listPairs(pairs)).toEqual(listPairs(new PairSearch(few).findPairs(maxDistance)));
    expect(started).toHaveLength(1);
  });

  test('searches one after another and at once do not mix', async () => {
    const { service } = openService(2);
    const others = makeClusteredVectors(createRandom(12), { count: 2500, dimensions: 20 });
    const [one, other, again] = await Promise.all([
      service.findNearPairs(never, vectors, { maxDistance }),
      service.findNearPairs(never, others, { maxDistance: 0.02 }),
      service.findNearPairs(never, vectors, { maxDistance: 0.05 }),
    ]);
    expect(listPairs(one)).toEqual(expected);
    expect(listPairs(other)).toEqual(listPairs(new PairSearch(others).findPairs(0.02)));
    expect(listPairs(again)).toEqual(expected.filter(([distance]) => distance <= 0.05));
  });

  test.each([1, 3])(
    'more pairs than allowed are an error with %i workers, and the next call works',
    async (count) => {
      const { service } = openService(count);
      const maxPairs = expected.length - 1;
      await expect(service.findNearPairs(never, vectors, { maxDistance, maxPairs })).rejects.toMatchObject({
        code: 'invalid-input',
        details: { pointCount: 3001, maxPairs },
      });
      const pairs = await service.findNearPairs(never, vectors, { maxDistance, maxPairs: expected.length });
      expect(listPairs(pairs)).toEqual(expected);
    },
  );
});

describe('a search that is broken off', () => {
  test('by a stop ends the workers, and the next call gets fresh ones', async () => {
    const { service, started } = openService(2);
    const stopper = new AbortController();
    const search = service.findNearPairs(stopper.signal, vectors, { maxDistance });
    setTimeout(() => stopper.abort(), 50);
    await expect(search).rejects.toMatchObject({ code: 'aborted' });
    expect(listPairs(await service.findNearPairs(never, vectors, { maxDistance }))).toEqual(expected);
    expect(started.length).toBeGreaterThan(2);
  });

  test('before it began starts no worker', async () => {
    const { service, started } = openService(2);
    const search = service.findNearPairs(AbortSignal.abort(), vectors, { maxDistance });
    await expect(search).rejects.toMatchObject({ code: 'aborted' });
    expect(started).toHaveLength(0);
  });

  test.each([0, 1])('by the death of worker %i says so, and the next call works', async (dying) => {
    const { service, pool, started } = openService(2);
    const search = service.findNearPairs(never, vectors, { maxDistance });
    await expect.poll(() => started.length).toBe(2);
    started[dying].dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    await expect(search).rejects.toMatchObject({
      code: 'worker-lost',
      message: expect.stringContaining('out of memory') as unknown,
    });
    await expect.poll(() => pool.hosts.map(({ load }) => load)).toEqual([0, 0]);
    expect(listPairs(await service.findNearPairs(never, vectors, { maxDistance }))).toEqual(expected);
  });
});

test('rows are split into parts of like work that cover all of them once', () => {
  for (const rowCount of [0, 1, 127, 129, 3001, 30_000]) {
    const parts = splitRows(rowCount, 16);
    expect(parts.flatMap(({ from, to }) => [from, to])).toEqual(
      rowCount === 0 ? [] : [0, ...parts.slice(1).flatMap(({ from }) => [from, from]), rowCount],
    );
  }
  const work = splitRows(30_000, 16).map(({ from, to }) => (to - from) * (30_000 - (from + to) / 2));
  expect(Math.max(...work)).toBeLessThan(1.3 * Math.min(...work));
});
