import { qwenTemplate, type WebLlmBundle } from './web-llm-bundle.ts';
import type { ChatEngine } from '../../src/taggers/web-llm/engine-factory.ts';

/** How the scripted runtime misbehaves. */
export interface PipelineFaults {
  /** What stands in for `kv_state_popn`: `missing`, `fails`, or it drops so many tokens too few. */
  readonly popn?: 'missing' | 'fails' | number;
  /** Fields of the pipeline that are set to something else, to play another version or another kind of model. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly conversation?: object;
  readonly prefillChunkSize?: number;
}

/** What the scripted runtime saw. */
export interface ScriptedRuntime {
  readonly engine: ChatEngine;
  readonly pipeline: object;
  /** Tokens of each step of reading, as text. */
  readonly forwarded: string[];
  /** The tokens in the cache, as text. */
  readonly cached: () => string;
}

const firstToken = 1;
const stopToken = 2;

/**
 * Opens web-llm's own engine and pipeline over a runtime without a graphics adapter. Its "model" writes letters that
 * depend on every token in the cache and on nothing else, so a cache that holds something wrong shows in the answer.
 * Real are all that web-llm does with requests, conversations, prompts, resets and steps.
 */
export function openScriptedRuntime(bundle: WebLlmBundle, faults: PipelineFaults = {}): ScriptedRuntime {
  const cache: number[] = [];
  const forwarded: string[] = [];
  const { prefillChunkSize = 1000 } = faults;
  const functions = {
    ...listFunctions(cache, forwarded),
    _metadata: () =>
      JSON.stringify({ params: [], prefill_chunk_size: prefillChunkSize, kv_state_kind: 'kv_cache' }),
  };
  const tvm = createTvm(bundle, functions, listGlobals(cache, faults));
  const config = {
    conv_template: { ...qwenTemplate, ...faults.conversation },
    tokenizer_info: { token_postproc_method: 'raw', prepend_space_in_encode: false },
    vocab_size: 65_536,
    context_window_size: 2048,
    sliding_window_size: -1,
    attention_sink_size: -1,
    temperature: 1,
    top_p: 1,
    repetition_penalty: 1,
  };
  const pipeline = new bundle.LLMChatPipeline(tvm, tokenizer, config);
  const sampleFromRawLogits = (logits: { readonly tokens: readonly number[] }): Promise<number> =>
    Promise.resolve(nextToken(logits.tokens));
  Object.assign(pipeline, { sampleFromRawLogits }, faults.fields);
  const engine = new bundle.MLCEngine({ logLevel: 'SILENT' });
  const reload = (modelId: string): Promise<void> => {
    const maps = { Pipeline: pipeline, ChatConfig: config, ModelType: 0, Lock: createLock() };
    for (const [name, value] of Object.entries(maps)) {
      const map: unknown = Reflect.get(engine, `loadedModelIdTo${name}`);
      if (map instanceof Map) map.set(modelId, value);
    }
    return Promise.resolve();
  };
  const unload = (): Promise<void> => Promise.resolve();
  Object.assign(engine, { reload, unload });
  return { engine, pipeline, forwarded, cached: () => decode(cache) };
}

/** The program of a model: reads tokens into the cache and gives all of them as the "logits". */
function listFunctions(cache: number[], forwarded: string[]): Record<string, unknown> {
  const forward = (embedded: { readonly tokens: readonly number[] }): object => {
    forwarded.push(decode(embedded.tokens));
    cache.push(...embedded.tokens);
    const tokens = [...cache];
    return { get: () => ({ tokens, dispose: () => undefined }) };
  };
  const embed = ({ tokens }: { readonly tokens: readonly number[] }): object => {
    const embedded = { tokens, shape: [tokens.length, 1], view: (): object => embedded };
    return embedded;
  };
  const unused = (): undefined => undefined;
  return {
    ...{ prefill: forward, decode: forward, embed, create_tir_paged_kv_cache: () => ({}) },
    ...{ apply_bitmask_inplace: unused, apply_penalty_inplace: unused, apply_logit_bias_inplace: unused },
    ...{ softmax_with_temperature: unused, sample_with_top_p: unused, argsort_probs: unused },
  };
}

function listGlobals(cache: number[], { popn = 0 }: PipelineFaults): Record<string, unknown> {
  const drop = (
    _: unknown,
    sequence: { readonly value: number },
    count: { readonly value: number },
  ): void => {
    if (popn === 'fails') throw new Error('popn failed');
    if (sequence.value !== 0 || count.value > cache.length) throw new Error('no such tokens');
    cache.length -= Math.max(0, count.value - Number(popn));
  };
  return {
    'vm.builtin.kv_state_clear': () => (cache.length = 0),
    ...(popn === 'missing' ? {} : { 'vm.builtin.kv_state_popn': drop }),
  };
}

function createTvm(
  { tvmTools }: WebLlmBundle,
  functions: Readonly<Record<string, unknown>>,
  globals: Readonly<Record<string, unknown>>,
): object {
  const unused = (): undefined => undefined;
  const same = <Value>(value: Value): Value => value;
  return {
    ...{ beginScope: unused, endScope: unused, detachFromCurrentScope: same, attachToCurrentScope: same },
    ...{ setSeed: unused, makeShapeTuple: same, getParamsFromCacheByName: () => ({}) },
    webgpu: () => ({ sync: () => Promise.resolve() }),
    empty: () => ({
      copyFrom(tokens: readonly number[]) {
        return Object.assign(this, { tokens });
      },
    }),
    scalar: (value: number, type: string) => new tvmTools.Scalar(value, type),
    createVirtualMachine: () => ({
      getFunction(name: string) {
        if (functions[name] === undefined) throw new Error(`no function ${name}`);
        return functions[name];
      },
    }),
    getGlobalFunc(name: string) {
      if (globals[name] !== undefined) return globals[name];
      if (name.includes('popn')) throw new Error(`Cannot find global function ${name}`);
      return unused;
    },
  };
}

/** One token a character, but for the one that begins a text. */
const tokenizer = {
  encode: (text: string): Int32Array =>
    Int32Array.from(text.split(/(<s>)/).flatMap((part) => (part === '<s>' ? [firstToken] : codesOf(part)))),
  decode,
  idToToken: (id: number): string => decode([id]),
  getVocabSize: (): number => 65_536,
};

function codesOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function decode(tokens: ArrayLike<number>): string {
  return Array.from(tokens, (token) => (token === firstToken ? '<s>' : String.fromCharCode(token))).join('');
}

/** A letter, or the end, from all tokens and their places. */
function nextToken(tokens: readonly number[]): number {
  const hash = tokens.reduce((sum, token) => Math.imul(sum ^ token, 0x01000193), 0x811c9dc5) >>> 0;
  return hash % 23 === 0 ? stopToken : 97 + (hash % 26);
}

function createLock(): object {
  return { acquire: () => Promise.resolve(), release: () => Promise.resolve() };
}
