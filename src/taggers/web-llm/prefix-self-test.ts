import { findPipeline, type Pipeline } from './pipeline.ts';
import { PrefixReuse } from './prefix-reuse.ts';
import type { ChatEngine } from './engine-factory.ts';

/** How the trial of prefix reuse ended. */
export type PrefixVerdict =
  /** It is on. */
  | { readonly kind: 'on'; readonly reuse: PrefixReuse }
  /** It is off, and the model answers in the stock way. */
  | { readonly kind: 'off'; readonly reason: string }
  /** It is off and failed in a way that may have left the runtime in disorder: load the model again. */
  | { readonly kind: 'broken'; readonly reason: string };

const system =
  'You sort questions. Name the subject of the question in a few words, then say who would ask it.';

/** Five queries of different lengths, so that the cache is shortened by different amounts. */
export const trialQueries: readonly string[] = Object.freeze([
  'What is the capital of Norway?',
  'Sort the numbers 5, 3, 9 and 1, and explain how you did it.',
  'Write two lines about the sea in winter.',
  'def f(x): return x * 2  # what does this do?',
  'Übersetze „Guten Morgen“ ins Englische.',
]);

/** Enough that a cache in disorder shows. */
const answerTokens = 16;

/**
 * Turns prefix reuse on and keeps it on if five queries are answered word for word as without it. Reads about 1,000
 * tokens and writes 160.
 *
 * @param throwIfStopped Called between two answers.
 * @throws What the runtime throws in the stock way, or what `throwIfStopped` throws.
 */
export async function tryPrefixReuse(
  engine: ChatEngine,
  modelId: string,
  throwIfStopped: () => void,
): Promise<PrefixVerdict> {
  const pipeline = findPipeline(engine, modelId);
  if (typeof pipeline === 'string') return { kind: 'off', reason: pipeline };
  const expected: string[] = [];
  for (const query of trialQueries) {
    throwIfStopped();
    expected.push(await ask(engine, query));
  }
  const reuse = turnOn(pipeline);
  if (reuse === undefined) return { kind: 'off', reason: 'this model brings no way to shorten its memory' };
  try {
    for (const [index, query] of trialQueries.entries()) {
      throwIfStopped();
      const answer = await ask(engine, query);
      const isReused = index === 0 || reuse.cachedTokens > 0;
      if (answer === expected[index] && isReused) continue;
      reuse.remove();
      return {
        kind: 'off',
        reason: isReused ? 'it changed an answer of the trial' : 'nothing could be kept',
      };
    }
    return { kind: 'on', reuse };
  } catch (thrown) {
    reuse.remove();
    throwIfStopped();
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: 'broken', reason: `the trial failed (${message.slice(0, 200)})` };
  }
}

function turnOn(pipeline: Pipeline): PrefixReuse | undefined {
  try {
    return new PrefixReuse(pipeline);
  } catch {
    return undefined;
  }
}

async function ask(engine: ChatEngine, query: string): Promise<string> {
  const { choices } = await engine.chatCompletion({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: query },
    ],
    stream: false,
    temperature: 0,
    top_p: 1,
    seed: 1,
    max_tokens: answerTokens,
  });
  return choices[0].message.content ?? '';
}
