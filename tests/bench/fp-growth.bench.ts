// FP-growth and the rules made of it, side by side with node-fpgrowth; and the memory that a million baskets need.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FPGrowth } from 'node-fpgrowth';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { rowCountOf, tagsOfRow, type TagRows } from '../../src/core/model/tag-rows.ts';
import { deriveRules, mineFrequentSets } from '../../src/core/normalise/association.ts';
import { findFrequentSets } from '../../src/core/normalise/fp-growth.ts';
import { mergeRecursively } from '../../src/core/normalise/recursive-merge.ts';
import { makeBaskets, usualBaskets } from '../helpers/seeded-baskets.ts';
import { printTable, summarise, type Figure, type FigureLine } from './figures.ts';

const { tagCount, seed } = usualBaskets;
const runCount = Number(process.env['BENCH_RUNS'] ?? 10);
// No basket holds more tags than this.
const everySize = 64;
const maxSets = 5_000_000;

if (process.argv[2] === 'memory') measureMemory(process.argv[3], Number(process.argv[4]));
else await main();

async function main(): Promise<void> {
  process.stdout.write(
    `Baskets of ${tagCount.toLocaleString('en')} tags, seed ${seed}, ${runCount} runs each after three to warm up\n`,
  );
  const lines: FigureLine[] = [];
  for (const basketCount of [100_000, 300_000, 1_000_000]) {
    const rows = makeBaskets({ ...usualBaskets, basketCount });
    const supports = basketCount === 100_000 ? [40] : [basketCount / 2500, 40];
    for (const minSupport of supports) lines.push(...measureBaskets(rows, minSupport));
    if (basketCount === 100_000) lines.push(await measureRival(rows));
    if (basketCount === 1_000_000)
      lines.push(...measureRules(rows), measurePeak(rows, 400), measurePeak(rows, 40));
  }
  printTable(lines);
}

function measureBaskets(rows: TagRows, minSupport: number): FigureLine[] {
  const basketCount = rowCountOf(rows);
  const target = basketCount === 100_000 ? 'half of node-fpgrowth' : 'linear';
  return [everySize, 4].map((maxSize) => {
    const options = { tagCount, minSupport, maxSize, maxSets };
    const setCount = findFrequentSets(rows, options)?.sets.setCount ?? 0;
    const size = maxSize === everySize ? 'all sizes' : `up to ${maxSize} tags`;
    return {
      name: `${nameSize(rows)}, support ${minSupport}, ${size}: ${setCount.toLocaleString('en')} sets`,
      figure: timeRuns(() => findFrequentSets(rows, options)),
      unit: 'ms',
      target: minSupport === basketCount / 2500 ? target : '',
    };
  });
}

async function measureRival(rows: TagRows): Promise<FigureLine> {
  const baskets = Array.from({ length: rowCountOf(rows) }, (_, row) => [...tagsOfRow(rows, row)]);
  const times: number[] = [];
  let setCount = 0;
  for (let run = -1; run < runCount; run++) {
    const start = performance.now();
    const sets = await new FPGrowth<number>(39.5 / baskets.length).exec(baskets);
    if (run >= 0) times.push(performance.now() - start);
    setCount = sets.length;
  }
  return {
    name: `  rival: node-fpgrowth, ${nameSize(rows)}, support 40, all sizes: ${setCount.toLocaleString('en')} sets`,
    figure: summarise(times),
    unit: 'ms',
    target: '',
  };
}

/** What a slider does on sets once mined, and the preset of the paper. */
function measureRules(rows: TagRows): FigureLine[] {
  const mined = mineFrequentSets(rows, { tagCount, minSupport: 5 });
  const limits = { minSupport: 40, minConfidence: 0.99 };
  return [
    {
      name: `rules out of ${mined.sets.setCount.toLocaleString('en')} mined sets, support 5, confidence 0.99`,
      figure: timeRuns(() => deriveRules(mined, { minSupport: 5, minConfidence: 0.99 })),
      unit: 'ms',
      target: 'under 100',
    },
    {
      name: `${nameSize(rows)}, merged recursively, support 40: ${mergeRecursively(rows, tagCount, limits).log.length} merges`,
      figure: timeRuns(() => mergeRecursively(rows, tagCount, limits)),
      unit: 'ms',
      target: '',
    },
  ];
}

/** Peak memory above the input, at most, in a process of its own that has only read it. */
function measurePeak(rows: TagRows, minSupport: number): FigureLine {
  const folder = mkdtempSync(join(tmpdir(), 'tagscape-bench-'));
  try {
    const file = join(folder, 'rows');
    writeFileSync(
      file,
      Buffer.concat([Uint32Array.of(rowCountOf(rows)), rows.offsets, rows.ids].map(bytesOf)),
    );
    const runner = [
      '--expose-gc',
      'tests/run/run-typescript.mjs',
      'tests/bench/fp-growth.bench.ts',
      'memory',
      file,
    ];
    const peaks = Array.from({ length: 3 }, () => {
      const child = spawnSync(process.execPath, [...runner, String(minSupport)], {
        cwd: projectFolder,
        encoding: 'utf8',
      });
      if (child.status !== 0) throw new Error(`The measuring process failed: ${child.stderr}`);
      return Number(child.stdout);
    });
    return {
      name: `${nameSize(rows)}, support ${minSupport}, up to 4 tags: memory above the input`,
      figure: summarise(peaks),
      unit: 'MB',
      target: 'under 300 with all stages',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureMemory(file: string, minSupport: number): void {
  // Small first, so that what the compiler takes is not counted.
  const small = makeBaskets({ ...usualBaskets, basketCount: 2000 });
  for (let run = 0; run < 20; run++)
    findFrequentSets(small, { tagCount, minSupport: 2, maxSize: 4, maxSets });
  const bytes = readFileSync(file);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const offsets = words.subarray(1, words[0] + 2);
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Start this with --expose-gc.');
  gc();
  const before = process.memoryUsage();
  const rows = { offsets, ids: words.subarray(words[0] + 2) };
  findFrequentSets(rows, { tagCount, minSupport, maxSize: 4, maxSets });
  // Pages that were free before hide in the first figure, arrays already collected in the second.
  const pageBytes = process.resourceUsage().maxRSS * 1024 - before.rss;
  const arrayBytes = process.memoryUsage().arrayBuffers - before.arrayBuffers;
  process.stdout.write(String(Math.max(pageBytes, arrayBytes) / 1e6));
}

function timeRuns(work: () => unknown): Figure {
  const times: number[] = [];
  for (let run = -3; run < runCount; run++) {
    const start = performance.now();
    work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return summarise(times);
}

function nameSize(rows: TagRows): string {
  const mean = (rows.ids.length / rowCountOf(rows)).toFixed(2);
  return `${rowCountOf(rows).toLocaleString('en')} baskets of ${mean} tags`;
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
