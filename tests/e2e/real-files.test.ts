import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPassedOver } from '../../src/core/ingest/passed-over.ts';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { parquetRowCounts, shortenRefusal, type ExpectedFile } from '../helpers/real-file-table.ts';
import {
  chooseFiles,
  dataFolder,
  exportFiles,
  keepAllRows,
  makeFile,
  openScreen,
  readNumber,
  readStored,
  textOf,
  waitForMap,
} from './drive.ts';
import { dropPaths } from './drop-paths.ts';
import type { Page } from 'playwright-core';

const hasData = existsSync(dataFolder);
const table = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/real-files.json'), 'utf8'),
) as Readonly<Record<string, ExpectedFile>>;
/** Takes a minute and a half on two cores that other programs use too. */
const maxImportMs = 240_000;
/** Rows and rows set aside. */
type Counts = readonly [number, number];

if (!hasData)
  console.warn('The data sets are not there: expected them in ../shared/data. They are not dropped.');

describe.runIf(hasData)('the folder of all real files, dropped at once', () => {
  let app: OpenedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await openScreen(page, 'Sources');
    await dropPaths(page, [dataFolder]);
    await waitForImport(page, maxImportMs);
  }, maxImportMs + 60_000);

  afterAll(() => app.stop());

  test('gives each list of records with the rows of the table, and says which files are here already', async () => {
    const sources = await readSources(page);
    const known = await readKnown(page);
    const wanted = listExpected().filter(([name]) => !known.has(name));
    expect(Object.fromEntries(sources)).toEqual(Object.fromEntries(wanted));
    for (const [name, asName] of known) expect(readReal(name).equals(readReal(asName))).toBe(true);
  });

  test('names each file that is refused, with the sentence of the table', async () => {
    const wanted = Object.entries(table)
      .filter(([path, { refused }]) => refused !== undefined && !isPassedOver(path))
      .map(([path, { refused }]) => [`data/${path}`, refused]);
    expect(await readRefused(page)).toEqual(Object.fromEntries(wanted));
  });

  test('passes over what by its name holds no records, and refuses it when it is chosen by itself', async () => {
    const passedOver = Object.keys(table).filter(isPassedOver);
    const others = page.getByText(/passed over: by their names they hold no records\.$/);
    expect(readNumber((await others.innerText()).replace(/ other.*/s, ''))).toBe(passedOver.length);
    await others.click();
    const named = await page.locator('details', { has: others }).locator('li').allInnerTexts();
    expect(named.toSorted()).toEqual(passedOver.map((path) => `data/${path}`).toSorted());
    // The browser renames files of one name that are dropped together.
    const byName = new Map(passedOver.map((path) => [basename(path), path]));
    await page.getByRole('button', { name: 'Clear this list: Not imported' }).click();
    await dropPaths(
      page,
      [...byName.values()].map((path) => join(dataFolder, path)),
    );
    const wanted = Object.fromEntries([...byName].map(([name, path]) => [name, table[path].refused]));
    await expect.poll(() => readRefused(page), { timeout: 20_000 }).toEqual(wanted);
  });
});

describe.runIf(hasData)('packed real files', () => {
  let app: OpenedApp;
  let page: Page;
  const plain = 'parquet_testing/data/alltypes_plain.parquet';
  const files = [
    makeFile('seeds.jsonl.gz', gzipSync(readBytes('alpaca_en/seed_tasks.jsonl'))),
    makeFile(
      'pack.zip',
      zipSync({
        'mt/bench.jsonl.gz': gzipSync(readBytes('mt_bench/mt_bench.question.jsonl')),
        'mt/judge.jsonl': readBytes('mt_bench/judge_prompts.jsonl'),
        'plain.parquet': readBytes(plain),
        'raw/task.json': readBytes('natural_instructions/raw/task1319_country_by_barcode_prefix.json'),
        'README.md': readBytes('README.md'),
      }),
    ),
    ...packZstd('wizard.jsonl.zst', 'wizardlm/WizardLM_testset.jsonl'),
  ];
  const wanted: Readonly<Record<string, Counts>> = {
    'seeds.jsonl.gz': [175, 0],
    'pack.zip › mt/bench.jsonl.gz': [80, 0],
    'pack.zip › mt/judge.jsonl': [8, 0],
    'pack.zip › plain.parquet': [parquetRowCounts[plain], 0],
    'pack.zip › raw/task.json › Positive Examples': [2, 0],
    'pack.zip › raw/task.json › Negative Examples': [2, 0],
    'pack.zip › raw/task.json › Instances': [101, 0],
    ...(files.length > 2 && { 'wizard.jsonl.zst': [218, 0] }),
  };
  const rowCount = Object.values(wanted).reduce((total, [records]) => total + records, 0);

  beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await openScreen(page, 'Sources');
    await chooseFiles(page, files);
  });

  afterAll(() => app.stop());

  test('give the rows of the table', async () => {
    await expect
      .poll(async () => Object.fromEntries(await readSources(page)), { timeout: 30_000 })
      .toEqual(wanted);
    expect(await readRefused(page)).toEqual({});
  });

  test('come back unpacked, each under a name that tells where it lay, Parquet as Parquet', async () => {
    await waitForMap(page, rowCount);
    await keepAllRows(page, rowCount);
    await openScreen(page, 'Export');
    expect(await page.getByRole('checkbox', { name: /formulas/ }).count()).toBe(0);
    const exported = await exportFiles(page, 'Selected rows');
    expect([...exported.keys()].sort()).toEqual(
      [
        'manifest.json',
        'pack-mt-bench.selected.jsonl',
        'pack-mt-judge.selected.jsonl',
        'pack-plain.selected.parquet',
        'pack-raw-task-Instances.selected.json',
        'pack-raw-task-Negative Examples.selected.json',
        'pack-raw-task-Positive Examples.selected.json',
        'seeds.selected.jsonl',
        ...(files.length > 2 ? ['wizard.selected.jsonl'] : []),
      ].sort(),
    );
    const lines = textOf(exported, 'seeds.selected.jsonl').trimEnd().split('\n');
    const before = readBytes('alpaca_en/seed_tasks.jsonl').toString().trimEnd().split('\n');
    expect(lines.map(withoutTags)).toEqual(before.map((line): unknown => JSON.parse(line)));
    const parquet = exported.get('pack-plain.selected.parquet') ?? Buffer.alloc(0);
    expect(parquet.subarray(0, 4).toString()).toBe('PAR1');
    await openScreen(page, 'Sources');
    await chooseFiles(page, [makeFile('again.parquet', parquet)]);
    await expect
      .poll(async () => Object.fromEntries(await readSources(page))['again.parquet'])
      .toEqual([parquetRowCounts[plain], 0]);
  });
});

