import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countRows,
  countStored,
  exportFiles,
  makeFile,
  openScreen,
  readFacts,
  readNumber,
  readStored,
  readStretches,
  textOf,
  waitForMap,
} from './drive.ts';
import type { Page } from 'playwright-core';

// The start of a real picture: signature and header of a PNG of one point.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const attack = '<img src=x onerror="document.title=\'taken over\'">';

function good(text: string): string {
  return JSON.stringify({ instruction: text, output: 'Yes.' });
}

function utf16(text: string): Uint8Array {
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

describe('files that are not what they should be', () => {
  let app: OpenedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await openScreen(page, 'Sources');
  });

  afterAll(async () => {
    expect(await page.title()).toContain('TagScape');
    expect(await page.evaluate(() => Reflect.get({}, 'polluted') as unknown)).toBeUndefined();
    await app.stop();
  });

  test.each([
    { name: 'empty.jsonl', content: '', says: /is empty\. Choose a file with records\./ },
    { name: 'blank.csv', content: ' \n\n \n', says: /holds nothing but white space/ },
    {
      name: 'picture.json',
      content: picture,
      says: /is a PNG picture/,
    },
    {
      name: 'noise.csv',
      content: Uint8Array.from({ length: 3000 }, (_, at) => (at * 7) % 29),
      says: /binary data/,
    },
    {
      name: 'numbers.json',
      content: '[1, 2, 3, 4, 5]',
      says: /holds 5 numbers where records were expected/,
    },
    { name: 'nothing.json', content: '[]', says: /holds an empty list/ },
    {
      name: 'cut.json',
      content: '[{"instruction": "Write a po',
      says: /Line 1: .*ends inside a text in quotes/,
    },
  ])('$name is refused with a sentence', async ({ name, content, says }) => {
    const sources = await countStored(page, 'sources');
    await chooseFiles(page, [makeFile(name, content)]);
    await expect.poll(() => readRefused(page)).toMatch(says);
    expect(await readRefused(page)).toContain(name);
    expect(await countStored(page, 'sources')).toBe(sources);
    expect(await readCard(page, name)).toBeUndefined();
  });

  test.each([
    {
      name: 'truncated.json',
      content: `[${good('Write a poem about rain.')},\n${good('Name three fish.')},\n{"instruction": "Trans`,
      records: 2,
      setAside: [/^3 The file ends inside a text in quotes\./],
    },
    {
      name: 'ragged.csv',
      content:
        'question,answer\nWhat is tea?,A drink\nToo few\nToo,many,fields\nWhy is grass green?,Chlorophyll\n',
      records: 2,
      setAside: [/^3 The row has 1 field, the header has 2\./, /^4 The row has 3 fields, the header has 2\./],
    },
    {
      name: 'mixed.jsonl',
      content: `${good('Sort a list in Python.')}\nnot json\n[1]\n${good('Explain a stack.')}\n`,
      records: 2,
      setAside: [/^2 Not valid JSON/, /^3 .*/],
    },
  ])('$name gives its good rows and sets the others aside', async ({ name, content, records, setAside }) => {
    await chooseFiles(page, [makeFile(name, content)]);
    expect(await waitForCard(page, name)).toEqual({ records, setAside: setAside.length });
    const card = page.getByRole('article', { name, exact: true });
    await card.getByText(`${setAside.length} ${setAside.length === 1 ? 'row' : 'rows'} set aside`).click();
    const list = card.getByRole('region', { name: `Rows set aside from ${name}` });
    await list.locator('details.group').first().waitFor();
    const closed = list.locator('details.group:not([open]) > summary');
    while ((await closed.count()) > 0) await closed.first().click();
    await expect.poll(() => list.locator('li').count()).toBe(setAside.length);
    const found = await list
      .locator('li')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('p')].map((part) => part.textContent).join(' ')),
      );
    const reasons = found.map((text) => text.replace(/^Line (\d+) · byte [\d,]+/, '$1')).sort();
    setAside.forEach((reason, index) => {
      expect(reasons[index]).toMatch(reason);
    });
  });

  test.each([
    { name: 'mark.jsonl', content: `\uFEFF${good('Größe und 🙂')}\n`, shows: 'Größe und 🙂' },
    { name: 'little.json', content: utf16(`[${good('Größe in UTF-16 🙂')}]`), shows: 'Größe in UTF-16 🙂' },
    { name: 'mark.csv', content: '\uFEFFquestion,answer\nWer hat Süßes?,Ich\n', shows: 'Wer hat Süßes?' },
  ])('$name is read in its own encoding', async ({ name, content, shows }) => {
    await chooseFiles(page, [makeFile(name, content)]);
    expect(await waitForCard(page, name)).toEqual({ records: 1, setAside: 0 });
    expect(await readPreview(page, name)).toBe(shows);
  });

  test('a line of 1 MB is one row, and so are the many records on one line', async () => {
    const long = good(`Summarise this: ${'All work and no play makes Jack a dull boy. '.repeat(24_000)}`);
    expect(long.length).toBeGreaterThan(1_000_000);
    const many = Array.from({ length: 9000 }, (_, row) =>
      good(`Describe the number ${row}. ${'So. '.repeat(20)}`),
    );
    const line = `[${many.join(',')}]`;
    expect(line.length).toBeGreaterThan(1_000_000);
    await chooseFiles(page, [makeFile('long.jsonl', `${long}\n${good('Name a river.')}\n`)]);
    expect(await waitForCard(page, 'long.jsonl')).toEqual({ records: 2, setAside: 0 });
    await chooseFiles(page, [makeFile('line.json', line)]);
    expect(await waitForCard(page, 'line.json')).toEqual({ records: 9000, setAside: 0 });
    await removeSource(page, 'line.json');
  });

  test('two good files around a bad one are imported', async () => {
    await chooseFiles(page, [
      makeFile('before.jsonl', `${good('Write a haiku.')}\n`),
      makeFile('bad.json', '[true, false]'),
      makeFile('after.jsonl', `${good('Fix this sentence: I has a cat.')}\n`),
    ]);
    expect(await waitForCard(page, 'before.jsonl')).toEqual({ records: 1, setAside: 0 });
    expect(await waitForCard(page, 'after.jsonl')).toEqual({ records: 1, setAside: 0 });
    expect(await readRefused(page)).toMatch(/bad\.json.* holds 2 .* where records were expected/);
    expect(await readCard(page, 'bad.json')).toBeUndefined();
  });

  test('fields called __proto__ and constructor are fields, and come back as they were', async () => {
    const line =
      '{"__proto__": {"polluted": "yes"}, "constructor": "x", "text": "Explain prototypes in JavaScript."}';
    await chooseFiles(page, [makeFile('proto.jsonl', `${line}\n`)]);
    expect(await waitForCard(page, 'proto.jsonl')).toEqual({ records: 1, setAside: 0 });
    expect(await readPreview(page, 'proto.jsonl')).toBe('Explain prototypes in JavaScript.');
  });

  test('markup is shown as text wherever it comes from, and never run', async () => {
    const name = `${attack.replaceAll(/["/\\]/g, '')}.csv`;
    const quoted = `"${attack.replaceAll('"', '""')} Say hello"`;
    const rows = `${quoted},a\nWrite <script>document.title='taken over'</script> in HTML,b\n`;
    await chooseFiles(page, [makeFile(name, `<b>question</b>,answer\n${rows}`)]);
    expect(await waitForCard(page, name)).toEqual({ records: 2, setAside: 0 });
    expect(await readPreview(page, name)).toBe(`${attack} Say hello`);
    const card = page.getByRole('article', { name, exact: true });
    await card.getByRole('checkbox', { name: '<b>question</b>', exact: true }).waitFor();
    await expectHarmless(page);
    await chooseFiles(page, [makeFile('<img src=x>.json', '[1]')]);
    await expect.poll(() => readRefused(page)).toContain('<img src=x>.json');
    await expectHarmless(page);
  });

  test('what was imported between the bad files is tagged, found, drawn and exported', async () => {
    await waitUntilQuiet(page);
    await closeNotices(page);
    const sources = (await readStored(page, 'sources')) as { name: string; recordCount: number }[];
    const rowCount = sources.reduce((total, { recordCount }) => total + recordCount, 0);
    expect(rowCount).toBe(2 + 2 + 2 + 3 + 2 + 2 + 1 + 2);
    expect(countRows(await readStretches(page))).toBe(rowCount);
    await waitForMap(page, rowCount);
    await page.getByRole('combobox', { name: 'Find a tag, a row, an action' }).fill('onerror');
    const hit = page.getByRole('option').filter({ hasText: attack });
    await hit.waitFor();
    await hit.click();
    const row = page.getByRole('complementary', { name: 'Selection' }).getByRole('article');
    await row.getByText(`${attack} Say hello`).waitFor();
    await expectHarmless(page);
    const tags = textOf(await exportFiles(page, 'All tags'), 'tags.jsonl')
      .trimEnd()
      .split('\n');
    expect(tags.length).toBe(rowCount);
    await openScreen(page, 'Select');
    await page.getByRole('spinbutton', { name: 'rows to keep' }).fill(String(rowCount));
    await page.keyboard.press('Enter');
    const files = await exportFiles(page, 'Selected rows');
    expect(textOf(files, 'proto.selected.jsonl')).toMatch(
      /^\{"__proto__": \{"polluted": "yes"\}, "constructor": "x", "text": "[^"]+", "tags": \[.*\]\}\n$/,
    );
    await expectHarmless(page);
  });
});

