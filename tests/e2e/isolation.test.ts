import { expect, test } from 'vitest';
import { startChatServer } from '../helpers/chat-server.ts';
import { writeRandomModel } from '../helpers/gguf/random-model.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { chooseFiles, makeFile, openScreen, pickGguf, tagAll, waitForMap, waitForTagged } from './drive.ts';
import type { Worker } from 'playwright-core';

const rowCount = 12;
const file = makeFile(
  'garden.jsonl',
  Array.from({ length: rowCount }, (_, index) =>
    JSON.stringify({ instruction: `Plant ${index}: when does it flower, and how much water does it need?` }),
  ).join('\n'),
);

/** Opens the app on a computer that says it has four cores; the test may have fewer. */
async function openOnFourCores(isIsolated: boolean, mayCall: readonly string[] = []): Promise<OpenedApp> {
  const app = await openApp({ isIsolated, mayCall });
  await app.page.route(/\/engine\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const pretend = "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });";
    await route.fulfill({ response, body: `${pretend}\n${await response.text()}` });
  });
  return app;
}

/** Tags all rows with the built-in tagger, then with a tiny model, whose workers are still there afterwards. */
async function tagTwice({ page }: OpenedApp): Promise<readonly Worker[]> {
  await chooseFiles(page, [file]);
  await waitForTagged(page, rowCount);
  await openScreen(page, 'Tag');
  await pickGguf(page, 'tiny-random.gguf', writeRandomModel({ seed: 1 }));
  await tagAll(page);
  return page.workers().filter((worker) => worker.url().startsWith('blob:'));
}

/** Whether a worker is in the middle of something: what computes in llama.cpp never comes back to listen. */
async function isComputing(worker: Worker): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 3_000));
  return Promise.race([worker.evaluate(() => false), late]);
}

test('with the headers of npm start, llama.cpp computes in two threads, and all else works as without', async () => {
  const server = await startChatServer({});
  const { origin } = new URL(server.baseUrl);
  const app = await openOnFourCores(true, [origin]);
  const { page } = app;
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const [main, ...threads] = await tagTwice(app);
  await page.getByText('It uses 2 of 4 cores.', { exact: false }).waitFor();
  expect(await isComputing(main)).toBe(false);
  expect(threads).toHaveLength(2);
  // The other that computes is wllama's own worker, so of the two in the pool one stays idle.
  expect((await Promise.all(threads.map(isComputing))).sort()).toEqual([false, true]);
  expect(await waitForMap(page, rowCount)).toBeGreaterThan(0);
  // By this a server that refuses the page is told from one that does not run; `require-corp` would block it.
  const { type } = await page.evaluate(async (url) => {
    const response = await fetch(url, { mode: 'no-cors' });
    return { type: response.type };
  }, `${server.baseUrl}/models`);
  expect(type).toBe('opaque');
  await app.stop();
  await server.close();
});

test('without the headers it computes in one, and says why', async () => {
  const app = await openOnFourCores(false);
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(false);
  const workers = await tagTwice(app);
  await app.page.getByText('It uses one of 4 cores, because', { exact: false }).waitFor();
  expect(workers).toHaveLength(1);
  await app.stop();
});
