import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { chooseFiles, makeFile, openScreen, waitForTagged } from './drive.ts';
import type { Locator, Page } from 'playwright-core';

let app: OpenedApp;
let page: Page;
let field: Locator;
let news: Locator;

beforeAll(async () => {
  // What is left of 1280 x 900 at 200 %.
  app = await openApp({ context: { viewport: { width: 640, height: 450 } } });
  page = app.page;
  const rows = [
    '水を飲む',
    'Write about the Straße',
    ...Array.from({ length: 12 }, (_, row) => `Write a poem about the sea ${row}`),
  ];
  const records = rows.map((instruction) => ({ instruction, output: 'An answer about zebras.' }));
  await chooseFiles(page, [makeFile('rows.json', JSON.stringify(records))]);
  await waitForTagged(page, rows.length);
  await openScreen(page, 'Sources');
  field = page.getByRole('combobox', { name: 'Find a tag, a row, an action' });
  news = page.getByRole('search').getByRole('status');
});

beforeEach(() => field.fill(''));

afterAll(() => app.stop());

test.each([
  ['isComposing', { isComposing: true }],
  ['the code 229', { keyCode: 229 }],
])('the keys of an input method, told by %s, are left to it', async (_, sign) => {
  await field.fill('sea');
  await page.getByRole('option', { name: 'List 12 rows' }).waitFor();
  const active = await field.getAttribute('aria-activedescendant');
  const areLeft = await field.evaluate(
    (input, options) =>
      ['ArrowDown', 'Enter', 'Escape'].map((key) =>
        input.dispatchEvent(
          new KeyboardEvent('keydown', { key, ...options, bubbles: true, cancelable: true }),
        ),
      ),
    sign,
  );
  expect(areLeft).toEqual([true, true, true]);
  expect(await field.getAttribute('aria-activedescendant')).toBe(active);
  expect(await field.inputValue()).toBe('sea');
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
});

test('one character of a script without spaces finds its rows', async () => {
  await field.fill('水');
  await page.getByRole('option', { name: '水を飲む' }).waitFor();
});

test('each option that the arrows come to can be seen', async () => {
  await field.fill('po');
  await page.getByRole('option', { name: 'List 12 rows' }).waitFor();
  const list = page.getByRole('listbox', { name: 'Search results' }).locator('..');
  expect(
    await list.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
  ).toBeGreaterThan(32);
  const count = await page.getByRole('option').count();
  for (let step = 0; step < count; step++) {
    const isSeen = await field.evaluate((input) => {
      const option = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
      if (option?.getAttribute('aria-selected') !== 'true') return false;
      const { left, top, bottom, height } = option.getBoundingClientRect();
      const middle = document.elementFromPoint(left + 20, top + height / 2);
      return option.contains(middle) && top >= 0 && bottom <= innerHeight;
    });
    expect(isSeen, `option ${step}`).toBe(true);
    await field.press('ArrowDown');
  }
});

test('a screen reader is told the hits, and that nothing is found', async () => {
  await field.pressSequentially('strasse');
  await expect.poll(() => news.innerText()).toBe('1 row');
  await field.fill('zebras');
  await expect
    .poll(() => news.innerText())
    .toBe('Nothing found. Instructions are searched, answers are not. Try fewer letters.');
  await field.fill('');
  await expect.poll(() => news.textContent()).toBe('');
});
