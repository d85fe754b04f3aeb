// Imports of 10,000 to 1,000,000 records, of Alpaca and of Parquet; memory, single rows, and opening a large project.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { writeLargeJsonLines } from '../helpers/large-file.ts';
import { openApp } from '../run/open-app.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';
import { watchHeaps } from './heap-watch.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { ImportFigures } from './sources-page.ts';

const alpacaPath = join(projectFolder, '../shared/data/alpaca_en/alpaca_data.json');
const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const seed = 1;
const sizes = [10_000, 100_000, 1_000_000];
// As many as one group of rows of a Parquet file has by default.
const parquetRecordCount = 100_000;
const pageModule = '/tests/bench/sources-page.ts';

if (existsSync(alpacaPath)) await main();
else process.stdout.write('../shared/data/alpaca_en is not here, so there is nothing to measure.\n');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tagscape-bench-'));
  try {
    const lines: FigureLine[] = [];
    lines.push(...(await measureFile(alpacaPath, 'Alpaca, one JSON array', 'under 2,500 ms', 200)));
    for (const recordCount of sizes) {
      const path = join(folder, `drawn-${String(recordCount)}.jsonl`);
      writeLargeJsonLines(path, alpacaPath, { recordCount, seed });
      const name = `${recordCount.toLocaleString('en')} records, JSON Lines`;
      const isLargest = recordCount === sizes.at(-1);
      lines.push(
        ...(await measureFile(path, name, isLargest ? 'at least 25 MB/s' : '', isLargest ? 500 : 0)),
      );
      if (isLargest) lines.push(...(await measureReopening(path)));
      if (recordCount === parquetRecordCount) {
        const table = writeAsParquet(path);
        lines.push(...(await measureFile(table, 'the same records, Parquet', 'no more', 0)));
      }
    }
    process.stdout.write(
      `Records drawn from Alpaca, seed ${String(seed)}, a fresh profile a run, ${String(runCount)} runs\n`,
    );
    printTable(lines);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the records of a file of JSON Lines as Parquet, packed with Snappy, and gives its path. */
function writeAsParquet(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as Record<string, string | number>);
  const columnData = Object.keys(records[0]).map((name) => ({
    name,
    data: records.map((record) => record[name]),
  }));
  const written = path.replace(/jsonl$/, 'parquet');
  writeFileSync(written, new Uint8Array(parquetWriteBuffer({ columnData })));
  return written;
}

/** Imports one file in a page that does nothing else; its bytes are in the browser before it starts. */
async function measureFile(
  path: string,
  name: string,
  target: string,
  rowReads: number,
): Promise<FigureLine[]> {
  const bytes = readFileSync(path);
  const megabytes = bytes.length / 1e6;
  const importMs: number[] = [];
  const heapMegabytes: number[] = [];
  const rowMs: number[] = [];
  const slowRowMs: number[] = [];
  for (let run = 0; run < runCount; run++) {
    const bench = await openBenchPage([], new Map([['/bench-file', bytes]]));
    try {
      const heaps = await watchHeaps(bench.page.context(), bench.page);
      const figures = await bench.call<ImportFigures>(
        pageModule,
        'measureImport',
        '/bench-file',
        'bench.json',
      );
      importMs.push(figures.importMs);
      await heaps.stop();
      heapMegabytes.push(heaps.highestBytes / 1e6);
      if (rowReads > 0) {
        const times = await bench.call<number[]>(pageModule, 'measureRowReads', rowReads, seed + run);
        rowMs.push(...times);
        slowRowMs.push(times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)]);
      }
    } finally {
      await bench.close();
    }
  }
  const rates = importMs.map((ms) => (megabytes / ms) * 1000);
  const lines: FigureLine[] = [
    { name: `${name}, ${megabytes.toFixed(1)} MB`, figure: summarise(importMs), unit: 'ms', target },
    { name: '  rate', figure: summarise(rates), unit: 'MB/s', target: '' },
    {
      name: '  page and worker heaps, highest together',
      figure: summarise(heapMegabytes),
      unit: 'MB',
      target: 'under 400',
    },
  ];
  if (rowReads > 0)
    lines.push(
      { name: '  one row, anywhere', figure: summarise(rowMs), unit: 'ms', target: 'under 20' },
      { name: '  99 of 100 rows within', figure: summarise(slowRowMs), unit: 'ms', target: 'under 20' },
    );
  return lines;
}

/** Opens the built app on a project that holds the file: from the reload to its source on the screen. */
async function measureReopening(path: string): Promise<FigureLine[]> {
  const app = await openApp();
  const { page } = app;
  try {
    await page.setInputFiles('section input[type=file]', path);
    await page.waitForSelector('article.card', { timeout: 300_000 });
    await page.getByRole('button', { name: 'Pause: Tagging' }).click();
    await page
      .getByRole('button', { name: 'Pause: Tagging' })
      .waitFor({ state: 'detached', timeout: 60_000 });
    const times: number[] = [];
    for (let run = 0; run < runCount; run++) {
      const start = performance.now();
      await page.reload();
      await page.waitForSelector('article.card');
      times.push(performance.now() - start);
    }
    const megabytes = (statSync(path).size / 1e6).toFixed(0);
    return [
      {
        name: `the app again with these ${megabytes} MB`,
        figure: summarise(times),
        unit: 'ms',
        target: 'under 3,000',
      },
    ];
  } finally {
    await app.stop();
  }
}
