import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { openApp } from '../run/open-app.ts';
import {
  chooseFiles,
  dataFolder,
  dropFiles,
  exportFiles,
  openScreen,
  readNumber,
  readTable,
  textOf,
  waitForFacts,
  waitForMap,
  waitForTagged,
} from './drive.ts';
import {
  addUp,
  expectTags,
  readCsv,
  readPool,
  takeRows,
  type Figures,
  type PoolRow,
} from './naive-figures.ts';
import type { Page } from 'playwright-core';

interface ManifestFile {
  readonly name: string;
  readonly rowCount: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface Manifest {
  readonly sources: readonly unknown[];
  readonly run: { readonly tagger: string; readonly queryCount: number; readonly untaggedQueryCount: number };
  readonly selection: unknown;
  readonly files: readonly ManifestFile[];
}

/** Files whose rows are one query each, so that rows and queries count alike. */
interface MainJob {
  readonly page: Page;
  readonly paths: readonly string[];
  readonly budget: number;
  readonly timeoutMs: number;
}

/** What the stored replies say by themselves. */
interface StoredReplies {
  readonly rawTagCount: number;
  readonly untagged: ReadonlySet<string>;
}

const alpacaPath = join(dataFolder, 'alpaca_en/alpaca_data.json');
const bankingPath = join(dataFolder, 'banking77/test.csv');
const hasData = existsSync(alpacaPath) && existsSync(bankingPath);
const samplePaths = ['everyday-questions.jsonl', 'bank-support.csv'].map((name) =>
  join(projectFolder, 'public/sample', name),
);

test('two small chosen files go the whole way, and every number is what their tags say', async () => {
  const app = await openApp();
  await chooseFiles(app.page, samplePaths);
  await checkMainJob({ page: app.page, paths: samplePaths, budget: 30, timeoutMs: 30_000 });
  await app.stop();
});

test.skipIf(!hasData)(
  'all of Alpaca and a table of bank questions, dropped, go the whole way (skipped without ../shared/data)',
  { timeout: 450_000 },
  async () => {
    const app = await openApp();
    const paths = [alpacaPath, bankingPath];
    await dropFiles(app.page, paths);
    await checkMainJob({ page: app.page, paths, budget: 6000, timeoutMs: 400_000 });
    await app.stop();
  },
);

async function checkMainJob(job: MainJob): Promise<void> {
  const { page, paths, budget } = job;
  const originals = paths.map(readRecords);
  const rowCount = originals.reduce((total, { length }) => total + length, 0);
  for (const [index, path] of paths.entries()) {
    const card = page.getByRole('article', { name: basename(path), exact: true });
    await card.waitFor({ timeout: 30_000 });
    const rows = originals[index].length.toLocaleString('en');
    expect(await card.locator('.facts').innerText()).toMatch(new RegExp(`^${rows} rows · `));
  }
  expect(await waitForTagged(page, rowCount, job.timeoutMs)).toBe(rowCount);
  const { untagged, rawTagCount } = await readReplies(page);
  const taggedRowCount = rowCount - untagged.size;
  const tagCount = await waitForMap(page, taggedRowCount);

  const files = await exportFiles(page, 'All tags');
  const pool = readPool(textOf(files, 'tags.jsonl'), untagged);
  expect(pool.map(({ source, row }) => `${source} ${row}`)).toEqual(
    paths.flatMap((path, index) => originals[index].map((_, row) => `${basename(path)} ${row}`)),
  );
  const all = addUp(pool, tagCount);
  expect(all.tagCount).toBe(tagCount);
  checkManifest(files, job, { rowCounts: originals.map(({ length }) => length), untagged });
  checkTagTable(textOf(files, 'tags.csv'), all, paths, pool);

  await openScreen(page, 'Tag');
  const [done, total, joined] = await waitForFacts(
    page,
    /^([\d,]+) of ([\d,]+) rows tagged, with ([\d,]+) tags after joining\.$/,
  );
  expect([done, total, joined]).toEqual([rowCount, rowCount, tagCount]);
  await openScreen(page, 'Normalise');
  const [rawTags, tags] = await waitForFacts(
    page,
    /^([\d,]+) raw tags became ([\d,]+) tags, ([\d.]+%) fewer\.$/,
  );
  expect([rawTags, tags]).toEqual([rawTagCount, tagCount]);
  await checkExplore(page, all);
  await checkCompare(page, pool, paths, all);
  await checkSelection(job, pool, all, originals);
  expect(budget).toBeLessThan(rowCount);
}

/** Clicks a tag in the drawn graph: its rows come, as many as carry it. */
async function checkExplore(page: Page, all: Figures): Promise<void> {
  await openScreen(page, 'Explore');
  const label = await clickSomeTag(page);
  const rows = all.rowsPerTag.get(label) ?? 0;
  await waitForFacts(page, new RegExp(`1 tag selected, on ${rows.toLocaleString('en')} rows?\\.$`));
  const panel = page.getByRole('complementary', { name: 'Selection' });
  await panel.getByRole('heading', { name: `Rows ${rows.toLocaleString('en')}`, exact: true }).waitFor();
  const shownRows = panel.getByRole('article');
  await expect.poll(() => shownRows.count()).toBe(Math.min(20, rows));
  for (const row of await shownRows.all()) {
    expect(await row.getByRole('button', { name: label, exact: true }).count()).toBe(1);
  }
}

/** Moves over the graph until the name of a tag comes up, as a person would, and clicks. */
async function clickSomeTag(page: Page): Promise<string> {
  const canvas = page.locator('.graph canvas');
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const name = page.locator('.graph .tip strong');
  for (let y = 0.5; y < 0.95; y += 0.02) {
    for (let x = 0.05; x < 0.95; x += 0.01) {
      // A mouse stands on whole pixels.
      await page.mouse.move(Math.round(box.x + box.width * x), Math.round(box.y + box.height * y));
      await waitTwoFrames(page);
      if ((await name.count()) === 0) continue;
      const label = await name.innerText();
      await page.mouse.down();
      await page.mouse.up();
      return label;
    }
  }
  throw new Error('The graph shows no tag below the mouse anywhere in its lower half.');
}

/** What the mouse is over shows in the next frame. */
function waitTwoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}

