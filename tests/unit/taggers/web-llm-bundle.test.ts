import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { escapeForTemplate } from '../../../src/core/tagging/escape-query.ts';
import { tagListGrammar } from '../../../src/core/tagging/grammar.ts';

// The grammar engine and the chat templates inside web-llm are not exported, so a copy of its bundle gets two exports
// more. A new version of the package that renames them fails here, which is where such a change has to be noticed.
interface Matcher {
  acceptToken(tokenId: number): boolean;
  isTerminated(): boolean;
  reset(): void;
}
interface GrammarTools {
  TokenizerInfo: { createTokenizerInfo(tokens: readonly string[]): Promise<object> };
  GrammarCompiler: {
    createGrammarCompiler(info: object): Promise<{ compileGrammar(grammar: string): Promise<object> }>;
  };
  GrammarMatcher: {
    createGrammarMatcher(compiled: object, stop: undefined, endsWithoutStop: boolean): Promise<Matcher>;
  };
}
interface Conversation {
  appendMessage(role: string, text: string): void;
  override_system_message: string | undefined;
  getPromptArray(config: object): string[];
}
interface Bundle {
  grammarTools: GrammarTools;
  getConversation(template: object): Conversation;
}

// Beneath node_modules, so that Node reads the copy itself instead of having it transformed.
const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'web-llm-'));
let bundle: Bundle;

beforeAll(async () => {
  const path = join(folder, 'web-llm.mjs');
  const source = readFileSync(createRequire(import.meta.url).resolve('@mlc-ai/web-llm'), 'utf8');
  // In Node the grammar engine asks for `createRequire`, whose import and place the bundle has lost.
  const head = "import { createRequire } from 'node:module';";
  const tail = 'export { libExports$1 as grammarTools, getConversation };';
  writeFileSync(path, [head, source.replaceAll('"MLC_DUMMY_PATH"', 'import.meta.url'), tail].join('\n'));
  bundle = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Bundle;
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the grammar, in the grammar engine of web-llm', () => {
  // A vocabulary of single characters: the printable ones of ASCII and two that no tag may have.
  const characters = [
    ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
    '诗',
    '歌',
  ];
  let matcher: Matcher;

  beforeAll(async () => {
    const { TokenizerInfo, GrammarCompiler, GrammarMatcher } = bundle.grammarTools;
    const info = await TokenizerInfo.createTokenizerInfo([...characters, '</s>']);
    const compiler = await GrammarCompiler.createGrammarCompiler(info);
    matcher = await GrammarMatcher.createGrammarMatcher(
      await compiler.compileGrammar(tagListGrammar),
      undefined,
      true,
    );
  });

  function accepts(text: string): boolean {
    matcher.reset();
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
  ])('allows %s', (text) => expect(accepts(text)).toBe(true));

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
  ])('forbids %s', (text) => expect(accepts(text)).toBe(false));
});

describe('the chat template, filled by web-llm', () => {
  // The template of the Qwen models, as it stands in their settings.
  const template = {
    system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
    system_message: '',
    roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
    role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
    seps: ['<|im_end|>\n'],
    role_content_sep: '\n',
    role_empty_sep: '\n',
    stop_str: [],
    stop_token_ids: [],
  };

  function fill(system: string, query: string): string {
    const conversation = bundle.getConversation(template);
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
