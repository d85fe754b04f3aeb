import { expect, test } from 'vitest';
import {
  loadSentenceEncoder,
  vectorLength,
  type EncoderBackend,
  type SentenceEncoder,
} from '../../src/embedders/sentence-encoder.ts';

const texts = [
  'How do I write a resume for my first job?',
  'climate change',
  'Rewrite the sentence in the passive voice.',
  'What is 15% of 80?',
];

function load(backend: EncoderBackend | 'auto'): Promise<SentenceEncoder> {
  return loadSentenceEncoder({
    modelUrl: new URL('/models/sentence-encoder/model.json', location.href).href,
    vocabularyUrl: new URL('/models/sentence-encoder/vocab.json', location.href).href,
    wasmBaseUrl: new URL('/models/wasm/', location.href).href,
    fetchBytes: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
    backend,
  });
}

test('an encoder asked for WebGPU gives the vectors of WebAssembly, whichever of the two computes', async () => {
  const asked = await load('webgpu');
  const vectors = await asked.embed(texts);
  const reference = await load('wasm');
  const expected = await reference.embed(texts);
  texts.forEach((_, row) => {
    let dot = 0;
    for (let index = row * vectorLength; index < (row + 1) * vectorLength; index++) {
      dot += vectors[index] * expected[index];
    }
    expect(dot).toBeGreaterThan(0.9999);
  });
});

test('a software adapter is not taken by itself, because it is slower than WebAssembly', async () => {
  const encoder = await load('auto');
  expect(encoder.backend).toBe('wasm');
});
