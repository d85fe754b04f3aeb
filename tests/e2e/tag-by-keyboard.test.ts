import { expect, test } from 'vitest';
import { startChatServer } from '../helpers/chat-server.ts';
import { openApp } from '../run/open-app.ts';
import { makeFile, readStored, waitForTagged } from './drive.ts';
import { pressOn, tabTo } from './keyboard.ts';
import type { Page } from 'playwright-core';

const rowCount = 40;
const file = makeFile(
  'garden.jsonl',
  Array.from({ length: rowCount }, (_, index) =>
    JSON.stringify({ instruction: `Plant ${index}: when does it flower, and how much water does it need?` }),
  ).join('\n'),
);

test('rows are tagged with a language model, and mended, by the keyboard alone; the focus is never lost', async () => {
  let isHelpful = false;
  let isSlow = false;
  const server = await startChatServer({
    allowOrigin: '*',
    misbehave: async () => {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 400));
      return false;
    },
    write: ({ messages }) => {
      const plant = Number(/Plant (\d+)/.exec(messages?.at(-1)?.content ?? '')?.[1] ?? 0);
      return !isHelpful && plant % 10 === 0 ? 'I would rather not.' : '{"tags":["gardening","watering"]}';
    },
  });
  const app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
  const { page } = app;
  const { keyboard } = page;

  const opening = page.waitForEvent('filechooser');
  await pressOn(page, 'Choose files');
  await (await opening).setFiles([file]);
  await waitForTagged(page, rowCount);
  expect(await isFocusKept(page)).toBe(true);

  // A tagger that lacks something is not started from elsewhere: its screen comes up and says what is missing.
  await pressOn(page, /^Tag\b/, 'a');
  for (const name of ['Graphics card', 'Browser’s own', 'Batch file', 'Built-in tagger', 'GGUF file']) {
    await pressOn(page, name);
    expect(await nameOfFocused(page)).toBe(name);
  }
  await pressOn(page, /^Sources\b/, 'a');
  await startFromSearch(page);
  await page.getByRole('heading', { level: 1, name: 'Tag', exact: true }).waitFor();
  expect(await isFocusKept(page)).toBe(true);
  const start = page.getByRole('button', { name: `Tag ${rowCount} rows` });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  expect(await readDescription(page, `Tag ${rowCount} rows`)).toBe('Choose a GGUF file first.');

  await pressOn(page, 'Server');
  await fill(page, 'Address', server.baseUrl);
  await fill(page, 'Model', 'tiny');
  await pressOn(page, /^Prompt\b/, 'summary');
  await tabTo(page, /^What the model is told/, 'textarea');
  await keyboard.press('ControlOrMeta+End');
  await keyboard.type(' Prefer short tags.');
  await keyboard.press('Tab');
  await page.locator('details pre').getByText('Prefer short tags.').waitFor();
  expect(await isFocusKept(page)).toBe(true);

  await pressOn(page, /^Try and compare\b/, 'summary');
  await pressOn(page, 'Try on 5 rows');
  await page.getByText('seconds a row', { exact: false }).waitFor();
  expect(await nameOfFocused(page)).toBe('Try on 5 rows');
  await pressOn(page, 'Set this tagger aside to compare');
  expect(await nameOfFocused(page)).toBe('Compare tiny with it');
  await pressOn(page, 'Forget it');
  expect(await nameOfFocused(page)).toBe('Set this tagger aside to compare');

  // The chosen tagger is started from elsewhere, not the built-in one.
  isSlow = true;
  await pressOn(page, /^Sources\b/, 'a');
  await startFromSearch(page);
  await page.getByRole('button', { name: 'Pause: Tagging' }).waitFor();
  await pressOn(page, /^Tag\b/, 'a');
  await page.getByText('rows a second', { exact: false }).waitFor();
  await pressOn(page, 'Pause');
  await page.getByText('Not running. What is tagged is saved.').waitFor();
  expect(await nameOfFocused(page)).toMatch(/^Go on with \d+ rows$/);
  isSlow = false;
  await keyboard.press('Enter');
  await page.getByText('Done', { exact: true }).waitFor({ timeout: 30_000 });
  expect(await isFocusKept(page)).toBe(true);
  expect((await readStored(page, 'runs')).map(({ tagger, state }) => [tagger, state])).toEqual([
    ['built-in', 'done'],
    ['local-server', 'done'],
  ]);

  isHelpful = true;
  await tabTo(page, 'Failed rows');
  await keyboard.press('ArrowDown');
  await keyboard.press('r');
  await page.getByRole('heading', { name: '3 rows without a usable answer' }).waitFor();
  expect(await nameOfFocused(page)).toBe('Failed rows');
  await pressOn(page, 'Ask this row again');
  await page.getByRole('heading', { name: '2 rows without a usable answer' }).waitFor();
  await expect.poll(() => nameOfFocused(page)).toBe('Ask this row again');
  await pressOn(page, 'Ask all again');
  await page.getByRole('region', { name: 'Rows without tags' }).waitFor({ state: 'detached' });
  expect(await isFocusKept(page)).toBe(true);

  await pressOn(page, /^Plant \d+/, '[aria-label="Latest rows"] button');
  await pressOn(page, 'Correct the tags');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('gardening, flowers');
  await keyboard.press('Enter');
  await page.getByText('corrected by hand').first().waitFor();
  expect(await nameOfFocused(page)).toBe('Correct the tags');
  expect(await readStored(page, 'corrections')).toMatchObject([{ tags: ['gardening', 'flowers'] }]);
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  expect(await nameOfFocused(page)).toBe('Correct the tags');
  await pressOn(page, 'Back to the tagger’s own');
  await page.getByText('corrected by hand').first().waitFor({ state: 'detached' });
  expect(await nameOfFocused(page)).toBe('Correct the tags');

  await app.stop();
  await server.close();
});

async function startFromSearch(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('start tag');
  await page.keyboard.press('Enter');
}

async function fill(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label, 'input');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

function isFocusKept(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement !== document.body);
}

function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return (focused?.getAttribute('aria-label') ?? focused?.textContent ?? '').trim();
  });
}

/** What a screen reader says about a button besides its name. */
function readDescription(page: Page, name: string): Promise<string | undefined> {
  return page.getByRole('button', { name, exact: true }).evaluate((button) => {
    const id = button.getAttribute('aria-describedby') ?? '';
    return document.getElementById(id)?.textContent?.trim();
  });
}
