import { AppError } from '../../src/core/model/index.ts';
import { WebLlmEngine, type WebLlmPorts } from '../../src/taggers/web-llm/web-llm-engine.ts';
import type { CompletionRequest } from '../../src/core/tagging/engine.ts';
import type { WebLlmModel } from '../../src/core/tagging/engine-model.ts';
import type { ChatEngine, EngineFactory } from '../../src/taggers/web-llm/engine-factory.ts';
import type { GpuScope } from '../../src/taggers/common/read-gpu.ts';
import type { ModelPlace } from '../../src/taggers/web-llm/model-place.ts';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionFinishReason,
  ChatCompletionRequestBase,
  ChatCompletionRequestNonStreaming,
  ChatCompletionRequestStreaming,
  ChatOptions,
  Completion,
  CompletionCreateParamsBase,
  CompletionCreateParamsNonStreaming,
  CompletionCreateParamsStreaming,
  CompletionUsage,
  InitProgressReport,
} from '@mlc-ai/web-llm';

/**
 * One step of a scripted answer: what the model writes, what the runtime throws, that it goes on until it is stopped, or
 * that it cannot be stopped.
 */
export type Step =
  | { readonly text: string; readonly finish?: 'stop' | 'length' }
  | { readonly throws: unknown; readonly after?: Promise<void> }
  | 'wait'
  | 'hang';

export interface Script {
  readonly steps?: Step[];
  readonly load?: (engine: ScriptedEngine, modelId: string) => Promise<void>;
}

type AnyRequest = ChatCompletionRequestBase | CompletionCreateParamsBase;

interface Written {
  readonly text: string;
  readonly finish_reason: ChatCompletionFinishReason;
}

/** Stands in for `MLCEngine` at the port, and behaves as its code does when it is stopped or has lost its model. */
export class ScriptedEngine implements ChatEngine {
  readonly requests: AnyRequest[] = [];
  readonly loadedIds: string[] = [];
  options: ChatOptions | undefined;
  unloads = 0;
  stopLoad: (reason: string) => void = () => undefined;
  #isLoaded = false;
  #finishWaiting: () => void = () => undefined;

  constructor(
    readonly script: Script,
    readonly place: ModelPlace | null,
    readonly report: (report: InitProgressReport) => void,
  ) {}

  async reload(modelId: string | string[], options?: ChatOptions | ChatOptions[]): Promise<void> {
    const id = String(modelId);
    this.loadedIds.push(id);
    this.options = Array.isArray(options) ? options[0] : options;
    await this.script.load?.(this, id);
    this.#isLoaded = true;
  }

