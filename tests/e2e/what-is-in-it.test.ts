import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import { chooseFiles, countStored, makeFile, makeInstructions, waitForTagged } from './drive.ts';

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
