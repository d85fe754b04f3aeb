import type { ModelPlace } from './model-place.ts';
import type { InitProgressReport, MLCEngine, ModelRecord } from '@mlc-ai/web-llm';

/** The part of web-llm's `MLCEngine` that is used here. */
export type ChatEngine = Pick<
  MLCEngine,
  'reload' | 'chatCompletion' | 'completion' | 'interruptGenerate' | 'unload'
>;

/** An engine and the part of its cache that can go bad. */
export interface Runtime {
  readonly engine: ChatEngine;
  /** Removes a model's settings and program from the browser's cache; the weights stay. */
  forgetProgram(modelId: string): Promise<void>;
}

/**
 * Opens an engine without a model.
 *
 * @param place Where the one model lies that will be loaded; null for web-llm's own list, on huggingface.co and
 * githubusercontent.com.
 * @param onProgress Gets reports while a model loads, and may throw to end the load.
 */
export type EngineFactory = (
  place: ModelPlace | null,
  onProgress: (report: InitProgressReport) => void,
) => Promise<Runtime>;

/** Builds a factory of real engines. The runtime (6.1 MB) is fetched at the first use, from this site. */
export function createEngineFactory(): EngineFactory {
  return async (place, onProgress) => {
    const { MLCEngine, prebuiltAppConfig, deleteChatConfigInCache, deleteModelWasmInCache } =
      await import('@mlc-ai/web-llm');
    const appConfig =
      place === null ? prebuiltAppConfig : { ...prebuiltAppConfig, model_list: [toRecord(place)] };
    return {
      engine: new MLCEngine({ appConfig, initProgressCallback: onProgress, logLevel: 'SILENT' }),
      async forgetProgram(modelId): Promise<void> {
        await deleteChatConfigInCache(modelId, appConfig);
        await deleteModelWasmInCache(modelId, appConfig);
      },
    };
  };
}

function toRecord({ modelId, weightsUrl, libraryUrl }: ModelPlace): ModelRecord {
  return { model_id: modelId, model: weightsUrl, model_lib: libraryUrl };
}
