import type {
  ChatCompletion,
  ChatCompletionRequestNonStreaming,
  ChatOptions,
  InitProgressReport,
  ModelRecord,
} from '@mlc-ai/web-llm';

/** The part of web-llm's `MLCEngine` that is used here. */
export interface ChatEngine {
  reload(modelId: string, options: ChatOptions): Promise<void>;
  chatCompletion(request: ChatCompletionRequestNonStreaming): Promise<ChatCompletion>;
  interruptGenerate(): Promise<void>;
  unload(): Promise<void>;
}

/** An engine and the part of its cache that can go bad. */
export interface Runtime {
  readonly engine: ChatEngine;
  /** Removes a model's settings and program from the browser's cache; the weights stay. */
  forgetProgram(modelId: string): Promise<void>;
}

/** Opens an engine without a model; the reports come while a model loads, and may throw to end the load. */
export type EngineFactory = (onProgress: (report: InitProgressReport) => void) => Promise<Runtime>;

/**
 * Builds a factory of real engines. The runtime (6.1 MB) is fetched at the first use, from this site.
 *
 * @param records Where models lie; by default web-llm's own list, on huggingface.co and githubusercontent.com.
 */
export function createEngineFactory(records?: readonly ModelRecord[]): EngineFactory {
  return async (onProgress) => {
    const { MLCEngine, prebuiltAppConfig, deleteChatConfigInCache, deleteModelWasmInCache } =
      await import('@mlc-ai/web-llm');
    const appConfig = { ...prebuiltAppConfig, model_list: [...(records ?? prebuiltAppConfig.model_list)] };
    return {
      engine: new MLCEngine({ appConfig, initProgressCallback: onProgress, logLevel: 'SILENT' }),
      async forgetProgram(modelId): Promise<void> {
        await deleteChatConfigInCache(modelId, appConfig);
        await deleteModelWasmInCache(modelId, appConfig);
      },
    };
  };
}
