// What lies in a data set: the whole of Alpaca profiled in Chromium on one and two cores, duplicates included, beside a
// comparison of every pair by exact sets of pieces on a sample, which is what one would write without sketches.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { findOverlap } from '../../src/core/profile/overlap.ts';
import { signatureBytes, sketchText } from '../../src/core/profile/signature.ts';
import { TextGroups } from '../../src/core/profile/text-groups.ts';
import { shareNaively } from '../helpers/naive/naive-duplicates.ts';
import { makeTexts } from '../helpers/seeded-texts.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { ProfileFigures, ProfileTask } from './profile-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 5);
const dataPath = join(projectFolder, '../shared/data/alpaca_en/alpaca_data.json');
const sampleRows = 1000;
const manyRows = 1_000_000;

if (existsSync(dataPath)) await main();
else process.stdout.write(`Left out: ${dataPath} is not here.\n`);

async function main(): Promise<void> {
  const bytes = readFileSync(dataPath);
  const lines: FigureLine[] = [];
  const page = await openBenchPage([], new Map([['/alpaca', new Uint8Array(bytes)]]));
  for (const coreCount of [2, 1]) {
    const task: ProfileTask = { dataUrl: '/alpaca', coreCount, runCount };
    const figures = await page.call<ProfileFigures>('/tests/bench/profile-page.ts', 'measureProfile', task);
    const { rowCount, nearRows, copies } = figures;
    const found = `${rowCount.toLocaleString('en')} rows, ${String(nearRows)} with duplicates, ${String(copies)} copies`;
    lines.push({
      name: `Alpaca, ${String(coreCount)} workers: ${found}`,
      figure: summarise(figures.times),
      unit: 'ms',
      target: coreCount === 2 ? 'under 20,000' : '',
    });
    lines.push({
      name: 'of it the search for duplicates, from stored sketches',
      figure: summarise(figures.overlapTimes),
      unit: 'ms',
      target: '',
    });
  }
  await page.close();
  lines.push(measureMany(), ...measureRival(readTexts(bytes)));
  printTable(lines);
}

function readTexts(bytes: Buffer): string[] {
  const records = JSON.parse(bytes.toString('utf8')) as { instruction: string; input: string }[];
  return records.map(({ instruction, input }) =>
    [instruction, input].filter((text) => text !== '').join('\n'),
  );
}

/** Sketches of 1,000,000 rows, seed 1: time and memory of the search alone, on one core in Node. */
function measureMany(): FigureLine {
  const block = sketch(makeTexts(1, 20_000));
  const before = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  const groups = new TextGroups([manyRows]);
  for (let firstRow = 0; firstRow < manyRows; firstRow += block.rowCount) {
    // Other texts each time: each row's bytes change in the same way, so that rows stay as alike as they were.
    const shift = firstRow / block.rowCount;
    const signatures = block.signatures.map((byte) => byte + shift);
    const hashes = block.hashes.map((half) => half + shift);
    groups.add(0, { ...block, firstRow, hashes, signatures });
  }
  const overlap = findOverlap(groups);
  const megabytes = (process.memoryUsage().arrayBuffers - before) / 1e6;
  return {
    name: `1,000,000 seeded rows, one core, search alone: ${overlap.cells[0].nearRows.toLocaleString('en')} with duplicates, ${megabytes.toFixed(0)} MB of arrays`,
    figure: summarise([performance.now() - start]),
    unit: 'ms',
    target: 'under 250 MB',
  };
}

function sketch(texts: readonly string[]) {
  const hashes = new Uint32Array(2 * texts.length);
  const signatures = new Uint8Array(signatureBytes * texts.length);
  texts.forEach((text, row) => {
    const made = sketchText(text);
    if (made === undefined) return;
    hashes.set([made.high, made.low], 2 * row);
    signatures.set(made.signature, signatureBytes * row);
  });
  return { firstRow: 0, rowCount: texts.length, hashes, signatures };
}

/** Every pair of a sample, and the same sample by sketches. */
function measureRival(texts: readonly string[]): FigureLine[] {
  const step = Math.floor(texts.length / sampleRows);
  const sample = texts.filter((_, row) => row % step === 0).slice(0, sampleRows);
  const start = performance.now();
  const near = new Set<number>();
  sample.forEach((text, row) => {
    for (let other = row + 1; other < sample.length; other++)
      if (shareNaively(text, sample[other]) >= 0.8) near.add(row).add(other);
  });
  const pairMs = performance.now() - start;
  const sketchStart = performance.now();
  const groups = new TextGroups([sample.length]);
  groups.add(0, sketch(sample));
  const { nearRows } = findOverlap(groups).cells[0];
  const sketchMs = performance.now() - sketchStart;
  return [
    {
      name: `rival: every pair of ${sampleRows.toLocaleString('en')} Alpaca rows, exact, one core: ${String(near.size)} with duplicates`,
      figure: summarise([pairMs]),
      unit: 'ms',
      target: '',
    },
    {
      name: `the same rows by sketches, one core: ${String(nearRows)} with duplicates`,
      figure: summarise([sketchMs]),
      unit: 'ms',
      target: '',
    },
  ];
}