async function checkCompare(
  page: Page,
  pool: readonly PoolRow[],
  paths: readonly string[],
  all: Figures,
): Promise<void> {
  await openScreen(page, 'Compare');
  const table = await readTable(page, 'section[aria-label="Numbers per source"]');
  const sources = paths.map((path) =>
    addUp(
      pool.filter(({ source }) => source === basename(path)),
      all.tagCount,
    ),
  );
  const equalSize = Math.min(...sources.map(({ taggedRowCount }) => taggedRowCount));
  expect(table.map(([name]) => name)).toEqual([...paths.map((path) => basename(path)), 'All sources']);
  for (const [index, figures] of [...sources, all].entries()) {
    const [, rows, tags, diversity, complexity, perQuery, atEqualSize] = table[index];
    expect(readNumber(rows)).toBe(figures.rowCount);
    expect(readNumber(tags)).toBe(figures.tagCount);
    expectShare(diversity, figures.diversity);
    expectRounded(complexity, figures.complexity, 0.01);
    expectRounded(perQuery, figures.complexity, 0.01);
    expectRounded(atEqualSize, expectTags(figures, equalSize), 1);
  }
}

async function checkSelection(
  job: MainJob,
  pool: readonly PoolRow[],
  all: Figures,
  originals: readonly (readonly unknown[])[],
): Promise<void> {
  const { page, paths, budget } = job;
  await openScreen(page, 'Select');
  const field = page.getByRole('spinbutton', { name: 'rows to keep' });
  await field.fill(String(budget));
  await field.press('Enter');
  await waitForFacts(page, new RegExp(`^${budget.toLocaleString('en')} of ([\\d,]+) rows\\.`));
  const taken = takeRows(pool, budget, 1);
  const chosen = addUp(
    taken.map(({ place }) => pool[place]),
    all.tagCount,
  );
  const [covering, random, whole] = await readTable(page, 'section[aria-label="Ways to choose"]');
  expectStrategy(covering, chosen);
  expectStrategy(whole, { ...all, rowCount: all.taggedRowCount });
  await checkReasons(page, pool, taken);

  const files = await exportFiles(page, 'Selected rows');
  checkManifest(files, job, { chosen });
  const places = taken.map(({ place }) => place).sort((one, other) => one - other);
  let control: PoolRow[] = [];
  let start = 0;
  for (const [index, path] of paths.entries()) {
    const end = start + originals[index].length;
    const here = pool.slice(start, end);
    const wanted = places.filter((place) => place >= start && place < end).map((place) => place - start);
    const expected = wanted.map((row) => withTags(originals[index][row], here[row].tags));
    const dot = basename(path).lastIndexOf('.');
    const named = (suffix: string): string =>
      `${basename(path).slice(0, dot)}.${suffix}${basename(path).slice(dot)}`;
    const isHere = files.has(named('selected'));
    expect(isHere).toBe(wanted.length > 0);
    if (isHere) expect(parseRecords(named('selected'), textOf(files, named('selected')))).toEqual(expected);
    if (files.has(named('random-control'))) {
      const drawn = parseRecords(named('random-control'), textOf(files, named('random-control')));
      control = [...control, ...findInOrder(drawn, originals[index], here)];
    }
    start = end;
  }
  expect(control.length).toBe(budget);
  expectStrategy(random, addUp(control, all.tagCount));
  expect(chosen.tagCount).toBeGreaterThan(addUp(control, all.tagCount).tagCount);
}

