import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/core/model/index.ts';
import { handOver, workerCallback, WorkerHost, WorkerPool } from '../../src/services/worker-host.ts';
import type { WorkerHostOptions } from '../../src/services/worker-host.ts';
import type { ProbeApi } from './workers/probe-api.ts';

const { signal: never } = new AbortController();

/** A host over the probe worker, which also counts the workers it started. */
function openHost(options: Partial<WorkerHostOptions<ProbeApi>> = {}) {
  const workers: Worker[] = [];
  const start = (): Worker => {
    const worker = new Worker(new URL('./workers/probe.worker.ts', import.meta.url), { type: 'module' });
    workers.push(worker);
    return worker;
  };
  const host = new WorkerHost<ProbeApi>({ name: 'probe', start, ...options });
  onTestFinished(() => host.stop());
  return { host, workers };
}

function pause(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeMs));
}

describe('a worker that works', () => {
  test('starts with the first call and stays for the next', async () => {
    const { host, workers } = openHost();
    expect(workers).toHaveLength(0);
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
    expect(workers).toHaveLength(1);
  });

  test('calls run one at a time, in order, also after one that failed', async () => {
    const { host } = openHost();
    const log: string[] = [];
    const calls = [30, 5, 0].map((timeMs, index) =>
      host.call(never, async (probe) => {
        log.push(`${index} starts`);
        await probe.wait(timeMs);
        log.push(`${index} ends`);
        if (index === 1) await probe.refuse();
      }),
    );
    expect(host.load).toBe(3);
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['0 starts', '0 ends', '1 starts', '1 ends', '2 starts', '2 ends']);
    expect(host.load).toBe(0);
  });

  test('its error arrives with code, sentence and details, and the worker stays', async () => {
    const { host } = openHost();
    await host.call(never, (probe) => probe.count());
    const failure = host.call(never, (probe) => probe.refuse());
    await expect(failure).rejects.toMatchObject({
      name: 'AppError',
      code: 'invalid-input',
      message: 'Row 7 is a text, expected a number.',
      details: { row: 7 },
    });
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
  });

  test('calls back while it works, and gets errors of the page with their codes', async () => {
    const { host } = openHost();
    const double = workerCallback((value: number) => Promise.resolve(value * 2));
    expect(await host.call(never, (probe) => probe.askBack(3, double))).toEqual([2, 4, 6]);
    const full = workerCallback((value: number): number => {
      if (value < 2) return value;
      throw new AppError('storage-full', 'The disk is full.');
    });
    await expect(host.call(never, (probe) => probe.askBack(3, full))).rejects.toMatchObject({
      code: 'storage-full',
      message: 'The disk is full.',
    });
  });

  test('memory that is handed over is gone here', async () => {
    const { host } = openHost();
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await host.call(never, (probe) => probe.sum(handOver(bytes, [bytes.buffer])))).toBe(6);
    expect(bytes).toHaveLength(0);
  });
});

describe('a stop', () => {
  test('ends a worker in the middle of a computation within 300 ms, and the next call gets a fresh one', async () => {
    const { host, workers } = openHost();
    await host.call(never, (probe) => probe.count());
    let lastBeat = 0;
    const beats = new BroadcastChannel('probe-beats');
    beats.onmessage = () => (lastBeat = performance.now());
    onTestFinished(() => beats.close());
    const stopper = new AbortController();
    const call = host.call(stopper.signal, (probe) => probe.spin(20_000));
    await pause(200);
    const stoppedAt = performance.now();
    expect(stoppedAt - lastBeat).toBeLessThan(150);
    stopper.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted', message: 'The probe work was stopped.' });
    expect(performance.now() - stoppedAt).toBeLessThan(300);
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(2);
    // Chromium lets a busy script run on for 2 seconds before it breaks it off.
    await pause(3500);
    expect(lastBeat - stoppedAt).toBeLessThan(3000);
  });

  test('of a waiting call is answered at once and leaves the running one alone', async () => {
    const { host, workers } = openHost();
    const running = host.call(never, (probe) => probe.wait(400));
    const stopper = new AbortController();
    const waiting = host.call(stopper.signal, (probe) => probe.count());
    await pause(50);
    const start = performance.now();
    stopper.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    expect(performance.now() - start).toBeLessThan(100);
    expect(await running).toBe('waited');
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(1);
  });

  test('before the call starts no worker', async () => {
    const { host, workers } = openHost();
    await expect(host.call(AbortSignal.abort(), (probe) => probe.count())).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(workers).toHaveLength(0);
  });

  test('with an interrupt keeps the worker and what it holds', async () => {
    const { host, workers } = openHost({ interrupt: (probe) => probe.interrupt() });
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    const stopper = new AbortController();
    let answer: Promise<string> | undefined;
    const call = host.call(stopper.signal, (probe) => (answer = probe.wait(20_000)));
    await pause(50);
    stopper.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(await answer).toBe('interrupted');
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
    expect(workers).toHaveLength(1);
  });

  test('whose interrupt fails ends the worker', async () => {
    const { host, workers } = openHost({ interrupt: () => Promise.reject(new Error('no answer')) });
    const stopper = new AbortController();
    const call = host.call(stopper.signal, (probe) => probe.wait(20_000));
    await pause(50);
    stopper.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    await pause(0);
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(2);
  });

  test('of the host rejects the running call; those behind it get a fresh worker', async () => {
    const { host } = openHost();
    const running = host.call(never, (probe) => probe.wait(20_000));
    const next = host.call(never, (probe) => probe.count());
    await pause(50);
    host.stop();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await next).toBe(1);
  });
});

