// Saving a tagged project into a file and opening it again in Chromium: time, size, and the memory of the page with its
// worker, which must not grow with the project. A stall is what a person would feel, other programs' work included; a task
// is the page's own.
import { readdirSync, readFileSync } from 'node:fs';
import { printTable, summarise, type FigureLine } from './figures.ts';
import { findLongestTasks } from './longest-tasks.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { BackupFigures } from './backup-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const lines: FigureLine[] = [];
for (const rowCount of [25_000, 100_000]) {
  const figures: BackupFigures[] = [];
  const peaks: number[] = [];
  const tasks: (readonly number[])[] = [];
  for (let run = 0; run < runCount; run++) {
    const page = await openBenchPage();
    const { result, longestMs } = await findLongestTasks(page.page, ['saving', 'opening', 'done'], () =>
      page.call<BackupFigures>('/tests/bench/backup-page.ts', 'measureBackup', rowCount),
    );
    figures.push(result);
    tasks.push(longestMs);
    peaks.push(readPeakMb());
    await page.close();
  }
  const name = `${rowCount.toLocaleString('en')} rows`;
  const line = (what: string, read: (figure: BackupFigures) => number, unit: string, target = ''): void =>
    void lines.push({ name: `${name}: ${what}`, figure: summarise(figures.map(read)), unit, target });
  line('saving', ({ saveMs }) => saveMs / 1000, 's');
  line('opening', ({ openMs }) => openMs / 1000, 's');
  line('file', ({ fileBytes }) => fileBytes / 1e6, 'MB');
  line('unpacked', ({ unpackedBytes }) => unpackedBytes / 1e6, 'MB');
  line('longest stall while saving', ({ saveStallMs }) => saveStallMs, 'ms');
  line('longest stall while opening', ({ openStallMs }) => openStallMs, 'ms');
  for (const [index, what] of ['saving', 'opening'].entries()) {
    const figure = summarise(tasks.map((longestMs) => longestMs[index]));
    lines.push({
      name: `${name}: longest task while ${what}`,
      figure,
      unit: 'ms of processor',
      target: 'under 50',
    });
  }
  lines.push({
    name: `${name}: peak memory`,
    figure: summarise(peaks),
    unit: 'MB',
    target: 'as for fewer rows',
  });
}
printTable(lines);

/** Peak resident memory of the largest renderer of this machine's test browser; 0 where there is no `/proc`. */
function readPeakMb(): number {
  const peaks = listProcesses().map((folder) => {
    const read = (file: string): string => readFileSync(`/proc/${folder}/${file}`, 'utf8');
    try {
      if (!read('cmdline').includes('--type=renderer')) return 0;
      return Number(/^VmHWM:\s+(\d+) kB$/m.exec(read('status'))?.[1] ?? 0) / 1000;
    } catch {
      // It has ended meanwhile.
      return 0;
    }
  });
  return Math.max(0, ...peaks);
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
