import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddingsServer, type EmbeddingsServer } from '../helpers/embeddings-server.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  makeFile,
  makeInstructions,
  openScreen,
  readFacts,
  readTable,
  waitForFacts,
  waitForTagged,
  type MadeFile,
} from './drive.ts';
import type { Locator, Page } from 'playwright-core';

const rowCount = 1500;
const became = /^([\d,]+) raw tags became ([\d,]+) tags, [\d.]+% fewer\.$/;

let app: OpenedApp;
let page: Page;
let server: EmbeddingsServer;

beforeAll(async () => {
  server = await startEmbeddingsServer({ allowOrigin: '*' });
  app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
  page = app.page;
  await chooseFiles(page, [makeInstructions('instructions.json', rowCount)]);
  await waitForTagged(page, rowCount);
  await openScreen(page, 'Normalise');
  await waitForFacts(page, became);
});

afterAll(async () => {
  await app.stop();
  await server.close();
});

test('a slider says what it would do while it moves, and does it when it is let go', async () => {
  const before = await readTagCount();
  const box = await slider('Seen at least').boundingBox();
  if (box === null) throw new Error('The slider is not on the screen.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 14, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, y, { steps: 4 });
  await waitForFacts(page, /^[\d,]+ raw tags would become ([\d,]+) tags/);
  await page.mouse.up();
  await expectTagCount().toBeLessThan(before);
  await undo(/^Undo: Keep tags seen at least/);
  await expectTagCount().toBe(before);
});

test('presets change everything, and going back brings everything back', async () => {
  const before = await readTagCount();
  await page.getByRole('button', { name: 'As in the paper', exact: true }).click();
  await expectTagCount().toBeLessThan(before);
  expect(await slider('Seen at least').inputValue()).toBe('20');
  await undo(/^Undo: Use the settings of the paper/);
  await expectTagCount().toBe(before);
  await page.getByRole('button', { name: /^Redo: Use the settings of the paper/ }).click();
  await expectTagCount().toBeLessThan(before);
  await undo(/^Undo: Use the settings of the paper/);
  await expectTagCount().toBe(before);
});

test('a decision holds under other settings, after a reload, and can be withdrawn', async () => {
  const before = await readTagCount();
  const [first, second] = await readLabels(2);
  await showList(/^Your decisions/);
  await chooseTag(first);
  await page.getByLabel(`New name for ${first}`).fill('<b>my own name</b>');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await page.getByText(`“${first}” is called “<b>my own name</b>”`).waitFor();
  await chooseTag('<b>my own name</b>');
  await page.getByLabel(`Tag to merge ${first} with`).fill(second);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await expectTagCount().toBe(before - 1);
  await page.getByRole('button', { name: 'As in the paper', exact: true }).click();
  await expectTagCount().toBeLessThan(before - 1);
  await showList(/^Your decisions/);
  await page.getByText(`“${first}” is called “<b>my own name</b>”`).waitFor();
  await undo(/^Undo: Use the settings of the paper/);
  await expectTagCount().toBe(before - 1);

  await page.reload();
  await waitForFacts(page, became);
  expect(await readTagCount()).toBe(before - 1);
  await showList(/^Your decisions/);
  await page.getByRole('button', { name: 'Withdraw decision 2' }).click();
  await expectTagCount().toBe(before);
  await page.getByRole('button', { name: 'Withdraw decision 1' }).click();
  await page.getByText('Nothing decided yet.').waitFor();
});

test('changes one right after the other all count, and are all taken back', async () => {
  const before = await readTagCount();
  const boxes = ['Join other spellings', 'Join same meanings', 'Find tags always together'].map((name) =>
    page.getByRole('checkbox', { name }),
  );
  // Without waiting between them, as a script or a quick hand would.
  await page.evaluate(() => {
    const inputs = document.querySelectorAll<HTMLInputElement>('fieldset legend input[type=checkbox]');
    [...inputs].slice(1).forEach((input) => input.click());
  });
  for (const box of boxes) await expect.poll(() => box.isChecked()).toBe(false);
  expect((JSON.parse(await save('Save recipe')) as { settings: unknown }).settings).toMatchObject({
    enabled: { frequency: true, rules: false, semantic: false, association: false },
  });
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+z');
  for (const box of boxes) await expect.poll(() => box.isChecked()).toBe(true);
  await expectTagCount().toBe(before);
});

test('a saved recipe, opened again, gives the same tags and says so', async () => {
  const before = await readTagCount();
  const recipe = await save('Save recipe');
  expect(JSON.parse(recipe)).toMatchObject({
    format: 'tagscape-recipe',
    version: 1,
    settings: { embedder: { kind: 'built-in' } },
    decisions: [],
  });
  await page.getByRole('button', { name: 'As in the paper', exact: true }).click();
  await expectTagCount().toBeLessThan(before);
  await openRecipe(makeFile('mine.json', recipe));
  await page.getByRole('heading', { name: 'mine.json is in force' }).waitFor();
  expect(await readTagCount()).toBe(before);
  const done = page.getByRole('region', { name: 'Recipe and map' });
  await done.getByText('the same, 0 changed, 0 new, 0 gone.').waitFor();
  await done.getByRole('button', { name: 'Close' }).click();
});

test('a recipe from a newer version is refused with a sentence, and nothing changes', async () => {
  const before = await readFacts(page);
  await openRecipe(makeFile('newer.json', JSON.stringify({ format: 'tagscape-recipe', version: 99 })));
  await page.getByText('The recipe has version 99; this TagScape reads up to version 1.').waitFor();
  await page.locator('.notice.error').getByRole('button', { name: 'Close' }).click();
  expect(await readFacts(page)).toBe(before);
});

test('notices that do not fit on the screen scroll, so that each can be read and closed', async () => {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 640, height: 240 });
  for (const version of [96, 97, 98, 99])
    await openRecipe(makeFile('newer.json', JSON.stringify({ format: 'tagscape-recipe', version })));
  const notices = page.locator('.notice.error');
  await expect.poll(() => notices.count()).toBe(4);
  for (let left = 4; left > 0; left--) {
    expect((await notices.first().boundingBox())?.y).toBeGreaterThan(0);
    await notices.first().getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => notices.count()).toBe(left - 1);
  }
  if (size !== null) await page.setViewportSize(size);
});

