/** How a language model picks its words; with the same values, model and prompt the answer is the same. */
export interface Decoding {
  /** 0 takes the likeliest token each time. */
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  /** Cap on the tokens of an answer. */
  readonly maxTokens: number;
  /** Cap of the one further try after an answer that ran into the first cap. */
  readonly retryMaxTokens: number;
  /** Tokens of prompt, query and answer together. */
  readonly contextTokens: number;
}

/**
 * The defaults: 12 tags of three words take about 70 tokens, so 96 cuts off only runaways; the context of 2,048 keeps
 * the model's working memory at half of the usual 4,096.
 */
export const defaultDecoding: Decoding = Object.freeze({
  temperature: 0,
  topP: 1,
  seed: 1,
  maxTokens: 96,
  retryMaxTokens: 192,
  contextTokens: 2048,
});
