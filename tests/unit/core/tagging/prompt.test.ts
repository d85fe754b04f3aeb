import { describe, expect, test } from 'vitest';
import { explainedTags, maxTagCount, tagsOnly } from '../../../../src/core/tagging/answer-form.ts';
import {
  answerFormOf,
  buildPrompt,
  defaultPromptSetup,
  promptVersion,
  templateForModel,
  type PromptMessage,
} from '../../../../src/core/tagging/prompt.ts';
import { parseReply } from '../../../../src/core/tagging/parse-reply.ts';

const setup = defaultPromptSetup;

function messages(query: string, change = {}): readonly PromptMessage[] {
  const prompt = buildPrompt({ ...setup, ...change }, query, 'list');
  if (typeof prompt === 'string') throw new Error('A chat was expected.');
  return prompt;
}

describe('the prompt', () => {
  test('begins with what is the same for every query, so that its computation can be shared', () => {
    expect(messages('one')[0]).toEqual(messages('two')[0]);
    expect(messages('one')[0].role).toBe('system');
    expect(messages('one').at(-1)).toEqual({ role: 'user', content: '<<<\none\n>>>' });
  });

  test('holds the query whole, whatever stands in it', () => {
    expect(messages('Sort\nthis $& list').at(-1)?.content).toContain('\nSort\nthis $& list\n');
  });

  test('asks for the tags that the form allows', () => {
    expect(messages('')[0].content).toContain(`1 to ${maxTagCount} English tags`);
    expect(answerFormOf(setup)).toBe(tagsOnly);
    expect(answerFormOf({ ...setup, hasExplanations: true })).toBe(explainedTags);
  });

  test.each([
    [false, 'list'],
    [true, 'list'],
    [false, 'object'],
    [true, 'object'],
  ] as const)('shows an example that can be read (explanations %s, as %s)', (hasExplanations, shape) => {
    const [system] = buildPrompt({ ...setup, hasExplanations }, '', shape) as readonly PromptMessage[];
    const example = system.content.slice(system.content.lastIndexOf(', as ') + 5);
    expect(parseReply(example, 'stop')).toMatchObject({ status: 'ok' });
    expect(example.startsWith('{')).toBe(shape === 'object');
  });

  test('shows examples as turns of the same form', () => {
    const examples = [{ query: 'Bake a cake', tags: ['baking', 'recipe'] }];
    expect(messages('Sort', { examples }).slice(1, 3)).toEqual([
      { role: 'user', content: '<<<\nBake a cake\n>>>' },
      { role: 'assistant', content: '["baking","recipe"]' },
    ]);
  });

  test('has a version that changes with every part of it and not otherwise', () => {
    const versions = [
      setup,
      { ...setup, text: `${setup.text} Hurry.` },
      { ...setup, hasExplanations: true },
      { ...setup, examples: [{ query: 'a', tags: ['b'] }] },
      { ...setup, template: 'instagger-vicuna' as const },
      { ...setup, template: 'instagger-chatml' as const },
    ].map(promptVersion);
    expect(new Set(versions).size).toBe(6);
    expect(promptVersion({ ...setup })).toBe(versions[0]);
  });
});

describe('InsTagger', () => {
  test.each([
    ['hassanraha_OFA-Sys-InsTagger-Q4_K_M.gguf', 'instagger-vicuna'],
    ['InsTagger-7B-q4f16_1-MLC', 'instagger-vicuna'],
    ['instagger_qwen1_8B.Q8_0.gguf', 'instagger-chatml'],
    ['Qwen2.5-1.5B-Instruct-q4f16_1-MLC', 'chat'],
    ['llama3.2:3b', 'chat'],
    ['', 'chat'],
  ] as const)('%s is asked with %s', (name, template) => {
    expect(templateForModel(name)).toBe(template);
  });

  test('gets the words it was trained on, as one text, and no constraint', () => {
    const vicuna = { ...setup, template: 'instagger-vicuna' as const };
    const text = buildPrompt(vicuna, 'Sort it', 'list');
    expect(text).toMatch(
      /USER: .*JSON format \{"tag": str, "explanation": str\}\.\nUser query: Sort it ASSISTANT:$/s,
    );
    expect(answerFormOf(vicuna)).toBeNull();
  });

  test('the small one gets the bare query', () => {
    expect(messages('Sort it', { template: 'instagger-chatml' }).at(-1)).toEqual({
      role: 'user',
      content: 'Sort it',
    });
  });
});
