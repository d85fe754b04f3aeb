import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRandomModel } from '../helpers/gguf/random-model.ts';
import { writeScriptedModel } from '../helpers/gguf/scripted-model.ts';
import { startChatServer, type ChatServer } from '../helpers/chat-server.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { findFaults, loadAxe } from './axe.ts';
import {
  chooseFiles,
  chooseTagger,
  expectEachRowOnce,
  makeFile,
  openScreen,
  pickGguf,
  readStored,
  readStretches,
  tagAll,
  waitForFacts,
  waitForMap,
  waitForTagged,
} from './drive.ts';
import type { Page } from 'playwright-core';

const rowCount = 300;
const file = makeFile(
  'garden.jsonl',
  Array.from({ length: rowCount }, (_, index) =>
    JSON.stringify({ instruction: `Plant ${index}: when does it flower, and how much water does it need?` }),
  ).join('\n'),
);

describe('a language model from a file on this computer', () => {
  let app: OpenedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await chooseFiles(page, [file]);
    await waitForTagged(page, rowCount);
    await openScreen(page, 'Tag');
  });
  afterAll(() => app.stop());

  test('tags every row under the grammar, and its tags are in the graph', async () => {
    await pickGguf(page, 'tiny-random.gguf', writeRandomModel({ seed: 1 }));
    await tagAll(page);
    const runs = await readStored(page, 'runs');
    expect(runs.map(({ tagger, state }) => [tagger, state])).toEqual([
      ['built-in', 'done'],
      ['wllama', 'done'],
    ]);
    const runId = runs[1]['id'];
    expectEachRowOnce(
      (await readStretches(page)).filter((stretch) => stretch.runId === runId),
      rowCount,
    );
    const [state] = (await readStored(page, 'runStates')).filter((stored) => stored['runId'] === runId);
    // All rows share the prompt, which is read once a slot.
    expect(state['spending']).toMatchObject({ askedQueries: rowCount });
    const { promptTokens, cachedTokens } = state['spending'] as {
      promptTokens: number;
      cachedTokens: number;
    };
    expect(cachedTokens).toBeGreaterThan(promptTokens / 2);
    expect(await waitForMap(page, rowCount)).toBeGreaterThan(0);
    const notes = page.getByRole('status').filter({ hasText: 'It runs on the processor' });
    await openScreen(page, 'Tag');
    await notes.waitFor();
  });

  test('shows what it is about to send, and tries it on a few rows', async () => {
    await page.getByText('Try and compare').click();
    await page.getByRole('button', { name: 'Try on 5 rows' }).click();
    const rows = page.getByRole('region', { name: 'Rows tried' }).locator('tbody tr');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(5);
    await page.locator('details').getByText('It runs on the processor', { exact: false }).waitFor();
    await page.getByText('Prompt', { exact: true }).click();
    const sent = page.locator('details pre');
    await expect.poll(() => sent.count()).toBe(2);
    expect(await sent.first().innerText()).toContain('Tag the instruction between the marks');
    expect(await sent.last().innerText()).toMatch(/^<<<\nPlant \d+: .*\n>>>$/s);
  });

  test('is compared with the stored tags of another tagger on the same rows', async () => {
    await page.getByLabel('or compare with').selectOption({ label: 'built-in tagger' });
    await page.getByRole('button', { name: /^Compare tiny-random\.gguf with it$/ }).click();
    const rows = page.getByRole('region', { name: 'Rows compared' }).locator('tbody tr');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(5);
    await page.getByRole('row', { name: /^same tags/ }).waitFor();
  });

  test('a correction stands in place of its tags, can be an example, and can be taken back', async () => {
    const row = page.getByRole('region', { name: 'Latest rows' }).getByRole('article').first();
    await row.getByRole('button').first().click();
    await row.getByRole('button', { name: 'Correct the tags' }).click();
    await row.getByRole('textbox').fill('gardening, watering');
    await row.getByRole('button', { name: 'Save the tags' }).click();
    await row.getByText('corrected by hand').first().waitFor();
    expect(await readStored(page, 'corrections')).toMatchObject([{ tags: ['gardening', 'watering'] }]);
    await page.getByRole('button', { name: 'Use my latest corrections' }).click();
    await page.getByText('1 row that you corrected is shown', { exact: false }).waitFor();
    await expect.poll(() => page.locator('details pre').count()).toBe(4);
    await row.getByRole('button', { name: 'Back to the tagger’s own' }).click();
    await row.getByText('corrected by hand').first().waitFor({ state: 'detached' });
    expect(await readStored(page, 'corrections')).toEqual([]);
    await page.getByRole('button', { name: 'Back to the default prompt' }).click();
  });

  test('rows whose answer is no list wait in an inbox, and are asked again with another model', async () => {
    const prose = ['I can', 'not say', ' what', ' this', ' is about', ', sorry to', ' say so', '.'];
    await page.getByText('with one sentence of explanation', { exact: false }).click();
    await pickGguf(page, 'instagger-prose.gguf', writeScriptedModel(prose));
    await tagAll(page);
    const inbox = page.getByRole('region', { name: 'Rows without tags' });
    await inbox.getByRole('heading', { name: '300 rows without a usable answer' }).waitFor();
    await inbox.getByText('I cannot say what this is about', { exact: false }).first().waitFor();
    await pickGguf(page, 'tiny-random.gguf', writeRandomModel({ seed: 1 }));
    await inbox.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('r');
    await inbox
      .getByRole('heading', { name: '299 rows without a usable answer' })
      .waitFor({ timeout: 30_000 });
  });

  test('a file that is cut off is refused before anything is loaded, in its own sentence', async () => {
    const whole = writeRandomModel({ seed: 1 });
    await pickGguf(page, 'cut.gguf', whole.slice(0, whole.length - 5000));
    await page.getByRole('button', { name: /^Tag 300 rows$/ }).click();
    await page.getByText('bytes are missing', { exact: false }).first().waitFor({ timeout: 20_000 });
    // Closed, so that it does not hide what the next test presses.
    const close = page.getByRole('button', { name: 'Close' });
    while ((await close.count()) > 0) await close.first().click();
  });

  test.each(['Built-in tagger', 'Graphics card', 'GGUF file', 'Server', 'Batch file', 'Browser’s own'])(
    'the settings of %s have no serious fault of accessibility',
    async (name) => {
      await loadAxe(page);
      await chooseTagger(page, name);
      await page.waitForTimeout(200);
      expect(await findFaults(page)).toEqual([]);
    },
  );
});

