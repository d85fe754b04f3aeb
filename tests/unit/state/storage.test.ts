import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Notices } from '../../../src/state/notices.svelte.ts';
import { StorageState } from '../../../src/state/storage.svelte.ts';

const settings = new Map<string, unknown>();
let usageBytes = 0;
let isPersisted = false;

beforeEach(() => {
  vi.useFakeTimers();
  settings.clear();
  usageBytes = 0;
  isPersisted = false;
});

afterEach(() => {
  vi.useRealTimers();
});

/** A state over a browser that gives 1 GB and does what the test says. */
async function openState() {
  const notices = new Notices();
  const readMeter = () =>
    Promise.resolve({ usageBytes, quotaBytes: 1e9, isNearlyFull: usageBytes > 0.9e9, isPersisted });
  const state = new StorageState(
    {
      storage: {
        readMeter,
        readUse: async () => ({ ...(await readMeter()), parts: [] }),
        keepData: () => Promise.resolve((isPersisted = true)),
        advise: () => Promise.resolve('Delete big.gguf.'),
        remove: () => Promise.resolve(),
        checkModel: () => Promise.resolve({ fits: true, sentence: '' }),
      },
      store: {
        settings: {
          read: (key) => Promise.resolve(settings.get(key)),
          save: async (key, value) => void settings.set(key, value),
        },
      },
    },
    notices,
  );
  await state.look();
  return { state, notices };
}

describe('the watch over the storage', () => {
  test('tells once when nine tenths are used, with what to delete, and again after there was room', async () => {
    const { state, notices } = await openState();
    const stop = state.watch();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(notices.list).toEqual([]);
    usageBytes = 0.95e9;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(notices.list).toMatchObject([
      {
        kind: 'error',
        text: expect.stringMatching(/nearly full: 950\.0 MB are used/) as unknown,
        advice: 'Delete big.gguf.',
      },
    ]);
    notices.dismiss(notices.list[0].id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(notices.list).toEqual([]);
    usageBytes = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    usageBytes = 0.96e9;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(notices.list).toHaveLength(1);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the offer to keep the data', () => {
  test('is made for more than 1 MB that is not kept yet', async () => {
    const { state, notices } = await openState();
    expect(state.offersToKeep(1_000_000)).toBe(false);
    expect(state.offersToKeep(1_000_001)).toBe(true);
    await state.keepData();
    expect(state.isRefused).toBe(false);
    expect(notices.list).toMatchObject([
      { kind: 'done', text: expect.stringMatching(/keeps what is here/) as unknown },
    ]);
    expect(state.offersToKeep(1_000_001)).toBe(false);
  });

  test('that was turned down is never made again', async () => {
    const { state } = await openState();
    await state.dismissOffer();
    expect(state.offersToKeep(5e9)).toBe(false);
    const next = await openState();
    expect(next.state.offersToKeep(5e9)).toBe(false);
  });
});
