import type { ModelDevice } from '../../workers/contracts/embedder-api.ts';
import {
  AppError,
  throwIfStopped,
  type Pooling,
  type TransformersEmbedderChoice,
} from '../core/model/index.ts';
import { identifyEmbedder } from '../core/normalise/embedder-choice.ts';
import type { Embedder } from './embedder.ts';
import { hasRealAdapter } from './graphics-adapter.ts';
import type { ModelFiles } from './model-files.ts';
import { loadTransformersModel, readWords, type LoadedModel } from './transformers-runtime.ts';
import { makeUnitRows } from './unit-rows.ts';

/** How a model is run. */
export interface TransformersOptions {
  readonly choice: TransformersEmbedderChoice;
  readonly files: ModelFiles;
  /** Address of ONNX Runtime's `.wasm` file on this site. */
  readonly runtimeUrl: string;
  /** Default 32, and 1 for formats with 8-bit integers. */
  readonly textsPerBatch?: number;
  /** Default `auto`: WebGPU when there is a real adapter and the weights are floats. */
  readonly device?: ModelDevice | 'auto';
}

/** An embedder that holds a model. */
export interface ModelEmbedder extends Embedder {
  /** Frees the model; the next call loads it again. */
  dispose(): Promise<void>;
}

/**
 * Embeds with a model that runs in this browser; it loads with the first call.
 *
 * Texts are cut to the model's length, run in batches of like length, and the vectors of their pieces are pooled as the
 * choice says. A row does not depend on the other texts beyond rounding (below 1e-5). A failure on the graphics card
 * has `details.device` `webgpu`: the processor may succeed, in a fresh worker.
 */
export function createTransformersEmbedder(options: TransformersOptions): ModelEmbedder {
  const { choice } = options;
  let loaded: LoadedModel | undefined;
  let dimensions: number | undefined;
  return {
    id: identifyEmbedder(choice),
    get dimensions() {
      return dimensions;
    },
    async embed(signal, texts, onProgress) {
      onProgress({ done: 0, total: texts.length });
      try {
        loaded ??= await loadTransformersModel({ ...options, device: await chooseDevice(options) }, signal);
        const vectors = await runTexts(loaded, options, { signal, texts, onProgress });
        if (texts.length > 0) dimensions = vectors.length / texts.length;
        return vectors;
      } catch (thrown) {
        throwIfStopped(signal, 'Embedding the labels');
        throw explainRun(thrown, choice, loaded?.device);
      }
    },
    async dispose() {
      const gone = loaded;
      loaded = undefined;
      // A device that is lost cannot be freed either.
      await gone?.model.dispose().catch(() => undefined);
    },
  };
}

async function chooseDevice({ choice, device = 'auto' }: TransformersOptions): Promise<ModelDevice> {
  if (device !== 'auto') return device;
  // ONNX Runtime has few of the 8-bit integer operators on WebGPU, and would hand tensors back and forth.
  return !hasIntegers(choice) && (await hasRealAdapter()) ? 'webgpu' : 'wasm';
}

// Models in 8-bit integers scale their inner values by the largest of a whole batch, so that a vector would depend on
// its neighbours; alone, a text always gets the same.
function hasIntegers({ dtype }: TransformersEmbedderChoice): boolean {
  return dtype === 'q8' || dtype === 'int8' || dtype === 'uint8';
}

interface TextsToRun {
  readonly signal: AbortSignal;
  readonly texts: readonly string[];
  readonly onProgress: Parameters<Embedder['embed']>[2];
}

async function runTexts(
  loaded: LoadedModel,
  { choice, textsPerBatch = hasIntegers(choice) ? 1 : 32 }: TransformersOptions,
  { signal, texts, onProgress }: TextsToRun,
): Promise<Float32Array<ArrayBuffer>> {
  const order = texts
    .map((text, row) => ({ text, row }))
    .sort((one, other) => one.text.length - other.text.length || one.row - other.row);
  let vectors = new Float32Array();
  for (let from = 0; from < order.length; from += textsPerBatch) {
    throwIfStopped(signal, 'Embedding the labels');
    const batch = order.slice(from, from + textsPerBatch);
    const pooled = await runBatch(
      loaded,
      batch.map(({ text }) => text),
      choice.pooling,
    );
    const dimensions = pooled.length / batch.length;
    if (from === 0) vectors = new Float32Array(texts.length * dimensions);
    batch.forEach(({ row }, index) =>
      vectors.set(pooled.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions),
    );
    onProgress({ done: from + batch.length, total: texts.length });
  }
  return makeUnitRows(vectors, texts, `The model ${choice.model}`);
}

interface TensorLike {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}

async function runBatch(
  { model, tokenizer }: LoadedModel,
  texts: readonly string[],
  pooling: Pooling,
): Promise<Float32Array> {
  const inputs = tokenizer([...texts], { padding: true, truncation: true }) as Record<string, TensorLike>;
  const outputs = (await model(inputs)) as Record<string, TensorLike | undefined>;
  const states = outputs['last_hidden_state'] ?? outputs['token_embeddings'];
  if (states?.dims.length !== 3) {
    const found = Object.keys(outputs).join(', ') || 'nothing';
    const text = `The model gave ${found}, expected last_hidden_state: a vector for each piece of a text. Choose a model for feature extraction or sentence similarity.`;
    throw new AppError('engine-failed', text, { found });
  }
  return pool(states, inputs['attention_mask'], pooling);
}

/**
 * Makes one vector of each text from those of its pieces.
 * Source of the mean: Reimers, Gurevych, "Sentence-BERT", EMNLP 2019, section 3.
 */
function pool(states: TensorLike, mask: TensorLike, pooling: Pooling): Float32Array {
  const [textCount, pieceCount, dimensions] = states.dims;
  const pooled = new Float32Array(textCount * dimensions);
  for (let text = 0; text < textCount; text++) {
    let seen = 0;
    for (let piece = 0; piece < pieceCount; piece++) {
      if (Number(mask.data[text * pieceCount + piece]) === 0 || (pooling === 'cls' && seen > 0)) continue;
      seen += 1;
      const from = (text * pieceCount + piece) * dimensions;
      for (let index = 0; index < dimensions; index++) {
        pooled[text * dimensions + index] += Number(states.data[from + index]);
      }
    }
    if (seen === 0) continue;
    for (let index = 0; index < dimensions; index++) pooled[text * dimensions + index] /= seen;
  }
  return pooled;
}

function explainRun(
  thrown: unknown,
  { model, dtype }: TransformersEmbedderChoice,
  device: ModelDevice | undefined,
): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = `The model ${model} (${dtype}) stopped: "${readWords(thrown)}". Try again, or choose another number format or model.`;
  return new AppError('engine-failed', text, { model, dtype, device: device ?? null }, { cause: thrown });
}
