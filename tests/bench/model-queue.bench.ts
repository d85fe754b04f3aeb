// The queue of a language model's run in Chromium: how a run over many rows starts, what it holds, and what the queue
// adds to a row when the model takes no time at all: reading the row, its mark, its key, its answer, its record.
import { createServer } from 'vite';
import { kernelPlugin } from '../../src/build/kernel-plugin.mjs';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { launchChromium } from '../run/open-app.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';
import type { QueueFigures } from './model-queue-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const answered = 4000;

const server = await createServer({
  configFile: false,
  root: projectFolder,
  logLevel: 'error',
  plugins: [kernelPlugin()],
  worker: { format: 'es', plugins: () => [kernelPlugin()] },
  server: { host: '127.0.0.1', port: 0 },
});
await server.listen();
const browser = await launchChromium(['--enable-precise-memory-info', '--js-flags=--expose-gc']);
const page = await browser.newPage();
// Any file of the server will do.
await page.goto(`${server.resolvedUrls?.local[0] ?? ''}LICENSE`);
process.stdout.write(
  `${runCount} runs each after one to warm up; ${answered.toLocaleString('en')} rows answered at once, four at a time, of all that are queued\n`,
);
const lines: FigureLine[] = [];
for (const rowCount of [10_000, 100_000, 1_000_000]) {
  // As text, because the loader of this script rewrites import().
  const figures = await page.evaluate<QueueFigures>(
    `import('/tests/bench/model-queue-page.ts').then((page) => page.measureQueue(${rowCount}, ${answered}, ${runCount}))`,
  );
  const name = `${rowCount.toLocaleString('en')} rows queued`;
  lines.push(
    { name: `${name}: start`, figure: summarise(figures.startMs), unit: 'ms', target: 'under 3,000' },
    {
      name: `${name}: memory`,
      figure: summarise(figures.heapBytes.map((bytes) => bytes / 1e6)),
      unit: 'MB',
      target: 'under 200',
    },
    { name: `${name}: each row`, figure: summarise(figures.msPerRow), unit: 'ms', target: 'under 1' },
  );
}
printTable(lines);
await browser.close();
await server.close();
