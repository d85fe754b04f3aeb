import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import {
  explainedTags,
  tagsOnly,
  writeGrammar,
  writeJsonSchema,
} from '../../../../src/core/tagging/answer-form.ts';

describe('the JSON Schema', () => {
  const check = new Ajv().compile(writeJsonSchema(tagsOnly));
  const checkExplained = new Ajv().compile(writeJsonSchema(explainedTags));

  test('takes one to twelve tags and nothing beside them', () => {
    expect(check({ tags: ['poem'] })).toBe(true);
    expect(check({ tags: Array(12).fill('poem') })).toBe(true);
    expect(check({ tags: [] })).toBe(false);
    expect(check({ tags: Array(13).fill('poem') })).toBe(false);
    expect(check({ tags: ['poem'], more: 1 })).toBe(false);
    expect(check(['poem'])).toBe(false);
  });

  test('asks for both parts of an explained tag', () => {
    expect(checkExplained({ tags: [{ tag: 'poem', explanation: 'It asks for one.' }] })).toBe(true);
    expect(checkExplained({ tags: [{ tag: 'poem' }] })).toBe(false);
    expect(checkExplained({ tags: ['poem'] })).toBe(false);
  });

  test('bounds no text by characters, which servers refuse or compile for seconds', () => {
    expect(JSON.stringify(writeJsonSchema(explainedTags))).not.toMatch(/Length|pattern/);
  });
});

describe('the grammar', () => {
  // A slow reading of the few rules that are used: each rule becomes a regular expression.
  function toPattern(grammar: string): RegExp {
    const rules = new Map(
      grammar
        .trim()
        .split('\n')
        .map((line): [string, string] => {
          const [name, body] = line.split(' ::= ');
          return [name, body];
        }),
    );
    const expand = (body: string): string =>
      body.replace(
        /"((?:[^"\\]|\\.)*)"|(\[(?:[^\]\\]|\\.)*\])|([a-z]+)|\s+/g,
        (_, text?: string, set?: string, name?: string) => {
          if (text !== undefined) return text.replace(/\\"/g, '"').replace(/[[\]{}.*+?]/g, String.raw`\$&`);
          if (set !== undefined) return set;
          return name === undefined ? '' : `(?:${expand(rules.get(name) ?? '')})`;
        },
      );
    return new RegExp(`^${expand('root')}$`);
  }

  const tags = toPattern(writeGrammar(tagsOnly));
  const explained = toPattern(writeGrammar(explainedTags));

  test.each(['["poem"]', '["c++","c#",".net","node.js","q&a"]', '["one two three"]', '["tcp/ip"]'])(
    'takes %s',
    (answer) => {
      expect(tags.test(answer)).toBe(true);
    },
  );

  test.each(['[]', '["Poem"]', '["one two three four"]', '[ "poem"]', '["a",]', '{"tags":["a"]}', '["a"]x'])(
    'refuses %s',
    (answer) => {
      expect(tags.test(answer)).toBe(false);
    },
  );

  test('takes twelve tags and no more', () => {
    const list = (count: number): string => JSON.stringify(Array(count).fill('tag'));
    expect(tags.test(list(12))).toBe(true);
    expect(tags.test(list(13))).toBe(false);
  });

  test('takes an explanation in any script, without what would need an escape', () => {
    expect(explained.test('[{"tag":"poem","explanation":"Es verlangt ein Gedicht, nämlich 一首诗."}]')).toBe(
      true,
    );
    expect(explained.test('[{"tag":"poem","explanation":"says \\"x\\""}]')).toBe(false);
    expect(explained.test('[{"tag":"poem","explanation":""}]')).toBe(false);
  });
});
