import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countStored,
  deleteProject,
  expectEachRowOnce,
  makeInstructions,
  openScreen,
  readStretches,
  readUntil,
  waitForMap,
  waitForTagged,
} from './drive.ts';

test('of two tabs with one project one writes and the other follows, and they can change places', async () => {
  const app = await openApp();
  const first = app.page;
  await chooseFiles(first, [makeInstructions('one.json', 60)]);
  await waitForMap(first, 60);

  const second = await openSecondTab(app);
  await isFollowing(second, true);
  await waitForMap(second, 60);
  await openScreen(second, 'Sources');
  await chooseFiles(second, [makeInstructions('refused.json', 10, 60)]);
  await second.getByText(/Another tab has this project open\./).waitFor();
  expect(await countStored(second, 'sources')).toBe(1);

  await openScreen(first, 'Sources');
  await chooseFiles(first, [makeInstructions('two.json', 40, 100)]);
  await second.getByRole('article', { name: 'two.json' }).waitFor();
  await waitForTagged(second, 100);
  await waitForMap(second, 100);

  await second.getByRole('button', { name: 'Change it here instead' }).click();
  await isFollowing(second, false);
  await isFollowing(first, true);
  await openScreen(second, 'Sources');
  await chooseFiles(second, [makeInstructions('three.json', 20, 200)]);
  await waitForMap(first, 120);
  expect(await countStored(first, 'sources')).toBe(3);

  await second.close();
  await isFollowing(first, false);
  await openScreen(first, 'Sources');
  await chooseFiles(first, [makeInstructions('four.json', 10, 300)]);
  await waitForMap(first, 130);
  await app.stop();
});

test('a tagging goes over to the tab that takes the project, without a row lost or doubled', async () => {
  const app = await openApp({ cores: 2 });
  const first = app.page;
  await chooseFiles(first, [makeInstructions('many.json', 2000)]);
  await waitForTagged(first, 200);
  const second = await openSecondTab(app);
  await second.getByRole('button', { name: 'Change it here instead' }).click();
  await isFollowing(second, false);
  await waitForMap(second, 2000, 60_000);
  expectEachRowOnce(await readStretches(second), 2000);
  await app.stop();
});

test('a project that is deleted in one tab goes from the other, which shows the next one', async () => {
  const app = await openApp();
  const first = app.page;
  await chooseFiles(first, [makeInstructions('one.json', 20)]);
  await waitForMap(first, 20);
  const second = await openSecondTab(app);
  await waitForMap(second, 20);
  await deleteProject(first, 'My project');
  await second.getByText('“My project” was deleted in another tab.').waitFor();
  await isFollowing(second, true);
  await openScreen(first, 'Sources');
  await chooseFiles(first, [makeInstructions('two.json', 30)]);
  await waitForMap(second, 30);
  expect(await countStored(first, 'projects')).toBe(1);
  await app.stop();
});

async function openSecondTab({ context, url }: OpenedApp): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function isFollowing(page: Page, follows: boolean): Promise<void> {
  const banner = page.getByRole('region', { name: 'Open in another tab' });
  await readUntil(
    () => banner.count(),
    (count) => count === (follows ? 1 : 0),
    15_000,
  );
  expect(await banner.count()).toBe(follows ? 1 : 0);
}