/** Nothing from a file became an element or ran. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.locator('img[src="x"], main script, main b').count()).toBe(0);
  expect(await page.title()).not.toBe('taken over');
}

/** What the list of files that were not imported says. */
async function readRefused(page: Page): Promise<string> {
  const list = page.getByRole('region', { name: 'Files that were not imported' });
  return (await list.count()) === 0 ? '' : (await list.locator('li').allInnerTexts()).join('\n');
}

/** Rows and rows set aside, as a source's card gives them. */
async function readCard(
  page: Page,
  name: string,
): Promise<{ records: number; setAside: number } | undefined> {
  const card = page.getByRole('article', { name, exact: true });
  if ((await card.count()) === 0) return undefined;
  const records = readNumber(/^([\d,]+) row/.exec(await card.locator('.facts').innerText())?.[1] ?? 'none');
  const aside = card.locator('summary', { hasText: /set aside$/ });
  const setAside =
    (await aside.count()) === 0 ? 0 : readNumber((await aside.innerText()).replace(/ row.*/, ''));
  return { records, setAside };
}

async function waitForCard(
  page: Page,
  name: string,
): Promise<{ records: number; setAside: number } | undefined> {
  await page.getByRole('article', { name, exact: true }).waitFor();
  return readCard(page, name);
}

