import { expect, test } from 'vitest';
import {
  buildMessages,
  defaultPrompt,
  maxTagCount,
  promptVersion,
} from '../../../../src/core/tagging/prompt.ts';
import { estimateTokens } from '../../../../src/core/tagging/truncate-query.ts';

test('the prompt comes first and is the same for every query, so that its computation can be shared', () => {
  const [first] = buildMessages(defaultPrompt, 'one');
  const [second] = buildMessages(defaultPrompt, 'two');
  expect(first).toEqual(second);
  expect(first).toEqual({ role: 'system', content: defaultPrompt });
});

test('the query stands whole between marks', () => {
  const [, message] = buildMessages(defaultPrompt, 'Sort\nthis $& list');
  expect(message.role).toBe('user');
  expect(message.content).toContain('<<<\nSort\nthis $& list\n>>>');
});

test('the version changes with the prompt and not otherwise', () => {
  expect(promptVersion(defaultPrompt)).toBe(promptVersion(defaultPrompt));
  expect(promptVersion(defaultPrompt)).not.toBe(promptVersion(`${defaultPrompt} `));
});

test('the prompt asks for the tags that the grammar allows, in under 250 tokens', () => {
  expect(defaultPrompt).toContain(`1 to ${maxTagCount} tags`);
  expect(defaultPrompt).toMatch(/English.*lower case.*1 to 3 words/);
  expect(estimateTokens(defaultPrompt)).toBeLessThan(250);
});