test('the map names every raw tag, in both forms', async () => {
  const [rawCount] = await waitForFacts(page, became);
  const table = (await save('Save map as CSV')).trim().split('\n');
  expect(table.length).toBe(rawCount + 1);
  const map = JSON.parse(await save('Save map as JSON')) as { map: unknown[] };
  expect(map.map.length).toBe(rawCount);
});

test('the ablation leaves each stage out in turn', async () => {
  const card = page.getByRole('region', { name: 'Each stage left out', exact: true }).first();
  await card.getByRole('button', { name: 'Work it out' }).click();
  await card.getByRole('button', { name: 'Work it out again' }).waitFor();
  const rows = await readTable(page, '[aria-label="Each stage left out"] table');
  expect(rows.map(([name]) => name)).toEqual([
    'all as set',
    'without setting rare tags aside',
    'without joining spellings',
    'without joining meanings',
    'without looking for rules',
  ]);
  expect(Number(rows[0][1].replaceAll(',', ''))).toBe(await readTagCount());
  expect(Number(rows[1][1].replaceAll(',', ''))).toBeGreaterThan(await readTagCount());
});

test('an embedding server is asked for the tags only, once chosen, and the recipe names it', async () => {
  expect(server.requests).toEqual([]);
  const card = page.getByRole('region', { name: 'What compares meanings' });
  await card.getByRole('button', { name: 'Choose another model …' }).click();
  await card.getByRole('button', { name: 'Embedding server' }).click();
  await card.getByLabel('Address').fill(server.baseUrl);
  await card.getByLabel('Model', { exact: true }).fill('letters');
  await card.getByRole('button', { name: 'Use this model' }).click();
  await card.getByText(`Tags become vectors by letters at ${server.baseUrl}, on this computer`).waitFor();
  // The form closes once the tags are worked out.
  await card.getByRole('button', { name: 'Choose another model …' }).waitFor();
  const sent = new Set(server.requests.flatMap(({ input }) => input));
  const raw = (await save('Save map as CSV')).trim().split('\n').length - 1;
  expect(sent.size).toBeGreaterThan(100);
  expect(sent.size).toBeLessThanOrEqual(raw + 1);
  expect(Math.max(...[...sent].map((text) => text.length))).toBeLessThan(120);
  expect(JSON.parse(await save('Save recipe'))).toMatchObject({
    settings: { embedder: { kind: 'openai-compatible', baseUrl: server.baseUrl, model: 'letters' } },
  });
  const asked = server.requests.length;
  await undo(/^Undo: Compare meanings by letters/);
  await card.getByText('Tags become vectors by the built-in encoder').waitFor();
  await page.getByRole('button', { name: /^Redo: Compare meanings by letters/ }).click();
  await card.getByText('Tags become vectors by letters').waitFor();
  // Vectors that were made once are kept.
  expect(server.requests.length).toBe(asked);
  await undo(/^Undo: Compare meanings by letters/);
  await card.getByText('Tags become vectors by the built-in encoder').waitFor();
});

/** A fresh worker reads the rows again first. */
function expectTagCount(): ReturnType<typeof expect.poll<number>> {
  return expect.poll(readTagCount, { timeout: 15_000 });
}

async function readTagCount(): Promise<number> {
  const [, count] = await waitForFacts(page, became);
  return count;
}

function slider(name: string): Locator {
  return page.getByRole('slider', { name });
}

async function undo(name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
}

async function showList(name: RegExp): Promise<void> {
  await page.getByRole('group', { name: 'Stage' }).getByRole('button', { name }).click();
}

async function chooseTag(label: string): Promise<void> {
  await page.getByLabel('Find a tag to change').fill(label);
}

/** Some labels that are not in any group, the most frequent first. */
async function readLabels(count: number): Promise<string[]> {
  const map = JSON.parse(await save('Save map as JSON')) as {
    readonly map: readonly { readonly raw: string; readonly tag: string | null }[];
  };
  return map.map
    .filter(({ raw, tag }) => raw === tag)
    .slice(0, count)
    .map(({ raw }) => raw);
}

async function save(name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

async function openRecipe(file: MadeFile): Promise<void> {
  await page.getByLabel('Recipe file').setInputFiles(file);
}
