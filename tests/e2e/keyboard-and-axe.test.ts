import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFaults, loadAxe } from './axe.ts';
import { pressOn, tabTo } from './keyboard.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  makeFile,
  openScreen,
  readFacts,
  readNumber,
  waitForFacts,
  waitForMap,
  type ScreenName,
} from './drive.ts';
import type { Locator, Page } from 'playwright-core';

const screens: readonly ScreenName[] = [
  'Sources',
  'Tag',
  'Normalise',
  'Explore',
  'Compare',
  'Select',
  'Export',
];
const large = { width: 1440, height: 900 };
const small = { width: 640, height: 900 };
// What is left of 1440 x 900 at 200 %.
const zoomed = { width: 720, height: 450 };

describe('with the sample project', () => {
  let app: OpenedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openApp({ context: { viewport: large, deviceScaleFactor: 2 } });
    page = app.page;
    await page.getByRole('button', { name: 'Open the sample project' }).click();
    await waitForMap(page, await countSampleRows(page));
    await loadAxe(page);
  });

  afterAll(async () => {
    await app.stop();
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (theme) => {
    beforeAll(async () => {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme=${theme}]`).waitFor();
    });

    test.each(screens)('%s has no serious fault of accessibility, large or small', async (name) => {
      for (const viewport of [large, small]) {
        await page.setViewportSize(viewport);
        await openScreen(page, name);
        await unfold(page, name);
        expect(await findFaults(page)).toEqual([]);
      }
    });

    test('the menus and what they open have none either', async () => {
      await page.setViewportSize(large);
      await openScreen(page, 'Explore');
      for (const open of [openProjectMenu, openPrivacy, searchSomething, showTable]) {
        await open(page);
        expect(await findFaults(page)).toEqual([]);
        await page.keyboard.press('Escape');
      }
    });
  });

  test.each(['light', 'dark'] as const)('%s forced colours keep marks and data apart', async (theme) => {
    await page.setViewportSize(large);
    await openScreen(page, 'Sources');
    await page.emulateMedia({ colorScheme: theme, forcedColors: 'active' });
    await searchSomething(page);
    const found = page.getByRole('listbox', { name: 'Search results' });
    const marked = [
      found.getByRole('option', { selected: true }),
      page.locator('nav a[aria-current]'),
      page.locator('main').getByRole('button', { pressed: true }).first(),
    ];
    const highlight = await page.evaluate(() => {
      document.body.style.color = 'Highlight';
      const { color } = getComputedStyle(document.body);
      document.body.style.color = '';
      return color;
    });
    for (const mark of marked) expect(await readBackground(mark)).toBe(highlight);
    expect(await readBackground(found.getByRole('option', { selected: false }).first())).not.toBe(highlight);
    const dots = page.locator('main article h2 span');
    const hues = await dots.evaluateAll((all) => all.map((dot) => getComputedStyle(dot).backgroundColor));
    expect(new Set(hues).size).toBe(4);
    await page.keyboard.press('Escape');
    await page.emulateMedia({ forcedColors: null });
  });

  test.each([
    { what: 'a small window', viewport: small },
    { what: 'a zoom of 200 %', viewport: zoomed },
    { what: 'a laptop', viewport: { width: 1280, height: 720 } },
    { what: 'a phone', viewport: { width: 390, height: 800 } },
    { what: 'a small phone', viewport: { width: 320, height: 640 } },
  ])('no screen scrolls sideways or past its end at $what', async ({ viewport }) => {
    await page.setViewportSize(viewport);
    for (const name of screens) {
      await openScreen(page, name);
      await unfold(page, name);
      const beyondPx = await page.evaluate(
        () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
      );
      expect(beyondPx, `${name} ends where the window ends`).toBe(0);
      const wide = await page.evaluate(() =>
        [document.documentElement, document.querySelector('main'), document.querySelector('nav ul')]
          .filter((box) => box !== null && box.scrollWidth > box.clientWidth)
          .map((box) => `${box?.tagName ?? ''}: ${box?.scrollWidth ?? 0} in ${box?.clientWidth ?? 0}`),
      );
      expect(wide, name).toEqual([]);
      const heightPx = await page.locator('main').evaluate((main) => main.clientHeight);
      expect(heightPx, `${name} leaves room for its content`).toBeGreaterThan(viewport.height / 2);
    }
  });
});

test('neither have the empty screens, nor a file that was refused and rows that were set aside', async () => {
  const app = await openApp({ context: { viewport: large } });
  const { page } = app;
  await page.getByRole('button', { name: 'Open the sample project' }).waitFor();
  await loadAxe(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    for (const name of screens) {
      await openScreen(page, name);
      expect(await findFaults(page), `${name}, ${theme}`).toEqual([]);
    }
  }
  await openScreen(page, 'Sources');
  const table = makeFile(
    'ragged.csv',
    'question,answer\nWhat is tea?,A drink\nToo few\nWhat is rye?,A grain\n',
  );
  await chooseFiles(page, [makeFile('empty.json', ''), table]);
  await page.getByRole('region', { name: 'Files that were not imported' }).waitFor();
  await page.getByText('1 row set aside', { exact: true }).click();
  await page.getByText('The row has 1 field, the header has 2.').waitFor();
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    expect(await findFaults(page), theme).toEqual([]);
  }
  await app.stop();
});

test('the keyboard alone goes the whole way, and every stop can be seen', async () => {
  const app = await openApp({ context: { viewport: large } });
  const { page } = app;
  await page.getByRole('button', { name: 'Open the sample project' }).waitFor();
  await pressOn(page, 'Open the sample project');
  await pressOn(page, /^Tag\b/, 'a');
  await waitForFacts(page, /^([\d,]+) of \1 rows tagged, with/, 60_000);
  await pressOn(page, /^Explore\b/, 'a');
  const [tagCount] = await waitForFacts(page, /^([\d,]+) tags on/);
  await pressOn(page, 'Table');

  await tabTo(page, 'Find a tag in this table');
  await page.keyboard.type('python');
  await pressOn(page, /python/i, 'section[aria-label="All tags"] button');
  const [, selected] = await waitForFacts(
    page,
    /^([\d,]+) tags on [\d,]+ rows\. 1 tag selected, on ([\d,]+) rows?\.$/,
  );
  const panel = page.getByRole('complementary', { name: 'Selection' });
  await panel.getByRole('heading', { name: `Rows ${selected}`, exact: true }).waitFor();
  await expect.poll(() => panel.getByRole('article').count()).toBe(Math.min(20, selected));

  await pressOn(page, /^Select\b/, 'a');
  await page.getByRole('heading', { level: 1, name: 'Select' }).waitFor();
  await tabTo(page, /rows to keep/, 'input[type=number]');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  await waitForFacts(page, /^25 of ([\d,]+) rows\./);
  await pressOn(page, 'Export 25 rows');
  await page.getByRole('heading', { level: 1, name: 'Export' }).waitFor();
  await pressOn(page, 'Make the files', 'section[aria-label="Selected rows"] button');
  await page.getByRole('heading', { name: /^The selected rows: \d+ files$/ }).waitFor();
  const saving = page.waitForEvent('download');
  await pressOn(page, 'Save manifest.json');
  const manifest = JSON.parse(readFileSync(await (await saving).path(), 'utf8')) as {
    readonly selection: { readonly selectedCount: number; readonly tagCount: number };
  };
  expect(manifest.selection).toMatchObject({ selectedCount: 25, tagCount });
  await app.stop();
});

test('the graph is walked by the arrow keys, and moves at once when the device asks for less motion', async () => {
  const app = await openApp({ context: { viewport: large, reducedMotion: 'reduce' } });
  const { page } = app;
  await page.getByRole('button', { name: 'Open the sample project' }).click();
  await openScreen(page, 'Explore');
  await waitForFacts(page, /^([\d,]+) tags on/, 60_000);
  await tabTo(page, /^Graph of tags/);
  await page.keyboard.press('ArrowRight');
  const spoken = page.locator('.graph [aria-live]');
  await expect.poll(() => spoken.textContent()).toMatch(/, on [\d,]+ rows$/);
  const [label, rows] = ((await spoken.textContent()) ?? '').split(/, on (?=[\d,]+ rows$)/);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Selection' });
  await panel.getByRole('heading', { name: label, exact: true }).waitFor();
  await panel
    .getByRole('heading', { name: `Rows ${readNumber(rows.replace(' rows', ''))}`, exact: true })
    .waitFor();
  await page.keyboard.press('Escape');

  // Two frames after the press the picture is the last one already: nothing is on its way.
  const moved = await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.graph canvas');
    const frame = (): Promise<string> =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve(canvas?.toDataURL() ?? '');
          });
        });
      });
    const before = await frame();
    document.querySelector<HTMLButtonElement>('button[aria-label="Zoom in"]')?.click();
    const soon = await frame();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const late = await frame();
    const running = document.getAnimations().filter(({ playState }) => playState === 'running').length;
    return { isChanged: before !== soon, isSettled: soon === late, running };
  });
  expect(moved).toEqual({ isChanged: true, isSettled: true, running: 0 });
  await app.stop();
});

/** Opens what a screen keeps folded. */
function readBackground(element: Locator): Promise<string> {
  return element.evaluate((node) => getComputedStyle(node).backgroundColor);
}

async function unfold(page: Page, name: ScreenName): Promise<void> {
  if (name === 'Sources') {
    const folded = page.locator('main details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
    await page.locator('main details pre').first().waitFor();
  }
  if (name === 'Tag') {
    await page.getByRole('button', { name: 'Server', exact: true }).click();
    const folded = page.locator('main details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
    await page.locator('main details pre').first().waitFor();
  }
  if (name === 'Explore') {
    await page.locator('.legend button').first().click();
    await page.getByRole('complementary', { name: 'Selection' }).getByRole('article').first().waitFor();
  }
  if (name === 'Select')
    await page.getByRole('region', { name: 'Rows kept' }).getByRole('article').first().waitFor();
}

async function openProjectMenu(page: Page): Promise<void> {
  await page.getByTitle(/^Project: /).click();
  await page.getByRole('button', { name: 'Delete this project …' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).waitFor();
}

async function openPrivacy(page: Page): Promise<void> {
  await page.locator('header button[popovertarget]').last().click();
  await page.locator('[popover]:popover-open').waitFor();
}

async function searchSomething(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a tag, a row, an action' }).fill('py');
  await page.getByRole('option').first().waitFor();
}

async function showTable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.getByRole('region', { name: 'Tags', exact: true }).waitFor();
}

async function countSampleRows(page: Page): Promise<number> {
  await waitForFacts(page, /^([\d,]+) rows from 4 sources\.$/);
  return readNumber((await readFacts(page)).split(' ')[0]);
}
