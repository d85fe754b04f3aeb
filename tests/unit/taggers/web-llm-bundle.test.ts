import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openWebLlmBundle, qwenTemplate, type WebLlmBundle } from '../../helpers/web-llm-bundle.ts';
import {
  explainedTags,
  tagsOnly,
  writeGrammar,
  type AnswerForm,
} from '../../../src/core/tagging/answer-form.ts';
import { escapeForTemplate } from '../../../src/core/tagging/escape-query.ts';

let bundle: WebLlmBundle;

beforeAll(async () => {
  bundle = await openWebLlmBundle();
});

describe('the grammar, in the grammar engine of web-llm', () => {
  // A vocabulary of single characters: the printable ones of ASCII and two that no tag may have.
  const characters = [
    ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
    '诗',
    '歌',
  ];
  let compiler: Awaited<ReturnType<WebLlmBundle['grammarTools']['GrammarCompiler']['createGrammarCompiler']>>;

  beforeAll(async () => {
    const { TokenizerInfo, GrammarCompiler } = bundle.grammarTools;
    const info = await TokenizerInfo.createTokenizerInfo([...characters, '</s>']);
    compiler = await GrammarCompiler.createGrammarCompiler(info);
  });

  async function accepts(form: AnswerForm, text: string): Promise<boolean> {
    const compiled = await compiler.compileGrammar(writeGrammar(form));
    const matcher = await bundle.grammarTools.GrammarMatcher.createGrammarMatcher(compiled, undefined, true);
    return (
      Array.from(text).every((character) => matcher.acceptToken(characters.indexOf(character))) &&
      matcher.isTerminated()
    );
  }

  test.each([
    '["poem writing"]',
    '["poem writing","sea","rhyme scheme"]',
    '["c++","c#",".net","node.js","q&a","e-mail","o\'clock"]',
    JSON.stringify(Array.from({ length: 12 }, (_, index) => `tag ${index}`)),
  ])('allows %s', async (text) => expect(await accepts(tagsOnly, text)).toBe(true));

  test.each([
    '[]',
    '[""]',
    '["Poem"]',
    '["one two three four"]',
    '["poem", "sea"]',
    '["poem"',
    'Sure! ["poem"]',
    '["诗歌"]',
    JSON.stringify(Array.from({ length: 13 }, (_, index) => `tag ${index}`)),
  ])('forbids %s', async (text) => expect(await accepts(tagsOnly, text)).toBe(false));

  const explained = '{"tag":"poem","explanation":"It asks for a poem."}';
  test('allows a sentence with each tag where explanations are asked for, and nowhere else', async () => {
    expect(await accepts(explainedTags, `[${explained},${explained}]`)).toBe(true);
    expect(await accepts(explainedTags, '["poem"]')).toBe(false);
    expect(await accepts(explainedTags, '[{"tag":"poem","explanation":""}]')).toBe(false);
    expect(await accepts(tagsOnly, `[${explained}]`)).toBe(false);
  });
});

describe('the chat template, filled by web-llm', () => {
  // A version that takes dollars as they are makes the escape wrong: then it has to go from `buildRequest`.
  test('still reads dollars as orders, in every role, so they have to be escaped', () => {
    const conversation = bundle.getConversation(qwenTemplate);
    conversation.override_system_message = '$$';
    conversation.appendMessage('user', '$$');
    conversation.appendMessage('assistant', '$$');
    const [system, user, assistant] = conversation.getPromptArray({});
    expect([system, user, assistant].map((text) => text.split('$').length - 1)).toEqual([1, 1, 1]);
  });

  function fill(system: string, query: string): string {
    const conversation = bundle.getConversation(qwenTemplate);
    conversation.override_system_message = escapeForTemplate(system);
    conversation.appendMessage('user', escapeForTemplate(query));
    return conversation.getPromptArray({}).join('');
  }

  test('carries prices, formulas and shell lines as they are', () => {
    for (const text of [
      'hi $$5 and $& done',
      "echo $'a' $`b`",
      '$x^2$ and $$\\frac{1}{2}$$',
      '{user_message} $1',
    ]) {
      expect(fill(text, text)).toBe(
        `<|im_start|>system\n${text}<|im_end|>\n<|im_start|>user\n${text}<|im_end|>\n`,
      );
    }
  });

  test('carries any text as it is', () => {
    const anyText = fc
      .array(fc.constantFrom('$', '&', '`', "'", '{', '}', 'user_message', 'a', '\n'))
      .map((parts) => parts.join(''));
    fc.assert(fc.property(anyText, (text) => fill('Tag.', text).includes(`user\n${text}<|im_end|>`)));
  });
});

test('the installed version is the one whose inside is known here, and is pinned', () => {
  const require = createRequire(import.meta.url);
  const installed: unknown = JSON.parse(
    readFileSync(require.resolve('@mlc-ai/web-llm').replace(/lib.index\.js$/, 'package.json'), 'utf8'),
  );
  expect(installed).toMatchObject({ version: '0.2.86' });
  const ours: unknown = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8'),
  );
  expect(ours).toMatchObject({ dependencies: { '@mlc-ai/web-llm': '0.2.86' } });
});

test('the private names that keeping the prompt needs are there', () => {
  const methods = ['resetChat', 'resetKVCache', 'getInputData', 'embedAndForward'];
  const prototype: unknown = bundle.LLMChatPipeline.prototype;
  expect(prototype).toMatchObject(
    Object.fromEntries(methods.map((name) => [name, expect.any(Function) as unknown])),
  );
  const engine = new bundle.MLCEngine({ logLevel: 'SILENT' });
  expect(Reflect.get(engine, 'loadedModelIdToPipeline')).toBeInstanceOf(Map);
  const conversation = bundle.getConversation(qwenTemplate);
  expect(conversation).toMatchObject({ isTextCompletion: false, config: qwenTemplate });
  const source = String(bundle.LLMChatPipeline);
  for (const field of [
    ...['filledKVCacheLength', 'prefillChunkSize', 'slidingWindowSize', 'kvStateKind', 'kvCache', 'rnnState'],
    ...['artifact', 'tvm', 'tokenizer', 'config', 'conversation'],
  ]) {
    expect(source).toContain(`this.${field} = `);
  }
});
