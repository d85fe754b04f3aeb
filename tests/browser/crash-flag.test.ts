import { afterEach, expect, test } from 'vitest';
import type { RunId } from '../../src/core/model/index.ts';
import { CrashFlag } from '../../src/state/crash-flag.ts';

const run = 7 as RunId;
const flags: CrashFlag[] = [];

/** A flag of a page of its own, so to speak. */
function openFlag(): CrashFlag {
  const flag = new CrashFlag();
  flags.push(flag);
  return flag;
}

afterEach(() => {
  for (const flag of flags.splice(0)) flag.end();
  localStorage.clear();
});

test('a page that went away in the middle of a run without a goodbye is known by the next', () => {
  expect(openFlag().begin(run)).toBe(false);
  // The next page is shown before it goes on with the run.
  dispatchEvent(new PageTransitionEvent('pageshow'));
  expect(openFlag().begin(run)).toBe(true);
});

test('another run is not to blame', () => {
  openFlag().begin(run);
  expect(openFlag().begin((run + 1) as RunId)).toBe(false);
});

test('a page that was closed, or whose run ended, did not crash', () => {
  openFlag().begin(run);
  dispatchEvent(new PageTransitionEvent('pagehide'));
  const next = openFlag();
  expect(next.begin(run)).toBe(false);
  next.end();
  expect(openFlag().begin(run)).toBe(false);
});

test('a page that was put aside and comes back works on', () => {
  openFlag().begin(run);
  dispatchEvent(new PageTransitionEvent('pagehide'));
  dispatchEvent(new PageTransitionEvent('pageshow'));
  expect(openFlag().begin(run)).toBe(true);
});

test('a flag that was taken down no longer listens', () => {
  const flag = openFlag();
  flag.begin(run);
  flag.end();
  dispatchEvent(new PageTransitionEvent('pageshow'));
  expect(openFlag().begin(run)).toBe(false);
});
