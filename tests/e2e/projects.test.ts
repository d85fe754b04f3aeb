import { expect, test } from 'vitest';
import { openApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countRows,
  countStored,
  deleteProject,
  expectEachRowOnce,
  exportFiles,
  makeFile,
  makeInstructions,
  openProjectMenu,
  openScreen,
  readStored,
  readStretches,
  textOf,
  waitForFacts,
  waitForMap,
  waitForTagged,
} from './drive.ts';
import type { Page } from 'playwright-core';

test('of two projects one is deleted with all its rows; the other stays as it was', async () => {
  const app = await openApp();
  const { page } = app;
  await chooseFiles(page, [makeInstructions('staying.json', 60)]);
  await waitForMap(page, 60);
  await openProjectMenu(page);
  const name = page.getByRole('textbox', { name: 'Name of this project' });
  await name.fill('Staying');
  await name.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByTitle('Project: Staying').waitFor();
  const stayingTags = textOf(await exportFiles(page, 'All tags'), 'tags.jsonl');

  await openProjectMenu(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByText('Drop files or folders here').waitFor();
  await page.getByTitle('Project: Project 2').waitFor();
  expect(await page.getByRole('article').count()).toBe(0);
  await chooseFiles(page, [
    makeInstructions('leaving.json', 80, 60),
    makeFile('ragged.csv', 'question,answer\nWhat is tea?,A drink\nToo few\nWhat is rye?,A grain\n'),
  ]);
  await waitForMap(page, 82);
  expect(countRows(await readStretches(page))).toBe(142);

  await switchTo(page, 'Staying', 'Project 2');
  await waitForMap(page, 60);
  await openScreen(page, 'Sources');
  await page.getByRole('article', { name: 'staying.json' }).waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.reload();
  await page.getByTitle('Project: Staying').waitFor();

  await switchTo(page, 'Project 2', 'Staying');
  await deleteProject(page, 'Project 2');
  await page.getByTitle('Project: Staying').waitFor();

  const [project] = await readStored(page, 'projects');
  expect(project).toMatchObject({ name: 'Staying' });
  expect(await readStored(page, 'sources')).toMatchObject([
    { name: 'staying.json', projectId: project['id'] },
  ]);
  expect(await readStored(page, 'runs')).toMatchObject([{ projectId: project['id'] }]);
  const derived = await readStored(page, 'derived');
  expect(derived.map(({ kind }) => kind)).toContain('results');
  expect(derived.filter(({ projectId }) => projectId !== project['id'])).toEqual([]);
  for (const store of ['projects', 'blocks', 'runs']) expect(await countStored(page, store)).toBe(1);
  expect(await countStored(page, 'quarantine')).toBe(0);
  expectEachRowOnce(await readStretches(page), 60);
  await waitForMap(page, 60);
  expect(textOf(await exportFiles(page, 'All tags'), 'tags.jsonl')).toBe(stayingTags);
  await app.stop();
});

test('a source that is removed leaves the rows of the others to choose from, without a complaint', async () => {
  const app = await openApp();
  const { page } = app;
  await chooseFiles(page, [makeInstructions('going.json', 1500), makeInstructions('staying.json', 40, 1500)]);
  await waitForMap(page, 1540);
  await openScreen(page, 'Sources');
  const card = page.getByRole('article', { name: 'going.json' });
  await card.getByRole('button', { name: 'Remove …' }).click();
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await openScreen(page, 'Select');
  await waitForFacts(page, /of 40 rows\./);
  await page
    .getByRole('region', { name: 'Rows kept' })
    .getByText(/staying\.json, row/)
    .first()
    .waitFor();
  expect(await page.locator('.notice.error').count()).toBe(0);
  await app.stop();
});

test('a project deleted in the middle of its tagging takes everything along', async () => {
  const app = await openApp({ cores: 2 });
  const { page } = app;
  await chooseFiles(page, [makeInstructions('leaving.json', 1600)]);
  await waitForTagged(page, 1);
  await deleteProject(page, 'My project');
  await chooseFiles(page, [makeInstructions('fresh.json', 50)]);
  await waitForMap(page, 50);
  expectEachRowOnce(await readStretches(page), 50);
  for (const store of ['projects', 'sources', 'blocks', 'runs'])
    expect(await countStored(page, store)).toBe(1);
  expect(await page.locator('.notice.error').allInnerTexts()).toEqual([]);
  await app.stop();
});

test('a project left in the middle of its tagging goes on when it is opened again', async () => {
  const app = await openApp({ cores: 2 });
  const { page } = app;
  await chooseFiles(page, [makeInstructions('first.json', 1600)]);
  await waitForTagged(page, 1);
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByText('Drop files or folders here').waitFor();
  await chooseFiles(page, [makeInstructions('second.json', 50)]);
  await waitForMap(page, 50);
  await switchTo(page, 'My project', 'Project 2');
  expect(await waitForTagged(page, 1600)).toBe(1600);
  await waitForMap(page, 1600);
  await app.stop();
});

test('the theme that was chosen survives a reload', async () => {
  const app = await openApp({ context: { colorScheme: 'light' } });
  const { page } = app;
  const html = page.locator('html');
  const button = page.getByRole('button', { name: /^Theme: / });
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', { name: /^Theme: as the device says/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  await expect.poll(() => html.getAttribute('data-theme')).toBe('dark');
  const dark = await ground();
  await page.reload();
  await button.waitFor();
  expect(await html.getAttribute('data-theme')).toBe('dark');
  expect(await ground()).toBe(dark);
  await button.click();
  await expect.poll(() => html.getAttribute('data-theme')).toBe('light');
  expect(await ground()).not.toBe(dark);
  await app.stop();
});

test('other columns chosen for a table drop its tags and make new ones, and only its', async () => {
  const app = await openApp();
  const { page } = app;
  const subjects = ['the moon', 'bread', 'a bicycle', 'prime numbers', 'the heart', 'glass'];
  const lines = subjects.flatMap((subject) => [
    `Explain how ${subject} works,Write a Python function about ${subject}`,
    `Describe ${subject} to a child,Write a Python class for ${subject}`,
  ]);
  await chooseFiles(page, [
    makeFile('table.csv', `question,other\n${lines.join('\n')}\n`),
    makeInstructions('staying.json', 40),
  ]);
  await waitForMap(page, 52);
  const before = tagsBySource(textOf(await exportFiles(page, 'All tags'), 'tags.jsonl'));
  const replies = await readStored(page, 'segments');

  await openScreen(page, 'Sources');
  const card = page.getByRole('article', { name: 'table.csv' });
  await card.getByText('What the tagger sees', { exact: true }).click();
  await expect.poll(() => card.locator('pre').first().innerText()).toBe('Explain how the moon works');
  await card.getByRole('checkbox', { name: 'question', exact: true }).uncheck();
  await card.getByRole('checkbox', { name: 'other', exact: true }).check();
  await expect
    .poll(() => card.locator('pre').first().innerText())
    .toBe('Write a Python function about the moon');
  await card.getByRole('button', { name: 'Use these columns' }).click();

  // Old results have as many rows; the basis of new ones names the table's next revision with its 12 rows.
  await expect.poll(async () => readResultsBasis(page), { timeout: 30_000 }).toMatch(/ \d+\.1:12 /);
  await waitForMap(page, 52);
  const after = tagsBySource(textOf(await exportFiles(page, 'All tags'), 'tags.jsonl'));
  const [old, fresh] = [before.get('table.csv') ?? [], after.get('table.csv') ?? []];
  expect(fresh.length).toBe(12);
  expect(old.filter((tags) => /python/i.test(tags)).length).toBe(0);
  expect(fresh.filter((tags) => /python/i.test(tags)).length).toBe(12);
  const [table] = await readStored(page, 'sources');
  expect(table).toMatchObject({ name: 'table.csv', revision: 1 });
  const ofOthers = (stored: Record<string, unknown>): boolean => stored['sourceId'] !== table['id'];
  expect(replies.filter(ofOthers).length).toBeGreaterThan(0);
  expect((await readStored(page, 'segments')).filter(ofOthers)).toEqual(replies.filter(ofOthers));
  expect(countRows(await readStretches(page))).toBe(52);
  await app.stop();
});

/** What the stored results were computed from. */
async function readResultsBasis(page: Page): Promise<string> {
  const derived = await readStored(page, 'derived');
  return String(derived.find(({ kind }) => kind === 'results')?.['basis']);
}

async function switchTo(page: Page, name: string, from: string): Promise<void> {
  await page.getByTitle(`Project: ${from}`).waitFor();
  await openProjectMenu(page);
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByTitle(`Project: ${name}`).waitFor();
}

/** The tags of each row, joined, by source. */
function tagsBySource(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.trimEnd().split('\n')) {
    const { source, tags } = JSON.parse(line) as { source: string; tags: string[] };
    found.set(source, [...(found.get(source) ?? []), tags.join(', ')]);
  }
  return found;
}
