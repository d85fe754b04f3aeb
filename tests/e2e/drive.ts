import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import type { Download, Page } from 'playwright-core';

/** A file made in the test. */
export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A stretch of rows with replies, as the store names it. */
export interface StoredStretch {
  readonly runId: number;
  readonly sourceId: number;
  readonly firstRow: number;
  readonly rowCount: number;
}

export type ScreenName = 'Sources' | 'Tag' | 'Normalise' | 'Explore' | 'Compare' | 'Select' | 'Export';

/** Where the real data sets lie, beside the project; absent elsewhere. */
export const dataFolder = join(projectFolder, '../shared/data');
const alpacaPath = join(dataFolder, 'alpaca_en/alpaca_data.json');
/** Its records, empty where it is absent; read with the first use. */
let alpaca: readonly unknown[] | undefined;

/** Makes a file to choose. */
export function makeFile(name: string, content: string | Uint8Array): MadeFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/**
 * Makes an Alpaca file with so many different instructions: the first of the real Alpaca when it is there, else
 * sentences put together from lists.
 */
export function makeInstructions(name: string, count: number, first = 0): MadeFile {
  alpaca ??= existsSync(alpacaPath) ? (JSON.parse(readFileSync(alpacaPath, 'utf8')) as unknown[]) : [];
  const records =
    alpaca.length > 0
      ? alpaca.slice(first, first + count)
      : Array.from({ length: count }, (_, index) => composeInstruction(first + index));
  return makeFile(name, JSON.stringify(records, null, 1));
}

/** Presses "Choose files" and chooses some: paths, or files made in the test. */
export async function chooseFiles(page: Page, files: readonly string[] | readonly MadeFile[]): Promise<void> {
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files', exact: true }).click();
  const chooser = await opening;
  await chooser.setFiles(files);
}

