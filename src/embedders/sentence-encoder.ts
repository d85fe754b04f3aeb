import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { AppError } from '../core/model/errors.ts';
import { createUnigramTokenizer, type UnigramTokenizer, type VocabularyPiece } from './unigram-tokenizer.ts';

/** Length of a sentence vector. */
export const vectorLength = 512;

/** What computes: WebAssembly always can; WebGPU where there is an adapter. */
export type EncoderBackend = 'wasm' | 'webgpu';

/** Where the encoder finds its files, and how it reads them. */
export interface EncoderAssets {
  /** Address of `model.json`; its weight shards lie beside it. */
  readonly modelUrl: string;
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
  return {
    get backend() {
      return running.backend;
    },
    async embed(texts) {
      try {
        return await embedTexts(texts, running.model, tokenizer);
      } catch (thrown) {
        // A graphics device can be lost at any time; the processor cannot.
        if (running.backend === 'wasm') throw thrown;
        running = await startWasm(assets);
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
  if (!(await tryBackend('webgpu'))) return undefined;
  try {
    const model = await loadModel(assets);
    return (await passesSelfTest(model, tokenizer)) ? { backend: 'webgpu', model } : undefined;
  } catch {
    return undefined;
  }
}

async function startWasm(assets: EncoderAssets): Promise<RunningModel> {
  if (!(await tryBackend('wasm'))) throw noBackend('WebAssembly');
  return { backend: 'wasm', model: await loadModel(assets) };
}

// Drivers differ. Two ways to say the same must come out nearer than a third, unrelated text; NaN fails too.
async function passesSelfTest(model: GraphModel, tokenizer: UnigramTokenizer): Promise<boolean> {
  const texts = [
    'How do I bake bread at home?',
    'a recipe for home made bread',
    'the stock market fell sharply',
  ];
  const vectors = await embedTexts(texts, model, tokenizer);
  const [one, same, other] = texts.map((_, row) =>
    vectors.subarray(row * vectorLength, (row + 1) * vectorLength),
  );
  return dot(one, same) - dot(one, other) > 0.2;
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index], 0);
}

async function tryBackend(name: EncoderBackend): Promise<boolean> {
  try {
    // A third of a megabyte that only machines with an adapter need.
    if (name === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend(name))) return false;
    await tf.ready();
    return true;
  } catch {
    return false;
  }
}

function noBackend(name: string): AppError {
  return new AppError(
    'engine-failed',
    `The built-in tagger could not start ${name}. Expected a browser that allows WebAssembly with SIMD; update the browser or use another tagger.`,
  );
}

interface AdapterLike {
  readonly isFallbackAdapter?: boolean;
  readonly info?: { readonly isFallbackAdapter?: boolean };
}

/** A fallback adapter computes on the processor, slower than WebAssembly does. */
async function hasRealAdapter(): Promise<boolean> {
  const scope: { navigator?: { gpu?: { requestAdapter(): Promise<AdapterLike | null> } } } = globalThis;
  try {
    const adapter = await scope.navigator?.gpu?.requestAdapter();
    return (
      Boolean(adapter) && adapter?.isFallbackAdapter !== true && adapter?.info?.isFallbackAdapter !== true
    );
  } catch {
    return false;
  }
}

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
}

async function loadModel({ modelUrl, fetchBytes }: EncoderAssets): Promise<GraphModel> {
  const file = readJson(await fetchBytes(modelUrl)) as ModelFile;
  const folder = modelUrl.slice(0, modelUrl.lastIndexOf('/') + 1);
  const paths = file.weightsManifest.flatMap((group) => group.paths);
  const shards = await Promise.all(paths.map((path) => fetchBytes(folder + path)));
  const weights = joinBytes(shards);
  return loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology: file.modelTopology,
        weightSpecs: file.weightsManifest.flatMap((group) => group.weights),
        weightData: weights,
      }),
  });
}

async function loadTokenizer({ vocabularyUrl, fetchBytes }: EncoderAssets): Promise<UnigramTokenizer> {
  return createUnigramTokenizer(readJson(await fetchBytes(vocabularyUrl)) as VocabularyPiece[]);
}

function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function joinBytes(parts: readonly Uint8Array[]): ArrayBuffer {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined.buffer;
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
    const output = await runModel(
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

async function runModel(idRows: readonly (readonly number[])[], model: GraphModel): Promise<Float32Array> {
  const places = idRows.flatMap((ids, row) => ids.map((_, column) => [row, column]));
  const indices = tf.tensor2d(places, [places.length, 2], 'int32');
  const values = tf.tensor1d(idRows.flat(), 'int32');
  const output = (await model.executeAsync({ indices, values })) as tf.Tensor;
  try {
    return (await output.data()) as Float32Array;
  } finally {
    tf.dispose([indices, values, output]);
  }
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}
