import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttleProgress } from '../../../src/taggers/common/load-progress.ts';
import { throttle } from '../../../src/taggers/common/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a growing text is shown at most ten times a second', () => {
  const shown: string[] = [];
  const show = throttle((text: string) => shown.push(text));
  for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
    show(text);
    vi.advanceTimersByTime(50);
  }
  expect(shown).toEqual(['a', 'abc', 'abcde']);
});

test('a load is reported at most ten times a second, but for every change of phase and every end', () => {
  const passed: number[] = [];
  const report = throttleProgress(({ share }) => passed.push(share));
  for (const [phase, share, afterMs] of [
    ['download', 0, 0],
    ['download', 0.1, 99],
    ['download', 0.2, 1],
    ['compile', 0.3, 1],
    ['compile', 0.4, 1],
    ['compile', 1, 1],
  ] as const) {
    vi.advanceTimersByTime(afterMs);
    report({ phase, share, text: '' });
  }
  expect(passed).toEqual([0, 0.2, 0.3, 1]);
});