test('a language model from an address stays in the browser, is not fetched again, and can be deleted', async () => {
  const bytes = writeRandomModel({ seed: 1 });
  const server = await startChatServer({
    allowOrigin: '*',
    answerGet: (_, response) => {
      response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
      return true;
    },
  });
  const app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
  const { page } = app;
  const url = `${server.baseUrl}/tiny-random.gguf`;
  await chooseFiles(page, [file]);
  await waitForTagged(page, rowCount);
  await openScreen(page, 'Tag');
  await chooseTagger(page, 'GGUF file');
  await page.getByRole('button', { name: 'an address' }).click();
  await page.getByLabel('Address of the GGUF file').fill(url);
  await tagAll(page);
  const downloads = (): number => server.gets.filter(({ path }) => path.endsWith('.gguf')).length;
  expect(downloads()).toBe(1);
  const kept = page.getByRole('list', { name: 'Downloaded models' });
  expect(await kept.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('tiny-random.gguf'),
  ]);

  await page.reload();
  await openScreen(page, 'Tag');
  await chooseTagger(page, 'GGUF file');
  await page.getByText('Try and compare').click();
  await page.getByRole('button', { name: 'Try on 5 rows' }).click();
  const rows = page.getByRole('region', { name: 'Rows tried' }).locator('tbody tr');
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(5);
  expect(downloads()).toBe(1);
  await kept.getByRole('button', { name: 'Delete tiny-random.gguf' }).click();
  await kept.waitFor({ state: 'detached' });
  await app.stop();
  await server.close();
});

describe('a server, and files for a machine elsewhere', () => {
  let app: OpenedApp;
  let page: Page;
  let server: ChatServer;

  beforeAll(async () => {
    server = await startChatServer({
      allowOrigin: '*',
      write: ({ messages }) => {
        const plant = /Plant (\d+)/.exec(messages?.at(-1)?.content ?? '')?.[1];
        return JSON.stringify({ tags: ['gardening', plant === undefined ? 'other' : `plant ${plant}`] });
      },
    });
    app = await openApp({ mayCall: [new URL(server.baseUrl).origin] });
    page = app.page;
    await chooseFiles(page, [file]);
    await waitForTagged(page, rowCount);
    await openScreen(page, 'Tag');
  });
  afterAll(async () => {
    await app.stop();
    await server.close();
  });

  test('a server tags every row, several at a time, with requests as published', async () => {
    await chooseTagger(page, 'Server');
    await page.getByLabel('Address').fill(server.baseUrl);
    await page.getByLabel('Model', { exact: true }).fill('tiny');
    await tagAll(page);
    expect(server.faults).toEqual([]);
    await openScreen(page, 'Explore');
    await waitForFacts(page, /^([\d,]+) tags? on 300 rows?\./);
    await openScreen(page, 'Tag');
  });

  test('questions go out as a file and answers come back from one', async () => {
    await chooseTagger(page, 'Batch file');
    await page.getByLabel('Model, as it is called there').fill('cluster-model');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the questions' }).click();
    const download = await saving;
    const { readFileSync } = await import('node:fs');
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBe(rowCount);
    const answers = lines.slice(0, 200).map((line) => {
      const { custom_id } = JSON.parse(line) as { custom_id: string };
      const message = { role: 'assistant', content: '{"tags":["from afar"]}' };
      const choices = [{ index: 0, finish_reason: 'stop', message }];
      return JSON.stringify({
        id: custom_id,
        custom_id,
        response: {
          status_code: 200,
          request_id: '1',
          body: { id: '1', object: 'chat.completion', choices },
        },
        error: null,
      });
    });
    await page
      .getByLabel('Files with answers')
      .setInputFiles([makeFile('answers.jsonl', answers.reverse().join('\n'))]);
    await page.getByText('200 answers used', { exact: false }).waitFor({ timeout: 30_000 });
    await page.getByText('100 left', { exact: false }).waitFor();
    await waitForMap(page, 200);
  });
});
