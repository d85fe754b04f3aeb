import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/core/model/random.ts';
import { openJsScanner, type SyncScanner } from '../../../src/core/normalise/candidate-scanner.ts';
import { findPairsOfRows, mergePairs } from '../../../src/core/normalise/near-pairs.ts';
import { cosineDistance, type UnitVectors } from '../../../src/core/normalise/unit-vectors.ts';
import { openFastestScanner } from '../../../src/kernels/fastest-scanner.ts';
import { openWasmScanner } from '../../../src/kernels/wasm-scanner.ts';
import { findPairsNaively } from '../../helpers/naive/naive-near-pairs.ts';
import { listPairs, makeClusteredVectors } from '../../helpers/near-pair-cases.ts';

const maxPairs = 1_000_000;

function openWasm(vectors: UnitVectors, maxDistance: number): SyncScanner {
  const scanner = openWasmScanner(vectors, maxDistance);
  if (scanner === null) throw new Error('WebAssembly with SIMD is missing.');
  return scanner;
}

async function findAll(
  open: (vectors: UnitVectors, maxDistance: number) => SyncScanner,
  vectors: UnitVectors,
  maxDistance: number,
): Promise<number[][]> {
  const rows = { from: 0, to: vectors.values.length / vectors.dimensions };
  const pairs = await findPairsOfRows(open(vectors, maxDistance), rows, { maxDistance, maxPairs });
  return listPairs(pairs);
}

describe.each([
  ['javascript', openJsScanner],
  ['wasm', openWasm],
])('the scanner of %s', (kind, open) => {
  test('says what it is', () => {
    expect(open({ values: Float32Array.of(1, 0), dimensions: 2 }, 0.1).kind).toBe(kind);
  });

  test('leads to the pairs that comparing all finds, to the last digit, on 150 random cases', async () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = createRandom(seed);
      const vectors = makeClusteredVectors(random, {
        count: Math.floor(random() * 90),
        dimensions: 1 + Math.floor(random() * 150),
      });
      const maxDistance = seed % 5 === 0 ? 2 * random() : 0.5 * random() ** 2;
      const found = await findAll(open, vectors, maxDistance);
      expect(found, `seed ${seed}`).toEqual(findPairsNaively(vectors, maxDistance));
    }
  });

  test('loses no pair that lies exactly at the distance', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(1000 + seed);
      const vectors = makeClusteredVectors(random, { count: 60, dimensions: 1 + Math.floor(random() * 200) });
      const maxDistance = cosineDistance(vectors, Math.floor(random() * 60), Math.floor(random() * 60));
      const found = await findAll(open, vectors, maxDistance);
      expect(found, `seed ${seed}`).toEqual(findPairsNaively(vectors, maxDistance));
    }
  });

  test('leads to the same pairs over many tiles of 512 dimensions', async () => {
    const vectors = makeClusteredVectors(createRandom(5), { count: 1003, dimensions: 512 });
    const found = await findAll(open, vectors, 0.2);
    expect(found).toEqual(findPairsNaively(vectors, 0.2));
    expect(found.length).toBeGreaterThan(300);
  });

  test.each([0, 1, 2, 3])('takes %i vectors', async (count) => {
    const vectors = { values: new Float32Array(count * 5).fill(1 / Math.sqrt(5)), dimensions: 5 };
    expect(await findAll(open, vectors, 0.1)).toHaveLength((count * (count - 1)) / 2);
  });

  test('takes vectors of zeros and of no numbers, which are near to none', async () => {
    const values = Float32Array.of(1, 0, 0, 0, Number.NaN, 1, 1, 0, Number.NaN, Number.NaN);
    expect(await findAll(open, { values, dimensions: 2 }, 0.5)).toEqual([[0, 0, 3]]);
  });

  test('parts of rows, merged in any order, are what one search finds', async () => {
    const vectors = makeClusteredVectors(createRandom(9), { count: 700, dimensions: 70 });
    const scanner = open(vectors, 0.3);
    const bounds = [0, 1, 129, 300, 301, 303, 640, 700];
    const limits = { maxDistance: 0.3, maxPairs };
    const parts = await Promise.all(
      bounds.slice(1).map((to, index) => findPairsOfRows(scanner, { from: bounds[index], to }, limits)),
    );
    const naive = findPairsNaively(vectors, 0.3);
    expect(listPairs(mergePairs(parts, 700, maxPairs))).toEqual(naive);
    expect(listPairs(mergePairs(parts.reverse(), 700, maxPairs))).toEqual(naive);
  });

  test('a scanner of a larger distance serves a smaller one', async () => {
    const vectors = makeClusteredVectors(createRandom(3), { count: 200, dimensions: 33 });
    const rows = { from: 0, to: 200 };
    const pairs = await findPairsOfRows(open(vectors, 0.6), rows, { maxDistance: 0.1, maxPairs });
    expect(listPairs(pairs)).toEqual(findPairsNaively(vectors, 0.1));
  });
});

test('where there is no graphics card WebAssembly is the fastest', async () => {
  const vectors = makeClusteredVectors(createRandom(1), { count: 20, dimensions: 12 });
  const scanner = await openFastestScanner(vectors, { maxDistance: 0.2, mayUseGraphics: true });
  expect(scanner.kind).toBe('wasm');
  scanner.close();
});

test('the bound of the heads is safe in single precision when vectors lie within them', async () => {
  // All in the span of 40 axes: the tails are rounding alone.
  for (let seed = 0; seed < 20; seed++) {
    const random = createRandom(seed);
    const small = makeClusteredVectors(random, { count: 120, dimensions: 40 });
    const values = new Float32Array(120 * 600);
    for (let row = 0; row < 120; row++) {
      for (let axis = 0; axis < 40; axis++) values[row * 600 + axis * 15] = small.values[row * 40 + axis];
    }
    const vectors = { values, dimensions: 600 };
    expect(await findAll(openWasm, vectors, 0.05), `seed ${seed}`).toEqual(findPairsNaively(vectors, 0.05));
  }
});
