import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import {
  chooseFiles,
  exportFiles,
  keepAllRows,
  makeFile,
  openScreen,
  readTable,
  textOf,
  waitForFacts,
  waitForMap,
} from './drive.ts';
import type { Locator } from 'playwright-core';

const classes = ['booking', 'refund', 'greeting'];
const lines = Array.from(
  { length: 30 },
  (_, row) => `${classes[row % 3]},"Please help me with table ${row}, the one by the window"`,
);
const table = lines.map((line) => `${line}\r\n`).join('');

let app: OpenedApp;
let card: Locator;

beforeAll(async () => {
  app = await openApp();
  card = app.page.getByRole('article', { name: 'messages.csv' });
  await chooseFiles(app.page, [makeFile('messages.csv', table)]);
  await waitForMap(app.page, 30);
  await openScreen(app.page, 'Sources');
  await card.getByText('What the tagger sees').click();
});

afterAll(() => app.stop());

test('a table without a line of names keeps its first line, and a person can say that it names the columns', async () => {
  expect(await card.locator('.facts').innerText()).toMatch(/^30 rows · .*first line read as a row/s);
  await card.getByRole('button', { name: 'It names the columns' }).click();
  await app.page.getByText('The first line of messages.csv names the columns now.').waitFor();
  await card.getByText(/^29 rows/).waitFor();
  expect(await columnsOf(card)).toEqual(['booking', 'Please help me with table 0, the one by the window']);
  await waitForMap(app.page, 29);

  await openScreen(app.page, 'Sources');
  await card.getByText('What the tagger sees').click();
  await card.getByRole('button', { name: 'It is a row' }).click();
  await card.getByText(/^30 rows/).waitFor();
  expect(await columnsOf(card)).toEqual(['column 1', 'column 2']);
  const shown = card.getByRole('list', { name: 'First rows as the tagger sees them' }).locator('pre');
  expect(await shown.first().innerText()).toBe('Please help me with table 0, the one by the window');
  await loadAxe(app.page);
  expect(await findFaults(app.page)).toEqual([]);
});

test('a column chosen for tags gives its tags to the rows, and the export has the first line first again', async () => {
  const choice = card.getByLabel('Tags that came with the rows stand in');
  await choice.selectOption('column 1');
  await card.getByRole('button', { name: 'Use these tags' }).click();
  await openScreen(app.page, 'Explore');
  await waitForFacts(app.page, /^(3) tags on 30 rows\./);
  await openScreen(app.page, 'Compare');
  const [[name, rows, tags]] = await readTable(app.page, 'section[aria-label="Numbers per source"]');
  expect([name, rows, tags]).toEqual(['messages.csv', '30', '3']);

  await keepAllRows(app.page, 30);
  const files = await exportFiles(app.page, 'Selected rows');
  const expected = lines.map((line, row) => `${line},${classes[row % 3]}\r\n`).join('');
  expect(textOf(files, 'messages.selected.csv')).toBe(expected);
});

async function columnsOf(source: Locator): Promise<string[]> {
  const names = await source.locator('fieldset label').allInnerTexts();
  return names.map((name) => name.trim());
}

test('a conversation can be chosen, with the roles that ask, and read as it was found again', async () => {
  const { page } = app;
  const turns = (answer: string): object[] => [
    { role: 'USER_TURN', content: 'Write a poem about the sea' },
    { role: 'bot', content: answer },
  ];
  const rows = Array.from({ length: 12 }, (_, row) => ({
    title: `Talk ${row}`,
    talk: turns(`Poem ${row}`),
  }));
  const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await openScreen(page, 'Sources');
  await chooseFiles(page, [makeFile('talks.jsonl', content)]);
  await waitForMap(page, 42);
  await openScreen(page, 'Sources');
  const talks = page.getByRole('article', { name: 'talks.jsonl' });
  await talks.getByText('What the tagger sees').click();
  const shown = talks.getByRole('list', { name: 'First rows as the tagger sees them' }).locator('pre');
  await talks.getByRole('radio', { name: 'a conversation in “talk”' }).check();
  await expect.poll(() => shown.first().innerText()).toBe('Write a poem about the sea');
  await talks.getByRole('checkbox', { name: 'bot' }).check();
  await talks.getByRole('checkbox', { name: 'USER_TURN' }).uncheck();
  await expect.poll(() => shown.first().innerText()).toBe('Poem 0');
  await loadAxe(page);
  expect(await findFaults(page)).toEqual([]);
  await talks.getByRole('button', { name: 'Use this conversation' }).click();
  const back = talks.getByRole('button', { name: 'Read it as TagScape found it' });
  await back.click();
  await expect.poll(() => shown.first().innerText()).toBe('Talk 0');
  await talks.getByRole('button', { name: 'Use these columns' }).click();
  await back.waitFor({ state: 'detached' });
  await expect.poll(() => talks.getByRole('radio', { name: /^one instruction/ }).isChecked()).toBe(true);
});
