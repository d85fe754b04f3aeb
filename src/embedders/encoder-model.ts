import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

/** Where the model's files are, and how they are read. */
export interface EncoderModelSource {
  /** Address of `model.json`; its weight shards lie beside it. */
  readonly modelUrl: string;
  readonly fetchBytes: (url: string) => Promise<Uint8Array>;
}

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
}

/** Loads the graph and its weights (28 MB) for the backend in use. */
export async function loadEncoderModel({ modelUrl, fetchBytes }: EncoderModelSource): Promise<GraphModel> {
  const file = JSON.parse(new TextDecoder().decode(await fetchBytes(modelUrl))) as ModelFile;
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

function joinBytes(parts: readonly Uint8Array[]): ArrayBuffer {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined.buffer;
}

/**
 * Computes the vectors of texts given as piece ids.
 *
 * @param idRows One or more texts, each of at least one piece and at most as many as the model was trained for.
 * @returns Row-major, `idRows.length` x 512.
 * @throws when a kernel fails or the graphics device is lost.
 */
export async function runEncoderModel(
  idRows: readonly (readonly number[])[],
  model: GraphModel,
): Promise<Float32Array> {
  const inputs = buildInputs(idRows);
  let output: tf.Tensor | undefined;
  try {
    output = model.execute(inputs) as tf.Tensor;
    return (await output.data()) as Float32Array;
  } finally {
    tf.dispose([...Object.values(inputs), ...(output === undefined ? [] : [output])]);
  }
}

const TRANSFORMER = 'module_apply_default/Encoder_en/KonaTransformer';
const STACK = `${TRANSFORMER}/Encode/TransformerStack`;
const LAST_LAYER = `${STACK}/Layer_1/TransformerLayer`;

/*
 * These are inner nodes. The graph's own inputs, `indices` and `values`, lead through clipping, a sparse matrix and a
 * search for the filled places only to arrive at the same tensors. On WebGPU that way reads shapes and constants back
 * from the graphics card synchronously, through a canvas: slow everywhere, and Chromium loses the device of its software
 * adapter over it. From here on TensorFlow.js needs no value from the card but the result.
 */
function buildInputs(idRows: readonly (readonly number[])[]): Record<string, tf.Tensor> {
  const lengths = idRows.map((ids) => ids.length);
  const width = Math.max(...lengths);
  const places = idRows.flatMap((ids, row) => ids.map((_, column) => [row, column]));
  const isPadding = lengths.map((length) =>
    Array.from({ length: width }, (_, column) => +(column >= length)),
  );
  return {
    [`${TRANSFORMER}/ClipToMaxLength/GatherV2_1`]: tf.tensor1d(idRows.flat(), 'int32'),
    [`${LAST_LAYER}/FFN/StoreMask/ToInt32`]: tf.tensor2d(places, [places.length, 2], 'int32'),
    [`${LAST_LAYER}/FFN/StoreMask/Shape`]: tf.tensor1d([idRows.length, width], 'int32'),
    [`${STACK}/Layer_0/AddTimingSignal/TimingSignal/ToFloat_2`]: tf.tensor1d(
      places.map(([, column]) => column),
    ),
    [`${LAST_LAYER}/MultiheadAttention/DotProductAttention/ToFloat`]: tf.tensor2d(isPadding),
    [`${STACK}/MaskLength/Sum`]: tf.tensor1d(lengths, 'int32'),
    [`${TRANSFORMER}/Maximum`]: tf.tensor1d(lengths, 'int32'),
  };
}
