import type { Decoding } from './decoding.ts';
import type { EngineModel } from './engine-model.ts';
import type { ModelChoice } from './language-model.ts';

/** What a run asks of the machine. */
export interface Demand {
  readonly model: EngineModel;
  readonly decoding: Decoding;
}

/** A smaller demand, and what to tell about it. */
export interface StepDown {
  readonly demand: Demand;
  readonly sentence: string;
}

const smallContext = 1024;

/**
 * Finds the next smaller demand after a model has broken down repeatedly: first less working memory, then fewer answers
 * side by side, then for web-llm the next smaller model of the menu.
 *
 * @param menu web-llm's models, smallest first.
 * @returns Null when nothing smaller is left.
 */
export function stepDown({ model, decoding }: Demand, menu: readonly ModelChoice[]): StepDown | null {
  const lanes = reduceLanes(model);
  if (lanes !== null) {
    return {
      demand: { model: lanes.model, decoding },
      sentence: `It goes on with ${lanes.words} at a time.`,
    };
  }
  if (model.kind !== 'local-server' && decoding.contextTokens > smallContext) {
    const smaller = model.kind === 'browser-model' ? model : { ...model, contextTokens: smallContext };
    return {
      demand: { model: smaller, decoding: { ...decoding, contextTokens: smallContext } },
      sentence: `It goes on with half the working memory; longer rows are shortened to ${smallContext.toLocaleString('en')} tokens.`,
    };
  }
  return model.kind === 'web-llm' ? takeSmallerModel(model, decoding, menu) : null;
}

function reduceLanes(model: EngineModel): { readonly model: EngineModel; readonly words: string } | null {
  if (model.kind === 'wllama' && model.slots > 1)
    return { model: { ...model, slots: 1 }, words: 'one answer' };
  if (model.kind !== 'local-server' || model.concurrency <= 1) return null;
  const concurrency = Math.floor(model.concurrency / 2);
  return {
    model: { ...model, concurrency },
    words: `${concurrency} ${concurrency === 1 ? 'request' : 'requests'}`,
  };
}

function takeSmallerModel(
  model: Extract<EngineModel, { kind: 'web-llm' }>,
  decoding: Decoding,
  menu: readonly ModelChoice[],
): StepDown | null {
  const index = menu.findIndex(({ id }) => id === model.modelId);
  if (index <= 0 || model.home.kind === 'folder') return null;
  const smaller = menu[index - 1];
  return {
    demand: { model: { ...model, modelId: smaller.id }, decoding },
    sentence: `It goes on with the smaller model ${smaller.label}. The rows it tags are marked.`,
  };
}
