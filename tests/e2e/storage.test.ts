import { expect, test } from 'vitest';
import { openApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import { chooseFiles, makeFile, readStored, readUntil, waitForTagged } from './drive.ts';
import type { Page } from 'playwright-core';

const rowCount = 3000;

test('what takes the room is listed, and a model that is deleted there is gone for good', async () => {
  const app = await openApp();
  const { page } = app;
  await chooseFiles(page, [composeRows()]);
  await waitForTagged(page, rowCount);
  await keepModel(page);
  await openCard(page);
  const table = page.getByRole('region', { name: 'What takes the room' });
  const project = table.getByRole('row', { name: /^My project/ });
  await project.getByText(/^project: rows 1\.\d MB, tags [\d.]+ kB/).waitFor();
  const model = table.getByRole('row', { name: /^Tiny-q4f16_1-MLC/ });
  expect(await model.innerText()).toMatch(/downloaded model\s+3\.0 MB/);
  expect(await table.getByRole('row').last().innerText()).toMatch(
    /In use, as this browser counts\s+[\d.]+ MB/,
  );
  await loadAxe(page);
  await table.getByRole('button', { name: 'Delete Tiny-q4f16_1-MLC …' }).click();
  await table
    .getByText('It has to be downloaded again before it can be used. This cannot be undone.')
    .waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    expect(await findFaults(page), theme).toEqual([]);
  }
  await table.getByRole('button', { name: 'Keep it' }).click();
  await table.getByRole('button', { name: 'Delete Tiny-q4f16_1-MLC …' }).click();
  await table.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('Tiny-q4f16_1-MLC was deleted from this browser.').waitFor();
  await model.waitFor({ state: 'detached' });
  expect(await page.evaluate(async () => (await (await caches.open('webllm/model')).keys()).length)).toBe(0);
  await app.stop();
});

test('the offer to keep the data is made once there is something to lose, and only until it is turned down', async () => {
  const app = await openApp();
  const { page } = app;
  const offer = page.getByRole('region', { name: 'Keeping your data' });
  await page.getByRole('button', { name: 'Open the sample project' }).waitFor();
  expect(await offer.count()).toBe(0);
  await chooseFiles(page, [composeRows()]);
  await offer.getByRole('button', { name: 'Keep my data' }).click();
  // A browser without a history says no.
  await offer.getByText('This browser did not promise it.').waitFor();
  await offer.getByRole('button', { name: 'Close' }).click();
  await offer.waitFor({ state: 'detached' });
  const isSaved = (stored: Record<string, unknown>[]): boolean =>
    stored.some(({ key }) => key === 'storage-offer');
  expect(isSaved(await readUntil(() => readStored(page, 'settings'), isSaved, 5000))).toBe(true);
  await page.reload();
  await page.getByRole('article', { name: 'rows.jsonl' }).waitFor();
  await openCard(page);
  expect(await offer.count()).toBe(0);
  await app.stop();
});

async function openCard(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Storage in this browser' }).click();
  await page.getByRole('region', { name: 'What takes the room' }).waitFor();
}

/** Leaves in the browser what web-llm leaves of a model. */
async function keepModel(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const cache = await caches.open('webllm/model');
    const url = 'https://huggingface.co/mlc-ai/Tiny-q4f16_1-MLC/resolve/main/params_shard_0.bin';
    await cache.put(url, new Response(new Uint8Array(3_000_000)));
  });
}

/** A file of a little more than 1 MB. */
function composeRows() {
  const lines = Array.from({ length: rowCount }, (_, row) =>
    JSON.stringify({ instruction: `Write an essay about number ${row}.`, output: 'x'.repeat(350) }),
  );
  return makeFile('rows.jsonl', lines.join('\n'));
}
