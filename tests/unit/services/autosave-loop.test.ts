import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AutosaveLoop, saveDueAt } from '../../../src/services/backup/autosave-loop.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('changes are saved 30 seconds after the last, and after five minutes at the latest', () => {
  expect(saveDueAt({ firstAt: 0, lastAt: 10_000 })).toBe(40_000);
  expect(saveDueAt({ firstAt: 0, lastAt: 290_000 })).toBe(300_000);
});

test('nothing is saved without a change', async () => {
  const save = vi.fn(() => Promise.resolve());
  new AutosaveLoop(save);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(save).not.toHaveBeenCalled();
});

test('a run that changes something each second is saved every five minutes', async () => {
  const savedAt: number[] = [];
  const start = Date.now();
  const loop = new AutosaveLoop(async () => void savedAt.push(Date.now() - start));
  for (let second = 0; second < 900; second++) {
    loop.note();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(savedAt.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...savedAt.map((at, index) => at - (savedAt[index - 1] ?? 0)))).toBeGreaterThanOrEqual(
    300_000,
  );
});

test('what changes while it is saved is saved after it, and no two saves run at once', async () => {
  let running = 0;
  let most = 0;
  let count = 0;
  const loop = new AutosaveLoop(async () => {
    most = Math.max(most, ++running);
    count++;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    running--;
  });
  loop.note();
  await vi.advanceTimersByTimeAsync(31_000);
  loop.note();
  void loop.saveNow();
  await vi.advanceTimersByTimeAsync(120_000);
  expect([count, most]).toEqual([2, 1]);
});

test('after a stop nothing is saved', async () => {
  const save = vi.fn(() => Promise.resolve());
  const loop = new AutosaveLoop(save);
  loop.note();
  loop.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(save).not.toHaveBeenCalled();
});
