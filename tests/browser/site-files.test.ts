import { expect, test } from 'vitest';
import { vocabulary } from '../../src/core/vocabulary/vocabulary.ts';
import { vectorLength } from '../../src/embedders/sentence-encoder.ts';

test("the encoder's model lies where the built app has it, with all its shards", async () => {
  const model = (await fetchFile('models/sentence-encoder/model.json').then((file) => file.json())) as {
    readonly weightsManifest: readonly { readonly paths: readonly string[] }[];
  };
  const paths = model.weightsManifest.flatMap((group) => group.paths);
  const shards = await Promise.all(paths.map((path) => fetchFile(`models/sentence-encoder/${path}`)));
  const sizes = await Promise.all(shards.map(async (shard) => (await shard.arrayBuffer()).byteLength));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(25e6);
});

test.each(['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'])('%s compiles', async (name) => {
  const response = await fetchFile(`models/wasm/${name}`);
  expect(response.headers.get('Content-Type')).toBe('application/wasm');
  await expect(WebAssembly.compileStreaming(response)).resolves.toBeInstanceOf(WebAssembly.Module);
});

test('there is one vector of unit length for each tag of the vocabulary', async () => {
  const response = await fetchFile('models/sentence-encoder/tag-vectors.bin');
  const vectors = new Float32Array(await response.arrayBuffer());
  expect(vectors.length).toBe(vocabulary.length * vectorLength);
  const lengths = vocabulary.map((_, index) =>
    Math.hypot(...vectors.subarray(index * vectorLength, (index + 1) * vectorLength)),
  );
  expect(Math.min(...lengths)).toBeCloseTo(1, 4);
  expect(Math.max(...lengths)).toBeCloseTo(1, 4);
});

async function fetchFile(path: string): Promise<Response> {
  const response = await fetch(`/${path}`);
  expect(response.status, path).toBe(200);
  return response;
}
