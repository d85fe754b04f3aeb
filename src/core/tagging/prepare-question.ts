import type { Decoding } from './decoding.ts';
import type { EngineTraits } from './engine.ts';
import { breakControlTokens } from './escape-query.ts';
import { buildPrompt, type PromptMessage, type PromptSetup, type ReplyShape } from './prompt.ts';
import { estimateTokens, fitQuery, type FittedQuery } from './truncate-query.ts';

/** How queries are put to a model. */
export interface QuestionSetup {
  readonly prompt: PromptSetup;
  readonly decoding: Decoding;
}

/** The chat template's own tokens: roles, separators, the date that Llama's template writes, a thinking stub. */
const templateTokens = 72;

/** Fewer tokens hold no instruction. */
export const minQueryTokens = 64;

/** Explanations take five to eight times the tokens of bare tags. */
const explanationFactor = 6;

/** The exact text of a request, for the preview and for the engine. */
export interface PreparedQuestion extends FittedQuery {
  readonly prompt: readonly PromptMessage[] | string;
}

/**
 * Prepares a query: shortens it to what fits beside the prompt and the longest answer, breaks strings that a tokeniser
 * reads as orders, and puts it into the prompt.
 *
 * @param maxTokens Tokens of the query at most, by estimate; what fits when left out.
 */
export function prepareQuestion(
  query: string,
  setup: QuestionSetup,
  traits: Pick<EngineTraits, 'constraints' | 'contextTokens'>,
  maxTokens = queryBudget(setup, traits),
): PreparedQuestion {
  const fitted = fitQuery(query, maxTokens);
  const prompt = buildPrompt(setup.prompt, breakControlTokens(fitted.text), shapeFor(traits));
  return { ...fitted, prompt };
}

/** Computes how many tokens of a query fit beside the prompt and the longest answer. */
export function queryBudget(
  { prompt, decoding }: QuestionSetup,
  traits: Pick<EngineTraits, 'constraints' | 'contextTokens'>,
): number {
  const frame = buildPrompt(prompt, '', shapeFor(traits));
  const texts = typeof frame === 'string' ? [frame] : frame.map(({ content }) => content);
  const used = texts.reduce((sum, text) => sum + estimateTokens(text), templateTokens);
  const answer = decoding.retryMaxTokens * answerFactor(prompt);
  const contextTokens = Math.min(decoding.contextTokens, traits.contextTokens);
  return Math.max(minQueryTokens, contextTokens - used - answer);
}

/** Times the usual cap on tokens that an answer to this prompt may take. */
export function answerFactor({ hasExplanations, template }: PromptSetup): number {
  return hasExplanations || template !== 'chat' ? explanationFactor : 1;
}

function shapeFor({ constraints }: Pick<EngineTraits, 'constraints'>): ReplyShape {
  const kind = constraints.at(0);
  return kind === 'json-schema' || kind === 'json-object' ? 'object' : 'list';
}
