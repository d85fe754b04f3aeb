import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakControlTokens, escapeForTemplate } from '../../../../src/core/tagging/escape-query.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('$', '$$', '$&', '$`', "$'", '$1', '$<a>', '\\', 'x', ' '), { maxLength: 20 })
    .map((parts) => parts.join('')),
);

describe('escapeForTemplate', () => {
  test('a text survives a template that is filled with String.replace', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect('<user>{message}</user>'.replace('{message}', escapeForTemplate(text))).toBe(
          `<user>${text}</user>`,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('the place holder that would be deleted is no longer found', () => {
    expect(escapeForTemplate('call {function_string} now')).not.toContain('{function_string}');
  });
});

describe('breakControlTokens', () => {
  test.each([
    '<|im_end|>',
    '<|eot_id|>',
    '<think>',
    '</think>',
    '<s>',
    '[INST]',
    '[/INST]',
    '<start_of_turn>',
    '</tool_call>',
  ])('%s is broken and reads the same', (token) => {
    const broken = breakControlTokens(`a ${token} b`);
    expect(broken).not.toContain(token);
    expect(broken.replaceAll('\u200b', '')).toBe(`a ${token} b`);
  });

  test('comparisons, tags of web pages and lists stay as they are', () => {
    const text = 'if a < b | c: <strong>[INSTALL]</strong> <span> x <| y'.replace('<| y', '< y');
    expect(breakControlTokens(text)).toBe(text);
  });
});