describe('a worker that dies', () => {
  test('by an error nobody catches rejects the call, and the next one gets a fresh worker', async () => {
    const { host, workers } = openHost();
    await host.call(never, (probe) => probe.count());
    const call = host.call(never, (probe) => probe.crash());
    const next = host.call(never, (probe) => probe.count());
    await expect(call).rejects.toMatchObject({
      code: 'worker-lost',
      message: expect.stringMatching(/^The probe worker stopped: .*out of range/) as unknown,
      details: { worker: 'probe' },
    });
    expect(await next).toBe(1);
    expect(workers).toHaveLength(2);
  });

  test('while nobody waits is replaced at the next call', async () => {
    const { host, workers } = openHost();
    const stopper = new AbortController();
    const crash = host.call(stopper.signal, async (probe) => {
      void probe.crash();
      await probe.count();
    });
    await crash;
    await pause(100);
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(2);
  });

  test.each([
    ['is missing', () => new URL('/no/such/script.js', location.href)],
    ['is no program', () => URL.createObjectURL(new Blob(['function ('], { type: 'text/javascript' }))],
  ])('because its script %s rejects the call', async (_, locate) => {
    const { host } = openHost({ start: () => new Worker(locate(), { type: 'module' }) });
    await expect(host.call(never, (probe) => probe.count())).rejects.toMatchObject({ code: 'worker-lost' });
  });

  // The browser tells a page nothing of a worker that closed itself. None of ours does; a stop still frees the call.
  test('by its own close gives no sign, and a stop frees the call', async () => {
    const { host, workers } = openHost();
    const stopper = new AbortController();
    const call = host.call(stopper.signal, (probe) => probe.close());
    const outcome = await Promise.race([call.catch((thrown: unknown) => thrown), pause(500)]);
    expect(outcome).toBeUndefined();
    stopper.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(2);
  });
});

describe('preparing a worker', () => {
  test('happens once in each worker, before its first call', async () => {
    const { host } = openHost({
      prepare: async (probe) => {
        await probe.count();
      },
    });
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
    expect(await host.call(never, (probe) => probe.count())).toBe(3);
    host.stop();
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
  });

  test('that fails rejects the call with its own code and words, and is tried again', async () => {
    let tries = 0;
    const { host, workers } = openHost({
      prepare: async (probe) => {
        tries += 1;
        if (tries === 1) await probe.refuse();
      },
    });
    await expect(host.call(never, (probe) => probe.count())).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Row 7 is a text, expected a number.',
      details: { row: 7 },
    });
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(tries).toBe(2);
    expect(workers).toHaveLength(2);
  });

  test('that hangs in a dead worker rejects', async () => {
    const { host } = openHost({ prepare: (probe) => probe.crash() });
    await expect(host.call(never, (probe) => probe.count())).rejects.toMatchObject({ code: 'worker-lost' });
  });
});

describe('a worker without work', () => {
  test('is ended', async () => {
    const { host, workers } = openHost({ idleMs: 100 });
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    await pause(30);
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
    await pause(300);
    expect(await host.call(never, (probe) => probe.count())).toBe(1);
    expect(workers).toHaveLength(2);
  });

  test('is not one with a call longer than the idle time', async () => {
    const { host } = openHost({ idleMs: 50 });
    expect(await host.call(never, (probe) => probe.wait(300))).toBe('waited');
  });

  test('is kept when the idle time is 0', async () => {
    const { host } = openHost({ idleMs: 0 });
    await host.call(never, (probe) => probe.count());
    await pause(200);
    expect(await host.call(never, (probe) => probe.count())).toBe(2);
  });
});

describe('WorkerPool', () => {
  function openPool(size: number): WorkerPool<ProbeApi> {
    const start = (): Worker =>
      new Worker(new URL('./workers/probe.worker.ts', import.meta.url), { type: 'module' });
    const pool = new WorkerPool<ProbeApi>(size, { name: 'probe', start });
    onTestFinished(() => pool.hosts.forEach((host) => host.stop()));
    return pool;
  }

  test('spreads calls over its workers', async () => {
    const pool = openPool(3);
    const counts = await Promise.all(
      Array.from({ length: 9 }, () => pool.call(never, (probe) => probe.count())),
    );
    expect(counts.sort()).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  test('gives the next call to the worker with the least work', async () => {
    const pool = openPool(2);
    const long = pool.call(never, (probe) => probe.wait(1500));
    const counts: number[] = [];
    for (let call = 0; call < 4; call++) counts.push(await pool.call(never, (probe) => probe.count()));
    expect(counts).toEqual([1, 2, 3, 4]);
    expect(pool.hosts.map(({ load }) => load)).toEqual([1, 0]);
    await long;
  });

  test('one worker that dies takes only its own call along', async () => {
    const pool = openPool(2);
    const outcomes = await Promise.allSettled([
      pool.call(never, (probe) => probe.crash()),
      pool.call(never, (probe) => probe.wait(300)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
