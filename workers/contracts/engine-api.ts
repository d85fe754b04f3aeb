import type {
  AdapterReport,
  LoadedModel,
  LoadProgress,
  TaggedQuery,
} from '../../src/core/tagging/language-model.ts';

export type {
  AdapterReport,
  LoadedModel,
  LoadProgress,
  ModelCheck,
  ModelChoice,
  ReplyUsage,
  TaggedQuery,
} from '../../src/core/tagging/language-model.ts';

/** A language model in a worker. */
export interface EngineApi {
  probe(): Promise<AdapterReport>;
  /** Loads one model of the menu and returns the build that fits the adapter; a second call for the same one joins. */
  load(modelId: string, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel>;
  tagQuery(prompt: string, query: string): Promise<TaggedQuery>;
  /** Ends the answer in progress and those that wait; the model stays loaded. */
  interrupt(): Promise<void>;
  /** Frees the graphics memory; ends a load or an answer in progress. */
  unload(): Promise<void>;
}
