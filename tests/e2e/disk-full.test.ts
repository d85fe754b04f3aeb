import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  countRows,
  countStored,
  expectEachRowOnce,
  makeFile,
  makeInstructions,
  openScreen,
  readStored,
  readStretches,
  waitForMap,
  waitForTagged,
  type MadeFile,
} from './drive.ts';
import type { CDPSession, Page } from 'playwright-core';

interface LimitedApp {
  readonly app: OpenedApp;
  /** Holds the limit, until it is detached. */
  readonly session: CDPSession;
  readonly origin: string;
}

test('a disk that is full during an import costs that file only, and the next try works', async () => {
  const { app, session } = await openLimitedApp(4_000_000);
  const { page } = app;
  await chooseTightly(page, makeInstructions('kept.json', 200));
  await waitForMap(page, 200);
  const [blocks, segments] = [await countStored(page, 'blocks'), await countStored(page, 'segments')];
  const big = makeFile('big.jsonl', composeNoise(10_000));

  await openScreen(page, 'Sources');
  await chooseTightly(page, big);
  const refused = page.getByRole('region', { name: 'Files that were not imported' }).getByRole('listitem');
  await refused.waitFor();
  expect(await refused.innerText()).toMatch(
    /big\.jsonl.* failed: the browser's storage is full\. Delete a project or free disk space, then try again\.$/,
  );
  expect(await countStored(page, 'segments')).toBe(segments);
  expect(await page.getByRole('article').count()).toBe(1);
  await waitForMap(page, 200);

  await session.detach();
  await page.reload();
  await openScreen(page, 'Sources');
  await expect.poll(() => countStored(page, 'blocks')).toBe(blocks);
  expect(await readStored(page, 'sources')).toMatchObject([{ name: 'kept.json', recordCount: 200 }]);
  await waitForMap(page, 200);
  await openScreen(page, 'Sources');
  await chooseFiles(page, [big]);
  await page.getByRole('article', { name: 'big.jsonl' }).getByText('10,000 rows ·').waitFor();
  await app.stop();
});

test('a disk that is full during the tagging stops it with a sentence, and it goes on from there', async () => {
  const rowCount = 1800;
  const file = makeInstructions('rows.json', rowCount);
  // Room for the file and little more, so that the browser has to look again soon.
  const { app, session, origin } = await openLimitedApp(150_000 + file.buffer.length * 1.05, 2);
  const { page } = app;
  await chooseTightly(page, file);
  await waitForTagged(page, 1);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const notice = page.locator('.notice.error', {
    hasText: /failed: the browser's storage is full\. Delete a project or free disk space/,
  });
  await notice.first().waitFor();
  await openScreen(page, 'Tag');
  await page.getByText('Not running. What is tagged is saved.').waitFor();
  const stored = await readStretches(page);
  expect(countRows(stored)).toBeGreaterThan(0);
  expect(countRows(stored)).toBeLessThan(rowCount);

  await session.detach();
  const left = (rowCount - countRows(stored)).toLocaleString('en');
  await page.getByRole('button', { name: `Go on with ${left} rows`, exact: true }).click();
  expect(await waitForTagged(page, rowCount)).toBe(rowCount);
  const all = await readStretches(page);
  expect(all).toEqual(expect.arrayContaining(stored));
  expectEachRowOnce(all, rowCount);
  await waitForMap(page, rowCount);
  expect(await readStored(page, 'runs')).toMatchObject([{ state: 'done' }]);
  await app.stop();
});

/** Chooses a file and imports it although there seems to be no room. */
async function chooseTightly(page: Page, file: MadeFile): Promise<void> {
  await chooseFiles(page, [file]);
  const warning = page.getByRole('region', { name: 'Files that may not fit' });
  await warning.getByText(`${file.name}: about`).waitFor();
  await warning.getByRole('button', { name: 'Import it anyway' }).click();
}

/** Rows of about a kilobyte each that no compression makes much smaller. */
function composeNoise(count: number): string {
  const digest = (row: number, part: number): string =>
    createHash('sha512').update(`${row} ${part}`).digest('base64');
  const lines = Array.from({ length: count }, (_, row) => {
    const words = Array.from({ length: 12 }, (__, part) => digest(row, part));
    return JSON.stringify({ instruction: `Decode ${words.join(' ')}` });
  });
  return lines.join('\n');
}

/**
 * Opens the app in a browser that lets it store only so many bytes from the start: Chromium believes for half a minute
 * in the room it saw last. The limit ends with the session.
 */
async function openLimitedApp(quotaSize: number, cores?: number): Promise<LimitedApp> {
  const app = await openApp(cores === undefined ? {} : { cores });
  const { page, context } = app;
  await page.goto('about:blank');
  const session = await context.newCDPSession(page);
  const { origin } = new URL(app.url);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await page.goto(app.url);
  return { app, session, origin };
}