/** The text of the first row as the tagger sees it. */
async function readPreview(page: Page, name: string): Promise<string> {
  const card = page.getByRole('article', { name, exact: true });
  await card.getByText('What the tagger sees', { exact: true }).click();
  return card.locator('pre').first().innerText();
}

async function removeSource(page: Page, name: string): Promise<void> {
  const card = page.getByRole('article', { name, exact: true });
  await card.getByRole('button', { name: 'Remove …' }).click({ timeout: 60_000 });
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await card.waitFor({ state: 'detached' });
}

/** Waits until nothing is imported, tagged or worked out any more, and every row is tagged. */
async function waitUntilQuiet(page: Page): Promise<void> {
  await openScreen(page, 'Tag');
  await expect.poll(() => readFacts(page), { timeout: 60_000 }).toMatch(/^([\d,]+) of \1 rows tagged, with/);
  await expect.poll(() => page.locator('header progress').count()).toBe(0);
}

async function closeNotices(page: Page): Promise<void> {
  const notices = page.locator('.notice');
  // At once, as some go by themselves meanwhile.
  const closing = notices.getByRole('button', { name: 'Close' });
  await closing.evaluateAll((buttons: HTMLButtonElement[]) => buttons.forEach((button) => button.click()));
  await expect.poll(() => notices.count()).toBe(0);
}
