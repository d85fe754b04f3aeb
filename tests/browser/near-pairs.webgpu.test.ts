import { afterEach, expect, test, vi } from 'vitest';
import { createRandom } from '../../src/core/model/random.ts';
import { openJsScanner, type CandidateScanner } from '../../src/core/normalise/candidate-scanner.ts';
import { findPairsOfRows } from '../../src/core/normalise/near-pairs.ts';
import type { UnitVectors } from '../../src/core/normalise/unit-vectors.ts';
import { openFastestScanner } from '../../src/kernels/fastest-scanner.ts';
import { openWasmScanner } from '../../src/kernels/wasm-scanner.ts';
import { openWebGpuScanner } from '../../src/kernels/webgpu-scanner.ts';
import { listPairs, makeClusteredVectors } from '../helpers/near-pair-cases.ts';

const maxPairs = 1_000_000;

afterEach(() => {
  vi.restoreAllMocks();
});

async function openWebGpu(vectors: UnitVectors, maxDistance: number): Promise<CandidateScanner> {
  const scanner = await openWebGpuScanner(vectors, {
    maxDistance,
    openOnProcessor: () => openJsScanner(vectors, maxDistance),
    acceptsSoftware: true,
  });
  if (scanner === null) throw new Error('WebGPU is missing.');
  return scanner;
}

async function findAll(scanner: CandidateScanner, maxDistance: number): Promise<number[][]> {
  const { values, dimensions } = scanner.vectors;
  const rows = { from: 0, to: values.length / dimensions };
  return listPairs(await findPairsOfRows(scanner, rows, { maxDistance, maxPairs }));
}

test('WebGPU, WebAssembly and JavaScript lead to the same pairs to the last digit', async () => {
  for (let seed = 0; seed < 12; seed++) {
    const random = createRandom(seed);
    const count = [1, 2, 63, 64, 65][seed] ?? Math.floor(random() * 400);
    const vectors = makeClusteredVectors(random, { count, dimensions: 1 + Math.floor(random() * 130) });
    const maxDistance = 0.4 * random();
    const graphics = await openWebGpu(vectors, maxDistance);
    const found = await findAll(graphics, maxDistance);
    expect(graphics.kind, `seed ${seed}`).toBe('webgpu');
    graphics.close();
    const wasm = openWasmScanner(vectors, maxDistance);
    if (wasm === null) throw new Error('WebAssembly with SIMD is missing.');
    expect(found, `seed ${seed}`).toEqual(await findAll(wasm, maxDistance));
    expect(found, `seed ${seed}`).toEqual(await findAll(openJsScanner(vectors, maxDistance), maxDistance));
  }
});

test('more rows than one pass takes, and ranges that begin anywhere', async () => {
  const vectors = makeClusteredVectors(createRandom(4), { count: 2100, dimensions: 48 });
  const graphics = await openWebGpu(vectors, 0.1);
  const expected = await findAll(openJsScanner(vectors, 0.1), 0.1);
  expect(await findAll(graphics, 0.1)).toEqual(expected);
  const limits = { maxDistance: 0.1, maxPairs };
  const part = await findPairsOfRows(graphics, { from: 77, to: 1500 }, limits);
  expect(graphics.kind).toBe('webgpu');
  graphics.close();
  expect(listPairs(part)).toEqual(expected.filter(([, first]) => first >= 77 && first < 1500));
});

test('a list that is too short is filled again for fewer rows', async () => {
  // 1,600 equal vectors: 1.3 million candidates, and room for one million.
  const vectors = { values: new Float32Array(1600).fill(1), dimensions: 1 };
  const graphics = await openWebGpu(vectors, 0.1);
  let count = 0;
  await graphics.scan({ from: 0, to: 1600 }, (first, second, visited) => {
    for (let pair = 0; pair < visited; pair++) count += first[pair] < second[pair] ? 1 : 0;
  });
  expect(count).toBe((1600 * 1599) / 2);
  expect(graphics.kind).toBe('webgpu');
  graphics.close();
});

test('the processor goes on where the device is lost', async () => {
  const vectors = makeClusteredVectors(createRandom(6), { count: 1500, dimensions: 30 });
  const graphics = await openWebGpu(vectors, 0.2);
  const mapAsync = Reflect.get(GPUBuffer.prototype, 'mapAsync');
  let readCount = 0;
  vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(async function (this: GPUBuffer, ...values) {
    readCount += 1;
    // The first strip is read in two pieces; the device is gone when the second is.
    if (readCount === 3) graphics.close();
    return mapAsync.apply(this, values);
  });
  const found = await findAll(graphics, 0.2);
  expect(graphics.kind).toBe('javascript');
  expect(found).toEqual(await findAll(openJsScanner(vectors, 0.2), 0.2));
});

test('the processor computes where WebGPU computes nothing', async () => {
  vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups').mockImplementation(() => undefined);
  const vectors = makeClusteredVectors(createRandom(7), { count: 200, dimensions: 30 });
  const graphics = await openWebGpu(vectors, 0.2);
  expect(await findAll(graphics, 0.2)).toEqual(await findAll(openJsScanner(vectors, 0.2), 0.2));
  expect(graphics.kind).toBe('javascript');
});

test('a software adapter is not taken by itself, because it is slower than WebAssembly', async () => {
  const vectors = makeClusteredVectors(createRandom(8), { count: 20, dimensions: 8 });
  const scanner = await openFastestScanner(vectors, { maxDistance: 0.2, mayUseGraphics: true });
  expect(scanner.kind).toBe('wasm');
});

test('vectors that the card cannot hold are left to the processor', async () => {
  vi.spyOn(GPUSupportedLimits.prototype, 'maxBufferSize', 'get').mockReturnValue(1 << 20);
  const vectors = makeClusteredVectors(createRandom(8), { count: 20, dimensions: 8 });
  const options = { maxDistance: 0.2, acceptsSoftware: true };
  const openOnProcessor = (): CandidateScanner => openJsScanner(vectors, 0.2);
  expect(await openWebGpuScanner(vectors, { ...options, openOnProcessor })).toBeNull();
});