  chatCompletion(request: ChatCompletionRequestNonStreaming): Promise<ChatCompletion>;
  chatCompletion(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>>;
  chatCompletion(
    request: ChatCompletionRequestBase,
  ): Promise<AsyncIterable<ChatCompletionChunk> | ChatCompletion>;
  async chatCompletion(
    request: ChatCompletionRequestBase,
  ): Promise<AsyncIterable<ChatCompletionChunk> | ChatCompletion> {
    const { text, finish_reason } = await this.#write(request);
    const common = { id: 'scripted', created: 0, model: 'scripted' };
    const place = { index: 0, logprobs: null };
    if (request.stream !== true) {
      const message = { role: 'assistant', content: text } as const;
      const choices = [{ ...place, finish_reason, message }];
      return { ...common, object: 'chat.completion', choices, usage };
    }
    const object = 'chat.completion.chunk';
    return pieces<ChatCompletionChunk>([
      ...cut(text).map((content): ChatCompletionChunk => {
        const choices = [{ ...place, delta: { content, role: 'assistant' as const }, finish_reason: null }];
        return { ...common, object, choices };
      }),
      { ...common, object, choices: [{ ...place, delta: {}, finish_reason }] },
      { ...common, object, choices: [], ...withUsage(request) },
    ]);
  }

  completion(request: CompletionCreateParamsNonStreaming): Promise<Completion>;
  completion(request: CompletionCreateParamsStreaming): Promise<AsyncIterable<Completion>>;
  completion(request: CompletionCreateParamsBase): Promise<AsyncIterable<Completion> | Completion>;
  async completion(request: CompletionCreateParamsBase): Promise<AsyncIterable<Completion> | Completion> {
    const { text, finish_reason } = await this.#write(request);
    const common = { id: 'scripted', object: 'text_completion', created: 0, model: 'scripted' } as const;
    const place = { index: 0, logprobs: null };
    if (request.stream !== true) return { ...common, choices: [{ ...place, text, finish_reason }], usage };
    return pieces<Completion>([
      ...cut(text).map((part) => ({ ...common, choices: [{ ...place, text: part, finish_reason: null }] })),
      { ...common, choices: [{ ...place, text: '', finish_reason }] },
      { ...common, choices: [], ...withUsage(request) },
    ]);
  }

  async interruptGenerate(): Promise<void> {
    this.#finishWaiting();
  }

  async unload(): Promise<void> {
    this.unloads++;
    this.#isLoaded = false;
    this.#finishWaiting();
    this.stopLoad('Engine.unload() is called.');
  }

  async #write(request: AnyRequest): Promise<Written> {
    if (!this.#isLoaded) throw named('ModelNotLoadedError', 'Model not loaded');
    this.requests.push(request);
    const step = this.script.steps?.shift() ?? { text: '["default tag"]' };
    if (step === 'hang') await new Promise(() => undefined);
    if (step === 'wait' || step === 'hang') {
      await new Promise<void>((resolve) => (this.#finishWaiting = resolve));
      return { text: '["half', finish_reason: 'abort' };
    }
    if ('throws' in step) {
      await step.after;
      throw step.throws;
    }
    return { text: step.text, finish_reason: step.finish ?? 'stop' };
  }
}

const usage: CompletionUsage = {
  prompt_tokens: 200,
  completion_tokens: 10,
  total_tokens: 210,
  extra: {
    e2e_latency_s: 1,
    prefill_tokens_per_s: 200,
    decode_tokens_per_s: 10,
    time_to_first_token_s: 1,
    time_per_output_token_s: 0.1,
  },
};

// As the package does: no usage unless it is asked for.
function withUsage({ stream_options: options }: AnyRequest): { usage?: CompletionUsage } {
  return options?.include_usage === true ? { usage } : {};
}

async function* pieces<Piece>(list: readonly Piece[]): AsyncGenerator<Piece> {
  for (const piece of list) yield await Promise.resolve(piece);
}

function cut(text: string): string[] {
  return text.match(/[\s\S]{1,6}/g) ?? [];
}

/** An error as the package throws it: its classes are not exported, its names are. */
export function named(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

/** A graphics adapter on which every model of the menu runs. */
function goodAdapter(features: readonly string[] = ['shader-f16']): object {
  return {
    info: { vendor: 'test', architecture: 'card' },
    features: new Set(features),
    limits: {
      maxBufferSize: 2 ** 31,
      maxStorageBufferBindingSize: 2 ** 31,
      maxComputeWorkgroupStorageSize: 2 ** 15,
      maxStorageBuffersPerShaderStage: 10,
    },
  };
}

/** The global scope of a browser with such an adapter. */
export function scopeWithAdapter(features?: readonly string[]): GpuScope {
  const navigator = { gpu: { requestAdapter: () => Promise.resolve(goodAdapter(features)) } };
  return { isSecureContext: true, navigator };
}

export interface EngineBench {
  readonly engine: WebLlmEngine;
  /** Every runtime that was opened, in order. */
  readonly opened: ScriptedEngine[];
  readonly forgotten: string[];
}

/** Opens our engine over scripted runtimes. */
export function createEngineBench(
  script: Script,
  ports: Partial<WebLlmPorts> & { readonly features?: readonly string[] } = {},
): EngineBench {
  const opened: ScriptedEngine[] = [];
  const forgotten: string[] = [];
  const openRuntime: EngineFactory = async (place, report) => {
    const engine = new ScriptedEngine(script, place, report);
    opened.push(engine);
    const forgetProgram = async (modelId: string): Promise<void> => {
      forgotten.push(modelId);
    };
    return { engine, forgetProgram };
  };
  const { features, ...rest } = ports;
  const scope = scopeWithAdapter(features);
  return { engine: new WebLlmEngine({ openRuntime, scope, ...rest }), opened, forgotten };
}

/** Opens our engine over scripted runtimes and loads a model. */
export async function createLoadedBench(script: Script, model = smallModel): Promise<EngineBench> {
  const bench = createEngineBench(script);
  await bench.engine.load(model, ignore);
  return bench;
}

/** Names a model of web-llm's own list. */
export function hubModel(modelId: string): WebLlmModel {
  return { kind: 'web-llm', modelId, home: { kind: 'hub' } };
}

export const smallModel = hubModel('Qwen2.5-0.5B-Instruct-q4f16_1-MLC');
/** Thinks before it answers unless it is told not to. */
export const thinkingModel = hubModel('Qwen3-1.7B-q4f16_1-MLC');

export const plainRequest: CompletionRequest = {
  prompt: [
    { role: 'system', content: 'Tag it.' },
    { role: 'user', content: 'Write a poem for $5.' },
  ],
  form: null,
  maxTokens: 96,
  temperature: 0,
  topP: 1,
  seed: 1,
};

/** Gives the error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error(`expected an AppError, got ${String(thrown)}`);
}

/** Takes reports and does nothing with them. */
export function ignore(): void {
  // Nothing to do.
}