/** The first rows of the list say in which pass and for how many new tags they were taken. */
async function checkReasons(
  page: Page,
  pool: readonly PoolRow[],
  taken: ReturnType<typeof takeRows>,
): Promise<void> {
  const list = page.getByRole('region', { name: 'Rows kept' });
  await list.getByText('1 to 10', { exact: true }).waitFor();
  const shown = await list.locator('article > .caption').allInnerTexts();
  const expected = taken.slice(0, 10).map(({ place, pass, newTags }, index) => {
    const { source, row } = pool[place];
    const gain =
      newTags === 0
        ? 'adds no new tag, but a tag its pass had not seen'
        : `adds ${newTags} ${newTags === 1 ? 'tag' : 'tags'} no row before it had`;
    return `${source}, row ${(row + 1).toLocaleString('en')}. No. ${index + 1}, pass ${pass}: ${gain}`;
  });
  expect(shown).toEqual(expected);
}

function checkManifest(
  files: ReadonlyMap<string, Buffer>,
  { paths, budget }: MainJob,
  expected: { rowCounts?: readonly number[]; untagged?: ReadonlySet<string>; chosen?: Figures },
): void {
  const manifest = JSON.parse(textOf(files, 'manifest.json')) as Manifest;
  expect(manifest.files.map(({ name }) => name).sort()).toEqual(
    [...files.keys()].filter((name) => name !== 'manifest.json').sort(),
  );
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    const bytes = files.get(name) ?? Buffer.from('');
    expect({ name, sizeBytes, sha256 }).toEqual({
      name,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }
  expect(manifest.sources).toMatchObject(
    paths.map((path) => ({ name: basename(path), sizeBytes: statSync(path).size, quarantinedCount: 0 })),
  );
  if (expected.rowCounts !== undefined && expected.untagged !== undefined) {
    expect(manifest.sources).toMatchObject(expected.rowCounts.map((recordCount) => ({ recordCount })));
    const queryCount = expected.rowCounts.reduce((total, count) => total + count);
    const untaggedQueryCount = expected.untagged.size;
    expect(manifest.run).toMatchObject({ tagger: 'built-in', queryCount, untaggedQueryCount });
    expect(manifest.selection).toBeNull();
  }
  if (expected.chosen !== undefined) {
    const { tagCount: coveredTagCount, diversity } = expected.chosen;
    const strategy = 'complexity-first-diverse';
    const counts = { requestedCount: budget, selectedCount: budget, coveredTagCount, seed: 1 };
    expect(manifest.selection).toMatchObject({ strategy, ...counts });
    expect(manifest.selection).toHaveProperty('coverage', expect.closeTo(diversity, 9));
  }
}

/** tags.csv has every tag once, with the rows that carry it in all and in each source. */
function checkTagTable(text: string, all: Figures, paths: readonly string[], pool: readonly PoolRow[]): void {
  const [header, ...lines] = readCsv(text);
  expect(header).toEqual(['tag', 'rows', 'share', ...paths.map((path) => `rows in ${basename(path)}`)]);
  const sources = paths.map((path) =>
    addUp(
      pool.filter(({ source }) => source === basename(path)),
      all.tagCount,
    ),
  );
  const expected = [...all.rowsPerTag].map(([tag, rows]) => [
    /^[=+\-@\t\r]/.test(tag) ? `'${tag}` : tag,
    String(rows),
    (rows / all.taggedRowCount).toFixed(6),
    ...sources.map(({ rowsPerTag }) => String(rowsPerTag.get(tag) ?? 0)),
  ]);
  const byTag = (one: readonly string[], other: readonly string[]): number => (one[0] < other[0] ? -1 : 1);
  expect(lines.sort(byTag)).toEqual(expected.sort(byTag));
}

function expectStrategy([, , rows, coverage, meanTags]: readonly string[], figures: Figures): void {
  expect(readNumber(rows)).toBe(figures.rowCount);
  expectShare(coverage, figures.diversity);
  expectRounded(meanTags, figures.complexity, 0.01);
}

// Shares that are not quite all or nothing never read 100.0% or 0.0%.
function expectShare(shown: string, share: number): void {
  if (shown.startsWith('>')) expect(share > 0.999 && share < 1, `${shown} for ${share}`).toBe(true);
  else if (shown.startsWith('<')) expect(share > 0 && share < 0.001, `${shown} for ${share}`).toBe(true);
  else expectRounded(shown, share, 0.001);
}

function expectRounded(shown: string, value: number, step: number): void {
  expect(Math.abs(readNumber(shown) - value), `${shown} for ${value}`).toBeLessThanOrEqual(step / 2 + 1e-6);
}

/** The records of a file; those of a CSV as lists of fields, the header left out. */
function readRecords(path: string): unknown[] {
  return parseRecords(path, readFileSync(path, 'utf8'));
}

function parseRecords(name: string, text: string): unknown[] {
  if (name.endsWith('.csv')) return readCsv(text).slice(1);
  if (name.endsWith('.jsonl'))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  const records: unknown = JSON.parse(text);
  if (!Array.isArray(records)) throw new Error(`${name} is no JSON array.`);
  return records as unknown[];
}

function withTags(record: unknown, tags: readonly string[]): unknown {
  return Array.isArray(record) ? [...(record as string[]), tags.join('; ')] : { ...(record as object), tags };
}

/** Finds exported records among the originals, in their order; fails when one is not there with its very tags. */
function findInOrder(
  drawn: readonly unknown[],
  originals: readonly unknown[],
  pool: readonly PoolRow[],
): PoolRow[] {
  const found: PoolRow[] = [];
  let row = 0;
  for (const record of drawn) {
    const wanted = JSON.stringify(record);
    while (row < originals.length && JSON.stringify(withTags(originals[row], pool[row].tags)) !== wanted)
      row++;
    if (row === originals.length) throw new Error(`This exported row is none of the file's: ${wanted}`);
    found.push(pool[row++]);
  }
  return found;
}

/** Reads the stored replies past the app: distinct raw tags, and the rows without a usable answer. */
async function readReplies(page: Page): Promise<StoredReplies> {
  const replies = await page.evaluate(async () => {
    const read = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('The database cannot be read.'));
        };
      });
    const database = await read(indexedDB.open('tagscape'));
    const stores = database.transaction(['segments', 'sources']);
    const sources = (await read(stores.objectStore('sources').getAll())) as { id: number; name: string }[];
    const segments = (await read(stores.objectStore('segments').getAll())) as {
      sourceId: number;
      firstRow: number;
      statuses: Uint8Array;
      queryOffsets: Uint32Array;
      labels: string[];
    }[];
    database.close();
    const rawTags = new Set(segments.flatMap(({ labels }) => labels));
    const untagged: string[] = [];
    for (const { sourceId, firstRow, statuses, queryOffsets } of segments) {
      const name = sources.find(({ id }) => id === sourceId)?.name ?? '';
      for (let row = 0; row + 1 < queryOffsets.length; row++) {
        // Codes 0 and 1 are the answers that could be used.
        const answers = statuses.subarray(queryOffsets[row], queryOffsets[row + 1]);
        if (!answers.some((status) => status <= 1)) untagged.push(`${name} ${firstRow + row}`);
      }
    }
    return { rawTagCount: rawTags.size, untagged };
  });
  return { rawTagCount: replies.rawTagCount, untagged: new Set(replies.untagged) };
}
