import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  exportFiles,
  keepAllRows,
  makeFile,
  makeInstructions,
  openScreen,
  textOf,
  waitForMap,
} from './drive.ts';
import type { Page } from 'playwright-core';

const markup = '<img src=x onerror="document.title=\'taken over\'">';
const formula = '=HYPERLINK("http://127.0.0.1/?"&A1,"Explain recursion in Python")';
// So that tags are left after the rare ones are set aside.
const fillerCount = 60;
// Turns the letters after it around, so that a name or text looks like another.
const turned = '\u202Eevil\u202C';

const table = [
  ['question', '__proto__', 'constructor', '=1+1'],
  [formula, '{"polluted": "yes"}', 'x', '@SUM(A1)'],
  [`${markup} Write a poem about ${turned} rain`, 'y', '-2.5', '\tTab'],
];
const csv = table.map((fields) => fields.map(quote).join(',')).join('\r\n') + '\r\n';
const lines = [
  `{"instruction": "${turned} Translate this into French", "__proto__": {"polluted": "yes"}, "output": "=1+1"}`,
  `{"instruction": ${JSON.stringify(`${markup} Sort a list`)}, "constructor": {"prototype": {"polluted": "yes"}}, "output": "+cmd"}`,
];

describe('hostile content', () => {
  let app: OpenedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await openScreen(page, 'Sources');
    await chooseFiles(page, [
      makeInstructions('filler.json', fillerCount),
      makeFile('danger.csv', csv),
      makeFile('invoice\u202Eexe.jsonl', `${lines.join('\n')}\n`),
    ]);
    await page.getByRole('article').nth(2).waitFor();
  });

  afterAll(() => app.stop());

  test('is shown as text on Sources, in the list of rows and beside them', async () => {
    const card = page.getByRole('article', { name: 'danger.csv', exact: true });
    await card.getByText('What the tagger sees', { exact: true }).click();
    await expect.poll(() => card.locator('pre').allInnerTexts()).toContain(formula);
    await expectHarmless(page);
    await waitForMap(page, fillerCount + 4);
    const search = page.getByRole('combobox', { name: 'Find a tag, a row, an action' });
    for (const [words, shown] of [
      ['HYPERLINK', formula],
      ['onerror', markup],
      ['French', turned],
    ]) {
      await search.fill(words);
      await page.getByRole('option').filter({ hasText: shown }).first().click();
      const row = page.getByRole('complementary', { name: 'Selection' }).getByRole('article');
      await row.getByText(shown, { exact: false }).first().waitFor();
      await expectHarmless(page);
    }
  });

  test('comes back from an export, with formulas of the table made harmless', async () => {
    await keepAllRows(page, fillerCount + 4);
    const files = await exportFiles(page, 'Selected rows');
    expect([...files.keys()].sort()).toEqual([
      'danger.selected.csv',
      'filler.selected.json',
      'invoiceexe.selected.jsonl',
      'manifest.json',
    ]);
    const rows = readRows(textOf(files, 'danger.selected.csv'));
    expect(rows).toEqual([
      ['question', '__proto__', 'constructor', "'=1+1"],
      [`'${formula}`, '{"polluted": "yes"}', 'x', "'@SUM(A1)"],
      [table[2][0], 'y', '-2.5', "'\tTab"],
    ]);
    const written = textOf(files, 'invoiceexe.selected.jsonl').trimEnd().split('\n');
    expect(written.map((line) => line.replace(/, "tags": \[[^\]]*\]\}$/, '}'))).toEqual(lines);
    expect(JSON.parse(textOf(files, 'manifest.json'))).toMatchObject({
      csv: { guardFormulas: true },
      files: [{ source: 'filler.json' }, { source: 'danger.csv' }, { source: 'invoiceexe.jsonl' }],
    });
    await expectHarmless(page);
  });

  test('comes back exactly as it came when formulas are wanted, and the manifest says so', async () => {
    await page.getByRole('checkbox', { name: /keep spreadsheets from running formulas/ }).uncheck();
    const files = await exportFiles(page, 'Selected rows');
    expect(readRows(textOf(files, 'danger.selected.csv'))).toEqual(table);
    expect(JSON.parse(textOf(files, 'manifest.json'))).toMatchObject({ csv: { guardFormulas: false } });
  });
});

/** Rows of a CSV without their last column, that of the tags. */
function readRows(text: string): string[][] {
  const fields = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g;
  const rows: string[][] = [[]];
  for (const [, field, end] of text.matchAll(fields)) {
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1).map((row) => row.slice(0, -1));
}

function quote(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}

/** Nothing from a file became an element, ran, or changed what all objects share. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('taken over');
  expect(await page.evaluate(() => Reflect.get({}, 'polluted') as unknown)).toBeUndefined();
}
