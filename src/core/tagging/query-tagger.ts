import { AppError, type Reply } from '../model/index.ts';
import type { Completion, EngineTraits, OnText, TaggingEngine } from './engine.ts';
import { parseReply } from './parse-reply.ts';
import {
  answerFactor,
  minQueryTokens,
  prepareQuestion,
  queryBudget,
  type PreparedQuestion,
  type QuestionSetup,
} from './prepare-question.ts';
import { answerFormOf } from './prompt.ts';
import { estimateTokens } from './truncate-query.ts';

/** What an answer cost, over all tries. */
export interface ReplyUsage {
  readonly promptTokens: number;
  /** Of `promptTokens`, those that were not read again. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** A language model's answer to one query. */
export interface TaggedQuery {
  readonly reply: Reply;
  readonly usage: ReplyUsage;
  /** True when the middle of the query was left out, because it did not fit the model's context. */
  readonly isShortened: boolean;
}

/** The part of an engine that answers. */
type Answering = Pick<TaggingEngine<unknown>, 'complete'>;

/**
 * Has a model tag one query.
 *
 * A query that is too long after all is tried again at half its length, down to a few words; an answer that ran into
 * the cap is asked for once more with the higher cap.
 *
 * @param onText Gets the answer as it grows.
 * @throws AppError as `TaggingEngine.complete` does.
 */
export async function tagQuery(
  engine: Answering,
  traits: EngineTraits,
  setup: QuestionSetup,
  query: string,
  onText?: OnText,
): Promise<TaggedQuery> {
  const meter = new UsageMeter();
  const ask = (prompt: PreparedQuestion['prompt'], maxTokens: number): Promise<Completion> =>
    meter.add(() => complete(engine, setup, prompt, maxTokens, onText));
  let maxTokens = queryBudget(setup, traits);
  for (;;) {
    const question = prepareQuestion(query, setup, traits, maxTokens);
    try {
      const reply = await askUntilWhole(question.prompt, setup, ask);
      return { reply, usage: meter.usage, isShortened: question.isShortened };
    } catch (thrown) {
      const isTooLong = thrown instanceof AppError && thrown.code === 'query-too-long';
      if (!isTooLong || maxTokens < minQueryTokens) throw thrown;
      maxTokens = Math.floor(Math.min(maxTokens, estimateTokens(query)) / 2);
    }
  }
}

async function askUntilWhole(
  prompt: PreparedQuestion['prompt'],
  { prompt: promptSetup, decoding }: QuestionSetup,
  ask: (prompt: PreparedQuestion['prompt'], maxTokens: number) => Promise<Completion>,
): Promise<Reply> {
  const factor = answerFactor(promptSetup);
  const first = read(await ask(prompt, decoding.maxTokens * factor));
  if (first.status !== 'truncated' || decoding.retryMaxTokens <= decoding.maxTokens) return first;
  return read(await ask(prompt, decoding.retryMaxTokens * factor));
}

function complete(
  engine: Answering,
  { prompt: promptSetup, decoding }: QuestionSetup,
  prompt: PreparedQuestion['prompt'],
  maxTokens: number,
  onText?: OnText,
): Promise<Completion> {
  const { temperature, topP, seed } = decoding;
  const form = answerFormOf(promptSetup);
  return engine.complete({ prompt, form, maxTokens, temperature, topP, seed }, onText);
}

function read({ text, end }: Completion): Reply {
  return parseReply(text, end);
}

/** Adds up what several tries cost. */
class UsageMeter {
  usage: ReplyUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

  async add(ask: () => Promise<Completion>): Promise<Completion> {
    const completion = await ask();
    this.usage = {
      promptTokens: this.usage.promptTokens + completion.promptTokens,
      cachedTokens: this.usage.cachedTokens + completion.cachedTokens,
      completionTokens: this.usage.completionTokens + completion.completionTokens,
    };
    return completion;
  }
}
