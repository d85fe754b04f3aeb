// The whole normalisation without embedding, on a million records; then what a slider costs on 12,000 tags. In Node,
// on one core.
import { spawnSync } from 'node:child_process';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import {
  defaultRecipe,
  type NormaliseSettings,
  type RawTags,
  type Recipe,
} from '../../src/core/model/index.ts';
import { countTags } from '../../src/core/model/tag-rows.ts';
import type { NeighbourGraph } from '../../src/core/normalise/neighbour-graph.ts';
import { defaultMaxPairs, findPairsOfRows } from '../../src/core/normalise/near-pairs.ts';
import { buildGraph, provideGraph } from '../../src/core/normalise/normalise.ts';
import { Normaliser, type NeededGraph } from '../../src/core/normalise/normaliser.ts';
import { openWasmScanner } from '../../src/kernels/wasm-scanner.ts';
import { makeBaskets } from '../helpers/seeded-baskets.ts';
import { embedLabels, makeLabels } from '../helpers/seeded-labels.ts';
import { makeLabelVectors } from '../helpers/seeded-vectors.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const seed = 1;
const rowCount = 1_000_000;
const tagCount = 12_000;
const dimensions = 512;

type LabelVectors = ReadonlyMap<string, Float32Array>;

if (process.argv[2] === 'memory') await measureMemory();
else await main();

async function main(): Promise<void> {
  const raw = makeRawTags();
  process.stdout.write(
    `${rowCount.toLocaleString('en')} records, ${raw.rows.ids.length.toLocaleString('en')} assignments, ` +
      `${tagCount.toLocaleString('en')} raw tags, seed ${seed}\n`,
  );
  const vectors = nameVectors(raw.labels, (await embedLabels(raw.labels)).values);
  const times: number[] = [];
  for (let run = 0; run < runCount; run++) {
    const start = performance.now();
    await runPipeline(raw, vectors);
    times.push(performance.now() - start);
  }
  const graph = await makeLooseGraph(raw, vectors);
  process.stdout.write(
    `${graph.labels.length.toLocaleString('en')} labels, ${graph.pairs.first.length.toLocaleString('en')} near pairs up to ${graph.radius.toFixed(3)}\n`,
  );
  const lines: FigureLine[] = [
    {
      name: 'all four stages and near pairs, without embedding',
      figure: summarise(times),
      unit: 'ms',
      target: 'under 4,000',
    },
    {
      name: 'memory above the input, at most',
      figure: summarise([0, 1, 2].map(readMemory)),
      unit: 'MB',
      target: 'under 300',
    },
    ...timeSliders(raw, graph),
  ];
  printTable(lines);
}

async function runPipeline(raw: RawTags, vectors: LabelVectors): Promise<void> {
  const normaliser = new Normaliser(raw);
  await provideGraph(normaliser, defaultRecipe, (needed) => findGraph(needed, vectors));
  normaliser.normalise(defaultRecipe);
}

/** In a process of its own, so that nothing that came before counts. */
function readMemory(): number {
  const command = ['--expose-gc', 'tests/run/run-typescript.mjs', 'tests/bench/normalise.bench.ts', 'memory'];
  const child = spawnSync(process.execPath, command, { cwd: projectFolder, encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`The measuring process failed: ${child.stderr}`);
  return Number(child.stdout);
}

async function measureMemory(): Promise<void> {
  const raw = makeRawTags();
  const { values } = makeLabelVectors({ count: tagCount, dimensions, seed });
  const vectors = nameVectors(raw.labels, values);
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Start this with --expose-gc.');
  gc();
  const before = process.memoryUsage();
  await runPipeline(raw, vectors);
  // Pages that were free before hide in the first figure, arrays already collected in the second.
  const pageBytes = process.resourceUsage().maxRSS * 1024 - before.rss;
  const arrayBytes = process.memoryUsage().arrayBuffers - before.arrayBuffers;
  process.stdout.write(String(Math.max(pageBytes, arrayBytes) / 1e6));
}

/** What each slider takes to answer, once vectors exist. */
function timeSliders(raw: RawTags, graph: NeighbourGraph): FigureLine[] {
  const normaliser = new Normaliser(raw);
  normaliser.findMissingGraph(defaultRecipe);
  normaliser.useGraph(graph);
  normaliser.measure(defaultRecipe);
  const steps = [0, 1, 2, 3, 4, 5, 6, 7];
  const sliders: Readonly<Record<string, (step: number) => Partial<NormaliseSettings>>> = {
    'seen at least': (step) => ({ minOccurrences: 30 + step }),
    'merge rate': (step) => ({ targetMergeRate: 0.02 + 0.04 * step }),
    distance: (step) => ({ eps: graph.radius * (0.1 + 0.1 * step) }),
    'lowest similarity': (step) => ({ minSimilarity: 0.6 + 0.05 * step }),
    confidence: (step) => ({ minConfidence: 0.8 + 0.02 * step }),
    support: (step) => ({ minSupport: 60 + 20 * step }),
  };
  return Object.entries(sliders).map(([name, change]) => {
    normaliser.measure(defaultRecipe);
    const times = steps.map((step) => {
      const recipe: Recipe = { settings: { ...defaultRecipe.settings, ...change(step) }, decisions: [] };
      const start = performance.now();
      normaliser.findMissingGraph(recipe);
      normaliser.measure(recipe, true);
      return performance.now() - start;
    });
    return { name: `slider: ${name}`, figure: summarise(times), unit: 'ms', target: 'under 100' };
  });
}

/** All labels that any position of a slider keeps, so that sliders need nothing more. */
async function makeLooseGraph(raw: RawTags, vectors: LabelVectors): Promise<NeighbourGraph> {
  const settings = { ...defaultRecipe.settings, minOccurrences: 1 };
  const needed = new Normaliser(raw).findMissingGraph({ ...defaultRecipe, settings });
  if (needed === null) throw new Error('A fresh normaliser needs a graph.');
  return findGraph(needed, vectors);
}

function nameVectors(labels: readonly string[], values: Float32Array): LabelVectors {
  return new Map(
    labels.map((label, row) => [label, values.subarray(row * dimensions, (row + 1) * dimensions)]),
  );
}

function findGraph(needed: NeededGraph, vectors: LabelVectors): Promise<NeighbourGraph> {
  const count = needed.labels.length;
  return buildGraph(
    needed,
    (labels) => {
      const values = new Float32Array(count * dimensions);
      labels.forEach((label, row) => values.set(vectors.get(label) ?? [], row * dimensions));
      return { values, dimensions };
    },
    (given, maxDistance) => {
      const scanner = openWasmScanner(given, maxDistance);
      if (scanner === null) throw new Error('WebAssembly with SIMD is missing.');
      return findPairsOfRows(scanner, { from: 0, to: count }, { maxDistance, maxPairs: defaultMaxPairs });
    },
  );
}

function makeRawTags(): RawTags {
  const rows = makeBaskets({ basketCount: rowCount, tagCount, meanDrawn: 4.2, seed });
  const labels = makeLabels(tagCount, seed).map((label, place, all) =>
    // Every tenth is another spelling of the one before.
    place % 10 === 9 ? all[place - 1].toUpperCase() : label,
  );
  return { labels, occurrenceCounts: countTags(rows, tagCount), rows, queryCount: rowCount };
}
