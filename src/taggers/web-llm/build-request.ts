import { thinksAloud } from './model-menu.ts';
import { breakControlTokens, escapeForTemplate } from '../../core/tagging/escape-query.ts';
import { tagListGrammar } from '../../core/tagging/grammar.ts';
import { buildMessages } from '../../core/tagging/prompt.ts';
import { estimateTokens, fitQuery, type FittedQuery } from '../../core/tagging/truncate-query.ts';
import type { Decoding } from '../../core/tagging/decoding.ts';
import type { ChatCompletionRequestNonStreaming } from '@mlc-ai/web-llm';

/** The empty `<think>` block that web-llm writes for such models counts as part of the answer. */
const thinkingTokens = 8;

/** The chat template's own tokens: roles, separators, and the date that Llama's template writes. */
const templateTokens = 64;

/** Fewer tokens hold no instruction. */
const minQueryTokens = 64;

/** Computes how many tokens of a query fit beside the prompt and the longest answer. */
export function queryBudget(prompt: string, decoding: Decoding): number {
  const frame = buildMessages(prompt, '').reduce((sum, { content }) => sum + estimateTokens(content), 0);
  const used = frame + templateTokens + decoding.retryMaxTokens + thinkingTokens;
  return Math.max(minQueryTokens, decoding.contextTokens - used);
}

/** Makes a query safe to send, and short enough. */
export function prepareQuery(query: string, maxTokens: number): FittedQuery {
  const { text, isShortened } = fitQuery(query, maxTokens);
  return { text: breakControlTokens(text), isShortened };
}

/** Builds the request of one query: grammar-constrained, reproducible, without thinking aloud. */
export function buildRequest(
  modelId: string,
  texts: { readonly prompt: string; readonly query: string },
  decoding: Decoding & { readonly answerTokens: number },
): ChatCompletionRequestNonStreaming {
  const isThinker = thinksAloud(modelId);
  return {
    messages: buildMessages(texts.prompt, texts.query).map(({ role, content }) => ({
      role,
      content: escapeForTemplate(content),
    })),
    stream: false,
    temperature: decoding.temperature,
    top_p: decoding.topP,
    seed: decoding.seed,
    max_tokens: decoding.answerTokens + (isThinker ? thinkingTokens : 0),
    response_format: { type: 'grammar', grammar: tagListGrammar },
    ...(isThinker ? { extra_body: { enable_thinking: false } } : {}),
  };
}
