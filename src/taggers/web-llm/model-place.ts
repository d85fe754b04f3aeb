/** Where the files of one model are, as web-llm asks for them. */
export interface ModelPlace {
  /** Id under which the runtime knows it. */
  readonly modelId: string;
  /** Folder of settings, tokenizer and weights, ending in `/resolve/main/`: web-llm adds that to any other address. */
  readonly weightsUrl: string;
  readonly libraryUrl: string;
}

/** The parts of the browser's Cache API in which web-llm 0.2.86 looks before it fetches. */
export type CacheScope = 'webllm/config' | 'webllm/wasm' | 'webllm/model';

export const settingsName = 'mlc-chat-config.json';
/** The list of weights; models built for web-llm 0.2.79 and before call it `ndarray-cache.json`. */
export const tensorListName = 'tensor-cache.json';
export const oldTensorListName = 'ndarray-cache.json';

/** What matters here of a model's settings. */
export interface ModelSettings {
  /** The one of its tokenizer's files that web-llm reads. */
  readonly tokenizerName: 'tokenizer.json' | 'tokenizer.model';
  /** Such as `q4f16_1`; empty when it is not stated. */
  readonly quantization: string;
}

/** Reads a model's settings; undefined when the value is something else, or names no tokenizer that web-llm reads. */
export function readModelSettings(value: unknown): ModelSettings | undefined {
  if (!isRecord(value) || !Array.isArray(value['tokenizer_files'])) return undefined;
  const files: unknown[] = value['tokenizer_files'];
  const tokenizerName = (['tokenizer.json', 'tokenizer.model'] as const).find((name) => files.includes(name));
  if (tokenizerName === undefined) return undefined;
  const { quantization } = value;
  return { tokenizerName, quantization: typeof quantization === 'string' ? quantization : '' };
}

/** Tells by name whether a build computes in half-precision floats, which an adapter may lack. */
export function needsHalfFloats(buildOrQuantization: string): boolean {
  return /q\d+f16/.test(buildOrQuantization);
}

/** The weights of a model. */
export interface TensorList {
  readonly shards: readonly { readonly path: string; readonly sizeBytes: number }[];
  readonly sizeBytes: number;
  /** The adapter must be able to bind a buffer of this size. */
  readonly largestTensorBytes: number;
}

/** Reads a list of weights; undefined when the value is something else. */
export function readTensorList(value: unknown): TensorList | undefined {
  if (!isRecord(value) || !Array.isArray(value['records'])) return undefined;
  const shards: { path: string; sizeBytes: number }[] = [];
  let largestTensorBytes = 0;
  for (const record of value['records'] as unknown[]) {
    if (!isRecord(record)) return undefined;
    const { dataPath: path, nbytes: sizeBytes, records } = record;
    if (typeof path !== 'string' || typeof sizeBytes !== 'number' || !Array.isArray(records))
      return undefined;
    shards.push({ path, sizeBytes });
    for (const tensor of records as unknown[]) {
      const bytes = isRecord(tensor) ? tensor['nbytes'] : undefined;
      if (typeof bytes === 'number') largestTensorBytes = Math.max(largestTensorBytes, bytes);
    }
  }
  const sizeBytes = shards.reduce((sum, shard) => sum + shard.sizeBytes, 0);
  return { shards, sizeBytes, largestTensorBytes };
}

/** Reads JSON; undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
