import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/model/index.ts';
import { startChatServer } from '../helpers/chat-server.ts';
import { openApp } from '../run/open-app.ts';
import {
  chooseFiles,
  expectEachRowOnce,
  makeFile,
  openScreen,
  readStored,
  readStretches,
  waitForTagged,
} from './drive.ts';

/** `npm run eval:kills` sets 100 kills of 2,000 rows; CI has no time for as many. */
const killCount = Number(process.env['TAGSCAPE_KILLS'] ?? 5);
const rowCount = Number(process.env['TAGSCAPE_KILL_ROWS'] ?? 500);
const lanes = 4;

const rows = Array.from({ length: rowCount }, (_, index) => ({
  instruction: `Task ${index}: sort shelf ${index}`,
}));
const file = makeFile('shelves.json', JSON.stringify(rows));

test(
  `a run of a language model that is killed ${killCount} times at random moments repeats what was in flight and loses nothing`,
  async () => {
    const server = await startChatServer({
      allowOrigin: '*',
      delayMs: 10,
      write: (body) => {
        const query = body.messages?.at(-1)?.content ?? '';
        const number = /Task (\d+)/.exec(query)?.[1];
        return JSON.stringify({ tags: [number === undefined ? 'other' : `shelf ${number}`] });
      },
    });
    const app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
    let { page } = app;
    await chooseFiles(page, [file]);
    await waitForTagged(page, rowCount);
    await openScreen(page, 'Tag');
    await page.getByRole('button', { name: 'Server', exact: true }).click();
    await page.getByLabel('Address').fill(server.baseUrl);
    await page.getByLabel('Model', { exact: true }).fill('tiny');
    await page.getByLabel('Requests at a time').fill(String(lanes));
    await page.getByRole('button', { name: /^Tag [\d,]+ rows$/ }).click();
    await page.getByText('rows a second', { exact: false }).waitFor();

    const random = createRandom(Number(process.env['TAGSCAPE_SEED'] ?? 1));
    let kills = 0;
    let isDone = false;
    while (kills < killCount && !isDone) {
      await page.waitForTimeout(200 + random() * 900);
      const session = await app.context.newCDPSession(page);
      // The renderer ends at once, without a goodbye to the page.
      const crash = page.waitForEvent('crash');
      session.send('Page.crash').catch(() => undefined);
      await crash;
      kills += 1;
      page.close().catch(() => undefined);
      page = await app.context.newPage();
      await page.goto(app.url);
      await page.getByRole('heading', { level: 1 }).waitFor();
      isDone = (await readStored(page, 'runs')).some(
        ({ tagger, state }) => tagger === 'local-server' && state === 'done',
      );
    }
    await openScreen(page, 'Tag');
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 120_000 });

    const run = (await readStored(page, 'runs')).find(({ tagger }) => tagger === 'local-server');
    const stretches = (await readStretches(page)).filter(({ runId }) => runId === run?.['id']);
    expectEachRowOnce(stretches, rowCount);
    const states = (await readStored(page, 'runStates')).filter(({ runId }) => runId === run?.['id']);
    expect(states).toMatchObject([{ asked: [], waiting: [] }]);
    expect(await readStored(page, 'failures')).toEqual([]);
    // Each row has its own answer, whatever was repeated.
    const labels = (await readStored(page, 'segments'))
      .filter(({ runId }) => runId === run?.['id'])
      .flatMap((segment) => segment['labels'] as string[]);
    expect(new Set(labels).size).toBe(rowCount);

    const asked = server.requests.filter(({ body }) => /Task \d+/.test(body.messages?.at(-1)?.content ?? ''));
    const repeated = asked.length - rowCount;
    // In flight is what was asked and is not stored: a lane asks its next row while its last answer is being stored.
    const inFlight = kills * lanes * 2;
    console.log(
      `${kills} kills, ${rowCount} rows: ${asked.length} answers asked for, ${repeated} of them repeated (at most ${inFlight}), ${server.requests.length - asked.length} other requests`,
    );
    expect(repeated).toBeGreaterThanOrEqual(0);
    expect(repeated).toBeLessThanOrEqual(inFlight);
    expect(kills).toBeGreaterThan(killCount / 2);
    await app.stop();
    await server.close();
  },
  killCount * 8000 + 180_000,
);