/** Drops files onto the drop zone, as a person does from a file manager. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const picker = await page.evaluateHandle(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    return input;
  });
  await picker.asElement()?.setInputFiles([...paths]);
  const isTaken = await picker.evaluate((input) => {
    const dataTransfer = new DataTransfer();
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    const zone = document.querySelector('[aria-label="Add files"]');
    const send = (type: string): boolean =>
      zone?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })) === false;
    return send('dragover') && send('drop');
  });
  expect(isTaken, 'the page takes the drop, so that the browser does not open the file').toBe(true);
}

/** Opens a screen by its link in the rail. */
export async function openScreen(page: Page, name: ScreenName): Promise<void> {
  await page.locator(`nav[aria-label=Screens] a[href="#/${name.toLowerCase()}"]`).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Opens the menu of the project, at the top. */
export async function openProjectMenu(page: Page): Promise<void> {
  await page.getByTitle(/^Project: /).click();
  await page.getByRole('button', { name: 'New project' }).waitFor();
}

/** Deletes the open project, and waits until it is gone. */
export async function deleteProject(page: Page, name: string): Promise<void> {
  await openProjectMenu(page);
  await page.getByRole('button', { name: 'Delete this project …' }).click();
  await page.getByLabel('Type the project’s name to delete it').fill(name);
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText(`“${name}” was deleted from this browser. Your files are untouched.`).waitFor();
}

/** Chooses a tagger by its button. */
export async function chooseTagger(page: Page, name: string): Promise<void> {
  await page.getByRole('group', { name: 'Tagger' }).getByRole('button', { name, exact: true }).click();
}

/** Chooses a GGUF model, with its file. */
export async function pickGguf(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await chooseTagger(page, 'GGUF file');
  await page.getByLabel('GGUF file', { exact: true }).setInputFiles([makeFile(name, bytes)]);
}

/** Presses the button that tags what is left and waits for the end. */
export async function tagAll(page: Page, timeoutMs = 120_000): Promise<void> {
  await page.getByRole('button', { name: /^(Tag|Go on with) [\d,]+ rows?$/ }).click();
  await page.getByText('Done', { exact: true }).waitFor({ timeout: timeoutMs });
}

/** The sentence below the screen's name. */
export function readFacts(page: Page): Promise<string> {
  return page.locator('main h1 + p').innerText();
}

/** Waits until the sentence below the screen's name matches; gives the numbers in its groups. */
export async function waitForFacts(page: Page, pattern: RegExp, timeoutMs = 30_000): Promise<number[]> {
  const facts = await readUntil(
    () => readFacts(page),
    (text) => pattern.test(text),
    timeoutMs,
  );
  expect(facts).toMatch(pattern);
  return (pattern.exec(facts) ?? []).slice(1).map(readNumber);
}

/** Reads again and again until a value is right; gives the last one. Unlike `expect.poll` it may be used in a hook. */
export async function readUntil<Value>(
  read: () => Promise<Value>,
  isRight: (value: Value) => boolean,
  timeoutMs: number,
): Promise<Value> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (isRight(value) || performance.now() > endMs) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits on Explore until the tags of exactly so many rows are joined and drawn; gives the number of tags. */
export async function waitForMap(page: Page, rowCount: number, timeoutMs = 60_000): Promise<number> {
  await openScreen(page, 'Explore');
  const rows = rowCount.toLocaleString('en');
  const [tagCount] = await waitForFacts(page, new RegExp(`^([\\d,]+) tags? on ${rows} rows?\\.`), timeoutMs);
  await page.locator('.graph canvas').waitFor();
  return tagCount;
}

/** Rows tagged so far, as the rail counts them. */
export async function readTaggedCount(page: Page): Promise<number> {
  const count = page.locator('nav a[href="#/tag"] .count');
  return (await count.count()) === 0 ? 0 : readNumber((await count.getAttribute('title')) ?? '');
}

/** Waits until at least so many rows are tagged, and gives the number. */
export async function waitForTagged(page: Page, atLeast: number, timeoutMs = 60_000): Promise<number> {
  const counted = await page.waitForFunction(
    (least) => {
      const title = document.querySelector('nav a[href="#/tag"] .count')?.getAttribute('title') ?? '0';
      const count = Number(title.replaceAll(',', ''));
      return count >= least ? count : undefined;
    },
    atLeast,
    { timeout: timeoutMs },
  );
  return Number(await counted.jsonValue());
}

/** Reads a number as it stands on the screen: `52,002`, `96.0%`, `4.31`. */
export function readNumber(text: string): number {
  const value = Number(text.replaceAll(/[,%\s]/g, ''));
  return text.includes('%') ? value / 100 : value;
}

/** Reads the body of a table, cell by cell. */
export function readTable(page: Page, selector: string): Promise<string[][]> {
  return page
    .locator(`${selector} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
    );
}

/** Chooses every tagged row on Select, also those without a tag. */
export async function keepAllRows(page: Page, rowCount: number): Promise<void> {
  await openScreen(page, 'Select');
  await page.getByRole('radio', { name: 'Just a sample' }).check();
  await page.getByRole('spinbutton', { name: 'rows to keep' }).fill(String(rowCount));
  await page.keyboard.press('Enter');
  await waitForFacts(page, new RegExp(`^(${rowCount.toLocaleString('en')}) of`));
}

/** Makes the files of one card of the Export screen and saves them all, as a person does. */
export async function exportFiles(
  page: Page,
  card: 'Selected rows' | 'All tags',
): Promise<Map<string, Buffer>> {
  await openScreen(page, 'Export');
  await page.getByRole('region', { name: card }).getByRole('button', { name: 'Make the files' }).click();
  const title = card === 'All tags' ? 'All tags' : 'The selected rows';
  await page
    .getByRole('heading', { name: new RegExp(`^${title}: \\d+ files$`) })
    .waitFor({ timeout: 60_000 });
  const names = await page.getByRole('region', { name: 'Files' }).locator('tbody th').allInnerTexts();
  const downloads: Download[] = [];
  const note = (download: Download): void => void downloads.push(download);
  page.on('download', note);
  await page.getByRole('button', { name: 'Save all' }).click();
  await readUntil(
    () => Promise.resolve(downloads.length),
    (count) => count >= names.length,
    30_000,
  );
  page.off('download', note);
  expect(downloads.map((download) => download.suggestedFilename()).sort()).toEqual(names.sort());
  const files = new Map<string, Buffer>();
  for (const download of downloads) {
    files.set(download.suggestedFilename(), readFileSync(await download.path()));
  }
  return files;
}

/** Reads a file of an export. */
export function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`The export has ${[...files.keys()].join(', ')}, but no ${name}.`);
  return file.toString('utf8');
}

/** How many entries a store of the app's database has. */
export function countStored(page: Page, store: string): Promise<number> {
  return page.evaluate(readFromDatabase, { store, what: 'count' as const }) as Promise<number>;
}

/** All entries of a small store. */
export function readStored(page: Page, store: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(readFromDatabase, { store, what: 'values' as const }) as Promise<
    Record<string, unknown>[]
  >;
}

/** Rows that lie in the stored blocks of each source, by its id. */
export async function readBlockRows(page: Page): Promise<ReadonlyMap<number, number>> {
  const rows = await page.evaluate(
    () =>
      new Promise<[number, number][]>((resolve, reject) => {
        const opening = indexedDB.open('tagscape');
        opening.onerror = () => {
          reject(new Error('The database cannot be opened.'));
        };
        opening.onsuccess = () => {
          const counts = new Map<number, number>();
          const walking = opening.result.transaction('blocks').objectStore('blocks').openCursor();
          walking.onsuccess = () => {
            const cursor = walking.result;
            if (cursor === null) {
              opening.result.close();
              resolve([...counts]);
              return;
            }
            const { sourceId, offsets } = cursor.value as { sourceId: number; offsets: Uint32Array };
            counts.set(sourceId, (counts.get(sourceId) ?? 0) + offsets.length - 1);
            cursor.continue();
          };
        };
      }),
  );
  return new Map(rows);
}

/**
 * Ends the renderer of a page at once, without a goodbye, as a crash or a full memory does.
 *
 * @returns A new page of the same browser, with the app open.
 */
export async function killPage(page: Page): Promise<Page> {
  const context = page.context();
  const { origin, pathname } = new URL(page.url());
  const session = await context.newCDPSession(page);
  const crash = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crash;
  page.close().catch(() => undefined);
  const next = await context.newPage();
  await next.goto(origin + pathname);
  await next.getByRole('heading', { level: 1 }).waitFor();
  return next;
}

/** Which rows have replies, by the keys of the stored segments. */
export async function readStretches(page: Page): Promise<StoredStretch[]> {
  const keys = (await page.evaluate(readFromDatabase, {
    store: 'segments',
    what: 'keys' as const,
  })) as number[][];
  return keys.map(([runId, sourceId, firstRow, rowCount]) => ({ runId, sourceId, firstRow, rowCount }));
}

/** Rows in some stretches. */
export function countRows(stretches: readonly StoredStretch[]): number {
  return stretches.reduce((rows, { rowCount }) => rows + rowCount, 0);
}

/** Checks that one run of a project with one source has a reply to each of its rows: none missing, none doubled. */
export function expectEachRowOnce(stretches: readonly StoredStretch[], rowCount: number): void {
  expect(new Set(stretches.map(({ runId, sourceId }) => `${runId} ${sourceId}`)).size).toBe(1);
  const replies = new Uint8Array(rowCount);
  for (const { firstRow, rowCount: rows } of stretches) {
    for (let row = firstRow; row < firstRow + rows; row++) replies[row] += 1;
  }
  expect(replies.findIndex((count) => count !== 1)).toBe(-1);
  expect(countRows(stretches)).toBe(rowCount);
}

/** Runs in the page: reads the app's database by itself, without the app's code. */
function readFromDatabase({ store, what }: { store: string; what: 'count' | 'keys' | 'values' }) {
  return new Promise<unknown>((resolve, reject) => {
    const opening = indexedDB.open('tagscape');
    opening.onerror = () => {
      reject(new Error('The database cannot be opened.'));
    };
    opening.onsuccess = () => {
      const database = opening.result;
      const entries = database.transaction(store).objectStore(store);
      const reading =
        what === 'count' ? entries.count() : what === 'keys' ? entries.getAllKeys() : entries.getAll();
      reading.onerror = () => {
        reject(new Error(`The store ${store} cannot be read.`));
      };
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result);
      };
    };
  });
}

function composeInstruction(index: number): object {
  const verbs = [
    'Write',
    'Summarise',
    'Explain',
    'Translate into French',
    'Compare',
    'Correct',
    'List ten facts of',
  ];
  const kinds = [
    'a poem',
    'an essay',
    'a recipe',
    'a Python function',
    'a letter',
    'a proof',
    'a travel plan',
  ];
  const topics = [
    'the sea',
    'prime numbers',
    'a small town',
    'healthy food',
    'the French Revolution',
    'old cars',
  ];
  const pick = (list: readonly string[], step: number): string =>
    list[Math.floor(index / step) % list.length];
  const instruction = `${pick(verbs, 1)} ${pick(kinds, 7)} about ${pick(topics, 49)}, number ${index}.`;
  return { instruction, input: '', output: 'As you wish.' };
}
