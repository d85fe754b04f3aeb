import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countStored,
  dropFiles,
  makeInstructions,
  openProjectMenu,
  openScreen,
  readStored,
  readStretches,
  waitForMap,
} from './drive.ts';
import { pressOn, readFocus } from './keyboard.ts';
import type { Page } from 'playwright-core';

const copyPath = join(tmpdir(), `tagscape-e2e-${process.pid}.tagscape`);
const publishedName = `published-${process.pid}.tagscape`;
const publishedPath = join(projectFolder, 'dist', publishedName);

afterAll(() => {
  rmSync(copyPath, { force: true });
  rmSync(publishedPath, { force: true });
});

test('a project saved as a file is dropped into another browser and opens there with its tags', async () => {
  const app = await openWithoutPicker();
  await chooseFiles(app.page, [makeInstructions('first.json', 60)]);
  await waitForMap(app.page, 60);
  const stretches = await readStretches(app.page);
  await saveCopy(app.page);
  await app.stop();

  const other = await openWithoutPicker();
  const { page } = other;
  await dropFiles(page, [copyPath]);
  await page.getByRole('button', { name: 'Open it as a new project' }).click();
  await page.getByTitle('Project: My project 2').waitFor();
  await waitForMap(page, 60);
  expect((await readStretches(page)).map(({ rowCount }) => rowCount)).toEqual(
    stretches.map(({ rowCount }) => rowCount),
  );
  await other.stop();
});

test('a damaged project file is refused with a sentence, and nothing of it is left', async () => {
  const bytes = readFileSync(copyPath);
  bytes[Math.floor(bytes.length / 2)] ^= 0x40;
  const damagedPath = `${copyPath}.damaged`;
  writeFileSync(damagedPath, bytes);
  const app = await openWithoutPicker();
  const { page } = app;
  await openProjectMenu(page);
  await page.getByLabel('Project file', { exact: true }).setInputFiles(damagedPath);
  await page.getByText(/^This project file cannot be opened: .*damaged/).waitFor();
  await expect.poll(() => countStored(page, 'projects')).toBe(1);
  expect(await countStored(page, 'blocks')).toBe(0);
  rmSync(damagedPath);
  await app.stop();
});

test('a published project opens from its link, is not changed, and becomes one’s own when it is saved', async () => {
  writeFileSync(publishedPath, readFileSync(copyPath));
  const app = await openApp({ address: `?project=${publishedName}` });
  const { page } = app;
  await page.getByText('You are looking at a published project').waitFor();
  await waitForMap(page, 60);
  expect(await readStored(page, 'projects')).toMatchObject([{ state: 'visiting', name: 'My project' }]);

  await openScreen(page, 'Sources');
  await chooseFiles(page, [makeInstructions('more.json', 20, 60)]);
  await page.getByText('This is a published project; save a copy to change it.').waitFor();
  expect(await countStored(page, 'sources')).toBe(1);

  const [{ id }] = await readStored(page, 'projects');
  await page.reload();
  await page.getByText('You are looking at a published project').waitFor();
  expect(await readStored(page, 'projects')).toMatchObject([{ id }]);

  await page.getByRole('button', { name: 'Save a copy to this browser' }).click();
  await page.getByText('“My project” is in this browser now and can be changed.').waitFor();
  expect(await page.getByText('You are looking at a published project').count()).toBe(0);
  expect(page.url()).not.toContain('project=');
  await openScreen(page, 'Sources');
  await chooseFiles(page, [makeInstructions('more.json', 20, 60)]);
  await waitForMap(page, 80);
  await app.stop();
});

test('a published project that another tab saves is followed from then on, and can be taken over by keyboard', async () => {
  const { app, first, second } = await openInTwoTabs();
  const published = second.getByRole('region', { name: 'Published project' });
  const following = second.getByRole('region', { name: 'Open in another tab' });
  await published.waitFor();
  expect(await countStored(second, 'projects')).toBe(1);

  await pressOn(first, 'Save a copy to this browser');
  await first.getByText('“My project” is in this browser now and can be changed.').waitFor();
  await expect.poll(() => readFocus(first)).toBe('main');
  await following.waitFor();
  await second.getByText('Another tab has saved “My project” to this browser.').waitFor();
  expect(await published.count()).toBe(0);
  expect(await first.getByRole('region', { name: 'Open in another tab' }).count()).toBe(0);
  expect(second.url()).not.toContain('project=');
  await openScreen(second, 'Sources');
  await chooseFiles(second, [makeInstructions('more.json', 20, 60)]);
  await second.getByText(/^Another tab has this project open\./).waitFor();

  await pressOn(second, 'Change it here instead');
  await second.getByText('“My project” can be changed in this tab now.').waitFor();
  await expect.poll(() => readFocus(second)).toBe('main');
  await chooseFiles(second, [makeInstructions('more.json', 20, 60)]);
  await waitForMap(second, 80);
  await first.getByRole('region', { name: 'Open in another tab' }).waitFor();
  expect(await readStored(second, 'projects')).toMatchObject([{ state: 'ready', name: 'My project' }]);
  await app.stop();
});

