import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import {
  chooseFiles,
  dataFolder,
  expectEachRowOnce,
  makeFile,
  openScreen,
  readStored,
  readStretches,
  readUntil,
  waitForTagged,
} from './drive.ts';

const realPath = join(dataFolder, 'instruction_wild/user_3.jsonl');
const hasReal = existsSync(realPath);
if (!hasReal) console.log(`${realPath} is absent: a made file stands in for it.`);

const markup = '<img src=x onerror="document.title=1">';
const hard = `{"instruction": "${markup} \u202Eand back"}`;
const made = makeFile(
  'made.jsonl',
  [
    '{"instruction":"Write a poem about the sea"}',
    hard,
    '{"instruction":"Name three rivers", "score": NaN}',
    '{"instruction":"Boil\n{an} egg"}',
    '{"instruction":"Sort a list in Python"}\n',
  ].join('\n'),
);

let app: OpenedApp;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.stop());

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function readSource(name: string): Promise<Record<string, unknown>> {
  const sources = await readStored(app.page, 'sources');
  return sources.find((source) => source['name'] === name) ?? {};
}

test('rows set aside are shown harmlessly, repaired by hand and together, and tagged', async () => {
  const { page } = app;
  await chooseFiles(page, [made]);
  await waitForTagged(page, 2);
  await openScreen(page, 'Sources');
  const card = page.getByRole('article', { name: 'made.jsonl' });
  const list = card.getByRole('region', { name: 'Rows set aside from made.jsonl' });
  await card.getByText('4 rows set aside').click();
  await list.getByText('6 rows in the file: 2 read, 4 set aside.').waitFor();
  const group = list.locator('details.group', { hasText: 'where a comma or } belongs' });
  await group.locator('summary').first().click();
  await group.getByText(`${markup} [U+202E]and back`).waitFor();
  expect(await group.locator('img').count()).toBe(0);
  await loadAxe(page);
  expect(await findFaults(page)).toEqual([]);

  await group.getByRole('button', { name: 'Edit line 2' }).press('Enter');
  const editor = group.getByRole('textbox', { name: 'Text of line 2' });
  expect(await editor.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await editor.inputValue()).toBe(hard);
  const use = group.getByRole('button', { name: 'Use this' });
  await group.getByText('Not valid JSON at character').last().waitFor();
  expect(await use.getAttribute('aria-disabled')).toBe('true');
  await editor.press('Escape');
  const edit = group.getByRole('button', { name: 'Edit line 2' });
  expect(await edit.evaluate((element) => element === document.activeElement)).toBe(true);
  await edit.press('Enter');
  await editor.fill('{"instruction":"Explain what an image tag is"}');
  await group.getByText('This is a whole record.').waitFor();
  await use.press('Enter');
  await page.getByText('1 row repaired and added at the end of made.jsonl.').waitFor();
  await waitForTagged(page, 3);
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);

  await list.getByRole('button', { name: 'Repair 3 rows' }).click();
  await page.getByText('3 rows repaired and joined into 2 rows, added at the end of made.jsonl.').waitFor();
  await waitForTagged(page, 5);
  await list.getByText('6 rows in the file: 2 read, 4 repaired, 0 set aside.').waitFor();
  expect(await readSource('made.jsonl')).toMatchObject({
    recordCount: 5,
    quarantinedCount: 0,
    repairs: { recordCount: 3, rowCount: 4 },
  });
  expectEachRowOnce(await readStretches(page), 5);

  const saving = page.waitForEvent('download');
  await list.getByRole('button', { name: 'Save them as a file' }).click();
  const saved = readFileSync(await (await saving).path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(saved.map((line): unknown => JSON.parse(line))).toMatchObject([
    { source: 'made.jsonl', line: 2, text: hard, repairedAsRow: 3 },
    { line: 3, repairedAsRow: 4 },
    { line: 4, text: '{"instruction":"Boil', repairedAsRow: 5 },
    { line: 5, text: '{an} egg"}', repairedAsRow: 5 },
  ]);

  await list.getByRole('button', { name: 'Take back the last repair (2 rows)' }).press('Enter');
  await page.getByText('The repair was taken back: 3 rows of made.jsonl set aside again.').waitFor();
  await list.getByText('6 rows in the file: 2 read, 1 repaired, 3 set aside.').waitFor();
  await waitForTagged(page, 3);
  expectEachRowOnce(await readStretches(page), 3);
  const last = list.getByRole('button', { name: 'Take back the last repair (1 row)' });
  expect(await last.evaluate((element) => element === document.activeElement)).toBe(true);
  await list.getByRole('button', { name: 'Repair 3 rows' }).click();
  await waitForTagged(page, 5);
  await list.getByText('6 rows in the file: 2 read, 4 repaired, 0 set aside.').waitFor();
  expectEachRowOnce(await readStretches(page), 5);
});

test.skipIf(!hasReal)(
  'all rows that user_3.jsonl of InstructionWild sets aside are repaired and kept',
  async () => {
    const { page } = app;
    const lines = readFileSync(realPath, 'utf8').trimEnd().split('\n');
    await chooseFiles(page, [realPath]);
    const card = page.getByRole('article', { name: 'user_3.jsonl' });
    await card.waitFor();
    const before = await readUntil(
      () => readSource('user_3.jsonl'),
      (source) => source['state'] === 'ready',
      30_000,
    );
    const read = Number(before['recordCount']);
    const setAside = Number(before['quarantinedCount']);
    expect(setAside).toBeGreaterThan(0);
    expect(read).toBe(lines.filter(isJson).length);
    await waitForTagged(page, 5 + read);
    await openScreen(page, 'Sources');
    await card.getByText(`${setAside} rows set aside`).click();
    const list = card.getByRole('region', { name: 'Rows set aside from user_3.jsonl' });
    await list.getByRole('button', { name: `Repair ${setAside} rows`, exact: true }).click();
    await page.getByText('at the end of user_3.jsonl.').waitFor();
    const after = await readSource('user_3.jsonl');
    const { repairs, recordCount } = after as { repairs: { recordCount: number }; recordCount: number };
    expect(after).toMatchObject({ quarantinedCount: 0, repairs: { rowCount: setAside } });
    expect(recordCount).toBe(read + repairs.recordCount);
    await waitForTagged(page, 5 + recordCount);
    await page.reload();
    await card.getByText(`${setAside} rows repaired`).waitFor();
    expect(await waitForTagged(page, 5 + recordCount)).toBe(5 + recordCount);
    expect(await readSource('user_3.jsonl')).toEqual(after);
    // A sketch of every block, and a profile of all rows.
    const profiles = await readUntil(
      () => readStored(page, 'profiles'),
      (found) => found.some((profile) => profile['recordCount'] === recordCount),
      60_000,
    );
    expect(profiles.map((profile) => profile['recordCount'])).toContain(recordCount);
  },
);
