// The main job on the whole Alpaca file, in the built app: import, tagging, vocabulary and graph, selection.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { openApp, type OpenedApp } from '../run/open-app.ts';
import { printTable, summarise, type Figure } from './figures.ts';
import type { Page } from 'playwright-core';

const file = join(projectFolder, '../shared/data/alpaca_en/alpaca_data.json');
const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const rowCount = 52_002;

/** What one run of the main job took. */
interface RunFigures {
  readonly importMs: number;
  readonly plainParseMs: number;
  readonly rowsPerSecond: number;
  readonly graphMs: number;
  readonly orderMs: number;
  readonly budgetMs: number;
  readonly longestTaskMs: number;
  readonly heapMb: number;
}

if (existsSync(file)) await main();
else process.stdout.write('../shared/data/alpaca_en is not here, so there is nothing to measure.\n');

async function main(): Promise<void> {
  const runs: RunFigures[] = [];
  for (let run = 0; run < runCount; run++) {
    runs.push(await measureRun());
    process.stdout.write(`run ${String(run + 1)} of ${String(runCount)}: ${JSON.stringify(runs[run])}\n`);
  }
  const of = (name: keyof RunFigures): Figure => summarise(runs.map((run) => run[name]));
  process.stdout.write(
    `Alpaca, ${rowCount.toLocaleString('en')} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB, seed 1\n`,
  );
  printTable([
    { name: 'import', figure: of('importMs'), unit: 'ms', target: 'under 4,000' },
    { name: '  rival: read and JSON.parse at once', figure: of('plainParseMs'), unit: 'ms', target: '' },
    {
      name: 'built-in tagger, loading included',
      figure: of('rowsPerSecond'),
      unit: 'rows/s',
      target: 'at least 250',
    },
    { name: 'last row tagged to graph drawn', figure: of('graphMs'), unit: 'ms', target: 'under 10,000' },
    { name: 'selection: order of all rows', figure: of('orderMs'), unit: 'ms', target: 'under 500' },
    { name: 'selection: new N to new figures', figure: of('budgetMs'), unit: 'ms', target: 'under 500' },
    {
      name: 'longest page task, import and tagging',
      figure: of('longestTaskMs'),
      unit: 'ms',
      target: 'at most 50',
    },
    { name: 'page heap, highest seen', figure: of('heapMb'), unit: 'MB', target: 'under 500' },
  ]);
}

async function measureRun(): Promise<RunFigures> {
  const app = await openApp({ chromiumArguments: ['--enable-precise-memory-info'] });
  const { page } = app;
  try {
    await page.waitForSelector('h1');
    await page.evaluate(watchPage);
    const plainParseMs = await measurePlainParse(app);
    await page.setInputFiles('section input[type=file]', file);
    await page.waitForSelector('article.card');
    await page.goto(`${app.url}#/explore`);
    await page.waitForSelector('.graph canvas', { timeout: 500_000 });
    const drawnAt = await page.evaluate(() => performance.now());
    const measures = await readMeasures(page);
    const tagging = findMeasure(measures, 'Tagging');
    const longestTaskMs = await page.evaluate((end) => {
      const tasks = Reflect.get(globalThis, 'longTasks') as { start: number; duration: number }[];
      return Math.max(0, ...tasks.filter(({ start }) => start < end).map(({ duration }) => duration));
    }, tagging.start + tagging.duration);
    const budgetMs = await measureBudget(page, app.url);
    return {
      importMs: findMeasure(measures, 'Importing alpaca_data.json').duration,
      plainParseMs,
      rowsPerSecond: (rowCount / tagging.duration) * 1000,
      graphMs: drawnAt - (tagging.start + tagging.duration),
      orderMs: findMeasure(measures, 'Ordering rows: complexity-first-diverse').duration,
      budgetMs,
      longestTaskMs,
      heapMb: await page.evaluate(() => Number(Reflect.get(globalThis, 'highestHeap')) / 1e6),
    };
  } finally {
    await app.stop();
  }
}

/** Runs in the page: notes every task over 50 ms and the heap four times a second. */
function watchPage(): void {
  const longTasks: { start: number; duration: number }[] = [];
  Reflect.set(globalThis, 'longTasks', longTasks);
  Reflect.set(globalThis, 'highestHeap', 0);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask' });
  setInterval(() => {
    const memory = Reflect.get(performance, 'memory') as { usedJSHeapSize: number };
    const highest = Math.max(memory.usedJSHeapSize, Number(Reflect.get(globalThis, 'highestHeap')));
    Reflect.set(globalThis, 'highestHeap', highest);
  }, 250);
}

/** The shortest way to read the file, which blocks its page and holds everything: in a page of its own. */
async function measurePlainParse({ context, url }: OpenedApp): Promise<number> {
  const page = await context.newPage();
  await page.goto(url);
  const input = await page.evaluateHandle(() => {
    const picker = document.createElement('input');
    picker.type = 'file';
    return picker;
  });
  await input.asElement()?.setInputFiles(file);
  const durationMs = await input.evaluate(async (picker) => {
    const start = performance.now();
    const text = await picker.files?.[0]?.text();
    const records = JSON.parse(text ?? '[]') as unknown[];
    return records.length > 0 ? performance.now() - start : Number.NaN;
  });
  await page.close();
  return durationMs;
}

async function measureBudget(page: Page, url: string): Promise<number> {
  await page.goto(`${url}#/select`);
  const field = page.locator('input[type=number]');
  await field.waitFor();
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('input[type=number]');
    const facts = (): string => document.querySelector('main h1 + p')?.textContent ?? '';
    const before = facts();
    const start = performance.now();
    if (input !== null) {
      input.value = '10000';
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    while (facts() === before) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - start;
  });
}

interface Measure {
  readonly name: string;
  readonly start: number;
  readonly duration: number;
}

function readMeasures(page: Page): Promise<Measure[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('measure')
      .map(({ name, startTime, duration }) => ({ name, start: startTime, duration })),
  );
}

function findMeasure(measures: readonly Measure[], name: string): Measure {
  const found = measures.find((measure) => measure.name === name);
  if (found === undefined) throw new Error(`The app left no measure called "${name}".`);
  return found;
}
