import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError, createRandom } from '../../../src/core/model/index.ts';
import { SlotGate, type Leave } from '../../../src/taggers/wllama/slot-gate.ts';
import { StallWatch } from '../../../src/taggers/wllama/stall-watch.ts';
import { untilAborted } from '../../../src/taggers/wllama/until-aborted.ts';

const stopped = new AppError('aborted', 'Stopped.');
const never = new AbortController().signal;

describe('the gate before the slots', () => {
  test('lets in as many as there are slots, in order', async () => {
    const gate = new SlotGate(2);
    const entered: number[] = [];
    const leaves: Leave[] = [];
    const all = [0, 1, 2, 3].map(async (visitor) => {
      leaves[visitor] = await gate.enter(1, never);
      entered.push(visitor);
    });
    await vi.waitFor(() => expect(entered).toEqual([0, 1]));
    leaves[1]();
    // Leaving twice frees one slot only.
    leaves[1]();
    await vi.waitFor(() => expect(entered).toEqual([0, 1, 2]));
    leaves[0]();
    await Promise.all(all);
    expect(entered).toEqual([0, 1, 2, 3]);
  });

  test('is never fuller than it may be, whoever comes, leaves or gives up', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = createRandom(seed);
      const slotCount = 1 + Math.floor(random() * 4);
      const gate = new SlotGate(slotCount);
      let inside = 0;
      const visit = async (): Promise<void> => {
        const slots = random() < 0.2 ? slotCount : 1;
        const stop = new AbortController();
        if (random() < 0.3) setTimeout(() => stop.abort(stopped));
        const leave = await gate.enter(slots, stop.signal);
        inside += slots;
        expect(inside, `seed ${seed}`).toBeLessThanOrEqual(slotCount);
        await Promise.resolve();
        inside -= slots;
        leave();
      };
      await Promise.allSettled(Array.from({ length: 30 }, visit));
      expect(inside).toBe(0);
      // Nobody kept a slot.
      await gate.enter(slotCount, never);
    }
  });

  test('holds those behind a visitor who wants all slots', async () => {
    const gate = new SlotGate(2);
    const order: string[] = [];
    const first = await gate.enter(1, never);
    const alone = gate.enter(2, never).then((leave) => {
      order.push('alone');
      leave();
    });
    const last = gate.enter(1, never).then(() => order.push('last'));
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    await Promise.all([alone, last]);
    expect(order).toEqual(['alone', 'last']);
  });

  test('turns away who gives up, and lets the next one in', async () => {
    const gate = new SlotGate(1);
    const stop = new AbortController();
    const leave = await gate.enter(1, never);
    const given = gate.enter(1, stop.signal);
    const next = gate.enter(1, never);
    stop.abort(stopped);
    await expect(given).rejects.toBe(stopped);
    await expect(gate.enter(1, stop.signal)).rejects.toBe(stopped);
    leave();
    await expect(next).resolves.toBeTypeOf('function');
  });
});

describe('waiting until aborted', () => {
  test('gives what the promise gives', async () => {
    await expect(untilAborted(Promise.resolve(1), never)).resolves.toBe(1);
    await expect(untilAborted(Promise.reject(stopped), never)).rejects.toBe(stopped);
  });

  test('ends a promise that never settles, and one whose signal is aborted already', async () => {
    const stop = new AbortController();
    const hanging = untilAborted(new Promise(() => undefined), stop.signal);
    stop.abort(stopped);
    await expect(hanging).rejects.toBe(stopped);
    await expect(untilAborted(new Promise(() => undefined), stop.signal)).rejects.toBe(stopped);
  });
});

describe('the watch for a standstill', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('strikes after the limit without a sign, not after each limit', () => {
    const onStall = vi.fn();
    const watch = new StallWatch(60_000, onStall);
    vi.advanceTimersByTime(59_000);
    watch.touch();
    vi.advanceTimersByTime(59_000);
    expect(onStall).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(onStall).toHaveBeenCalledOnce();
  });

  test('never strikes once the job is done, whatever is written afterwards', () => {
    const onStall = vi.fn();
    const watch = new StallWatch(1000, onStall);
    watch.stop();
    watch.touch();
    vi.advanceTimersByTime(5000);
    expect(onStall).not.toHaveBeenCalled();
  });
});
