import type { BuildTraits } from './locate-model.ts';
import { writeGrammar } from '../../core/tagging/answer-form.ts';
import { escapeForTemplate } from '../../core/tagging/escape-query.ts';
import type { CompletionRequest } from '../../core/tagging/engine.ts';
import type { ChatCompletionRequestBase, CompletionCreateParamsBase } from '@mlc-ai/web-llm';

/** A request in web-llm's words. */
export type WebLlmRequest =
  | { readonly kind: 'chat'; readonly body: ChatCompletionRequestBase }
  | { readonly kind: 'text'; readonly body: CompletionCreateParamsBase };

/** The empty `<think>` block that web-llm writes for models that think aloud counts as part of the answer. */
const thinkingTokens = 8;

// A model's own settings may punish repetition, and the marks of a JSON list are repeated.
const noPenalties = { repetition_penalty: 1, frequency_penalty: 0, presence_penalty: 0 };

/**
 * Builds a request: reproducible, held to its form, without thinking aloud.
 *
 * Chat messages go through templates that web-llm 0.2.86 fills with `String.replace`, so they are escaped. That version
 * is pinned and its templates are tried in a test, so there is no check at run time. A finished text goes through no
 * template, and web-llm holds such answers to no grammar.
 *
 * @param build `openingText` is put before a finished text: web-llm begins only chats with the model's first token.
 */
export function buildRequest(request: CompletionRequest, build: BuildTraits): WebLlmRequest {
  const common = {
    temperature: request.temperature,
    top_p: request.topP,
    seed: request.seed,
    ...noPenalties,
  };
  if (typeof request.prompt === 'string') {
    const prompt = build.openingText + request.prompt;
    return { kind: 'text', body: { ...common, prompt, max_tokens: request.maxTokens } };
  }
  const { form } = request;
  return {
    kind: 'chat',
    body: {
      ...common,
      messages: request.prompt.map(({ role, content }) => ({ role, content: escapeForTemplate(content) })),
      max_tokens: request.maxTokens + (build.thinksAloud ? thinkingTokens : 0),
      ...(form === null ? {} : { response_format: { type: 'grammar', grammar: writeGrammar(form) } }),
      ...(build.thinksAloud ? { extra_body: { enable_thinking: false } } : {}),
    },
  };
}
