import { isRecord } from './model-place.ts';

/**
 * The part of web-llm's `LLMChatPipeline` that it keeps to itself, under its names of version 0.2.86. A version that
 * renames any of it fails the test of the bundle, and in the browser falls back to the stock way.
 */
export interface Pipeline {
  /** Tokens in the cache, without those that a failed step left behind. */
  filledKVCacheLength: number;
  /** Tokens that can be read in one step. */
  readonly prefillChunkSize: number;
  readonly kvCache: object;
  readonly tvm: Tvm;
  readonly tokenizer: Tokenizer;
  readonly config: object;
  readonly conversation: Conversation;
  /** Empties the cache. */
  resetKVCache(): void;
  /** Writes the prompt of `conversation` as tokens: those to read, how many there are, and a function for images. */
  getInputData(): Promise<[data: unknown[], tokenCount: number, imageSize: unknown]>;
  /** Reads tokens into the cache, behind those that it holds. */
  embedAndForward(data: number[][], tokenCount: number): Promise<unknown>;
}

/** TVM's runtime; what its functions return belongs to a scope, and is freed with it. */
export interface Tvm {
  beginScope(): void;
  endScope(): void;
  getGlobalFunc(name: string): TvmFunction;
  detachFromCurrentScope(value: TvmFunction): TvmFunction;
  scalar(value: number, type: 'int32' | 'int64'): object;
}

export type TvmFunction = (...values: readonly object[]) => unknown;

interface Tokenizer {
  encode(text: string): Iterable<number>;
  idToToken(id: number): string;
}

interface Conversation {
  readonly isTextCompletion: boolean;
  readonly config: object;
  /** One text a message: system, history, query, and the start of the answer. */
  getPromptArray(config: object): readonly unknown[];
}

/**
 * Finds the pipeline of a loaded model whose cache can be shortened.
 *
 * @returns A plain reason when there is none: a model with a recurrent state or a sliding window, one with a manifest,
 * or a version of web-llm with other names inside.
 */
export function findPipeline(engine: object, modelId: string): Pipeline | string {
  const pipelines: unknown = Reflect.get(engine, 'loadedModelIdToPipeline');
  const pipeline: unknown = pipelines instanceof Map ? pipelines.get(modelId) : undefined;
  if (!isPipeline(pipeline)) return 'this version of the runtime is not known';
  const others = ['rnnState', 'artifact'].filter((name) => Reflect.get(pipeline, name) !== undefined);
  const isPlain = Reflect.get(pipeline, 'kvStateKind') === 'kv_cache' && others.length === 0;
  if (!isPlain || Reflect.get(pipeline, 'slidingWindowSize') !== -1) {
    return 'the memory of this model cannot be shortened';
  }
  return pipeline;
}

/** Lists the tokens that the model's settings put before the system message, such as `<s>`. */
export function openingTokens({ conversation }: Pipeline): readonly number[] {
  const ids: unknown = Reflect.get(conversation.config, 'system_prefix_token_ids');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}

/** Writes the opening tokens as a text; empty when the tokeniser would not read that text as those tokens. */
export function openingText(pipeline: Pipeline): string {
  const ids = openingTokens(pipeline);
  const text = ids.map((id) => pipeline.tokenizer.idToToken(id)).join('');
  const read = Array.from(pipeline.tokenizer.encode(text));
  return read.length === ids.length && read.every((id, index) => id === ids[index]) ? text : '';
}

function isPipeline(value: unknown): value is Pipeline {
  return (
    isRecord(value) &&
    typeof value['filledKVCacheLength'] === 'number' &&
    typeof value['prefillChunkSize'] === 'number' &&
    isRecord(value['kvCache']) &&
    isRecord(value['config']) &&
    has(value, ['resetKVCache', 'getInputData', 'embedAndForward']) &&
    has(value['tvm'], ['beginScope', 'endScope', 'getGlobalFunc', 'detachFromCurrentScope', 'scalar']) &&
    has(value['tokenizer'], ['encode', 'idToToken']) &&
    has(value['conversation'], ['getPromptArray']) &&
    isRecord(Reflect.get(value['conversation'], 'config')) &&
    typeof Reflect.get(value['conversation'], 'isTextCompletion') === 'boolean'
  );
}

function has(value: unknown, methods: readonly string[]): value is object {
  return isRecord(value) && methods.every((name) => typeof value[name] === 'function');
}
