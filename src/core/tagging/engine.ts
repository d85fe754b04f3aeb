import type { AnswerForm, ConstraintKind } from './answer-form.ts';
import type { ReplyEnd } from './found-tags.ts';
import type { PromptMessage } from './prompt.ts';

/** What an engine with a loaded model can do; some of it is known only then. */
export interface EngineTraits {
  /** Requests that may be in flight at once, from 1; the caller holds back the rest. */
  readonly concurrency: number;
  /** In which languages it holds an answer to a form; none when it cannot. */
  readonly constraints: readonly ConstraintKind[];
  readonly hasSeed: boolean;
  readonly hasLogProbs: boolean;
  /** Whether the part of the prompt that stays the same is read once only. */
  readonly reusesPrefix: boolean;
  /** Whether the same request gives the same answer tomorrow. */
  readonly isReproducible: boolean;
  /** Tokens of prompt, query and answer together. */
  readonly contextTokens: number;
}

/** Whether an engine can run here. */
export interface EngineProbe {
  readonly isUsable: boolean;
  /** Plain sentence: what was found, or why it cannot run and what to do. */
  readonly sentence: string;
}

export interface LoadProgress {
  readonly phase: 'download' | 'compile' | 'ready';
  /** 0 to 1, of the phase. */
  readonly share: number;
  readonly text: string;
}

/** A model that is loaded. */
export interface LoadedModel {
  /** What the tags depend on: build of the model, or file and fingerprint. Stored with the run. */
  readonly modelId: string;
  readonly traits: EngineTraits;
  /** What a person should know about this load, such as `It runs on the processor: …`; empty when nothing. */
  readonly notice: string;
}

/** One request to a model. */
export interface CompletionRequest {
  /** Chat messages, for the model's own template; or a finished text, which is continued. */
  readonly prompt: readonly PromptMessage[] | string;
  /** What the answer is held to, by an engine that can; null for free text. */
  readonly form: AnswerForm | null;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
}

/** A model's answer, as it wrote it. */
export interface Completion {
  readonly text: string;
  readonly end: ReplyEnd;
  readonly promptTokens: number;
  /** Tokens of the prompt that were not read again. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** Gets the answer so far, each time it has grown. */
export type OnText = (text: string) => void;

/**
 * A language model, wherever it runs. One adapter a runtime implements it.
 *
 * @typeParam Model How the runtime names a model and where it lies.
 */
export interface TaggingEngine<Model> {
  /** Looks whether it can run here; downloads nothing and never throws. */
  probe(): Promise<EngineProbe>;
  /**
   * Loads one model; another one takes its place.
   * @param onProgress At most ten reports a second.
   * @throws AppError `engine-unavailable` when this machine or address cannot, `engine-failed`, `storage-full`, or
   * `aborted` after `unload`.
   */
  load(model: Model, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel>;
  /**
   * Answers one request. Not more than `traits.concurrency` at once.
   * @throws AppError `query-too-long` and `query-refused` when only this query is at fault and the engine still runs,
   * `aborted` after `interrupt` or `unload`; after any other failure the model has to be loaded again.
   */
  complete(request: CompletionRequest, onText?: OnText): Promise<Completion>;
  /** Ends the answers in progress; the model stays loaded. */
  interrupt(): Promise<void>;
  /** Gives the memory back; ends a load or answers in progress. */
  unload(): Promise<void>;
}
