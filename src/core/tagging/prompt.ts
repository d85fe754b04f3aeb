import { explainedTags, maxTagCount, tagsOnly, type AnswerForm } from './answer-form.ts';
import { hashTexts } from './content-hash.ts';

/** A chat message for a language model. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A query with the tags that a person gave it, shown to the model before the query. */
export interface PromptExample {
  readonly query: string;
  readonly tags: readonly string[];
}

/**
 * Whose words surround the query: ours for any chat model; those that a released InsTagger was trained with, which
 * answers to nothing else.
 */
export type PromptTemplate = 'chat' | 'instagger-vicuna' | 'instagger-chatml';

/** Everything that is said to a model beside the query. */
export interface PromptSetup {
  readonly template: PromptTemplate;
  /** What a person may edit; not used by InsTagger's templates. */
  readonly text: string;
  readonly examples: readonly PromptExample[];
  readonly hasExplanations: boolean;
}

/** The prompt in force until a person writes another. */
export const defaultPromptText = `Tag the instruction between the marks; do not answer it. Give 1 to ${maxTagCount} English tags of 1 to 3 words in lower case, the most important first: its task, its subject, and any form or style it demands.`;

export const defaultPromptSetup: PromptSetup = Object.freeze({
  template: 'chat',
  text: defaultPromptText,
  examples: [],
  hasExplanations: false,
});

/** Servers that take a JSON Schema are asked for an object, all others for a bare list. */
export type ReplyShape = 'list' | 'object';

/** The form that answers to a prompt are held to; null for InsTagger, whose training taught it its own. */
export function answerFormOf(setup: PromptSetup): AnswerForm | null {
  if (setup.template !== 'chat') return null;
  return setup.hasExplanations ? explainedTags : tagsOnly;
}

/**
 * Builds what is sent for one query: the part that is the same for every query first, so that an engine can reuse it.
 *
 * @returns Chat messages, or one text for templates that are no chat.
 */
export function buildPrompt(
  setup: PromptSetup,
  query: string,
  shape: ReplyShape,
): readonly PromptMessage[] | string {
  if (setup.template === 'instagger-vicuna') return writeVicuna(query);
  if (setup.template === 'instagger-chatml') return [plainSystem, { role: 'user', content: query }];
  return [
    { role: 'system', content: `${setup.text.trim()}\n${askForForm(setup.hasExplanations, shape)}` },
    ...setup.examples.flatMap(({ query: example, tags }): PromptMessage[] => [
      { role: 'user', content: frameQuery(example) },
      { role: 'assistant', content: writeExampleAnswer(tags, setup.hasExplanations, shape) },
    ]),
    { role: 'user', content: frameQuery(query) },
  ];
}

/** Computes the version of a prompt: 16 hexadecimal digits over all that is sent beside the query. */
export function promptVersion(setup: PromptSetup): string {
  const sent = buildPrompt(setup, '', 'list');
  return hashTexts(typeof sent === 'string' ? [sent] : sent.flatMap(({ role, content }) => [role, content]));
}

/** Chooses the template by a model's name: `InsTagger` weights want their own. */
export function templateForModel(modelName: string): PromptTemplate {
  if (!/ins[-_ ]?tagger/i.test(modelName)) return 'chat';
  return /qwen|1[._]?8b/i.test(modelName) ? 'instagger-chatml' : 'instagger-vicuna';
}

function askForForm(hasExplanations: boolean, shape: ReplyShape): string {
  const list = hasExplanations
    ? '[{"tag":"poem writing","explanation":"It asks for a poem."}]'
    : '["poem writing","sea","rhyme scheme"]';
  return `Reply with one line of JSON, as ${shape === 'list' ? list : `{"tags":${list}}`}`;
}

function frameQuery(query: string): string {
  return `<<<\n${query}\n>>>`;
}

function writeExampleAnswer(tags: readonly string[], hasExplanations: boolean, shape: ReplyShape): string {
  const list = hasExplanations ? tags.map((tag) => ({ tag, explanation: '' })) : tags;
  return JSON.stringify(shape === 'list' ? list : { tags: list });
}

const plainSystem: PromptMessage = Object.freeze({ role: 'system', content: 'You are a helpful assistant.' });

// What the released 7B InsTagger was trained on, word for word: other words give other tags.
// Source: the scorer of OpenDataArena, which runs those weights.
function writeVicuna(query: string): string {
  return `A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the human's questions. USER: Please identify tags of user intentions in the following user query and provide an explanation for each tag. Please respond in the JSON format {"tag": str, "explanation": str}.\nUser query: ${query} ASSISTANT:`;
}
