import type { Decoding } from './decoding.ts';
import type { EngineChoice } from './engine-model.ts';
import type { PromptSetup } from './prompt.ts';

/** All that a run with a language model needs to go on by itself. */
export interface RunSetup {
  readonly engine: EngineChoice;
  readonly prompt: PromptSetup;
  readonly decoding: Decoding;
}

/** What a run has cost so far. */
export interface RunSpending {
  /** Queries that a model was asked; copies of an earlier answer are not among them. */
  readonly askedQueries: number;
  readonly copiedQueries: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export const noSpending: RunSpending = Object.freeze({
  askedQueries: 0,
  copiedQueries: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
});

export function addSpending(one: RunSpending, other: RunSpending): RunSpending {
  return {
    askedQueries: one.askedQueries + other.askedQueries,
    copiedQueries: one.copiedQueries + other.copiedQueries,
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}
