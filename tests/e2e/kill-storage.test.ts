import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/model/index.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  killPage,
  makeFile,
  openProjectMenu,
  readBlockRows,
  readStored,
  waitForTagged,
  type MadeFile,
} from './drive.ts';

/** `npm run eval:kills` sets 50; CI has no time for as many. */
const killCount = Number(process.env['TAGSCAPE_STORAGE_KILLS'] ?? 4);
const seed = Number(process.env['TAGSCAPE_SEED'] ?? 1);
const rowCount = 6000;

const kept = makeFile('kept.json', JSON.stringify([{ instruction: 'Write a poem about rain.' }]));

test(
  `an import whose page is killed ${killCount} times at random moments leaves all of a file or nothing, and the rest as it was`,
  async () => {
    const app = await openApp();
    let { page } = app;
    await chooseFiles(page, [kept]);
    await waitForTagged(page, 1);
    const before = await readKept(page);
    const random = createRandom(seed);
    for (let kill = 0; kill < killCount; kill++) {
      await chooseFiles(page, [makeLarge(kill)]);
      await page.waitForTimeout(random() * 600);
      page = await killPage(page);
      await page.getByRole('article', { name: 'kept.json' }).waitFor();
      await expectWholeSources(page);
      expect(await readKept(page)).toEqual(before);
    }
    const wholeCount = (await readStored(page, 'sources')).length - 1;
    await chooseFiles(page, [makeLarge(killCount)]);
    await page.getByRole('article', { name: `large-${killCount}.jsonl` }).waitFor();
    await expectWholeSources(page);
    expect((await readStored(page, 'sources')).length).toBe(wholeCount + 2);
    console.log(
      `${killCount} imports killed: ${wholeCount} of the files whole, the others gone without a trace`,
    );
    await app.stop();
  },
  60_000 + killCount * 15_000,
);

test(
  `opening a project file whose page is killed ${killCount} times at random moments leaves a whole project or nothing`,
  async () => {
    const app = await openFolderApp();
    let { page } = app;
    await chooseFiles(page, [makeLarge(0)]);
    await page.getByRole('article', { name: 'large-0.jsonl' }).waitFor();
    await saveIntoFolder(page);
    const copy = makeFile('copy.tagscape', await readFolderFile(page, 'My project.tagscape'));
    const random = createRandom(seed);
    for (let kill = 0; kill < killCount; kill++) {
      await openProjectMenu(page);
      await page.getByLabel('Project file', { exact: true }).setInputFiles([copy]);
      await page.waitForTimeout(random() * 1500);
      page = await killPage(page);
      await page.getByRole('article', { name: 'large-0.jsonl' }).waitFor();
      await expectWholeProjects(page);
    }
    const projectCount = (await readStored(page, 'projects')).length;
    await openProjectMenu(page);
    await page.getByLabel('Project file', { exact: true }).setInputFiles([copy]);
    await page.getByText(/ was opened from copy\.tagscape\./).waitFor();
    await expectWholeProjects(page);
    expect((await readStored(page, 'projects')).length).toBe(projectCount + 1);
    console.log(
      `${killCount} openings killed: ${projectCount - 1} projects whole, the others gone without a trace`,
    );
    await app.stop();
  },
  90_000 + killCount * 15_000,
);

test(
  `saving a project whose page is killed ${killCount} times at random moments leaves a whole file and the project as it was`,
  async () => {
    const app = await openFolderApp();
    let { page } = app;
    await chooseFiles(page, [makeLarge(0)]);
    await page.getByRole('article', { name: 'large-0.jsonl' }).waitFor();
    await saveIntoFolder(page);
    const random = createRandom(seed);
    for (let kill = 0; kill < killCount; kill++) {
      await openProjectMenu(page);
      await page.getByRole('button', { name: 'Save now' }).click();
      await page.waitForTimeout(random() * 800);
      page = await killPage(page);
      await page.getByRole('article', { name: 'large-0.jsonl' }).waitFor();
      await expectWholeProjects(page);
      expect(await countRecords(await readFolderFile(page, 'My project.tagscape'))).toBe(rowCount);
    }
    await app.stop();
  },
  90_000 + killCount * 15_000,
);

/** The browser's own private folder takes the place of one that a person chooses: it needs no window of the system. */
async function openFolderApp(): Promise<OpenedApp> {
  const app = await openApp();
  await app.context.addInitScript(() => {
    window.showDirectoryPicker = () => navigator.storage.getDirectory();
  });
  await app.page.reload();
  await app.page.getByTitle(/^Project: /).waitFor();
  return app;
}

async function saveIntoFolder(page: Page): Promise<void> {
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'Save into a folder by itself …' }).click();
  await page.getByText(/last saved today/).waitFor();
  await page.keyboard.press('Escape');
}

async function readFolderFile(page: Page, name: string): Promise<Buffer> {
  const text = await page.evaluate(async (fileName) => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(fileName)).getFile();
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 8192)
      binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(binary);
  }, name);
  return Buffer.from(text, 'base64');
}

/** Unpacks a project file, sums checked, and counts its records. */
async function countRecords(bytes: Buffer): Promise<number> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(bytes)), {
    checkSignature: true,
    useWebWorkers: false,
  });
  let count = 0;
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const text = await entry.getData(new TextWriter());
    if (!entry.filename.startsWith('records/')) continue;
    for (const line of text.trim().split('\n'))
      count += (JSON.parse(line) as { records: readonly unknown[] }).records.length;
  }
  await reader.close();
  return count;
}

/** Checks that every project is ready and its source whole, and that nothing lies about. */
async function expectWholeProjects(page: Page): Promise<void> {
  const projects = await readStored(page, 'projects');
  expect(projects.map(({ state }) => state)).toEqual(projects.map(() => 'ready'));
  const sources = await readStored(page, 'sources');
  expect(sources.map(({ projectId }) => projectId)).toEqual(projects.map(({ id }) => id));
  expect(sources.map(({ recordCount }) => recordCount)).toEqual(projects.map(() => rowCount));
  const rows = await readBlockRows(page);
  expect([...rows]).toEqual(sources.map(({ id, recordCount }) => [id, recordCount]));
}

/** About 4 MB, another file each time. */
function makeLarge(number: number): MadeFile {
  const lines = Array.from({ length: rowCount }, (_, row) =>
    JSON.stringify({
      instruction: `Sort shelf ${row} of ${number}.`,
      output: `It is sorted by size. `.repeat(28),
    }),
  );
  return makeFile(`large-${number}.jsonl`, lines.join('\n'));
}

/** Checks that every source is ready and has all of its rows, and that no rows lie about. */
async function expectWholeSources(page: Page): Promise<void> {
  const sources = await readStored(page, 'sources');
  expect(sources.map(({ name, state }) => [name, state])).toEqual(sources.map(({ name }) => [name, 'ready']));
  expect(sources.map(({ recordCount }) => recordCount)).toEqual([1, ...sources.slice(1).map(() => rowCount)]);
  const rows = await readBlockRows(page);
  expect([...rows]).toEqual(sources.map(({ id, recordCount }) => [id, recordCount]));
  expect(await readStored(page, 'quarantine')).toEqual([]);
}

/** The first source and what was tagged of it. */
async function readKept(page: Page): Promise<unknown> {
  const [source] = await readStored(page, 'sources');
  const segments = await readStored(page, 'segments');
  return { source, tags: segments.find(({ sourceId }) => sourceId === source['id'])?.['labels'] };
}
