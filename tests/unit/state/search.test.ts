import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError, defaultQuerySettings } from '../../../src/core/model/index.ts';
import { Search } from '../../../src/state/search.svelte.ts';

const looking = 'Looking through the rows …';
const nothing = 'Nothing found. Instructions are searched, answers are not. Try fewer letters.';

/** What each search for rows that has begun finds in all, in the order in which they began. */
let ends: ((total: number) => void)[] = [];
let needles: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  ends = [];
  needles = [];
});

afterEach(() => {
  vi.useRealTimers();
});

/** A search whose rows are found when the test says so, and which knows one action. */
function openSearch(): Search {
  return new Search(
    {
      search: {
        find: (signal, _, needle) =>
          new Promise((resolve, reject) => {
            needles.push(needle);
            signal.addEventListener('abort', () => reject(new AppError('aborted', 'Stopped.')));
            ends.push((total) => resolve({ rows: [], total }));
          }),
      },
      rows: { readRows: () => Promise.resolve([]) },
    },
    { current: undefined },
    { list: [] },
    () => defaultQuerySettings,
    () => [{ label: 'Start tagging', run: () => undefined }],
  );
}

/** Ends the last search that began. */
async function end(total = 0): Promise<void> {
  ends.at(-1)?.(total);
  await vi.advanceTimersByTimeAsync(0);
}

test('nothing is said to be found only once the rows were looked through', async () => {
  const search = openSearch();
  search.type('xq');
  expect(search.note).toBe(looking);
  await vi.advanceTimersByTimeAsync(300);
  expect(search.note).toBe(looking);
  await end();
  expect(search.note).toBe(nothing);
});

test('a search that was stopped ends nothing', async () => {
  const search = openSearch();
  search.type('xq');
  await vi.advanceTimersByTimeAsync(300);
  search.type('xqz');
  await vi.advanceTimersByTimeAsync(0);
  expect(search.note).toBe(looking);
  await vi.advanceTimersByTimeAsync(300);
  await end();
  expect(search.note).toBe(nothing);
});

test.each(['水', 'の', '말', 'ก', 'क', '𠮷', 'py'])('rows are searched for %s', async (text) => {
  openSearch().type(text);
  await vi.advanceTimersByTimeAsync(300);
  expect(needles).toEqual([text]);
});

test.each(['x', 'я', '7', '#', ' x '])('of %s alone one more letter is asked for', async (text) => {
  const search = openSearch();
  search.type(text);
  await vi.advanceTimersByTimeAsync(300);
  expect(needles).toEqual([]);
  expect(search.note).toBe('Type one more letter.');
  expect(search.news).toBe('Type one more letter.');
});

test('hits are told once typing pauses and the rows are counted', async () => {
  const search = openSearch();
  const heard: string[] = [];
  for (const text of ['s', 'st', 'sta', 'star']) {
    search.type(text);
    await vi.advanceTimersByTimeAsync(100);
    heard.push(search.news);
  }
  await vi.advanceTimersByTimeAsync(300);
  await end(1204);
  expect(heard).toEqual(['', '', '', '']);
  expect(search.news).toBe('1 action, 1,204 rows');
  search.type('start');
  expect(search.news).toBe('1 action, 1,204 rows');
  search.clear();
  await vi.advanceTimersByTimeAsync(300);
  expect(search.news).toBe('');
});

test('a search that takes long is told, and its end', async () => {
  const search = openSearch();
  search.type('xq');
  await vi.advanceTimersByTimeAsync(900);
  expect(search.news).toBe('');
  await vi.advanceTimersByTimeAsync(900);
  expect(search.news).toBe(looking);
  await end();
  expect(search.news).toBe(nothing);
});
