import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import { AppError } from '../core/model/errors.ts';
import { useWasm, useWebGpu, type EncoderBackend } from './encoder-backend.ts';
import { loadEncoderModel, runEncoderModel, type EncoderModelSource } from './encoder-model.ts';
import { hasRealAdapter } from './graphics-adapter.ts';
import { createUnigramTokenizer, type UnigramTokenizer, type VocabularyPiece } from './unigram-tokenizer.ts';

/** Length of a sentence vector. */
export const vectorLength = 512;

export type { EncoderBackend };

/** Where the encoder finds its files, and how it reads them. */
export interface EncoderAssets extends EncoderModelSource {
  /** Address of `vocab.json`. */
  readonly vocabularyUrl: string;
  /** Folder with the `.wasm` files of `@tensorflow/tfjs-backend-wasm`, with a slash at its end. */
  readonly wasmBaseUrl: string;
  /** Reads one file; nothing else is read but the `.wasm` file itself, from `wasmBaseUrl`. */
  readonly fetchBytes: (url: string) => Promise<Uint8Array>;
  /** Default `auto`: WebGPU when there is a real adapter. WebAssembly takes over when WebGPU fails its test or is lost. */
  readonly backend?: EncoderBackend | 'auto';
}

/** Turns texts into vectors whose dot product says how close their meanings are. */
export interface SentenceEncoder {
  /** What computes now; `webgpu` becomes `wasm` when the graphics device is lost. */
  readonly backend: EncoderBackend;
  /**
   * Embeds texts, each cut to {@link longestInput} pieces.
   *
   * @returns Row-major, `texts.length` x {@link vectorLength}, each row of unit length. A text without a piece is a
   * row of zeros. A row does not depend on the other texts beyond rounding (below 1e-5).
   * About 7 ms for a text of 14 pieces in WebAssembly on one core.
   */
  embed(texts: readonly string[]): Promise<Float32Array>;
  /** Frees the weights. */
  dispose(): void;
}

/** Pieces of a text that are read; the order of an instruction stands in its first words. Time grows with them. */
export const longestInput = 16;
// 64 rows of like length keep the matrix products busy and padding low; more only adds memory.
const BATCH = 64;

/**
 * Loads the Universal Sentence Encoder lite (Cer et al., 2018; 26 MB of 8-bit weights) and its tokenizer.
 *
 * @throws AppError `engine-failed` when a file cannot be read or no backend starts.
 * Takes about a second.
 */
export async function loadSentenceEncoder(assets: EncoderAssets): Promise<SentenceEncoder> {
  setWasmPaths(assets.wasmBaseUrl);
  const tokenizer = await loadTokenizer(assets);
  const wanted = assets.backend ?? 'auto';
  const triesWebGpu = wanted === 'webgpu' || (wanted === 'auto' && (await hasRealAdapter()));
  let running = (triesWebGpu ? await startWebGpu(assets, tokenizer) : undefined) ?? (await startWasm(assets));
  let changeOver: Promise<RunningModel> | undefined;
  return {
    get backend() {
      return running.backend;
    },
    async embed(texts) {
      const used = running;
      try {
        return await embedTexts(texts, used.model, tokenizer);
      } catch (thrown) {
        // A graphics device can be lost at any time; the processor cannot.
        if (used.backend === 'wasm') throw thrown;
        // Shared, so that calls which fail together load the model once.
        changeOver ??= startWasm(assets).catch((error: unknown) => {
          changeOver = undefined;
          throw error;
        });
        running = await changeOver;
        return embedTexts(texts, running.model, tokenizer);
      }
    },
    dispose: () => running.model.dispose(),
  };
}

interface RunningModel {
  readonly backend: EncoderBackend;
  readonly model: GraphModel;
}

/** Undefined when WebGPU does not start, or computes something else than the encoder. */
async function startWebGpu(
  assets: EncoderAssets,
  tokenizer: UnigramTokenizer,
): Promise<RunningModel | undefined> {
  if (!(await useWebGpu())) return undefined;
  try {
    const model = await loadEncoderModel(assets);
    if (await passesSelfTest(model, tokenizer)) return { backend: 'webgpu', model };
    model.dispose();
  } catch {
    // WebAssembly comes next, and names a missing file by itself.
  }
  return undefined;
}

async function startWasm(assets: EncoderAssets): Promise<RunningModel> {
  await useWasm();
  return { backend: 'wasm', model: await loadEncoderModel(assets) };
}

const selfTestTexts = [
  'How do I bake bread at home?',
  'a recipe for home made bread',
  'the stock market fell sharply',
];
// Cosines of the first text with the other two, as WebAssembly computes them.
const selfTestCosines = [0.69443, 0.06537];
// A hundred times what Chromium's software adapter is off; too little to move a tag.
const SELF_TEST_TOLERANCE = 0.01;

async function passesSelfTest(model: GraphModel, tokenizer: UnigramTokenizer): Promise<boolean> {
  const vectors = await embedTexts(selfTestTexts, model, tokenizer);
  const [first, ...others] = selfTestTexts.map((_, row) =>
    vectors.subarray(row * vectorLength, (row + 1) * vectorLength),
  );
  return others.every(
    (other, index) => Math.abs(dot(first, other) - selfTestCosines[index]) < SELF_TEST_TOLERANCE,
  );
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index], 0);
}

async function loadTokenizer({ vocabularyUrl, fetchBytes }: EncoderAssets): Promise<UnigramTokenizer> {
  const text = new TextDecoder().decode(await fetchBytes(vocabularyUrl));
  return createUnigramTokenizer(JSON.parse(text) as VocabularyPiece[]);
}

async function embedTexts(
  texts: readonly string[],
  model: GraphModel,
  tokenizer: UnigramTokenizer,
): Promise<Float32Array> {
  const rows = texts
    .map((text, row) => ({ row, ids: tokenizer.encode(text, longestInput) }))
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => a.ids.length - b.ids.length || a.row - b.row);
  const vectors = new Float32Array(texts.length * vectorLength);
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const output = await runEncoderModel(
      batch.map(({ ids }) => ids),
      model,
    );
    batch.forEach(({ row }, index) => {
      const vector = output.subarray(index * vectorLength, (index + 1) * vectorLength);
      vectors.set(toUnitLength(vector), row * vectorLength);
    });
  }
  return vectors;
}

// The model ends with a division by the length, so another length than 1, or none, means that the device computed wrongly.
function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (!(Math.abs(length - 1) < 0.01)) {
    throw new AppError(
      'engine-failed',
      `The built-in tagger computed a sentence vector of length ${length}, expected 1. Reload the page to start it anew.`,
    );
  }
  return vector.map((value) => value / length);
}
