import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/model/index.ts';
import { startChatServer, type ChatServer } from '../helpers/chat-server.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import {
  chooseFiles,
  expectEachRowOnce,
  killPage,
  makeFile,
  openScreen,
  readStored,
  readStretches,
  waitForTagged,
} from './drive.ts';

/** `npm run eval:kills` sets 100 kills of 2,000 rows; CI has no time for as many. */
const killCount = Number(process.env['TAGSCAPE_KILLS'] ?? 5);
const rowCount = Number(process.env['TAGSCAPE_KILL_ROWS'] ?? 500);
const seed = Number(process.env['TAGSCAPE_SEED'] ?? 1);
/** After so many breakdowns a run asks for one row at a time. */
const endMs = 120_000 + 200 * rowCount;
const timeoutMs = killCount * 8000 + endMs;
const lanes = 4;

const rows = Array.from({ length: rowCount }, (_, index) => ({
  instruction: `Task ${index}: sort shelf ${index}`,
}));
const file = makeFile('shelves.json', JSON.stringify(rows));

test(
  `a run of a language model whose page is killed ${killCount} times at random moments repeats what was in flight and loses nothing`,
  async () => {
    const { server, app } = await startRun();
    let { page } = app;
    const random = createRandom(seed);
    let kills = 0;
    while (kills < killCount && !(await isDone(page))) {
      await page.waitForTimeout(200 + random() * 900);
      kills += 1;
      page = await killPage(page);
    }
    await expectAllOnce(page, server, kills);
    expect(await readStored(page, 'failures')).toEqual([]);
    await app.stop();
    await server.close();
  },
  timeoutMs,
);

test(
  `a run of a language model whose worker is killed ${killCount} times at random moments does so too`,
  async () => {
    const { server, app } = await startRun();
    const { page } = app;
    const random = createRandom(seed);
    let kills = 0;
    while (kills < killCount && !(await isDone(page))) {
      await page.waitForTimeout(200 + random() * 900);
      const worker = page.workers().find((one) => one.url().includes('engine'));
      if (worker === undefined) continue;
      // All that is asked dies with it: no answer comes any more, and no goodbye.
      await worker
        .evaluate(() => {
          setTimeout(() => {
            throw new Error('The worker was killed.');
          });
        })
        .then(
          () => (kills += 1),
          () => undefined,
        );
    }
    await expectAllOnce(page, server, kills);
    await app.stop();
    await server.close();
  },
  timeoutMs,
);

/** Opens the app and lets a language model on a server of ours tag the shelves, each with a tag of its own. */
async function startRun(): Promise<{ server: ChatServer; app: OpenedApp }> {
  const server = await startChatServer({
    allowOrigin: '*',
    delayMs: 30,
    write: (body) => {
      const query = body.messages?.at(-1)?.content ?? '';
      const number = /Task (\d+)/.exec(query)?.[1];
      return JSON.stringify({ tags: [number === undefined ? 'other' : `shelf ${number}`] });
    },
  });
  const app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
  const { page } = app;
  await chooseFiles(page, [file]);
  await waitForTagged(page, rowCount);
  await openScreen(page, 'Tag');
  await page.getByRole('button', { name: 'Server', exact: true }).click();
  await page.getByLabel('Address').fill(server.baseUrl);
  await page.getByLabel('Model', { exact: true }).fill('tiny');
  await page.getByLabel('Requests at a time').fill(String(lanes));
  await page.getByRole('button', { name: /^Tag [\d,]+ rows$/ }).click();
  await page.getByText('rows a second', { exact: false }).waitFor();
  return { server, app };
}

async function isDone(page: Page): Promise<boolean> {
  return (await readStored(page, 'runs')).some(
    ({ tagger, state }) => tagger === 'local-server' && state === 'done',
  );
}

/** Waits for the end of the run and compares what was asked for with what is stored. */
async function expectAllOnce(page: Page, server: ChatServer, kills: number): Promise<void> {
  await openScreen(page, 'Tag');
  await page.getByText('Done', { exact: true }).waitFor({ timeout: endMs });
  const run = (await readStored(page, 'runs')).find(({ tagger }) => tagger === 'local-server');
  const isOfRun = ({ runId }: { readonly runId?: unknown }): boolean => runId === run?.['id'];
  expectEachRowOnce((await readStretches(page)).filter(isOfRun), rowCount);
  expect((await readStored(page, 'runStates')).filter(isOfRun)).toMatchObject([{ asked: [], waiting: [] }]);
  // Each row has its own answer, whatever was repeated; or it waits for a person, set aside after three breakdowns.
  const labels = (await readStored(page, 'segments'))
    .filter(isOfRun)
    .flatMap((segment) => segment['labels'] as string[]);
  const failures = await readStored(page, 'failures');
  expect(failures.filter(({ reason }) => reason !== 'crashed')).toEqual([]);
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels.length + failures.length).toBe(rowCount);

  const asked = server.requests.filter(({ body }) => /Task \d+/.test(body.messages?.at(-1)?.content ?? ''));
  const repeated = asked.length - labels.length;
  // A row is in flight until its answer is stored; a lane asks its next row in the meantime.
  const inFlight = kills * lanes * 2;
  console.log(
    `${kills} kills, ${rowCount} rows: ${asked.length} answers asked for, ${repeated} of them repeated (at most ${inFlight}), ${failures.length} rows set aside, ${server.requests.length - asked.length} other requests`,
  );
  expect(repeated).toBeGreaterThanOrEqual(0);
  expect(repeated).toBeLessThanOrEqual(inFlight);
  expect(kills).toBeGreaterThan(killCount / 2);
}
