import type { WebLlmRequest } from './build-request.ts';
import type { ChatEngine } from './engine-factory.ts';
import type { OnText } from '../../core/tagging/engine.ts';
import type { ChatCompletionFinishReason, CompletionUsage } from '@mlc-ai/web-llm';

/** What the runtime answered. */
export interface Answer {
  readonly text: string;
  readonly finish: ChatCompletionFinishReason;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** One piece of an answer, in a form that chats and finished texts share. */
interface Piece {
  readonly text: string;
  readonly finish: ChatCompletionFinishReason | null;
  readonly usage: CompletionUsage | undefined;
}

/**
 * Puts a request to the runtime and collects its answer.
 *
 * @param onText Gets the answer so far; without it the runtime answers in one piece, which costs less.
 */
export async function requestAnswer(
  engine: ChatEngine,
  request: WebLlmRequest,
  onText?: OnText,
): Promise<Answer> {
  let text = '';
  let finish: ChatCompletionFinishReason = 'stop';
  let usage: CompletionUsage | undefined;
  const pieces = onText === undefined ? askAtOnce(engine, request) : askInPieces(engine, request);
  for await (const piece of pieces) {
    text += piece.text;
    finish = piece.finish ?? finish;
    usage = piece.usage ?? usage;
    if (piece.text !== '') onText?.(withoutStub(text));
  }
  return {
    text: withoutStub(text),
    finish,
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  };
}

async function* askAtOnce(engine: ChatEngine, { kind, body }: WebLlmRequest): AsyncGenerator<Piece> {
  if (kind === 'chat') {
    const { choices, usage } = await engine.chatCompletion({ ...body, stream: false });
    const choice = choices[0];
    yield { text: choice.message.content ?? '', finish: choice.finish_reason, usage };
    return;
  }
  const { choices, usage } = await engine.completion({ ...body, stream: false });
  yield { text: choices[0].text, finish: choices[0].finish_reason, usage };
}

async function* askInPieces(engine: ChatEngine, { kind, body }: WebLlmRequest): AsyncGenerator<Piece> {
  const options = { stream: true, stream_options: { include_usage: true } } as const;
  // The last piece holds the usage and no choice.
  if (kind === 'chat') {
    for await (const { choices, usage } of await engine.chatCompletion({ ...body, ...options })) {
      const choice = choices.at(0);
      yield { text: choice?.delta.content ?? '', finish: choice?.finish_reason ?? null, usage };
    }
    return;
  }
  for await (const { choices, usage } of await engine.completion({ ...body, ...options })) {
    const choice = choices.at(0);
    yield { text: choice?.text ?? '', finish: choice?.finish_reason ?? null, usage };
  }
}

// Not the model's words: web-llm writes the block itself to keep a model from thinking aloud.
function withoutStub(text: string): string {
  return text.replace(/^<think>\s*<\/think>\s*/, '');
}
