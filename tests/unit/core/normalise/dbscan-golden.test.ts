import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { dbscan } from '../../../../src/core/normalise/dbscan.ts';
import {
  defaultMaxPairs,
  findPairsOfRows,
  type NearPairs,
} from '../../../../src/core/normalise/near-pairs.ts';
import { openWasmScanner } from '../../../../src/kernels/wasm-scanner.ts';
import golden from '../../../golden/normalise/dbscan/sklearn-labels.json' with { type: 'json' };
import { makeLabelVectors } from '../../../helpers/seeded-vectors.ts';

const count = 12_000;
// The search takes 3 s on one core, too near the usual 10 s for a busy machine.
const searchTimeoutMs = 60_000;
const vectors = makeLabelVectors({ count, dimensions: 512, seed: 1 });
const maxDistance = Math.max(...golden.cases.map(({ eps }) => eps));

test('the vectors are those that the golden labels were made from', () => {
  const { buffer, byteOffset, byteLength } = vectors.values;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(golden.vectorsSha256);
});

describe(`DBSCAN of ${count} vectors of 512 dimensions`, () => {
  let pairs: NearPairs;

  // One search serves all cases, as dbscan leaves out the pairs beyond its eps. It takes the WebAssembly scanner for
  // speed; that all scanners lead to the same pairs is what scanners.test.ts shows.
  beforeAll(async () => {
    const scanner = openWasmScanner(vectors, maxDistance);
    if (scanner === null) throw new Error('WebAssembly with SIMD is missing.');
    pairs = await findPairsOfRows(
      scanner,
      { from: 0, to: count },
      { maxDistance, maxPairs: defaultMaxPairs },
    );
  }, searchTimeoutMs);

  // Not only up to renaming: both number the clusters by their lowest core point. A contested border point goes to the
  // lowest of its clusters here, and in scikit-learn to the first that reaches it, which is the same one.
  test.each(golden.cases)(
    `gives the clusters and the noise of ${golden.oracle} at eps $eps with $minSamples samples`,
    ({ eps, minSamples, clusters }) => {
      const labels = dbscan(pairs, { eps, minSamples });
      expect(listClusters(labels)).toEqual(clusters);
    },
  );
});

/** The points of each cluster, in order; noise is in none. */
function listClusters(labels: Int32Array): number[][] {
  const clusters = Array.from({ length: Math.max(...labels) + 1 }, (): number[] => []);
  labels.forEach((label, point) => {
    if (label >= 0) clusters[label].push(point);
  });
  return clusters;
}
