import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openApp } from '../run/open-app.ts';
import { chooseFiles, makeFile, makeInstructions, openScreen, waitForTagged } from './drive.ts';
import { pressOn, readFocus, tabTo } from './keyboard.ts';

test('the project menu gives the focus back, and a change of project gives it to the new one', async () => {
  const app = await openApp();
  const { page } = app;
  await page.getByTitle('Project: My project').waitFor();
  await pressOn(page, /^My project/);
  await pressOn(page, 'Delete this project …');
  await expect.poll(() => readFocus(page)).toBe('Type the project’s name to delete it');
  await pressOn(page, 'Keep it');
  await expect.poll(() => readFocus(page)).toBe('Delete this project …');
  await page.keyboard.press('Escape');
  await expect.poll(() => readFocus(page)).toBe('My project ▾');

  await page.keyboard.press('Enter');
  await pressOn(page, 'New project');
  await page.getByTitle('Project: Project 2').waitFor();
  await expect.poll(() => readFocus(page)).toBe('main');

  await pressOn(page, /^Project 2/);
  await pressOn(page, 'My project');
  await page.getByTitle('Project: My project').waitFor();
  await expect.poll(() => readFocus(page)).toBe('main');

  await pressOn(page, /^My project/);
  await pressOn(page, 'Delete this project …');
  await page.keyboard.type('My project');
  await page.keyboard.press('Enter');
  await page.getByText('“My project” was deleted from this browser.').waitFor();
  await expect.poll(() => readFocus(page)).toBe('main');
  await app.stop();
});

test('a notice that is closed gives the focus to the next one, and the last one back', async () => {
  const app = await openApp({ address: '?project=javascript:1' });
  const { page } = app;
  const notices = page.locator('.notice');
  await notices.getByText('The link names a project under “javascript:”').waitFor();
  const damaged = makeFile('damaged.tagscape', 'PK');
  await page.getByLabel('Project file', { exact: true }).setInputFiles([damaged]);
  await expect.poll(() => notices.count()).toBe(2);
  await page.evaluate(() => document.querySelector<HTMLElement>('[title^="Project: "]')?.focus());
  let before = '';
  const isOnNotice = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.closest('.notice') !== null);
  while (!(await isOnNotice())) {
    before = await readFocus(page);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect.poll(() => notices.count()).toBe(1);
  expect(await isOnNotice()).toBe(true);
  expect(await readFocus(page)).toBe('Close');
  await page.keyboard.press('Enter');
  await expect.poll(() => notices.count()).toBe(0);
  expect(before).not.toBe('BODY');
  expect(await readFocus(page)).toBe(before);
  await app.stop();
});

test('a source that is removed leaves the focus to the next one, and the last one to the one before', async () => {
  const app = await openApp({ context: { viewport: { width: 1000, height: 500 } } });
  const { page } = app;
  const names = ['a.json', 'b.json', 'c.json', 'd.json'];
  await chooseFiles(
    page,
    names.map((name, place) => makeInstructions(name, 5, 5 * place)),
  );
  await waitForTagged(page, 20);
  await openScreen(page, 'Sources');
  // Till no button says that the tagging has to be paused first.
  await expect.poll(() => page.getByText('Pause the tagging to remove it.').count()).toBe(0);
  await page.getByRole('article', { name: 'c.json' }).getByRole('button', { name: 'Remove …' }).focus();
  for (const [name, next] of [
    ['c.json', 'd.json'],
    ['d.json', 'b.json'],
  ]) {
    await page.keyboard.press('Enter');
    await tabTo(page, 'Remove');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name }).waitFor({ state: 'detached' });
    await expect.poll(() => readFocusedSource(page)).toBe(`${next}: Remove …, in sight`);
  }
  await app.stop();
});

/** The source whose control has the focus, the control, and whether it can be seen without scrolling. */
function readFocusedSource(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const name = focused?.closest('article')?.getAttribute('aria-label') ?? '';
    const { top = -1, bottom = -1 } = focused?.getBoundingClientRect() ?? {};
    const isSeen = top >= 0 && bottom <= innerHeight;
    return `${name}: ${focused?.textContent.trim() ?? ''}, ${isSeen ? 'in sight' : 'out of sight'}`;
  });
}
