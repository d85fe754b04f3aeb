import { writeJsonSchema, type AnswerForm, type JsonSchema } from '../answer-form.ts';
import type { CompletionRequest } from '../engine.ts';
import type { PromptMessage } from '../prompt.ts';

/** How a server is told to hold an answer to a form; `none`: not at all. */
export type ResponseFormat = 'json_schema' | 'json_object' | 'none';

interface SamplingFields {
  readonly model: string;
  readonly temperature: number;
  readonly top_p: number;
  readonly seed: number;
  readonly max_tokens: number;
}

/** Body of `POST /v1/chat/completions`. */
export interface ChatBody extends SamplingFields {
  readonly messages: readonly PromptMessage[];
  readonly response_format?:
    | { readonly type: 'json_object' }
    | {
        readonly type: 'json_schema';
        readonly json_schema: { readonly name: string; readonly strict: true; readonly schema: JsonSchema };
      };
}

/** Body of `POST /v1/completions`, which knows no form of the answer. */
export interface TextBody extends SamplingFields {
  readonly prompt: string;
}

/** A request whose prompt is a chat. */
export interface ChatRequest extends CompletionRequest {
  readonly prompt: readonly PromptMessage[];
}

/**
 * Writes a request as OpenAI's API takes it. Halves of surrogate pairs become U+FFFD: a server in Python refuses the
 * whole request for one, vLLM's `run-batch` the whole file.
 */
export function writeChatBody(model: string, request: ChatRequest, format: ResponseFormat): ChatBody {
  const { prompt, form } = request;
  return {
    messages: prompt.map(({ role, content }) => ({ role, content: mendText(content) })),
    ...sampling(model, request),
    ...(form === null ? {} : writeFormat(form, format)),
  };
}

/** Writes a request whose prompt is one text to be continued; its form is left out. */
export function writeTextBody(model: string, prompt: string, request: CompletionRequest): TextBody {
  return { prompt: mendText(prompt), ...sampling(model, request) };
}

function sampling(
  model: string,
  { temperature, topP, seed, maxTokens }: Omit<CompletionRequest, 'prompt'>,
): SamplingFields {
  return { model, temperature, top_p: topP, seed, max_tokens: maxTokens };
}

function writeFormat(form: AnswerForm, format: ResponseFormat): Pick<ChatBody, 'response_format'> {
  switch (format) {
    case 'none':
      return {};
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'json_schema': {
      const json_schema = { name: 'tags', strict: true, schema: writeJsonSchema(form) } as const;
      return { response_format: { type: 'json_schema', json_schema } };
    }
  }
}

// With the flag `u` a pair is one character, so only halves match.
function mendText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
