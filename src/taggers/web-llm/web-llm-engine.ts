import { buildRequest, prepareQuery, queryBudget } from './build-request.ts';
import { explainFailure, isHarmless, isTooLong } from './explain-failure.ts';
import { ModelLoader, type ReadyModel } from './model-loader.ts';
import { AppError } from '../../core/model/index.ts';
import { defaultDecoding, type Decoding } from '../../core/tagging/decoding.ts';
import { parseReply } from '../../core/tagging/parse-reply.ts';
import type { EngineFactory } from './engine-factory.ts';
import type { GpuScope } from './read-gpu.ts';
import type {
  AdapterReport,
  LoadedModel,
  LoadProgress,
  TaggedQuery,
} from '../../core/tagging/language-model.ts';
import type { ChatCompletion } from '@mlc-ai/web-llm';

/** What the engine needs from outside. */
export interface WebLlmPorts {
  readonly openRuntime: EngineFactory;
  readonly scope: GpuScope;
  readonly decoding?: Decoding;
}

/** One question to the model. */
interface Question {
  readonly prompt: string;
  readonly query: string;
  /** Value of the interruption counter when the question was put; another one means it was interrupted. */
  readonly interruption: number;
}

/** Tokens over all tries at one question. */
interface Spending {
  promptTokens: number;
  completionTokens: number;
}

/**
 * A language model of the menu, run by web-llm on the graphics adapter: loads it, has it tag query after query with an
 * answer held to a grammar, and stands up again once when the adapter is lost. Lives in a worker.
 */
export class WebLlmEngine {
  readonly #loader: ModelLoader;
  readonly #decoding: Decoding;
  #interruptions = 0;
  /** Settles when the questions put so far are done; the runtime answers one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ openRuntime, scope, decoding = defaultDecoding }: WebLlmPorts) {
    this.#decoding = decoding;
    this.#loader = new ModelLoader(openRuntime, scope, decoding.contextTokens);
  }

  /** Tells what the graphics adapter can do; nothing is downloaded. */
  probe(): Promise<AdapterReport> {
    return this.#loader.probe();
  }

  /**
   * Loads a model of the menu; one at a time, another one takes its place.
   * @param onProgress At most ten reports a second.
   * @returns The build that was loaded, to be stored with the run.
   * @throws AppError `engine-unavailable`, `engine-failed`, `storage-full`, or `aborted` after `unload`.
   */
  async load(modelId: string, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    const ready = await this.#loader.load(modelId, onProgress);
    return { modelId: ready.modelId };
  }

  /**
   * Asks the model for the tags of a query. Questions wait for each other.
   * @throws AppError `aborted` after `interrupt` or `unload`, `engine-unavailable` without a model, `engine-failed`.
   */
  tagQuery(prompt: string, query: string): Promise<TaggedQuery> {
    const question: Question = { prompt, query, interruption: this.#interruptions };
    const answer = this.#turn.then(() => this.#tag(question));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the answer in progress and those that wait; the model stays loaded. */
  async interrupt(): Promise<void> {
    this.#interruptions++;
    await this.#loader.engine?.interruptGenerate();
  }

  /** Frees the graphics memory; ends a load or an answer in progress. */
  async unload(): Promise<void> {
    this.#interruptions++;
    await this.#loader.unload();
  }

  async #tag(question: Question): Promise<TaggedQuery> {
    const startMs = performance.now();
    const spending: Spending = { promptTokens: 0, completionTokens: 0 };
    let maxTokens = queryBudget(question.prompt, this.#decoding);
    for (;;) {
      const fitted = prepareQuery(question.query, maxTokens);
      try {
        const reply = await this.#ask({ ...question, query: fitted.text }, spending);
        const usage = { ...spending, durationMs: performance.now() - startMs };
        return { reply, usage, isShortened: fitted.isShortened };
      } catch (thrown) {
        // The estimate was too low for this text; half of it is tried, down to a few words.
        if (!(thrown instanceof AppError) || !isTooLong(thrown.cause) || maxTokens < 64) throw thrown;
        maxTokens = Math.floor(maxTokens / 2);
      }
    }
  }

  /** Asks once more, with a higher cap, when an answer ran into the cap. */
  async #ask(question: Question, spending: Spending): Promise<TaggedQuery['reply']> {
    const { maxTokens, retryMaxTokens } = this.#decoding;
    const first = readAnswer(await this.#complete(question, maxTokens, spending));
    if (first.status !== 'truncated' || retryMaxTokens <= maxTokens) return first;
    return readAnswer(await this.#complete(question, retryMaxTokens, spending));
  }

  async #complete(question: Question, answerTokens: number, spending: Spending): Promise<ChatCompletion> {
    const completion = await this.#completeOrRecover(question, answerTokens);
    spending.promptTokens += completion.usage?.prompt_tokens ?? 0;
    spending.completionTokens += completion.usage?.completion_tokens ?? 0;
    if (completion.choices[0]?.finish_reason === 'abort') throw interrupted();
    return completion;
  }

  async #completeOrRecover(question: Question, answerTokens: number): Promise<ChatCompletion> {
    const ready = await this.#readyModel(question);
    try {
      return await this.#send(ready, question, answerTokens);
    } catch (thrown) {
      this.#throwIfInterrupted(question, thrown);
      if (isHarmless(thrown)) throw explainFailure(thrown, { doing: 'tag', modelLabel: ready.label });
    }
    // A lost adapter takes the model with it, and any other failure may leave the runtime in disorder.
    const again = await this.#loader.reload();
    try {
      this.#throwIfInterrupted(question, undefined);
      return await this.#send(again, question, answerTokens);
    } catch (thrown) {
      this.#throwIfInterrupted(question, thrown);
      if (!isHarmless(thrown)) await this.#loader.unload();
      throw explainFailure(thrown, { doing: 'tag', modelLabel: again.label });
    }
  }

  #send({ modelId, engine }: ReadyModel, question: Question, answerTokens: number): Promise<ChatCompletion> {
    return engine.chatCompletion(buildRequest(modelId, question, { ...this.#decoding, answerTokens }));
  }

  async #readyModel(question: Question): Promise<ReadyModel> {
    const { current } = this.#loader;
    this.#throwIfInterrupted(question, undefined);
    if (current === undefined) {
      throw new AppError(
        'engine-unavailable',
        'No language model is loaded. Choose one of the menu and load it.',
      );
    }
    const ready = await current;
    this.#throwIfInterrupted(question, undefined);
    return ready;
  }

  #throwIfInterrupted({ interruption }: Question, cause: unknown): void {
    if (interruption !== this.#interruptions) throw interrupted(cause);
  }
}

function readAnswer(completion: ChatCompletion): TaggedQuery['reply'] {
  const choice = completion.choices[0];
  return parseReply(choice?.message.content ?? '', choice?.finish_reason === 'length' ? 'length' : 'stop');
}

function interrupted(cause?: unknown): AppError {
  return new AppError(
    'aborted',
    'The answer in progress was stopped.',
    {},
    cause === undefined ? {} : { cause },
  );
}
