// The queue of a language model's run in Chromium: how a run over many rows starts, what it holds, and what the queue
// adds to a row when the model takes no time at all: reading the row, its mark, its key, its answer, its record.
import { printTable, summarise, type FigureLine } from './figures.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { QueueFigures } from './model-queue-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const answered = 4000;

/** Less than any language model takes. */
const slowMs = 50;

const page = await openBenchPage(['--enable-precise-memory-info', '--js-flags=--expose-gc']);
process.stdout.write(
  `${runCount} runs each after one to warm up; ${answered.toLocaleString('en')} rows answered at once, four at a time, of all that are queued\n`,
);
const lines: FigureLine[] = [];
for (const rowCount of [10_000, 100_000, 1_000_000]) {
  const figures = await page.call<QueueFigures>(
    '/tests/bench/model-queue-page.ts',
    'measureQueue',
    rowCount,
    answered,
    runCount,
    slowMs,
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
    {
      name: `${name}: each row beyond a model's own ${slowMs} ms`,
      figure: summarise(figures.addedMs),
      unit: 'ms',
      target: 'under 1',
    },
  );
}
printTable(lines);
await page.close();