test('of two tabs that save one published project at once one gets it', async () => {
  const { app, first, second } = await openInTwoTabs();
  await waitForMap(second, 60);
  const save = 'button:text-is("Save a copy to this browser")';
  for (const page of [first, second]) await page.locator(save).waitFor();
  // One may be done before the other is asked to press; then there is no button any more.
  await Promise.all(
    [first, second].map((page) =>
      page.locator(save).evaluateAll((buttons: HTMLElement[]) => {
        for (const button of buttons) button.click();
      }),
    ),
  );
  const following = [first, second].map((page) => page.getByRole('region', { name: 'Open in another tab' }));
  await expect
    .poll(async () => (await Promise.all(following.map((banner) => banner.count()))).toSorted())
    .toEqual([0, 1]);
  for (const page of [first, second]) await expect.poll(() => page.locator(save).count()).toBe(0);
  expect(await readStored(first, 'projects')).toMatchObject([{ state: 'ready', name: 'My project' }]);
  await app.stop();
});

test('a published project that is not saved goes when another one is opened', async () => {
  writeFileSync(publishedPath, readFileSync(copyPath));
  const app = await openApp({ address: `?project=${publishedName}` });
  const { page } = app;
  await page.getByText('You are looking at a published project').waitFor();
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByTitle('Project: Project 1').waitFor();
  await expect.poll(() => countStored(page, 'projects')).toBe(1);
  await expect.poll(() => countStored(page, 'segments')).toBe(0);
  expect(page.url()).not.toContain('project=');
  await app.stop();
});

test('a link to what is no project, or to another site, says so and opens a project of one’s own', async () => {
  const app = await openApp({ address: '?project=index.html' });
  const { page } = app;
  await page.getByText(/is no TagScape project\./).waitFor();
  await page.getByTitle('Project: My project').waitFor();
  await page.goto(`${app.url}?project=https://example.org/x.tagscape`);
  await page.getByText(/this site opens only projects that lie on/).waitFor();
  await page.getByTitle('Project: My project').waitFor();
  await app.stop();
});

test('a project is saved into a folder by itself, and the file before it is kept', async () => {
  const app = await openApp();
  const { page } = app;
  // The browser's own private folder is a real one, and needs no window of the system to be chosen.
  await page.addInitScript(() => {
    window.showDirectoryPicker = () => navigator.storage.getDirectory();
  });
  await page.reload();
  await page.getByTitle(/^Project: /).waitFor();
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'Save into a folder by itself …' }).click();
  await page.getByText(/last saved today/).waitFor();
  expect(await listFolder(page)).toEqual(['My project.tagscape']);
  await page.getByRole('button', { name: 'Save now' }).click();
  await expect.poll(() => listFolder(page)).toEqual(['My project.previous.tagscape', 'My project.tagscape']);

  await page.reload();
  await openProjectMenu(page);
  await page.getByText(/last saved today/).waitFor();
  await page.getByRole('button', { name: 'Turn it off' }).click();
  await page.getByRole('button', { name: 'Save into a folder by itself …' }).waitFor();
  await app.stop();
});

test('a name that is taken gets a number, and a project goes only when its name is typed', async () => {
  const app = await openApp();
  const { page } = app;
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByTitle('Project: Project 2').waitFor();
  await openProjectMenu(page);
  const name = page.getByRole('textbox', { name: 'Name of this project' });
  await name.fill('my project');
  await name.press('Enter');
  await page.getByTitle('Project: my project 2').waitFor();
  await page
    .getByText('There is a project “my project” already, so this one is called “my project 2”.')
    .waitFor();
  await page.getByRole('button', { name: 'Delete this project …' }).click();
  const forGood = page.getByRole('button', { name: 'Delete for good' });
  expect(await forGood.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Type the project’s name to delete it').fill('my project 2');
  await forGood.click();
  await page.getByTitle('Project: My project', { exact: true }).waitFor();
  expect(await countStored(page, 'projects')).toBe(1);
  await app.stop();
});

/** The app in a browser that can only download, because no test can press buttons in a window of the system. */
async function openWithoutPicker(): Promise<OpenedApp> {
  const app = await openApp();
  await app.page.addInitScript(() => delete window.showSaveFilePicker);
  await app.page.reload();
  await app.page.getByTitle(/^Project: /).waitFor();
  return app;
}

async function saveCopy(page: Page): Promise<void> {
  await openProjectMenu(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a copy as a file …' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('My project.tagscape');
  await download.saveAs(copyPath);
}

function listFolder(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names.filter((name) => name.includes('.tagscape')).sort();
  });
}

/** Opens the published project, and its link in a second tab. */
async function openInTwoTabs(): Promise<{ app: OpenedApp; first: Page; second: Page }> {
  writeFileSync(publishedPath, readFileSync(copyPath));
  const app = await openApp({ address: `?project=${publishedName}` });
  const first = app.page;
  await waitForMap(first, 60);
  const second = await app.context.newPage();
  await second.goto(first.url());
  return { app, first, second };
}
