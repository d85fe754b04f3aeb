import { expect, test } from 'vitest';
import { openApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countRows,
  countStored,
  expectEachRowOnce,
  exportFiles,
  makeFile,
  makeInstructions,
  openScreen,
  readStored,
  readStretches,
  readTaggedCount,
  textOf,
  waitForMap,
  waitForTagged,
  type StoredStretch,
} from './drive.ts';
import type { Page } from 'playwright-core';

const rowCount = 3400;
// After a stop, up to 800 rows in work are still finished: two calls for each core.
const cores = 2;
const file = makeInstructions('rows.json', rowCount);

test('a tagging broken off by a reload, a closed page or the pause button goes on; the tags are those of a quiet run', async () => {
  const app = await openApp({ cores });
  let { page } = app;
  await chooseFiles(page, [file]);

  // The first reload comes before anything is stored.
  await page.getByRole('article', { name: 'rows.json' }).waitFor();
  let stored = await reload(page, []);
  for (const atLeast of [1, 700]) {
    await waitForTagged(page, atLeast);
    stored = await reload(page, stored);
  }

  await waitForTagged(page, 1200);
  await page.close();
  page = await app.context.newPage();
  await page.goto(app.url);
  stored = await expectNothingLost(page, stored);

  await waitForTagged(page, countRows(stored) + 1);
  await openScreen(page, 'Tag');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText('Not running. What is tagged is saved.').waitFor();
  stored = await expectNothingLost(page, stored);
  expect(await readTaggedCount(page)).toBe(countRows(stored));

  // A paused run stays paused, with what it has, until the button is pressed.
  await page.reload();
  const left = (rowCount - countRows(stored)).toLocaleString('en');
  const goOn = page.getByRole('button', { name: `Go on with ${left} rows`, exact: true });
  await goOn.waitFor();
  expect(await readStretches(page)).toEqual(stored);
  await goOn.click();
  expect(await waitForTagged(page, rowCount)).toBe(rowCount);
  expectEachRowOnce(await readStretches(page), rowCount);
  const tagCount = await waitForMap(page, rowCount);
  expect(await readStored(page, 'runs')).toMatchObject([{ state: 'done' }]);
  const tags = textOf(await exportFiles(page, 'All tags'), 'tags.jsonl');

  // What was worked out is read back after a reload, not made anew.
  await page.reload();
  expect(await waitForMap(page, rowCount)).toBe(tagCount);
  const jobs = await page.evaluate(() => performance.getEntriesByType('measure').map(({ name }) => name));
  expect(jobs).toEqual([]);
  await app.stop();

  const quiet = await openApp();
  await chooseFiles(quiet.page, [file]);
  await waitForMap(quiet.page, rowCount);
  expect(textOf(await exportFiles(quiet.page, 'All tags'), 'tags.jsonl')).toBe(tags);
  await quiet.stop();
});

test('a file added while another is tagged is tagged as well', async () => {
  const app = await openApp({ cores });
  const { page } = app;
  await chooseFiles(page, [makeInstructions('first.json', 1200)]);
  await waitForTagged(page, 1);
  expect(await readTaggedCount(page)).toBeLessThan(1200);
  await chooseFiles(page, [makeInstructions('second.json', 300, 1200)]);
  await page.getByRole('article', { name: 'second.json' }).waitFor();
  expect(await waitForTagged(page, 1500)).toBe(1500);
  await waitForMap(page, 1500);
  await app.stop();
});

test('an import that ends with its page leaves nothing behind, and can be done again', async () => {
  const app = await openApp();
  const { page } = app;
  const records = Array.from({ length: 60_000 }, (_, row) => ({ text: `Row ${row}. ${'long '.repeat(60)}` }));
  const big = makeFile('big.jsonl', records.map((record) => JSON.stringify(record)).join('\n'));
  await chooseFiles(page, [big]);
  await expect.poll(() => countStored(page, 'blocks'), { interval: 10 }).toBeGreaterThan(0);
  await page.reload();
  await page.getByText('Drop files or folders here').waitFor();
  await expect.poll(() => countStored(page, 'blocks')).toBe(0);
  expect(await countStored(page, 'sources')).toBe(0);
  await chooseFiles(page, [makeInstructions('small.json', 40)]);
  await waitForMap(page, 40);
  await app.stop();
});

/** Reloads in the middle of the tagging. */
async function reload(page: Page, before: readonly StoredStretch[]): Promise<StoredStretch[]> {
  await page.reload();
  return expectNothingLost(page, before);
}

/** What was stored is still stored, and more rows are still to come. */
async function expectNothingLost(page: Page, before: readonly StoredStretch[]): Promise<StoredStretch[]> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  const now = await readStretches(page);
  expect(now).toEqual(expect.arrayContaining([...before]));
  expect(countRows(now)).toBeLessThan(rowCount);
  return now;
}
