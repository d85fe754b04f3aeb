import { AppError } from '../../core/model/index.ts';
import { writeGrammar } from '../../core/tagging/answer-form.ts';
import type { Completion, CompletionRequest, OnText } from '../../core/tagging/engine.ts';
import type {
  ChatCompletionChunk,
  ChatCompletionUsage,
  RawCompletionChunk,
  Wllama,
} from '@wllama/wllama/esm/index.js';

/**
 * Sends one request to llama.cpp and reads the answer as it grows. To be ended by the signal alone: a loop that is
 * merely left goes on in the engine and keeps its slot.
 *
 * @throws What wllama throws; AppError `query-refused` when the answer stops without an end.
 */
export async function askModel(
  runtime: Pick<Wllama, 'createChatCompletion' | 'createCompletion'>,
  request: CompletionRequest,
  signal: AbortSignal,
  onText?: OnText,
): Promise<Completion> {
  const { prompt } = request;
  const answer = new GrowingAnswer(signal, onText);
  const settings = buildSettings(request, signal);
  if (typeof prompt === 'string') {
    const onData = (chunk: RawCompletionChunk): void => {
      const choice = chunk.choices.at(0);
      answer.add(choice?.text, choice?.finish_reason, chunk.usage);
    };
    await runtime.createCompletion({ ...settings, prompt, onData });
  } else {
    const onData = (chunk: ChatCompletionChunk): void => {
      const choice = chunk.choices.at(0);
      answer.add(choice?.delta.content, choice?.finish_reason, chunk.usage);
    };
    await runtime.createChatCompletion({ ...settings, messages: [...prompt], onData });
  }
  return answer.finish();
}

/** Everything but the prompt; no filters on tokens but those that were asked for. */
function buildSettings({ form, maxTokens, temperature, topP, seed }: CompletionRequest, signal: AbortSignal) {
  return {
    max_tokens: maxTokens,
    temperature,
    top_p: topP,
    top_k: 0,
    min_p: 0,
    seed,
    cache_prompt: true,
    stream: true,
    // The last piece then tells the tokens, those from the cache among them.
    stream_options: { include_usage: true },
    abortSignal: signal,
    ...(form === null ? {} : { grammar: writeGrammar(form) }),
  } as const;
}

/** An answer, put together from its pieces. */
class GrowingAnswer {
  readonly #signal: AbortSignal;
  readonly #onText: OnText | undefined;
  #text = '';
  #end: Completion['end'] | undefined;
  #usage: ChatCompletionUsage | undefined;

  constructor(signal: AbortSignal, onText: OnText | undefined) {
    this.#signal = signal;
    this.#onText = onText;
  }

  add(
    text: string | null | undefined,
    finish: string | null | undefined,
    usage: ChatCompletionUsage | null | undefined,
  ): void {
    if (finish != null) this.#end = finish === 'length' ? 'length' : 'stop';
    if (usage != null) this.#usage = usage;
    if (text == null || text === '') return;
    this.#text += text;
    if (!this.#signal.aborted) this.#onText?.(this.#text);
  }

  finish(): Completion {
    if (this.#end === undefined) {
      throw new AppError('query-refused', 'The model stopped in the middle of an answer without an end.');
    }
    return {
      text: this.#text,
      end: this.#end,
      promptTokens: this.#usage?.prompt_tokens ?? 0,
      cachedTokens: this.#usage?.prompt_tokens_details?.cached_tokens ?? 0,
      completionTokens: this.#usage?.completion_tokens ?? 0,
    };
  }
}
