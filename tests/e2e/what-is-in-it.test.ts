import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import { chooseFiles, countStored, makeFile, makeInstructions, waitForTagged } from './drive.ts';
import type { Locator } from 'playwright-core';

const poem = 'Write a long poem about the sea, the wind and the ships that never came back to the harbour';
const spider = 'How many legs does a spider have, and how many eyes?';

let app: OpenedApp;

beforeAll(async () => {
  app = await openApp();
  const rows = [poem, 'Boil an egg', `${poem}!`, `${poem} again`];
  const records = rows.map((instruction) => ({ instruction, input: '', output: 'As you wish.' }));
  await chooseFiles(app.page, [
    makeFile('doubles.json', JSON.stringify(records)),
    makeInstructions('plain.json', 40),
  ]);
  await app.page.getByRole('status').getByText('2 files were added: 44 rows.').waitFor();
  await waitForTagged(app.page, 44);
  await app.page.locator('nav[aria-label=Screens] a[href="#/sources"]').click();
});

afterAll(() => app.stop());

test('after the tagging each source says its language and its duplicates', async () => {
  const card = app.page.getByRole('article', { name: 'doubles.json' });
  await card.getByText('3 rows with duplicates').waitFor({ timeout: 60_000 });
  await card.getByText('English 75.0%').waitFor();
  expect(await countStored(app.page, 'profiles')).toBe(2);
});

test('a count opens the rows behind it, side by side', async () => {
  const card = app.page.getByRole('article', { name: 'doubles.json' });
  await card.getByText('What is in it').click();
  await card.getByRole('button', { name: '1 row repeats an earlier one' }).click();
  const pairs = card.getByRole('region', { name: /^Repeated rows/ });
  await pairs.getByText('row 3').waitFor();
  expect(await pairs.locator('li .text').allInnerTexts()).toEqual([`${poem}!`, poem]);
  await pairs.getByRole('button', { name: 'Close' }).click();
});

test('the lengths have a table that says the same', async () => {
  const card = app.page.getByRole('article', { name: 'doubles.json' });
  const lengths = card.getByRole('region', { name: 'Lengths' });
  await lengths.getByRole('button', { name: 'Characters' }).click();
  await lengths.getByRole('button', { name: 'Show as table' }).click();
  const cells = await lengths.locator('tbody tr').allInnerTexts();
  expect(cells.map((row) => row.split(/\s*\t\s*/))).toEqual([
    ['8 to 15', '1', '4'],
    ['16 to 31', '0', '0'],
    ['32 to 63', '0', '0'],
    ['64 to 127', '3', '0'],
  ]);
});

test('questions of a benchmark are found, kept over a reload, and removed', async () => {
  const { page } = app;
  const lines = [poem, spider].map((turn) => JSON.stringify({ turns: [turn] }));
  await page
    .getByLabel('Choose question files')
    .last()
    .setInputFiles([makeFile('bench.jsonl', lines.join('\n'))]);
  const result = page.getByRole('region', { name: 'bench.jsonl' });
  await result.getByText('1 of 2 questions found').waitFor({ timeout: 30_000 });
  expect(await countStored(page, 'sources')).toBe(2);
  await page.reload();
  await result.getByRole('button', { name: '2 rows of doubles.json: same text' }).click();
  await result.getByText('Question of bench.jsonl').first().waitFor();
  await loadAxe(page);
  expect(await findFaults(page)).toEqual([]);
  await result.getByRole('button', { name: 'Remove' }).click();
  await result.waitFor({ state: 'detached' });
});

test('the names of many sources stay in sight while the table of overlaps scrolls, also by keyboard', async () => {
  const { page } = app;
  const files = Array.from({ length: 10 }, (_, index) =>
    makeInstructions(`a-set-with-a-long-name-${index}.json`, 4, 4 * index),
  );
  await page.setViewportSize({ width: 640, height: 450 });
  await chooseFiles(page, files);
  await page.getByRole('status').getByText('10 files were added: 40 rows.').waitFor();
  const table = page.getByRole('region', { name: 'Shares of the sources in each other' });
  const last = table.getByRole('rowheader', { name: '12 · a-set-with-a-long-name-9.json' });
  await last.waitFor({ timeout: 60_000 });
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
    'rows of ↓ that are in →',
    ...Array.from({ length: 12 }, (_, index) => String(index + 1)),
  ]);
  await table.press('End');
  await table.press('ArrowRight');
  await expect
    .poll(() => table.evaluate((box) => Math.min(box.scrollTop, box.scrollLeft)))
    .toBeGreaterThan(0);
  const place = await findBox(table);
  const corner = await findBox(table.getByRole('columnheader').first());
  expect(corner.x - place.x).toBeCloseTo(0, -1);
  expect((await findBox(last)).x - place.x).toBeCloseTo(0, -1);
  expect((await findBox(table.getByRole('columnheader', { name: '12' }))).y - place.y).toBeCloseTo(0, -1);
  expect(corner.y - place.y).toBeCloseTo(0, -1);
  const share = table.getByRole('button').first();
  // Chromium leaves alone what it takes to be seen in part, so as far from the first cell as can be.
  await table.evaluate((box) => box.scrollTo(box.scrollWidth, box.scrollHeight));
  await share.focus();
  const [cell, names] = [await findBox(share), await findBox(table.getByRole('columnheader').first())];
  expect(cell.x).toBeGreaterThanOrEqual(names.x + names.width);
  expect(cell.y).toBeGreaterThanOrEqual(names.y + names.height);
});

async function findBox(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return box;
}
