// All near pairs of label vectors: in Chromium with one and two workers, beside a product of matrices by
// ONNX Runtime in WebAssembly, the fastest that npm offers for it.
import * as ort from 'onnxruntime-web';
import { guessRadius, usualMergeRate } from '../../src/core/normalise/neighbour-graph.ts';
import type { UnitVectors } from '../../src/core/normalise/unit-vectors.ts';
import { writeOnnxFile } from '../helpers/onnx-file.ts';
import { embedLabels, makeLabels } from '../helpers/seeded-labels.ts';
import { makeScatteredVectors } from '../helpers/seeded-vectors.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';
import { openBenchPage } from './open-bench-page.ts';
import type { SearchFigures, SearchTask } from './near-pairs-page.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 5);
const seed = 1;
const dimensions = 512;

await main();

async function main(): Promise<void> {
  const many = await embedLabels(makeLabels(30_000, seed));
  const few = { values: many.values.slice(0, 12_000 * dimensions), dimensions };
  // The hardest case: no axis tells more than another, so that nothing can be passed over.
  const scattered = makeScatteredVectors({ count: 12_000, dimensions, seed });
  const sets = new Map([
    ['/many', many],
    ['/few', few],
    ['/scattered', scattered],
  ]);
  process.stdout.write(
    `Vectors of ${String(dimensions)} numbers of labels put together from the words of the built-in vocabulary, seed ${String(seed)}, ${String(runCount)} runs each after one to warm up\n`,
  );
  const files = new Map(Array.from(sets, ([path, { values }]) => [path, new Uint8Array(values.buffer)]));
  const page = await openBenchPage([], files);
  const lines: FigureLine[] = [];
  const add = async (
    name: string,
    target: string,
    task: Omit<SearchTask, 'runCount' | 'dimensions'>,
  ): Promise<void> => {
    const { times, pairCount } = await page.call<SearchFigures>(
      '/tests/bench/near-pairs-page.ts',
      'measureSearch',
      { ...task, dimensions, runCount } satisfies SearchTask,
    );
    lines.push({
      name: `${name}, within ${task.maxDistance.toFixed(3)}: ${pairCount.toLocaleString('en')} pairs`,
      figure: summarise(times),
      unit: 'ms',
      target,
    });
  };
  for (const [name, vectorsUrl, vectors, target] of [
    ['12,000 labels', '/few', few, 'under 2,000'],
    ['30,000 labels', '/many', many, 'under 7,000'],
  ] as const) {
    const maxDistance = guessRadius(vectors, usualMergeRate);
    await add(`${name}, 2 workers, as the app asks`, target, { vectorsUrl, maxDistance, coreCount: 2 });
    await add(`${name}, 1 worker, as the app asks`, '', { vectorsUrl, maxDistance, coreCount: 1 });
    await add(`${name}, 2 workers`, target, { vectorsUrl, maxDistance: 0.05, coreCount: 2 });
  }
  await add('12,000 in all directions alike, 2 workers', '', {
    vectorsUrl: '/scattered',
    maxDistance: 0.05,
    coreCount: 2,
  });
  await page.close();
  lines.push(await measureRival('12,000', few));
  printTable(lines);
}

async function measureRival(size: string, vectors: UnitVectors): Promise<FigureLine> {
  const maxDistance = guessRadius(vectors, usualMergeRate);
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(writeProductModel(), { executionProviders: ['wasm'] });
  const times: number[] = [];
  let pairCount = 0;
  for (let run = -1; run < runCount; run++) {
    const start = performance.now();
    pairCount = await countPairsByProduct(session, vectors, 1 - maxDistance);
    if (run >= 0) times.push(performance.now() - start);
  }
  return {
    name: `rival: ONNX Runtime, ${size} labels, one core: ${pairCount.toLocaleString('en')} pairs, in single precision`,
    figure: summarise(times),
    unit: 'ms',
    target: '',
  };
}

function writeProductModel(): Uint8Array {
  return writeOnnxFile({
    nodes: [{ operator: 'MatMul', inputs: ['left', 'right'], output: 'product' }],
    constants: [],
    inputs: [
      { name: 'left', type: 'float', dims: ['rows', dimensions] },
      { name: 'right', type: 'float', dims: [dimensions, 'columns'] },
    ],
    outputs: [{ name: 'product', type: 'float', dims: ['rows', 'columns'] }],
  });
}

/** Strips of 1,024 rows by all higher ones. */
async function countPairsByProduct(
  session: ort.InferenceSession,
  { values }: UnitVectors,
  bound: number,
): Promise<number> {
  const stripRows = 1024;
  const count = values.length / dimensions;
  let pairCount = 0;
  for (let from = 0; from < count; from += stripRows) {
    const rows = Math.min(stripRows, count - from);
    const width = count - from;
    const strip = values.subarray(from * dimensions, (from + rows) * dimensions);
    const { product } = await session.run({
      left: new ort.Tensor('float32', strip, [rows, dimensions]),
      right: new ort.Tensor('float32', transpose(values, from), [dimensions, width]),
    });
    const products = (await product.getData()) as Float32Array;
    for (let row = 0; row < rows; row++) {
      for (let column = row + 1; column < width; column++) {
        if (products[row * width + column] >= bound) pairCount += 1;
      }
    }
  }
  return pairCount;
}

/** The rows from one on, as columns. */
function transpose(values: Float32Array, from: number): Float32Array {
  const width = values.length / dimensions - from;
  const columns = new Float32Array(dimensions * width);
  for (let row = 0; row < width; row++) {
    for (let axis = 0; axis < dimensions; axis++)
      columns[axis * width + row] = values[(from + row) * dimensions + axis];
  }
  return columns;
}