function withoutTags(line: string): unknown {
  const { tags, ...rest } = JSON.parse(line) as { tags: unknown };
  expect(tags).toBeInstanceOf(Array);
  return rest;
}

function readBytes(path: string): Buffer {
  return hasData ? readFileSync(join(dataFolder, path)) : Buffer.alloc(0);
}

function packZstd(name: string, path: string) {
  try {
    return [makeFile(name, execFileSync('zstd', ['--stdout', '--quiet'], { input: readBytes(path) }))];
  } catch {
    console.warn('The program zstd is not there, so no file is packed with it.');
    return [];
  }
}

/** Sources that the folder gives, by the names they get, with rows and rows set aside. */
function listExpected(): [string, Counts][] {
  const parquet = Object.entries(parquetRowCounts).map(([path, rows]): [string, Counts] => [
    `data/${path}`,
    [rows, 0],
  ]);
  const others = Object.entries(table).flatMap(([path, { parts = [] }]) =>
    parts.map(({ list, records, quarantined }): [string, Counts] => [
      parts.length === 1 ? `data/${path}` : `data/${path} › ${list}`,
      [records, quarantined],
    ]),
  );
  return [...parquet, ...others];
}

async function readSources(page: Page): Promise<[string, Counts][]> {
  const sources = await readStored(page, 'sources');
  return sources
    .filter(({ state }) => state === 'ready')
    .map(({ name, recordCount, quarantinedCount }) => [
      String(name),
      [Number(recordCount), Number(quarantinedCount)],
    ]);
}

/** Files that were here already, and the source each is the same as. */
async function readKnown(page: Page): Promise<Map<string, string>> {
  const lines = await readLines(page, 'Files that are here already');
  return new Map(
    lines.map((line) => {
      const match = /^(.*): already here as (.*)\.\s+Add it again anyway$/s.exec(line);
      return [match?.[1] ?? line, match?.[2] ?? ''];
    }),
  );
}

/** Names of refused files with the reason as the table has it: without what stands in many sentences. */
async function readRefused(page: Page): Promise<Record<string, string>> {
  const lines = await readLines(page, 'Files that were not imported');
  return Object.fromEntries(lines.map(readRefusal));
}

function readRefusal(line: string): [string, string] {
  const name = /^“(.*?)” /.exec(line)?.[1] ?? /^(.*?\.[a-z0-9]+): /.exec(line)?.[1] ?? line;
  const reason = line.startsWith(`${name}: `) ? line.slice(name.length + 2) : line;
  return [name, shortenRefusal(reason.replaceAll(name, basename(name)))];
}

async function readLines(page: Page, region: string): Promise<string[]> {
  const lines = await page.getByRole('region', { name: region }).locator('li').allTextContents();
  return lines.map((line) => line.trim());
}

function readReal(name: string): Buffer {
  return readFileSync(join(dataFolder, name.replace(/^data\//, '').replace(/ › .*$/, '')));
}

/** Waits until an import has begun and is over. */
async function waitForImport(page: Page, timeoutMs: number): Promise<void> {
  const zone = page.getByRole('region', { name: 'Add files' });
  await zone.getByRole('button', { name: 'Importing …' }).waitFor({ timeout: 10_000 });
  await zone.getByRole('button', { name: 'Choose files', exact: true }).waitFor({ timeout: timeoutMs });
}
