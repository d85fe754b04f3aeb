// Saving a tagged project into a file and opening it again in Chromium: time, size, and the memory of the page with its
// worker, which must not grow with the project.
import { readdirSync, readFileSync } from 'node:fs';
import { printTable, summarise, type FigureLine } from './figures.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { BackupFigures } from './backup-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const lines: FigureLine[] = [];
for (const rowCount of [25_000, 100_000]) {
  const figures: BackupFigures[] = [];
  const peaks: number[] = [];
  for (let run = 0; run < runCount; run++) {
    const page = await openBenchPage();
    figures.push(await page.call<BackupFigures>('/tests/bench/backup-page.ts', 'measureBackup', rowCount));
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
  line('longest stall of the page', ({ stallMs }) => stallMs, 'ms');
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
