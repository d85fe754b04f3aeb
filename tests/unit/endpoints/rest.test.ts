import { expect, test, vi } from 'vitest';
import { rest } from '../../../src/endpoints/rest.ts';

const tooLongMs = 60_000;

test('a rest ends when its time is up', async () => {
  vi.useFakeTimers();
  try {
    const done = vi.fn();
    void rest(100, new AbortController().signal).then(done);
    await vi.advanceTimersByTimeAsync(99);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test('a stop ends it, before or after it began, without an error', async () => {
  await rest(tooLongMs, AbortSignal.abort());
  const stop = new AbortController();
  const resting = rest(tooLongMs, stop.signal);
  stop.abort();
  await expect(resting).resolves.toBeUndefined();
});
